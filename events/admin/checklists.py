"""What is to be done for a day, and what is to be minded: rows of the office."""

from django.contrib import admin

from events.models import Caution, TaskTemplate
from federation.admin import Desk


@admin.register(TaskTemplate)
class TaskTemplateAdmin(Desk):
    """A changed template counts for the days planned from then on."""

    list_display = ["text", "kind", "milestone", "days_before", "is_active"]
    list_filter = ["kind", "milestone", "is_active"]
    search_fields = ["text"]
    list_per_page = 100


@admin.register(Caution)
class CautionAdmin(Desk):
    """It warns where staff decide, and forbids nothing."""

    list_display = ["text", "kind", "except_milestone", "event_kind", "legal_basis"]
    list_filter = ["kind", "is_active"]
    list_select_related = ["legal_basis"]
    search_fields = ["text"]
    autocomplete_fields = ["legal_basis"]
    list_per_page = 100
