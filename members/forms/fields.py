"""What every form here has in common: tidy text, days, filters in the address."""

import unicodedata

from django import forms

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


class FilterForm(TidyMixin, forms.Form):
    """A filter in the address: what it does not understand it leaves out."""

    def chosen(self) -> dict:
        """What is filled in and makes sense."""
        self.errors  # noqa: B018 - runs the checks
        return {name: value for name, value in self.cleaned_data.items() if value}
