"""What a reader may ask a calendar for, and what staff write down about a day."""

from operator import attrgetter
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from unfold.widgets import (
    UnfoldAdminIntegerFieldWidget,
    UnfoldAdminSingleDateWidget,
    UnfoldAdminTextInputWidget,
)

from events.models import Anniversary, Event, Greeting, PlanItem, Registration
from events.models.greetings import addressed
from federation.forms import DayField
from federation.models import Country, Organization, Photo
from federation.richtext import NoIdentityNumber
from members.models import Association

FIRST_YEAR, LAST_YEAR = 1945, 2100
capfirst_lazy = lazy(capfirst, str)


class Choosing(forms.Form):
    """Narrow a list by what the address says; a wrong value finds nothing."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "hoi" in self.fields:
            hosts = Association.objects.readable().in_order()
            self.fields["hoi"].queryset = hosts
            self.fields["hoi"].label_from_instance = attrgetter("name")
        if "nuoc" in self.fields:
            self.fields["nuoc"].queryset = Country.objects.readable().in_order()
        for field in self.fields.values():
            field.widget.attrs["class"] = "input"

    def is_asking(self) -> bool:
        """Whether anything was chosen."""
        return any(self.data.get(name) for name in self.fields)

    def as_query(self) -> str:
        """What was chosen, for links beside it: `?hoi=…&nuoc=…`."""
        chosen = {name: self.data.get(name) for name in self.fields if name != "nam"}
        return urlencode({name: text for name, text in chosen.items() if text})

    def words(self) -> list[str]:
        """What was chosen, for the name of a calendar."""
        if not self.is_valid():
            return []
        return [str(chosen) for chosen in self.cleaned_data.values() if chosen]


class CountryField(forms.ModelChoiceField):
    """A country by its code, small or capital."""

    def __init__(self, **kwargs):
        super().__init__(
            Country.objects.none(),
            to_field_name="iso2",
            required=False,
            label=_("Country"),
            empty_label=_("All countries"),
            **kwargs,
        )

    def to_python(self, value):
        return super().to_python(value.upper() if isinstance(value, str) else value)


class AnniversaryFilter(Choosing):
    """Days of an association, of a country, of a kind."""

    hoi = forms.ModelChoiceField(
        Association.objects.none(),
        to_field_name="slug",
        required=False,
        label=_("Association"),
        empty_label=_("All associations"),
    )
    nuoc = CountryField()
    loai = forms.ChoiceField(
        choices=[
            ("", _("All kinds")),
            *((kind, capfirst_lazy(name)) for kind, name in Anniversary.Kind.choices),
        ],
        required=False,
        label=_("Kind"),
    )

    def apply(self, days):
        """Narrow a QuerySet of occurrences."""
        if not self.is_valid():
            return days.none() if self.is_asking() else days
        chosen = self.cleaned_data
        if chosen["hoi"]:
            days = days.of(chosen["hoi"])
        if chosen["nuoc"]:
            days = days.filter(anniversary__country=chosen["nuoc"])
        if chosen["loai"]:
            days = days.filter(anniversary__kind=chosen["loai"])
        return days


class EventFilter(Choosing):
    """Events of an association, about a country, of a kind, of a year."""

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
    nuoc = CountryField()
    nam = forms.IntegerField(
        min_value=FIRST_YEAR, max_value=LAST_YEAR, required=False, label=_("Year")
    )

    def apply(self, events):
        """Narrow a QuerySet of events; a wrong value finds nothing and says so."""
        if not self.is_valid():
            return events.none() if self.is_asking() else events
        chosen = self.cleaned_data
        if chosen["hoi"]:
            events = events.of(chosen["hoi"])
        if chosen["loai"]:
            events = events.filter(kind=chosen["loai"])
        if chosen["nuoc"]:
            events = events.about(chosen["nuoc"])
        if chosen["nam"]:
            events = events.filter(starts_at__year=chosen["nam"])
        return events


class AlbumFilter(Choosing):
    """Albums of an association."""

    hoi = forms.ModelChoiceField(
        Association.objects.none(),
        to_field_name="slug",
        required=False,
        label=_("Association"),
        empty_label=_("All associations"),
    )

    def apply(self, albums):
        if not self.is_valid():
            return albums.none() if self.is_asking() else albums
        host = self.cleaned_data["hoi"]
        return albums.of(host) if host else albums


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


class VerifyForm(NoIdentityNumber, forms.ModelForm):
    """One screen: the day as it is known, and the source it was checked with."""

    class Meta:
        model = Anniversary
        fields = ["base_date", "day", "month", "verification_source"]
        widgets = {
            "base_date": UnfoldAdminSingleDateWidget(),
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


class ReasonForm(NoIdentityNumber, forms.Form):
    """Why something is left out, postponed, cancelled or returned."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=250,
        strip=True,
        widget=UnfoldAdminTextInputWidget(),
    )


