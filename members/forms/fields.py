"""What every form here has in common: tidy text, days, filters in the address."""

import unicodedata

from django import forms
from django.utils.html import format_html_join
from django.utils.translation import gettext as _

from federation.richtext import NoIdentityNumber


def tidy(text: str) -> str:
    """Composed characters, no blanks at the ends, one between words, lines kept."""
    lines = unicodedata.normalize("NFC", text).splitlines() or [""]
    return "\n".join(" ".join(line.split()) for line in lines).strip()


def dress(field) -> None:
    """Give a field's widget the class of the style sheet."""
    if not isinstance(field.widget, forms.CheckboxInput | forms.RadioSelect):
        field.widget.attrs["class"] = "input"


class TidyMixin(NoIdentityNumber):
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


def as_text(value) -> str:
    """A value of a form as a hidden input can carry it."""
    return "" if value is None else tidy(str(getattr(value, "pk", value)))


class MeanwhileMixin:
    """What somebody else wrote since the page was made is not written over unseen.

    The page carries what it showed (`{{ form.seen }}`). A place that only the other
    one changed stays as it is now; where both did, the form shows it and asks.
    """

    @property
    def seen(self) -> str:
        rows = [(self._seen_key(name), self._seen(name)) for name in self.fields]
        return format_html_join("", '<input type="hidden" name="{}" value="{}">', rows)

    def _seen_key(self, name: str) -> str:
        return self.add_prefix(f"seen-{name}")

    def _seen(self, name: str) -> str:
        now = as_text(self[name].initial)
        return tidy(self.data.get(self._seen_key(name), now))

    def clean(self):
        data = super().clean()
        data = self.cleaned_data if data is None else data
        for name in [name for name in self.fields if name in data]:
            now, mine = as_text(self[name].initial), as_text(data[name])
            seen = self._seen(name)
            if seen == now or mine == now:
                continue
            theirs = self.fields[name].to_python(self[name].initial)
            if mine == seen:
                data[name] = theirs
                continue
            self.data = self.data.copy()
            self.data[self._seen_key(name)] = now
            self.add_error(name, self._asked(name, theirs))
        return data

    def _asked(self, name: str, theirs) -> str:
        labels = {}
        if isinstance(self.fields[name], forms.ChoiceField):
            labels = {str(value): label for value, label in self.fields[name].choices}
        text = labels.get(as_text(theirs), theirs)
        return _(
            "Somebody else changed this meanwhile; it says now: “%(text)s”. "
            "Save again to keep what stands here."
        ) % {"text": text or "–"}


class FilterForm(TidyMixin, forms.Form):
    """A filter in the address: what it does not understand it leaves out."""

    def chosen(self) -> dict:
        """What is filled in and makes sense."""
        self.errors  # noqa: B018 - runs the checks
        return {name: value for name, value in self.cleaned_data.items() if value}
