"""What a reader may ask of the documents; what staff enter to hand an office over."""

import json
import re
from datetime import UTC, date, datetime

from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import localize
from django.utils.translation import gettext_lazy as _
from unfold.widgets import (
    UnfoldAdminIntegerFieldWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminSingleDateWidget,
    UnfoldAdminTextareaWidget,
)

from federation.models import Document
from federation.models.translations import fingerprint
from federation.richtext import NoIdentityNumber, plain


class DocumentFilter(forms.Form):
    """Type, year, issuer and words; anything else is an address that does not exist."""

    q = forms.CharField(label=_("Number or words"), max_length=200, required=False)
    loai = forms.ChoiceField(label=_("Type of document"), required=False)
    nam = forms.TypedChoiceField(
        label=_("Year"), coerce=int, empty_value=None, required=False
    )
    noi = forms.ChoiceField(label=_("Issued by"), required=False)

    def __init__(self, *args, documents, **kwargs):
        super().__init__(*args, **kwargs)
        kinds, years, issuers = documents.offered()
        self.fields["loai"].choices = [("", _("All types"))] + [
            (kind, label) for kind, label in Document.Kind.choices if kind in kinds
        ]
        self.fields["nam"].choices = [("", _("All years"))] + [
            (year, year) for year in years
        ]
        self.fields["noi"].choices = [("", _("All issuers"))] + [
            (issuer, issuer) for issuer in issuers
        ]
        self.offered = {"loai": kinds, "nam": years, "noi": issuers}


DAY = {"inputmode": "numeric", "placeholder": "dd/mm/yyyy", "autocomplete": "off"}


class DayField(forms.DateField):
    """A day as people here write it, 31/12/2026, whatever the browser's language.

    The browser's own field shows month and day in the order of the browser, which for a
    date of decision is a trap. A keypad without a stroke may type 31122026.
    """

    def __init__(self, **kwargs):
        widget = forms.DateInput(format="%d/%m/%Y", attrs=DAY)
        formats = ["%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%d%m%Y", "%Y-%m-%d"]
        super().__init__(input_formats=formats, widget=widget, **kwargs)


class WholeNumber(UnfoldAdminIntegerFieldWidget):
    """The browser's own field for numbers takes 1.500 for one and a half."""

    input_type = "text"

    def __init__(self, attrs=None):
        super().__init__({"inputmode": "numeric"} | (attrs or {}))


class WholeNumberField(forms.IntegerField):
    """A whole number as people here write it: 1500, 1.500 or, in English, 1,500."""

    widget = WholeNumber
    GROUPED = re.compile(r"\d{1,3}(?:([.,\s\u00a0\u202f])\d{3})(?:\1\d{3})*")

    def to_python(self, value):
        text = str(value if value is not None else "").strip()
        if self.GROUPED.fullmatch(text):
            value = re.sub(r"\D", "", text)
        elif not re.fullmatch(r"-?\d*", text):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(value)


class HeldOnForm(forms.Form):
    """A day; who held which title on it."""

    ngay = DayField(label=_("On which day"))


class OfficeForm(forms.ModelForm):
    """An office is given by somebody else, to an account that is open."""

    giver = None

    def clean_user(self):
        user = self.cleaned_data["user"]
        if not user.is_active:
            raise ValidationError(_("This account is closed: open it first."))
        if user == self.giver:
            raise ValidationError(_("Nobody gives an office to themselves."))
        return user

    def clean(self):
        """One's own office may end sooner; to last longer it is given anew."""
        data = super().clean()
        if not (self.instance.pk and self.instance.user == self.giver):
            return data
        was, last = self.initial, date.max
        since, until = data.get("since"), data.get("until")
        if (since and since < was["since"]) or (until or last) > (was["until"] or last):
            raise ValidationError(_("Nobody gives an office to themselves."))
        return data