class PlanItemForm(NoIdentityNumber, forms.ModelForm):
    """One thing of the plan; its status moves by buttons."""

    class Meta:
        model = PlanItem
        fields = [
            *("title_vi", "title_en", "month", "lead", "coordination", "level"),
            *("budget_note", "outcome"),
        ]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["title_vi"].required = True
        self.fields["month"].widget.attrs |= {"min": 1, "max": 12, "class": "input"}
        bodies = Organization.objects.filter(kind__in=["union", "association"])
        self.fields["lead"].queryset = bodies.order_by("kind", "name_vi")

    def clean_month(self):
        month = self.cleaned_data["month"]
        if not 1 <= month <= 12:
            raise ValidationError(_("A month is a number from 1 to 12."))
        return month


class OutcomeForm(NoIdentityNumber, forms.ModelForm):
    """What came of a thing of an approved plan, and what it costs."""

    class Meta:
        model = PlanItem
        fields = ["budget_note", "outcome"]


def plan_form(days, proposed, data=None) -> forms.Form:
    """A tick for each day; only these can be chosen."""
    field = forms.MultipleChoiceField(
        label=_("Days"),
        choices=[(str(day.pk), str(day)) for day in days],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one day.")},
    )
    form = type("PlanForm", (forms.Form,), {"days": field})
    return form(data, initial={"days": [str(pk) for pk in proposed]})


class RemarkForm(NoIdentityNumber, forms.Form):
    """What is to be changed."""

    remark = forms.CharField(label=_("What is to be changed"), max_length=250)


class GreetingForm(NoIdentityNumber, forms.ModelForm):
    """To whom, in which words, signed by whom."""

    class Meta:
        model = Greeting
        fields = [
            *("addressee_vi", "text_vi", "addressee_en", "text_en"),
            *("signer", "signer_title_vi", "signer_title_en"),
        ]

    def clean(self):
        chosen = super().clean()
        if not (chosen.get("text_vi") or chosen.get("text_en")):
            raise ValidationError(_("Write the letter in at least one language."))
        for language in ("vi", "en"):
            text = chosen.get(f"text_{language}")
            if not text:
                continue
            for name in (f"addressee_{language}", f"signer_title_{language}"):
                if not chosen.get(name):
                    self.add_error(name, _("A letter in this language needs it."))
            addressee = chosen.get(f"addressee_{language}") or ""
            chosen[f"text_{language}"] = addressed(text, addressee)
        return chosen


class SentForm(forms.Form):
    """How and when a letter went out."""

    means = forms.ChoiceField(label=_("How"), choices=Greeting.Means)
    sent_on = DayField(label=_("Sent on"))


class RegistrationForm(NoIdentityNumber, forms.ModelForm):
    """A name and an address; nothing else is asked."""

    class Meta:
        model = Registration
        fields = ["name", "email"]
        widgets = {
            "name": forms.TextInput(attrs={"autocomplete": "name", "class": "input"}),
            "email": forms.EmailInput(
                attrs={"autocomplete": "email", "class": "input"}
            ),
        }


class AlbumFilesForm(NoIdentityNumber, forms.Form):
    """What many photographs have in common; the files are looked at one by one."""

    credit = forms.CharField(
        label=_("Photographs by"),
        max_length=120,
        strip=True,
        help_text=_("Stands under every one of them; you can change it one by one."),
        widget=UnfoldAdminTextInputWidget(),
    )


class PhotoWordsForm(NoIdentityNumber, forms.ModelForm):
    """What one photograph of an album shows, whose it is, and where it stands."""

    order = forms.IntegerField(
        label=_("order"),
        min_value=0,
        max_value=32_000,
        widget=UnfoldAdminIntegerFieldWidget(),
    )
    take_out = forms.BooleanField(label=_("take it out"), required=False)

    class Meta:
        model = Photo
        fields = ["alt_vi", "alt_en", "caption_vi", "caption_en", "credit"]

    def __init__(self, *args, place, **kwargs):
        super().__init__(*args, **kwargs)
        self.place = place
        self.fields["order"].initial = place.display_order
        for name in self.Meta.fields:
            self.fields[name].widget = UnfoldAdminTextInputWidget()
            self.fields[name].required = False

    def clean(self):
        """Words may follow later; without a credit no photograph stays."""
        chosen = super().clean()
        if not chosen.get("credit") and not chosen.get("take_out"):
            self.add_error("credit", _("Say whose photograph it is."))
        return chosen

    def put(self) -> None:
        """Write it down, or take the photograph out of the album."""
        if self.cleaned_data["take_out"]:
            self.place.take_out()
            return
        if "order" in self.changed_data:
            self.place.display_order = self.cleaned_data["order"]
            self.place.save(update_fields=["display_order"])
        if set(self.changed_data) - {"order"}:
            self.save()


def photo_words(places, data=None) -> list[PhotoWordsForm]:
    """A form for each photograph; saved are those the page that was sent has shown."""
    return [
        PhotoWordsForm(data, prefix=str(place.pk), instance=place.photo, place=place)
        for place in places
        if data is None or f"{place.pk}-order" in data
    ]
