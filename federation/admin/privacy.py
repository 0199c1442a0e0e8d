"""Consents with their wordings, and time limits; the rest: portal/admin.py."""

from django.contrib import admin
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from federation.access import move_action
from federation.admin.desk import DemoMark, Desk, PlainDesk
from federation.models import Breach, ConsentText, PrivacyLimit


@admin.register(PrivacyLimit)
class PrivacyLimitAdmin(PlainDesk):
    """How many days the law, or we ourselves, give us."""

    list_display = [
        *("__str__", "days", "days_via_third_party", "in_working_days", "source"),
    ]
    search_fields = ["key", "source"]

    def get_readonly_fields(self, request, obj=None):
        return ["key"] if obj else []

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(ConsentText)
class ConsentTextAdmin(DemoMark, Desk):
    """Another wording is another row: whoever answered the old one answered that."""

    list_display = ["__str__", "purpose", "valid_from"]
    list_filter = ["purpose"]
    search_fields = ["wording"]

    def get_readonly_fields(self, request, obj=None):
        """What somebody answered stays; a missing language may still be added."""
        if obj is None or not obj.consents.exists():
            return []
        words = [name for name in ("wording_vi", "wording_en") if getattr(obj, name)]
        return ["purpose", "valid_from", *words]


class CountsFilter(admin.SimpleListFilter):
    """Whose data may be used today, purpose by purpose: the office's own lists."""

    title = _("may be used")
    parameter_name = "counts"

    def lookups(self, request, model_admin):
        return [("given", _("consent that counts today")), ("over", _("over"))]

    def queryset(self, request, queryset):
        if self.value() == "given":
            return queryset.given()
        if self.value() == "over":
            return queryset.exclude(withdrawn_at=None)
        return queryset


class ConsentAdmin(DemoMark, PlainDesk):
    """Nothing is chosen beforehand; giving and withdrawing take one step each.

    Registered with the members they concern: portal/admin.py.
    """

    list_display = [
        *("person", "purpose", "answer", "channel", "given_at", "withdrawn_at"),
    ]
    list_filter = ["purpose", CountsFilter, "answer", "channel"]
    search_fields = ["person__full_name"]
    autocomplete_fields = ["person", "text"]
    date_hierarchy = "given_at"
    actions = [move_action("withdraw", _("Withdraw"))]
    fields = [
        *("person", "text", "language", "answer", "channel", "given_at"),
        *("evidence", "note"),
    ]
    PROOF = ("person", "text", "language", "answer", "channel", "given_at")

    def get_queryset(self, request):
        return super().get_queryset(request).for_rows()

    def get_fields(self, request, obj=None):
        more = ["text_hash", "recorded_by", "withdrawn_at"] if obj else []
        return [*self.fields, *more]

    def get_readonly_fields(self, request, obj=None):
        more = ["text_hash", "recorded_by", "withdrawn_at"]
        return [*self.PROOF, *more] if obj else []

    def has_delete_permission(self, request, obj=None):
        """Proof is kept; an answer ends by being withdrawn."""
        return False

    def save_model(self, request, obj, form, change):
        if change:
            super().save_model(request, obj, form, change)
        else:
            obj.record(by=request.user)


class ClockFilter(admin.SimpleListFilter):
    """What is still to be reported, and what should have been."""

    title = _("notice to the authority")
    parameter_name = "clock"

    def lookups(self, request, model_admin):
        return [("open", _("to be given")), ("late", _("late"))]

    def queryset(self, request, queryset):
        if self.value() == "open":
            return queryset.to_report()
        if self.value() == "late":
            return queryset.late()
        return queryset


@admin.register(Breach)
class BreachAdmin(DemoMark, PlainDesk):
    """The register: each step has its moment; the clock runs from when it was found."""

    list_display = ["title", "status", "detected_at", "clock", "people"]
    list_filter = [ClockFilter, "status"]
    search_fields = ["title", "description", "reference"]
    date_hierarchy = "detected_at"
    actions = [
        move_action("give_notice", _("First notice given"), permission="decide"),
        move_action("contain", _("Contained"), permission="decide"),
        move_action("assess", _("Assessed"), permission="decide"),
        move_action("report", _("Reported to the authority"), permission="decide"),
        move_action("close", _("Closed"), permission="decide"),
    ]
    FOUND = (
        *("title", "detected_at", "is_serious", "happened_at"),
        *("description", "data_kinds"),
    )
    LATER = (
        *("people", "measures", "consequences", "notice", "reference"),
        *("outcome", "record"),
    )
    WRITTEN = (
        *("status", "notice_by", "report_by", "noticed_at", "contained_at"),
        *("assessed_at", "reported_at", "closed_at", "recorded_by"),
    )

    @display(
        description=_("to be reported by"),
        ordering="report_by",
        label={"late": "danger", "open": "warning", "done": "success"},
    )
    def clock(self, obj):
        if obj.reported_at or obj.closed_at:
            return "done", obj.get_status_display()
        when = date_format(timezone.localtime(obj.next_limit), "DATETIME_FORMAT")
        return "late" if obj.next_limit < timezone.now() else "open", when

    def get_fields(self, request, obj=None):
        if obj is None:
            return [*self.FOUND, "people", "measures"]
        status, notice_by, report_by, *moments = self.WRITTEN
        limits = [notice_by] if obj.is_serious else []
        return [status, *limits, report_by, *self.FOUND, *self.LATER, *moments]

    def get_readonly_fields(self, request, obj=None):
        """The clock stays; a reported one keeps its reference, a closed one rests."""
        if obj is None:
            return []
        if obj.closed_at:
            return [name for name in self.get_fields(request, obj) if name != "record"]
        told = ["reference"] if obj.reported_at else []
        told += ["notice", "is_serious"] if obj.noticed_at else []
        return [*self.WRITTEN, "detected_at", *told]

    def has_decide_permission(self, request):
        return request.user.has_perm("federation.decide_breach")

    def has_delete_permission(self, request, obj=None):
        """The written record is kept."""
        return False

    def save_model(self, request, obj, form, change):
        if change:
            super().save_model(request, obj, form, change)
        else:
            obj.detect(by=request.user)
