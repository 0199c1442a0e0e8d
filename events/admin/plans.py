"""Plans, letters and their templates, to be looked up; work is done at the desk."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from events.models import AnnualPlan, Greeting, GreetingTemplate, PlanItem
from federation.admin import DemoMark, Desk, PlainDesk, ReadOnly

WRITTEN_ELSEWHERE = _(
    "Plans and letters are written in the workspace; here they are looked up."
)


@admin.register(AnnualPlan)
class AnnualPlanAdmin(DemoMark, PlainDesk):
    """The approving document is named here; everything else moves at the desk."""

    when_empty = WRITTEN_ELSEWHERE
    list_display = ["year", "status", "document", "approved_by", "approved_at"]
    list_select_related = ["document", "approved_by"]
    list_filter = ["status"]
    search_fields = ["year"]
    autocomplete_fields = ["document"]
    fields = [
        *("year", "status", "document", "remark"),
        *("submitted_by", "submitted_at", "approved_by", "approved_at"),
    ]
    readonly_fields = [
        *("year", "status", "remark", "submitted_by", "submitted_at"),
        *("approved_by", "approved_at"),
    ]

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(PlanItem)
class PlanItemAdmin(ReadOnly, DemoMark, PlainDesk):
    when_empty = WRITTEN_ELSEWHERE
    list_display = ["title", "plan", "month", "lead", "status"]
    list_select_related = ["plan", "lead"]
    list_filter = ["plan", "status"]
    search_fields = ["title", "coordination"]


@admin.register(Greeting)
class GreetingAdmin(ReadOnly, DemoMark, PlainDesk):
    when_empty = WRITTEN_ELSEWHERE
    list_display = ["shown_addressee", "occurrence", "status", "sent_on", "means"]
    list_select_related = ["occurrence__anniversary"]
    list_filter = ["status", "means"]
    search_fields = ["addressee_vi", "addressee_en", "signer"]

    @display(description=_("addressee"), ordering="addressee_vi")
    def shown_addressee(self, obj):
        return obj.shown_addressee


@admin.register(GreetingTemplate)
class GreetingTemplateAdmin(Desk):
    """The wording letters begin with."""

    list_display = ["__str__", "kind", "milestone", "is_active"]
    list_filter = ["kind", "milestone", "is_active"]
    search_fields = ["text"]
