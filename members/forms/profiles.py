"""What a secretary drafts for the page of her association."""

from django import forms
from django.utils.translation import gettext_lazy as _

from members.forms.fields import MeanwhileMixin, TidyMixin
from members.models import DRAFTED, Association


class ProfileForm(MeanwhileMixin, TidyMixin, forms.ModelForm):
    website = forms.URLField(label=_("Website"), required=False, assume_scheme="https")

    class Meta:
        model = Association
        fields = DRAFTED
        widgets = {
            "about_vi": forms.Textarea(attrs={"rows": 6}),
            "about_en": forms.Textarea(attrs={"rows": 6}),
        }

    def __init__(self, *args, draft=None, **kwargs):
        super().__init__(*args, **kwargs)
        if draft:
            self.initial |= draft.data

    def drafted(self) -> dict:
        return {name: self.cleaned_data[name] or "" for name in DRAFTED}


class GiveBackForm(TidyMixin, forms.Form):
    answer = forms.CharField(
        label=_("What has to be different"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
