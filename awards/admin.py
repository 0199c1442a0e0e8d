"""The staff's desk: rounds, the register of awards, what was received."""

from django.contrib import admin
from django.db.models import Sum
from django.utils.translation import gettext_lazy as _
from unfold.admin import TabularInline

from awards.forms import RoundForm
from awards.models import (
    Award,
    CommendationDecision,
    CommendationForm,
    CommendationRound,
    CommendationType,
    ExternalAward,
)
from federation.access import move_action
from federation.admin import DemoMark, Desk, PlainDesk


@admin.register(CommendationForm)
class CommendationFormAdmin(Desk):
    list_display = ["name", "level", "own_issue", "legal_basis", "display_order"]
    list_filter = ["level", "own_issue"]
    list_select_related = ["legal_basis"]
    search_fields = ["name", "code"]
    autocomplete_fields = ["legal_basis"]


@admin.register(CommendationType)
class CommendationTypeAdmin(Desk):
    list_display = ["name", "code", "display_order"]
    search_fields = ["name", "code"]


class DecisionInline(TabularInline):
    model = CommendationDecision
    extra = 0
    autocomplete_fields = ["form", "document", "legal_bases"]


@admin.register(CommendationRound)
class CommendationRoundAdmin(DemoMark, Desk):
    form = RoundForm
    list_display = [
        *("title", "type", "form", "period_to"),
        *("reported", "listed", "status"),
    ]
    list_filter = ["status", "form", "type", "historic"]
    list_select_related = ["form", "type"]
    search_fields = ["title", "slug"]
    autocomplete_fields = ["type", "form", "event"]
    prepopulated_fields = {"slug": ["title_vi"]}
    readonly_fields = ["status", "published_at", "cancel_reason", "is_demo"]
    inlines = [DecisionInline]
    actions = [
        move_action("publish", _("Publish")),
        move_action("take_down", _("Take down")),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).counted()

    @admin.display(description=_("reported"))
    def reported(self, row):
        if row.declared_total is None:
            return "–"
        return f"{row.declared_collectives} + {row.declared_individuals}"

    @admin.display(description=_("listed"))
    def listed(self, row):
        return f"{row.collectives} + {row.individuals}"


@admin.register(CommendationDecision)
class CommendationDecisionAdmin(DemoMark, PlainDesk):
    list_display = ["document", "round", "form"]
    list_filter = ["form"]
    list_select_related = ["document", "round", "form"]
    search_fields = ["document__code", "round__title"]
    autocomplete_fields = ["round", "form", "document", "legal_bases"]


@admin.register(Award)
class AwardAdmin(DemoMark, Desk):
    """The register. A line that a decision issued is read, never changed (Z8)."""

    list_display = [
        *("recipient", "kind", "form", "register_mark"),
        *("round", "status", "checked"),
    ]
    list_filter = ["status", "kind", "form", "register_year"]
    list_select_related = ["form", "round"]
    search_fields = [
        *("recipient", "recipient_title", "register_no"),
    ]
    autocomplete_fields = ["round", "decision", "form", "organization", "person"]
    readonly_fields = [
        *("status", "revoked_on", "ground", "revocation", "token_groups", "is_demo"),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(checked=Sum("checks__count"))

    @admin.display(description=_("checked"), ordering="checked")
    def checked(self, row):
        return row.checked or 0

    @admin.display(description=_("number"), ordering="register_no")
    def register_mark(self, row):
        return row.register_mark

    @admin.display(description=_("verification code"))
    def token_groups(self, row):
        return row.token_groups

    def has_change_permission(self, request, obj=None):
        issued = obj is not None and obj.decision_id is not None
        return not issued and super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        issued = obj is not None and obj.decision_id is not None
        return not issued and super().has_delete_permission(request, obj)


@admin.register(ExternalAward)
class ExternalAwardAdmin(DemoMark, Desk):
    list_display = ["title", "issuer", "year", "organization", "person"]
    list_filter = ["year", "form"]
    list_select_related = ["organization", "person"]
    search_fields = ["title", "issuer"]
    autocomplete_fields = ["form", "organization", "person", "document", "event"]
