"""Countries, partners, twin cities, aid and fund drives."""

from django.contrib import admin
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _
from unfold.admin import TabularInline
from unfold.decorators import display

from federation.admin.desk import DemoMark, Desk
from federation.models import (
    AidProject,
    Contribution,
    Country,
    FundDrive,
    Partner,
    TwinCity,
)


@admin.register(Country)
class CountryAdmin(Desk):
    list_display = ["name", "iso2", "region", "partnership", "partnership_year"]
    list_filter = ["region", "partnership"]
    search_fields = ["name", "iso2"]


@admin.register(Partner)
class PartnerAdmin(DemoMark, Desk):
    list_display = ["name", "kind", "country", "period", "source"]
    list_filter = ["kind"]
    list_select_related = ["country"]
    search_fields = ["name", "note", "country__name"]
    autocomplete_fields = ["country"]


@admin.register(TwinCity)
class TwinCityAdmin(DemoMark, Desk):
    """A date without a second source stays unverified and is shown to nobody else."""

    list_display = ["name", "country", "tie", "agreement_on", "verified"]
    list_filter = ["is_verified"]
    list_select_related = ["country"]
    search_fields = ["name", "tie", "country__name"]
    autocomplete_fields = ["country"]

    @display(
        description=_("date"),
        label={"yes": "success", "no": "warning"},
        ordering="is_verified",
    )
    def verified(self, obj):
        if obj.is_verified:
            return "yes", _("verified")
        return "no", _("not verified") if obj.agreement_on else _("no date")


@admin.register(AidProject)
class AidProjectAdmin(DemoMark, Desk):
    list_display = [
        *("title", "donor", "modality", "country", "start_year"),
        *("committed", "disbursed", "currency"),
    ]
    list_filter = ["modality", "currency"]
    list_select_related = ["country"]
    search_fields = ["title", "donor", "recipient", "place", "country__name"]
    autocomplete_fields = ["country"]


class ContributionInline(TabularInline):
    """Pledged and received are two numbers."""

    model = Contribution
    autocomplete_fields = ["donor"]
    extra = 0
    tab = True


@admin.register(FundDrive)
class FundDriveAdmin(DemoMark, Desk):
    list_display = ["name", "year", "beneficiary", "pledged_sum", "received_sum"]
    list_filter = ["year"]
    search_fields = ["name", "beneficiary", "receiver"]
    prepopulated_fields = {"slug": ["name"]}
    inlines = [ContributionInline]

    def get_queryset(self, request):
        return super().get_queryset(request).with_sums()

    @display(description=_("pledged"), ordering="pledged")
    def pledged_sum(self, obj):
        return number_format(obj.pledged, 0, force_grouping=True)

    @display(description=_("received"), ordering="received")
    def received_sum(self, obj):
        return number_format(obj.received, 0, force_grouping=True)
