"""What a reader may ask a calendar for, and what staff write down about a day."""

from operator import attrgetter

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from unfold.widgets import (
    UnfoldAdminIntegerFieldWidget,
    UnfoldAdminTextInputWidget,
)

from events.models import Anniversary, Event
from members.models import Association

FIRST_YEAR, LAST_YEAR = 1945, 2100
capfirst_lazy = lazy(capfirst, str)


class EventFilter(forms.Form):
    """Events of an association, of a kind, of a year."""

    hoi = forms.ModelChoiceField(
        Association.objects.none(),
        to_field_name="slug",
        required=False,
        label=_("Association"),
        empty_label=_("All associations"),
    )
    loai = forms.ChoiceField(
        choices=[
            ("", _("All kinds")),
            *((kind, capfirst_lazy(name)) for kind, name in Event.Kind.choices),
        ],
        required=False,
        label=_("Kind"),
    )
    nam = forms.IntegerField(
        min_value=FIRST_YEAR, max_value=LAST_YEAR, required=False, label=_("Year")
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        hosts = Association.objects.readable().in_order()
        self.fields["hoi"].queryset = hosts
        self.fields["hoi"].label_from_instance = attrgetter("name")
        for field in self.fields.values():
            field.widget.attrs["class"] = "input"

    def is_asking(self) -> bool:
        """Whether anything was chosen."""
        return any(self.data.get(name) for name in self.fields)

    def apply(self, events):
        """Narrow a QuerySet of events; a wrong value finds nothing and says so."""
        if not self.is_valid():
            return events.none() if self.is_asking() else events
        chosen = self.cleaned_data
        if chosen["hoi"]:
            events = events.of(chosen["hoi"])
        if chosen["loai"]:
            events = events.filter(kind=chosen["loai"])
        if chosen["nam"]:
            events = events.filter(starts_at__year=chosen["nam"])
        return events


class CalendarQuestion(forms.Form):
    """A year and, if wanted, a month of it."""

    nam = forms.IntegerField(min_value=FIRST_YEAR, max_value=LAST_YEAR, required=False)
    thang = forms.IntegerField(min_value=1, max_value=12, required=False)

    @property
    def year(self) -> int:
        return self.cleaned_data["nam"] or timezone.localdate().year

    @property
    def month(self) -> int | None:
        return self.cleaned_data["thang"]


class VerifyForm(forms.ModelForm):
    """One screen: the day as it is known, and the source it was checked with."""

    class Meta:
        model = Anniversary
        fields = ["base_date", "day", "month", "verification_source"]
        widgets = {
            "base_date": UnfoldAdminTextInputWidget(attrs={"type": "date"}),
            "day": UnfoldAdminIntegerFieldWidget(),
            "month": UnfoldAdminIntegerFieldWidget(),
            "verification_source": UnfoldAdminTextInputWidget(),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["verification_source"].required = True
        if self.instance.precision != "day":
            self.initial["base_date"] = None
        if self.instance.is_movable:
            for name in ("base_date", "day", "month"):
                del self.fields[name]

    def clean(self):
        chosen = super().clean()
        if self.instance.is_movable:
            return chosen
        parts = [chosen.get("day"), chosen.get("month")]
        if chosen.get("base_date") and any(parts):
            raise ValidationError(_("Give either a base date or a day and a month."))
        if not chosen.get("base_date") and not all(parts):
            raise ValidationError(
                _("Give the full date, or day and month of a day without a year.")
            )
        return chosen

    def _post_clean(self):
        """The model checks the row as it will be once it is verified."""
        self.instance.precision = "day" if self.cleaned_data.get("base_date") else ""
        super()._post_clean()


class ReasonForm(forms.Form):
    """Why something is left out, postponed, cancelled or returned."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=250,
        strip=True,
        widget=UnfoldAdminTextInputWidget(),
    )
