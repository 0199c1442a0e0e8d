"""A message to the office; the component page; the page that explains access."""

from django import forms
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from federation.richtext import NoIdentityNumber
from portal.models import Feedback
from portal.models.readers import LONGEST_ADDRESS


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


def page_of_ours(path: str) -> str:
    """The path, if it leads to a page of this site; else nothing."""
    fits = len(path) <= LONGEST_ADDRESS and path.startswith("/")
    return path if fits and url_has_allowed_host_and_scheme(path, None) else ""


class FeedbackForm(NoIdentityNumber, forms.ModelForm):
    """A message to the office; a field no person sees catches machines."""

    number = forms.UUIDField(widget=forms.HiddenInput)
    website = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Feedback
        fields = ["kind", "text", "name", "email", "about"]
        widgets = {
            "kind": forms.RadioSelect,
            "text": forms.Textarea(attrs={"rows": 6}),
            "name": forms.TextInput(attrs={"autocomplete": "name"}),
            "email": forms.EmailInput(attrs={"autocomplete": "email"}),
            "about": forms.HiddenInput,
        }
        help_texts = {"email": _("Only for the answer to you.")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        kinds = [(value, capfirst(label)) for value, label in Feedback.Kind.choices]
        self.fields["kind"].choices = kinds
        self.fields["kind"].initial = Feedback.Kind.QUESTION

    def clean_about(self):
        return page_of_ours(self.cleaned_data["about"])

    @property
    def is_machine(self) -> bool:
        return bool(self.cleaned_data.get("website"))

    @property
    def said(self) -> dict:
        return {k: v for k, v in self.cleaned_data.items() if k != "website"}
