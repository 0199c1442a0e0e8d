"""Forms narrow and check; they do not act."""

import unicodedata

from django import forms
from django.core.exceptions import ValidationError
from django.forms.models import BaseInlineFormSet, inlineformset_factory
from django.utils import formats, timezone
from django.utils.translation import gettext_lazy as _

from federation.sortkey import SortKey
from federation.uploads import CheckedDocumentField
from members.models import (
    Association,
    Branch,
    BranchRequest,
    CommitteeSeat,
    WorldRegion,
)

DATE_FORMATS = ["%Y-%m-%d", "%d/%m/%Y"]


def tidy(text: str) -> str:
    """Composed characters, no blanks at the ends, one between words, lines kept."""
    lines = unicodedata.normalize("NFC", text).splitlines() or [""]
    return "\n".join(" ".join(line.split()) for line in lines).strip()


def dress(field) -> None:
    """Give a field's widget the class of the style sheet."""
    if not isinstance(field.widget, forms.CheckboxInput | forms.RadioSelect):
        field.widget.attrs["class"] = "input"


class TidyMixin:
    """Every text a person typed is stored tidy, so that equal looks equal."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            dress(field)

    def _clean_fields(self):
        super()._clean_fields()
        for name, value in self.cleaned_data.items():
            if isinstance(value, str):
                self.cleaned_data[name] = tidy(value)


class DayField(forms.DateField):
    """A day from the browser's calendar, or typed as 31/12/2026."""

    def __init__(self, **kwargs):
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        super().__init__(input_formats=DATE_FORMATS, widget=widget, **kwargs)


class WhatForm(TidyMixin, forms.ModelForm):
    """Step 1: which branch, where, how many."""

    launch_planned_on = DayField(label=_("Planned launch ceremony"), required=False)

    class Meta:
        model = BranchRequest
        fields = [
            *("association", "name", "english_name", "unit_type", "host_kind"),
            *("host_name", "place", "member_total", "about", "launch_planned_on"),
        ]
        help_texts = {
            "name": _("In full, as the decision will print it."),
            "english_name": _("Without it the branch has no page in English."),
            "host_name": _("As it stands in the written consent of the host."),
            "about": _("Two or three sentences for the branch’s public page."),
        }
        widgets = {"about": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args, associations, **kwargs):
        super().__init__(*args, **kwargs)
        own = [association.pk for association in associations]
        if self.instance.association_id or len(own) == 1:
            del self.fields["association"]
            self.instance.association_id = self.instance.association_id or own[0]
        else:
            field = self.fields["association"]
            field.queryset = Association.objects.filter(pk__in=own).in_order()
        offered = [row for row in Branch.HostKind.choices if row[0] != "district"]
        self.fields["host_kind"].choices = [("", _("Not chosen yet")), *offered]

    def clean_launch_planned_on(self):
        day = self.cleaned_data["launch_planned_on"]
        today = timezone.localdate()
        if day and day <= today and "launch_planned_on" in self.changed_data:
            raise ValidationError(
                _("The launch date must be after today, %(today)s."),
                params={"today": formats.date_format(today, "SHORT_DATE_FORMAT")},
            )
        return day


class SeatForm(TidyMixin, forms.ModelForm):
    class Meta:
        model = CommitteeSeat
        fields = ["role", "name", "job_title", "workplace", "phone"]

    def has_changed(self):
        """A free row in which only the position is chosen still counts as empty."""
        changed = set(self.changed_data)
        return bool(changed if self.instance.pk else changed - {"role"})


class Seats(BaseInlineFormSet):
    """Step 2: one head at most; whether there is one is asked when submitting."""

    def clean(self):
        super().clean()
        heads = [
            form
            for form in self.forms
            if form.cleaned_data.get("name")
            and not form.cleaned_data.get("DELETE")
            and form.cleaned_data.get("role") == CommitteeSeat.Role.HEAD
        ]
        for form in heads[1:]:
            form.add_error("role", _("A branch has one head."))


def seats_formset(request, data=None):
    """The committee's rows: those there are, and some free ones."""
    number = request.seats.count()
    free = max(5 - number, 2)
    factory = inlineformset_factory(
        BranchRequest,
        CommitteeSeat,
        form=SeatForm,
        formset=Seats,
        extra=free,
        max_num=40,
        absolute_max=60,
        can_delete=True,
    )
    first = [] if number else CommitteeSeat.Role.values[:3]
    initial = [{"role": role} for role in first]
    return factory(
        data,
        instance=request,
        queryset=request.seats.in_order(),
        initial=initial,
        prefix="seats",
    )


class PapersForm(forms.Form):
    """Step 3: one file per paper; what is good is kept when another is refused."""

    def __init__(self, *args, items, **kwargs):
        super().__init__(*args, **kwargs)
        self.items = {f"file-{item.pk}": item for item in items}
        for name, item in self.items.items():
            self.fields[name] = CheckedDocumentField(label=item.title, required=False)
            dress(self.fields[name])

    def received(self):
        """(paper, checked file) for each that was sent and is good."""
        if not self.is_bound:
            return []
        self.errors  # noqa: B018 - runs the checks
        return [
            (self.items[name], file)
            for name, file in self.cleaned_data.items()
            if file and name in self.items
        ]


