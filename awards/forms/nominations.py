"""What a secretary enters about a recipient, and the papers she sends."""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from awards.models import Award, AwardList, Nomination
from federation.forms import DayField
from federation.models import Country, Organization
from federation.richtext import NoIdentityNumber
from federation.uploads import CheckedDocumentField, ending, original_name


class NominationForm(NoIdentityNumber, forms.ModelForm):
    """One recipient; a collective of the association is chosen, others are written."""

    period_from = DayField(label=gettext_lazy("Achievements from"))
    period_to = DayField(label=gettext_lazy("Achievements until"))

    class Meta:
        model = Nomination
        fields = [
            *("kind", "organization", "recipient_vi", "recipient_en"),
            *("recipient_title_vi", "recipient_title_en", "is_foreign", "country"),
            *("achievement", "period_from", "period_to", "override_reason"),
        ]
        widgets = {
            "achievement": forms.Textarea(attrs={"rows": 6, "class": "input"}),
            "override_reason": forms.Textarea(attrs={"rows": 2, "class": "input"}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        form = self.instance.round.form
        kinds = [(k, v) for k, v in Award.Kind.choices if form.takes[k]]
        self.fields["kind"] = forms.ChoiceField(
            label=_("Collective or individual"), choices=kinds, widget=forms.RadioSelect
        )
        own = self.instance.association
        rows = Organization.objects.filter(Q(pk=own.pk) | Q(parent=own))
        self.fields["organization"].queryset = rows.living().in_order()
        self.fields["organization"].empty_label = _("another collective")
        self.fields["country"].queryset = Country.objects.order_by("name_vi")
        self.fields["recipient_vi"].required = False
        self.fields["recipient_vi"].help_text = _(
            "Empty for a collective chosen above: its name is taken."
        )
        if not form.for_foreigners:
            del self.fields["is_foreign"], self.fields["country"]

    def clean(self):
        data = super().clean()
        chosen, is_collective = (
            data.get("organization"),
            data.get("kind") == "collective",
        )
        if chosen and not is_collective:
            self.add_error("organization", _("Only for a collective; leave it empty."))
        if chosen and is_collective and not data.get("recipient_vi"):
            data["recipient_vi"] = chosen.name_vi
            data["recipient_en"] = data.get("recipient_en") or chosen.name_en or ""
        elif not data.get("recipient_vi"):
            self.add_error("recipient_vi", _("Write the name."))
        if data.get("is_foreign") and not data.get("country"):
            self.add_error("country", _("Choose the country."))
        if data.get("country") and not data.get("is_foreign"):
            self.add_error("is_foreign", _("Tick this for somebody from abroad."))
        first, last = data.get("period_from"), data.get("period_to")
        if first and last and first > last:
            self.add_error("period_to", _("The period ends before it begins."))
        return data


class PapersForm(forms.Form):
    """One field for each paper asked for; what is sent is checked one by one."""

    def __init__(self, *args, items, **kwargs):
        super().__init__(*args, **kwargs)
        self.items = {f"file-{item.pk}": item for item in items}
        for name, item in self.items.items():
            self.fields[name] = CheckedDocumentField(
                label=item.title or item.title_vi,
                help_text=item.help or "",
                required=False,
            )

    def received(self):
        for name, item in self.items.items():
            if file := self.cleaned_data.get(name):
                yield item, file

    def rows(self):
        return [(item, self[name]) for name, item in self.items.items()]


class ReasonForm(NoIdentityNumber, forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3, "class": "input"}),
    )


class ListForm(forms.ModelForm):
    """An Excel file; another kind is refused before anybody reads it."""

    file = CheckedDocumentField(label=gettext_lazy("Excel file (.xlsx)"))

    class Meta:
        model = AwardList
        fields = ["file"]

    def clean_file(self):
        file = self.cleaned_data["file"]
        if ending(file.name) != "xlsx":
            raise ValidationError(_("This is not an Excel file (.xlsx)."))
        self.instance.file_name = original_name(file)
        return file
