"""What officers and leaders write about a dossier."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from federation.forms import DayField
from federation.uploads import CheckedDocumentField
from members.forms.fields import MeanwhileMixin, TidyMixin, dress


class CheckForm(MeanwhileMixin, TidyMixin, forms.Form):
    """The officer's verdict on each paper, and a note on the whole dossier."""

    note = forms.CharField(
        label=_("Remark on the whole dossier"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    VERDICTS = [("ok", _("In order")), ("remark", _("To be replaced"))]

    def __init__(self, *args, items, places, said, **kwargs):
        super().__init__(*args, **kwargs)
        self.items, self.places = items, places
        for place in places:
            self.fields[f"field-{place.name}"] = forms.CharField(
                label=_("Remark on this"),
                required=False,
                max_length=2000,
                widget=forms.Textarea(attrs={"rows": 2}),
                initial=said.get(place.name, ""),
            )
            dress(self.fields[f"field-{place.name}"])
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

    def facts(self):
        """(what the dossier says, the field for a remark on it) for the template."""
        return [(place, self[f"field-{place.name}"]) for place in self.places]

    def on_fields(self) -> dict:
        """{place: remark, or '' for none}."""
        data = self.cleaned_data
        return {place.name: data[f"field-{place.name}"] for place in self.places}

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

    def __init__(self, *args, proposed: dict[int, str], **kwargs):
        super().__init__(*args, **kwargs)
        [*_earlier, number] = proposed.values()
        words = _("Empty: the next number of the register, %(number)s.")
        if len(proposed) > 1:
            number = "; ".join(f"{year}: {number}" for year, number in proposed.items())
            words = _("Empty: the next number of the year it is dated: %(number)s.")
        self.fields["number"].help_text = words % {"number": number}

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


class ScanForm(TidyMixin, forms.Form):
    """The signed decision, scanned: from then on the file that is given out."""

    file = CheckedDocumentField(
        label=_("Signed decision (scan)"),
        help_text=_("It takes the place of the file that stands there now."),
    )
    publish = forms.BooleanField(
        label=_("Show the decision in the public library of documents"),
        required=False,
    )
