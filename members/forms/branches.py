"""What the union's office writes about branches: corrections, committees, lists."""

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.validators import FileExtensionValidator
from django.utils.translation import gettext_lazy as _

from federation.forms import DayField
from federation.models import Organization, Term
from federation.sortkey import SortKey
from federation.uploads import CheckedDocumentField
from members.forms.dossier import SeatForm
from members.forms.fields import MeanwhileMixin, TidyMixin
from members.forms.lists import sheet_of
from members.forms.old_branches import MOST_BRANCHES, BranchReading
from members.models import Branch, CommitteeSeat

Status = Organization.Status
ENDS = {
    Status.MERGED: Branch.EndKind.MERGED,
    Status.DISSOLVED: Branch.EndKind.DISSOLVED,
}


class CorrectForm(MeanwhileMixin, TidyMixin, forms.ModelForm):
    """The record of a branch was wrong; what happened to it is a dossier's."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("What was wrong, and what shows it. The office reads it."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    class Meta:
        model = Branch
        fields = [
            *("name_vi", "name_en", "association", "founded_on", "founded_precision"),
            *("status", "ended_on", "successor"),
        ]
        field_classes = {"founded_on": DayField, "ended_on": DayField}
        labels = {"name_vi": _("Name"), "name_en": _("Name in English")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        own = Organization.objects.filter(parent=self.instance.association_id)
        others = own.filter(kind=Organization.Kind.BRANCH).exclude(pk=self.instance.pk)
        order = SortKey("name_vi"), "pk"
        self.fields["successor"].queryset = others.order_by(*order)
        self.fields["association"].queryset = self.fields[
            "association"
        ].queryset.order_by(*order)
        self.fields["association"].empty_label = None
        self.fields["name_vi"].required = True

    def clean(self):
        data = super().clean()
        if "reason" in data and not set(self.changed_data) - {"reason"}:
            raise ValidationError(_("Nothing here is different from the record."))
        self.instance.end_kind = ENDS.get(data.get("status"), "")
        return data


class TermForm(TidyMixin, forms.ModelForm):
    """The term in which the committee sits; empty where nobody knows it."""

    NEEDED = ("ordinal", "start_year", "end_year")

    class Meta:
        model = Term
        fields = ["ordinal", "start_year", "end_year", "began_on"]
        field_classes = {"began_on": DayField}
        labels = {"ordinal": _("Which term it is")}
        help_texts = {"ordinal": _("1, 2, 3 …"), "began_on": _("If the day is known.")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in self.NEEDED:
            self.fields[name].required = False

    def clean(self):
        data = super().clean()
        if any(data.values()) or self.instance.pk:
            for name in self.NEEDED:
                if name not in self.errors and not data.get(name):
                    self.add_error(name, _("A term has a number and its years."))
        return data

    @property
    def is_filled(self) -> bool:
        return any(self.cleaned_data.values())


class TenureForm(SeatForm):
    """Somebody on the committee, and from when to when."""

    class Meta(SeatForm.Meta):
        model = CommitteeSeat
        fields = [*SeatForm.Meta.fields, "since", "until"]
        field_classes = {"since": DayField, "until": DayField}


class BranchesForm(TidyMixin, forms.Form):
    """An Excel list of branches taken over, to be looked at first."""

    file = CheckedDocumentField(
        label=_("Excel file"), validators=[FileExtensionValidator(["xlsx"])]
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["file"].widget.attrs["accept"] = ".xlsx"
        self.fields["file"].help_text = _("At most %(most)d rows.") % {
            "most": MOST_BRANCHES
        }

    def clean_file(self):
        rows = sheet_of(self.cleaned_data["file"], MOST_BRANCHES)
        self.reading = BranchReading(rows)
        if not self.reading.lines:
            raise ValidationError(_("The list has no rows with branches."))
        if len(self.reading.lines) > MOST_BRANCHES:
            raise ValidationError(
                _("The list has more than %(most)d rows. Split it.")
                % {"most": MOST_BRANCHES}
            )
        return self.cleaned_data["file"]


class ConfirmForm(forms.Form):
    """The rows that were shown, as they were shown: signed, for an hour."""

    SALT = "members.branches"
    rows = forms.CharField(widget=forms.HiddenInput)

    @classmethod
    def sign(cls, values: list[dict]) -> str:
        return signing.dumps(values, salt=cls.SALT, compress=True)

    def clean_rows(self):
        try:
            return signing.loads(
                self.cleaned_data["rows"], salt=self.SALT, max_age=3600
            )
        except signing.BadSignature:
            raise ValidationError(
                _("This page is too old. Send the list once more.")
            ) from None
