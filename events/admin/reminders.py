"""The rules, what they would send, and the ledger of what was sent."""

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.paginator import Paginator
from django.db.models import F
from django.http import Http404
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.decorators import action, display

from events import actions
from events.models import Call, Reminder, ReminderRule, Webhook
from federation.admin import Desk, PlainDesk, ReadOnly


@admin.register(ReminderRule)
class ReminderRuleAdmin(Desk):
    """Before saving a rule, look at what it would send in the next 12 months."""

    list_display = ["kind", "milestone", "lead_time", "audience", "task", "is_active"]
    list_display_links = ["kind", "lead_time"]
    list_filter = ["kind", "milestone", "audience", "is_active"]
    search_fields = ["task"]
    list_per_page = 100
    fields = [
        *("kind", "milestone", "amount", "unit", "audience", "people", "channel"),
        *("webhook", "task", "valid_from", "is_active"),
    ]
    autocomplete_fields = ["people"]
    actions_list = ["preview"]
    actions_detail = ["preview_one"]

    @display(description=_("how early"), ordering="amount")
    def lead_time(self, obj):
        return obj.lead_time

    @action(description=_("What would go out in 12 months"), permissions=["view"])
    def preview(self, request):
        return self.show(request, actions.preview())

    @action(description=_("What this rule would send"), permissions=["view"])
    def preview_one(self, request, object_id):
        rule = self.get_object(request, unquote(str(object_id)))
        if rule is None:
            raise Http404
        rules = ReminderRule.objects.filter(pk=rule.pk)
        return self.show(request, actions.preview(rules=rules))

    def show(self, request, lines):
        page = Paginator(lines, 100).get_page(request.GET.get("page"))
        context = {
            **self.admin_site.each_context(request),
            "title": _("What would go out in 12 months"),
            "lines": page,
            "total": len(lines),
            "opts": self.model._meta,
        }
        return TemplateResponse(request, "events/admin/preview.html", context)

    def save_related(self, request, form, formsets, change):
        """Who is named belongs to the rule: the ledger follows after both."""
        super().save_related(request, form, formsets, change)
        actions.schedule_reminders()

    def has_delete_permission(self, request, obj=None):
        """A rule that has reminders is retired, not deleted."""
        if obj and obj.reminders.exists():
            return False
        return super().has_delete_permission(request, obj)


@admin.register(Reminder)
class ReminderAdmin(PlainDesk):
    """What is to go out, what went out, what did not, and why: to be read only."""

    list_display = [
        *("due_at", "shown_day", "occurs_on", "recipient", "shown_state"),
        *("reason", "acknowledged_at"),
    ]
    list_filter = ["state", "reason", "rule__kind", "occurrence__year"]
    list_select_related = ["occurrence__anniversary", "recipient"]
    date_hierarchy = "due_at"
    # What is to go out, the next first; then what was settled, the latest first.
    ordering = [F("settled_at").desc(nulls_first=True), "due_at", "pk"]
    search_fields = [
        *("occurrence__anniversary__title", "recipient__full_name"),
        "recipient__email",
    ]
    fields = readonly_fields = [
        *("rule", "occurrence", "occurs_on", "offset", "recipient", "due_at"),
        *("state", "reason", "attempts", "settled_at", "acknowledged_at"),
        *("mail_key", "called"),
    ]

    @display(description=_("call to a program"))
    def called(self, obj):
        """How far the call is that this reminder makes, and what went wrong."""
        call = Call.objects.filter(reminder=obj).select_related("webhook").first()
        if call is None:
            return "–"
        parts = [call.webhook, call.get_state_display(), call.last_error]
        return " · ".join(str(part) for part in parts if part)

    @display(description=_("anniversary"), ordering="occurrence__anniversary__title")
    def shown_day(self, obj):
        return obj.occurrence.title

    @display(
        description=_("state"),
        ordering="state",
        label={
            "scheduled": "info",
            "sent": "success",
            "late": "warning",
            "missed": "danger",
            "failed": "danger",
            "cancelled": "default",
        },
    )
    def shown_state(self, obj):
        return obj.state, obj.get_state_display()

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Webhook)
class WebhookAdmin(PlainDesk):
    """Where programs listen; the secret is shown to who may change it."""

    list_display = ["name", "url", "is_active"]
    list_filter = ["is_active"]
    search_fields = ["name", "url"]
    fields = ["name", "url", "is_active"]
    readonly_fields = ["shown_secret"]

    @display(description=_("secret"))
    def shown_secret(self, obj):
        return obj.secret

    def get_fields(self, request, obj=None):
        """The program checks our signature with it (standardwebhooks.com)."""
        may = obj is not None and self.has_change_permission(request, obj)
        return [*self.fields, "shown_secret"] if may else self.fields

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        actions.schedule_reminders()

    def has_delete_permission(self, request, obj=None):
        """A program that was called is retired, not deleted."""
        if obj and (obj.calls.exists() or obj.rules.exists()):
            return False
        return super().has_delete_permission(request, obj)


@admin.register(Call)
class CallAdmin(ReadOnly, PlainDesk):
    """What programs were told, and what they answered."""

    list_display = [
        *("key", "webhook", "shown_state", "attempts", "next_attempt_at", "taken_at"),
    ]
    list_filter = ["state", "webhook"]
    list_select_related = ["webhook"]
    search_fields = ["key", "last_error"]
    fields = [
        *("webhook", "reminder", "key", "body", "state", "attempts"),
        *("next_attempt_at", "taken_at", "last_error"),
    ]
    actions = ["call_again"]

    @display(
        description=_("state"),
        ordering="state",
        label={
            "queued": "info",
            "calling": "info",
            "taken": "success",
            "failed": "danger",
        },
    )
    def shown_state(self, obj):
        return obj.state, obj.get_state_display()

    @admin.action(description=_("Call again"), permissions=["again"])
    def call_again(self, request, queryset):
        number = actions.try_again(queryset)
        text = ngettext(
            "%(n)s call is made again.", "%(n)s calls are made again.", number
        )
        messages.success(request, text % {"n": number})

    def has_again_permission(self, request, obj=None):
        return request.user.has_perm("events.change_webhook")
