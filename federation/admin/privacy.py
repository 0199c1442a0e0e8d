"""Consents with their wordings, and time limits; requests: portal/admin.py."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from federation.access import move_action
from federation.admin.desk import DemoMark, Desk, PlainDesk
from federation.models import Consent, ConsentText, PrivacyLimit


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


@admin.register(Consent)
class ConsentAdmin(DemoMark, PlainDesk):
    """Nothing is chosen beforehand; giving and withdrawing take one step each."""

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
