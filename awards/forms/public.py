"""What a reader may type."""

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from awards.models import (
    Award,
    CommendationForm,
    CommendationRound,
    Nomination,
    Objection,
    clean_token,
)
from federation.models import Organization
from federation.richtext import NoIdentityNumber


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


class ObjectionForm(NoIdentityNumber, forms.ModelForm):
    """What somebody objects to, and how to answer; private."""

    class Meta:
        model = Objection
        fields = ["nomination", "name", "contact", "text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 5, "class": "input"})}

    def __init__(self, *args, round, **kwargs):
        super().__init__(*args, **kwargs)
        rows = Nomination.objects.filter(round=round, status="recommended")
        self.fields["nomination"].queryset = rows.in_order()
        self.fields["nomination"].label = _("About")
        self.fields["nomination"].empty_label = None


class FileForm(forms.Form):
    """A certificate as a file, to be compared; nothing of it is kept."""

    MOST = 20 * 2**20
    file = forms.FileField(
        label=_("Certificate as PDF"),
        help_text=_("It is compared with what was issued and not kept."),
        widget=forms.FileInput(attrs={"accept": ".pdf"}),
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > self.MOST:
            raise ValidationError(_("This file is larger than any certificate."))
        return file


class ManyOptions(forms.Select):
    """A list of hundreds: written at once, not by a template for each line."""

    def render(self, name, value, attrs=None, renderer=None):
        context = self.get_context(name, value, attrs)["widget"]
        lines = (
            (line["value"], " selected" if line["selected"] else "", line["label"])
            for _group, lines, _index in context["optgroups"]
            for line in lines
        )
        options = format_html_join("", '<option value="{}"{}>{}</option>', lines)
        given = flatatt({"name": name, **context["attrs"]})
        return format_html("<select{}>{}</select>", given, options)


class RollFilter(forms.Form):
    """What the honour roll is narrowed by; anything else is no choice."""

    ABROAD = "nuoc-ngoai"
    COLUMNS = [
        *[("dot", "round"), ("nam", "register_year")],
        *[("hinh_thuc", "form"), ("loai", "kind")],
    ]

    q = forms.CharField(label=_("Name or unit"), max_length=100, required=False)
    dot = forms.ModelChoiceField(
        label=_("Round"),
        queryset=CommendationRound.objects.none(),
        to_field_name="slug",
        required=False,
        empty_label=_("All rounds"),
        widget=ManyOptions,
    )
    nam = forms.IntegerField(
        label=_("Year"), min_value=1945, max_value=2200, required=False
    )
    hinh_thuc = forms.ModelChoiceField(
        label=_("Form of commendation"),
        queryset=CommendationForm.objects.all(),
        to_field_name="code",
        required=False,
        empty_label=_("All forms"),
    )
    loai = forms.ChoiceField(
        label=_("Collective or individual"),
        choices=[("", _("All")), *Award.Kind.choices],
        required=False,
    )
    hoi = forms.ModelChoiceField(
        label=_("Association"),
        queryset=Organization.objects.none(),
        to_field_name="slug",
        required=False,
        empty_label=_("All associations"),
    )
    tu = forms.ChoiceField(
        label=pgettext_lazy("of a recipient", "From"),
        choices=[
            ("", _("All")),
            ("trong-nuoc", _("from Viet Nam")),
            (ABROAD, _("from abroad")),
        ],
        required=False,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        rounds = CommendationRound.objects.published().readable()
        self.fields["dot"].queryset = rounds.order_by("-period_to", "-pk")
        rows = Organization.objects.filter(kind=Organization.Kind.ASSOCIATION)
        self.fields["hoi"].queryset = rows.readable().in_order()

    def narrow(self, awards):
        """What was chosen; what is no choice finds nothing."""
        if not self.is_valid():
            return awards.none()
        data = self.cleaned_data
        plain = {column: data[name] for name, column in self.COLUMNS if data[name]}
        awards = awards.filter(**plain)
        if data["q"]:
            awards = awards.matching(data["q"])
        if data["hoi"]:
            awards = awards.of_association(data["hoi"])
        if data["tu"]:
            awards = awards.from_abroad(data["tu"] == self.ABROAD)
        return awards

    @property
    def is_used(self) -> bool:
        return any(self.data.get(name) for name in self.fields)
