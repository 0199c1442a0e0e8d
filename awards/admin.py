"""The staff's desk: rounds, rules, layouts, the register, what was received."""

from django.contrib import admin
from django.db.models import OuterRef, Subquery, Sum
from django.utils.translation import gettext_lazy as _
from unfold.admin import TabularInline

from awards.forms import RoundForm
from awards.models import (
    Award,
    AwardCheck,
    CertificateDesign,
    CertificateField,
    CommendationDecision,
    CommendationForm,
    CommendationLevel,
    CommendationRound,
    CommendationType,
    CouncilRules,
    ExternalAward,
    NominationRequirement,
    RoundQuota,
)
from federation.access import move_action
from federation.admin import DemoMark, Desk, PlainDesk


@admin.register(CommendationLevel)
class CommendationLevelAdmin(Desk):
    list_display = ["name", "code", "display_order"]
    search_fields = ["name", "code"]


@admin.register(CommendationForm)
class CommendationFormAdmin(Desk):
    list_display = ["name", "level", "rank", "own_issue", "display_order"]
    list_filter = ["level", "own_issue"]
    list_select_related = ["level"]
    search_fields = ["name", "code"]
    autocomplete_fields = ["legal_bases"]


@admin.register(CommendationType)
class CommendationTypeAdmin(Desk):
    list_display = ["name", "code", "display_order"]
    search_fields = ["name", "code"]


@admin.register(CouncilRules)
class CouncilRulesAdmin(Desk):
    list_display = ["name", "ballot", "quorum_percent", "majority_percent", "tie"]
    list_filter = ["ballot", "tie"]
    search_fields = ["name", "code"]


@admin.register(NominationRequirement)
class NominationRequirementAdmin(Desk):
    list_display = ["title", "form", "kind", "is_required", "is_active"]
    list_filter = ["form", "kind", "is_active"]
    list_select_related = ["form"]
    search_fields = ["title", "code"]
    autocomplete_fields = ["form"]


class CertificateFieldInline(TabularInline):
    model = CertificateField
    extra = 0


@admin.register(CertificateDesign)
class CertificateDesignAdmin(DemoMark, PlainDesk):
    """Background and places; how it looks is seen from a round, with real names."""

    list_display = ["form", "effective_from", "width", "height", "note"]
    list_filter = ["form"]
    list_select_related = ["form"]
    search_fields = ["form__name", "note"]
    autocomplete_fields = ["form"]
    readonly_fields = ["is_demo"]
    inlines = [CertificateFieldInline]


class DecisionInline(TabularInline):
    model = CommendationDecision
    fields = ["document", "form", "kind"]
    extra = 0
    autocomplete_fields = ["form", "document"]


class QuotaInline(TabularInline):
    model = RoundQuota
    extra = 0
    autocomplete_fields = ["association"]


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
    autocomplete_fields = ["type", "form", "event", "rules"]
    prepopulated_fields = {"slug": ["title_vi"]}
    readonly_fields = [
        *("status", "published_at", "cancel_reason", "is_demo"),
        *("notice_from", "notice_until"),
    ]
    inlines = [QuotaInline, DecisionInline]
    actions = [
        move_action("publish", _("Publish"), permission="publish"),
        move_action("take_down", _("Take down"), permission="publish"),
        move_action("open", _("Open for nominations"), permission="run"),
        move_action("close", _("Close for nominations"), permission="run"),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).counted()

    def has_publish_permission(self, request):
        return request.user.has_perm("awards.publish_round")

    def has_run_permission(self, request):
        return request.user.has_perm("awards.run_round")

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
    """What was issued is read here; old ones are entered."""

    list_display = ["document", "kind", "round", "form"]
    list_filter = ["kind", "form"]
    list_select_related = ["document", "round", "form"]
    search_fields = ["document__code", "round__title"]
    autocomplete_fields = ["round", "form", "document", "legal_bases"]

    def has_change_permission(self, request, obj=None):
        issued = obj is not None and obj.issued_at is not None
        return not issued and super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        issued = obj is not None and obj.issued_at is not None
        return not issued and super().has_delete_permission(request, obj)


@admin.register(Award)
class AwardAdmin(DemoMark, Desk):
    """The register. A line that a decision issued is read, never changed (Z8)."""

    list_display = [
        *("recipient", "kind", "form", "register_mark"),
        *("round", "status", "checked"),
    ]
    list_filter = ["status", "kind", "is_foreign", "form", "register_year"]
    list_select_related = ["form", "round"]
    show_full_result_count = False
    search_fields = [
        *("folded", "recipient_title_en", "register_no"),
    ]
    autocomplete_fields = [
        *("round", "decision", "form", "organization", "person", "country"),
    ]
    readonly_fields = [
        *("status", "revoked_on", "ground", "revocation", "token_groups", "is_demo"),
        "correction",
    ]

    def get_queryset(self, request):
        checks = AwardCheck.objects.filter(award=OuterRef("pk")).order_by()
        total = checks.values("award").annotate(total=Sum("count")).values("total")
        return super().get_queryset(request).annotate(checked=Subquery(total))

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