class WithdrawForm(TidyMixin, forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("The office reads it."),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class CheckForm(TidyMixin, forms.Form):
    """The officer's verdict on each paper, and a note on the whole dossier."""

    note = forms.CharField(
        label=_("Remark on the whole dossier"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    VERDICTS = [("ok", _("In order")), ("remark", _("To be replaced"))]

    def __init__(self, *args, items, **kwargs):
        super().__init__(*args, **kwargs)
        self.items = items
        for item in items:
            self.fields[f"verdict-{item.pk}"] = forms.ChoiceField(
                label=item.title,
                choices=self.VERDICTS if item.file_id else self.VERDICTS[1:],
                widget=forms.RadioSelect,
                required=False,
                initial=item.state if item.state != item.State.PENDING else None,
            )
            self.fields[f"remark-{item.pk}"] = forms.CharField(
                label=_("Remark"),
                required=False,
                max_length=2000,
                widget=forms.Textarea(attrs={"rows": 2}),
                initial=item.open_remark.text if item.open_remark else "",
            )
            dress(self.fields[f"remark-{item.pk}"])

    def rows(self):
        """(paper, its verdict field, its remark field) for the template."""
        return [
            (item, self[f"verdict-{item.pk}"], self[f"remark-{item.pk}"])
            for item in self.items
        ]

    def clean(self):
        data = super().clean()
        for item in self.items:
            verdict = data.get(f"verdict-{item.pk}")
            if verdict == "remark" and not data.get(f"remark-{item.pk}"):
                self.add_error(
                    f"remark-{item.pk}", _("Say what has to be different, and how.")
                )
        return data

    def verdicts(self) -> dict:
        """{paper's id: remark, or None when in order}; undecided ones are left out."""
        data = self.cleaned_data
        return {
            item.pk: data[f"remark-{item.pk}"] if verdict == "remark" else None
            for item in self.items
            if (verdict := data.get(f"verdict-{item.pk}"))
        }


class DecisionForm(TidyMixin, forms.Form):
    """Number, dates and the signed scan of a decision."""

    number = forms.CharField(
        label=_("Number of the decision"), max_length=60, required=False
    )
    issued_on = DayField(label=_("Date of the decision"))
    effective_on = DayField(label=_("In force from"))
    file = CheckedDocumentField(label=_("Signed decision (scan)"), required=False)
    sure = forms.BooleanField(
        label=_("I have read the dossier. The decision cannot be taken back here.")
    )

    def __init__(self, *args, proposed: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["number"].help_text = (
            _("Empty: the next number of the register, %(number)s.")
        ) % {"number": proposed}

    def clean_issued_on(self):
        day = self.cleaned_data["issued_on"]
        if day > timezone.localdate():
            raise ValidationError(_("A decision is not dated in the future."))
        return day

    def clean(self):
        data = super().clean()
        issued, effective = data.get("issued_on"), data.get("effective_on")
        if issued and effective and effective < issued:
            self.add_error(
                "effective_on", _("A decision is in force from its date or later.")
            )
        return data


class RejectForm(TidyMixin, forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("The association reads it word for word."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    sure = forms.BooleanField(
        label=_("I have read the dossier. The decision cannot be taken back here.")
    )


class FilterForm(TidyMixin, forms.Form):
    """A filter in the address: what it does not understand it leaves out."""

    def chosen(self) -> dict:
        """What is filled in and makes sense."""
        self.errors  # noqa: B018 - runs the checks
        return {name: value for name, value in self.cleaned_data.items() if value}


class AssociationFilter(FilterForm):
    q = forms.CharField(label=_("Name or country"), required=False, max_length=100)
    region = forms.ChoiceField(
        label=_("Region"),
        required=False,
        choices=[("", _("All regions")), *WorldRegion.choices],
    )
    type = forms.ChoiceField(
        label=_("Type of association"),
        required=False,
        choices=[("", _("All types")), *Association.Type.choices],
    )


class BranchFilter(FilterForm):
    q = forms.CharField(label=_("Name or place"), required=False, max_length=100)
    association = forms.ModelChoiceField(
        Association.objects.none(),
        label=_("Association"),
        required=False,
        to_field_name="slug",
        empty_label=_("All associations"),
    )
    host = forms.ChoiceField(
        label=_("Kind of host"),
        required=False,
        choices=[("", _("All")), *Branch.HostKind.choices],
    )
    nam = forms.TypedChoiceField(
        label=_("Founded in"), required=False, coerce=int, empty_value=None
    )

    def __init__(self, *args, years=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["association"].queryset = Association.objects.readable().order_by(
            SortKey("name")
        )
        self.fields["nam"].choices = [
            ("", _("Any year")),
            *((str(year), str(year)) for year in years),
        ]


class DossierFilter(FilterForm):
    status = forms.ChoiceField(
        label=_("Status"),
        required=False,
        choices=[
            ("", _("All")),
            *(row for row in BranchRequest.Status.choices if row[0] != "draft"),
        ],
    )
    association = forms.ModelChoiceField(
        Association.objects.none(),
        label=_("Association"),
        required=False,
        to_field_name="slug",
        empty_label=_("All associations"),
    )
    late = forms.BooleanField(label=_("Late only"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["association"].queryset = Association.objects.in_order()
