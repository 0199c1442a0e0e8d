"""What a reader may type."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from awards.models import CommendationRound, clean_token


class TokenForm(forms.Form):
    """The code printed below the square on a certificate."""

    code = forms.CharField(
        label=_("Code on the certificate"),
        help_text=_("28 letters and digits in groups of four, below the QR square."),
        max_length=80,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "class": "input",
            }
        ),
    )

    def clean_code(self):
        token = clean_token(self.cleaned_data["code"])
        if not token:
            raise ValidationError(_("This is not a code of ours."))
        return token


class RoundForm(forms.ModelForm):
    """A historic round begins where it really stands: presented."""

    def clean(self):
        data = super().clean()
        planned = self.instance.status == CommendationRound.Status.PLANNED
        if planned and data.get("historic"):
            self.instance.status = CommendationRound.Status.PRESENTED
        return data
