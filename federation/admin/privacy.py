"""Consents with their wordings, requests about personal data, and time limits."""

from django.contrib import admin
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from federation.access import move_action
from federation.admin.desk import DemoMark, Desk, PlainDesk
from federation.models import Consent, ConsentText, DataRequest, PrivacyLimit


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


@admin.register(Consent)
class ConsentAdmin(DemoMark, PlainDesk):
    """Nothing is chosen beforehand; giving and withdrawing take one step each."""

    list_display = [
        *("person", "purpose", "answer", "channel", "given_at", "withdrawn_at"),
    ]
    list_filter = [
        "purpose",
        "answer",
        "channel",
        ("withdrawn_at", admin.EmptyFieldListFilter),
    ]
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


class LimitFilter(admin.SimpleListFilter):
    """What is open, and what is late."""

    title = _("limit")
    parameter_name = "limit"

    def lookups(self, request, model_admin):
        return [("open", _("open")), ("late", _("late"))]

    def queryset(self, request, queryset):
        if self.value():
            queryset = queryset.open()
        if self.value() == "late":
            queryset = queryset.filter(next_limit__lt=timezone.localdate())
        return queryset


@admin.register(DataRequest)
class DataRequestAdmin(DemoMark, PlainDesk):
    """The nearest limit first; what is settled stands at the end."""

    list_display = ["name", "kind", "status", "received_on", "limit", "person"]
    list_filter = [LimitFilter, "kind", "status", "channel"]
    search_fields = ["name", "contact", "person__full_name"]
    autocomplete_fields = ["person"]
    date_hierarchy = "received_on"
    actions = [
        move_action("acknowledge", _("First reply sent"), permission="decide"),
        move_action("extend", _("Extend the limit"), permission="decide"),
        move_action("settle", _("Settled"), permission="decide"),
        move_action("refuse", _("Refused"), permission="decide"),
    ]
    WRITTEN = ("status", "acknowledge_by", "acknowledged_at", "due_on", "settled_at")
    ASKED = ("kind", "received_on", "via_third_party")

    def get_queryset(self, request):
        return DataRequest.objects.for_rows().order_by(*self.get_ordering(request))

    def get_ordering(self, request):
        return [F("settled_at").desc(nulls_first=True), "next_limit", "pk"]

    @display(description=_("next limit"), ordering="next_limit")
    def limit(self, obj):
        return None if obj.settled_at else obj.next_limit

    def get_fields(self, request, obj=None):
        asked = ["kind", "person", "name", "contact", "channel", "via_third_party"]
        asked += ["received_on", "text"]
        later = ["extended_to", "extension_reason", "outcome", *self.WRITTEN]
        return [*asked, *later] if obj else asked

    def get_readonly_fields(self, request, obj=None):
        """The limits follow from what was asked and when; a settled one rests."""
        if obj is None:
            return []
        if obj.settled_at:
            return self.get_fields(request, obj)
        return [*self.WRITTEN, *self.ASKED]

    def has_decide_permission(self, request):
        return request.user.has_perm("federation.decide_datarequest")

    def has_delete_permission(self, request, obj=None):
        return False

    def save_model(self, request, obj, form, change):
        if change:
            super().save_model(request, obj, form, change)
        else:
            obj.receive()
