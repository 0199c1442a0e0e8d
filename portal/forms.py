"""The form of the component page."""

from django import forms
from django.utils.translation import gettext_lazy as _


class Specimen(forms.Form):
    """One field of each shape; what is entered goes nowhere."""

    name = forms.CharField(
        label=_("Name of the branch"),
        help_text=_("Without the name of the association."),
    )
    launched_on = forms.DateField(label=_("Date of the launch"))
    note = forms.CharField(label=_("Note"), widget=forms.Textarea, required=False)
    place = forms.ChoiceField(
        label=_("Where"),
        choices=[("school", _("a school")), ("ward", _("a ward or commune"))],
        widget=forms.RadioSelect,
    )