class DocumentForm(forms.ModelForm):
    """A number is cancelled by its own step, with a reason."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if field := self.fields.get("legal_status"):
            cancelled = Document.LegalStatus.CANCELLED
            field.choices = [pair for pair in field.choices if pair[0] != cancelled]


class CancelForm(forms.Form):
    """Why a number counts no more."""

    reason = forms.CharField(
        label=_("reason"), max_length=500, widget=UnfoldAdminTextareaWidget
    )


class ProposeForm(NoIdentityNumber, forms.Form):
    """Whom a leader would like to see in an office, and from which day."""

    name = forms.CharField(label=_("Full name"), max_length=150)
    email = forms.EmailField(label=_("E-mail"))
    on = DayField(label=_("From"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["class"] = "input"

    def clean_on(self):
        day = self.cleaned_data["on"]
        if day < timezone.localdate():
            raise ValidationError(_("This day has passed."))
        return day


class HandOverForm(forms.Form):
    """Who takes an office over, and from which day."""

    to = forms.ModelChoiceField(
        label=_("Successor"),
        queryset=get_user_model().objects.none(),
        widget=UnfoldAdminSelectWidget,
        help_text=_("Invite the person first if there is no account yet."),
    )
    on = forms.DateField(
        label=_("From"),
        initial=timezone.localdate,
        widget=UnfoldAdminSingleDateWidget,
        help_text=_("The present office ends the day before."),
    )

    def __init__(self, *args, office, **kwargs):
        super().__init__(*args, **kwargs)
        users = get_user_model().objects.filter(is_active=True)
        self.fields["to"].queryset = users.exclude(pk=office.user_id)


class NothingLost(NoIdentityNumber, forms.ModelForm):
    """A form that writes nobody's work over.

    It carries a fingerprint of each value as it was shown. What only the other person
    changed is kept; what both changed is refused once, with both texts on the page.
    """

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("seen", json.dumps(self.prints()))

    def watched(self) -> list[str]:
        meta = self._meta.model._meta
        own = {field.name for field in (*meta.concrete_fields, *meta.many_to_many)}
        return [name for name in self.fields if name in own]

    def prints(self) -> dict[str, str]:
        """The stored values as they are now, as fingerprints."""
        if self.instance.pk is None:
            return {}
        return {name: self.print_of(name, self.stored(name)) for name in self.watched()}

    def stored(self, name: str):
        return self.instance._meta.get_field(name).value_from_object(self.instance)

    @staticmethod
    def print_of(name: str, value) -> str:
        """Spaces between marks and at line ends are no change."""
        value = getattr(value, "pk", value)
        if isinstance(value, list | QuerySet):
            value = sorted(row.pk for row in value)
        if isinstance(value, datetime):
            value = value.replace(microsecond=0).astimezone(UTC)
        text = re.sub(r"\s+", " ", str(value or "")).replace("> <", "><").strip()
        return fingerprint(text)[:16]

    def clean(self):
        data = super().clean()
        self.keep_what_others_wrote(data)
        return data

    def keep_what_others_wrote(self, data) -> None:
        shown, now = self.shown(), self.prints()
        for name in self.watched():
            mine = self.print_of(name, data.get(name))
            if shown.get(name, now.get(name)) == now.get(name) or mine == now[name]:
                continue
            if mine == shown[name]:
                data[name] = self.cleaned_as_stored(name)
            elif name in data:
                self.refuse(name)

    def cleaned_as_stored(self, name: str):
        if self.instance._meta.get_field(name).many_to_many:
            return self.stored(name)
        return getattr(self.instance, name)

    def in_words(self, name: str) -> str:
        """What is stored, as a person reads it."""
        value = self.cleaned_as_stored(name)
        if isinstance(value, list):
            return ", ".join(map(str, value))
        choices = self.instance._meta.get_field(name).flatchoices
        value = dict(choices).get(value, value)
        return plain(value) if isinstance(value, str) else localize(value)

    def shown(self) -> dict:
        try:
            shown = json.loads(self.data.get("seen") or "{}")
        except ValueError:
            return {}
        return shown if isinstance(shown, dict) else {}

    def refuse(self, name: str) -> None:
        """Both texts on the page; saving once more keeps the one in the form."""
        words = _(
            "Someone else has changed this meanwhile, to: “%(text)s”. Your text is "
            "still in the form. Put both together, then save once more."
        )
        params = {"text": self.in_words(name)}
        self.add_error(name, ValidationError(words, params=params))
        self.data = self.data.copy()
        self.data["seen"] = json.dumps(self.prints())
