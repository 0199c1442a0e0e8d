"""The forms of the component page and of the page that explains access."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User


class AccessQuestion(forms.Form):
    """A page, and whom it is about; only who may see accounts asks about others."""

    page = forms.CharField(
        label=_("Address of the page"),
        help_text=_("Copy it from the browser."),
        max_length=500,
        required=False,
    )
    person = forms.ModelChoiceField(
        User.objects.filter(is_active=True),
        label=_("Person"),
        to_field_name="email",
        required=False,
    )

    def __init__(self, *args, asker, **kwargs):
        super().__init__(*args, **kwargs)
        if not asker.has_perm("accounts.view_user"):
            del self.fields["person"]


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
