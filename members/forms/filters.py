"""The filters of the lists."""

from django import forms
from django.utils.translation import gettext_lazy as _

from federation.models import Country
from federation.sortkey import SortKey
from members.forms.fields import FilterForm
from members.models import Association, Branch, BranchRequest, WorldRegion


class AssociationFilter(FilterForm):
    q = forms.CharField(label=_("Name or country"), required=False, max_length=100)
    region = forms.ChoiceField(
        label=_("Region"),
        required=False,
        choices=[("", _("All regions")), *WorldRegion.choices],
    )
    type = forms.ChoiceField(
        label=_("Type of association"),
        required=False,
        choices=[("", _("All types")), *Association.Type.choices],
    )


class BranchFilter(FilterForm):
    q = forms.CharField(label=_("Name or place"), required=False, max_length=100)
    association = forms.ModelChoiceField(
        Association.objects.none(),
        label=_("Association"),
        required=False,
        to_field_name="slug",
        empty_label=_("All associations"),
    )
    host = forms.ChoiceField(
        label=_("Kind of host"),
        required=False,
        choices=[("", _("All")), *Branch.HostKind.choices],
    )
    country = forms.ModelChoiceField(
        Country.objects.none(),
        label=_("Country"),
        required=False,
        to_field_name="iso2",
        empty_label=_("All countries"),
    )
    nam = forms.TypedChoiceField(
        label=_("Founded in"), required=False, coerce=int, empty_value=None
    )

    def __init__(self, *args, years=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["association"].queryset = Association.objects.readable().order_by(
            SortKey("name")
        )
        countries = Country.objects.filter(associations__branches__isnull=False)
        self.fields["country"].queryset = (
            countries.filter(name__gt="").distinct().order_by("name")
        )
        self.fields["nam"].choices = [
            ("", _("Any year")),
            *((str(year), str(year)) for year in years),
        ]


class DossierFilter(FilterForm):
    status = forms.ChoiceField(
        label=_("Status"),
        required=False,
        choices=[
            ("", _("All")),
            *(row for row in BranchRequest.Status.choices if row[0] != "draft"),
        ],
    )
    association = forms.ModelChoiceField(
        Association.objects.none(),
        label=_("Association"),
        required=False,
        to_field_name="slug",
        empty_label=_("All associations"),
    )
    kind = forms.ChoiceField(
        label=_("Kind of dossier"),
        required=False,
        choices=[("", _("All")), *BranchRequest.Kind.choices],
    )
    checker = forms.IntegerField(
        required=False, max_value=2**31, widget=forms.HiddenInput
    )
    late = forms.BooleanField(label=_("Late only"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["association"].queryset = Association.objects.in_order()
