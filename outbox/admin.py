"""What became of the mail, as staff see it."""

import re

from django.contrib import admin, messages
from django.shortcuts import redirect
from django.template.defaultfilters import linebreaksbr
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.decorators import action, display

from outbox.models import NO_RELAY, Balance, Brake, Heartbeat, Message
from outbox.post import ring
from outbox.relay import TROUBLE
from outbox.tasks import SWEEP

TONES = {
    Message.State.QUEUED: "info",
    Message.State.SENDING: "info",
    Message.State.SENT: "success",
    Message.State.FAILED: "danger",
    Message.State.UNCERTAIN: "warning",
    Message.State.HELD: "warning",
    Message.State.SKIPPED: "warning",
}


# Kinds of work as staff call them.
WORKS = {
    SWEEP: _("the sending of mail"),
    TROUBLE: _("the mail server could not be reached"),
}
# What identifies a message to machines is shown as code, broken where it must be.
CODE = '<code class="break-all">{}</code>'
CODES = {name: f"shown_{name}" for name in ("key", "template", "message_id")}


class Readable(ModelAdmin):
    """Nobody adds, edits or deletes these rows by hand; buttons act."""

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_readonly_fields(self, request, obj=None):
        fields = self.model._meta.fields
        return [field.name for field in fields if field.name != "id"]

    def changeform_view(self, request, object_id=None, form_url="", extra=None):
        hidden = {"show_save": False, "show_save_and_continue": False}
        return super().changeform_view(
            request, object_id, form_url, (extra or {}) | hidden
        )

    def save_model(self, request, obj, form, change):
        """Nothing is saved: the pressed button does its work."""
        for button in self.get_actions_submit_line(request, obj.pk):
            if button.action_name in request.POST:
                button.method(request, obj)

    def log_change(self, request, obj, message):
        """Buttons say what they did; an empty save says nothing."""
        return super().log_change(request, obj, message) if message else None

    def response_change(self, request, obj):
        return redirect(request.path)


@admin.register(Message)
class MessageAdmin(Readable):
    list_display = ["subject", "shown_to", "shown_state", "attempts", "date", "sent_at"]
    list_filter = ["state", "policy", "language"]
    # A whole address is found; a part of one would tell the masked ones apart.
    search_fields = ["subject", "=to", "key"]
    date_hierarchy = "date"
    ordering = ["-date", "-pk"]
    list_per_page = 50
    readonly_preprocess_fields = {"text": linebreaksbr}
    show_full_result_count = False
    actions = ["try_again"]
    actions_submit_line = ["try_this_again"]
    fieldsets = [
        (None, {"fields": ["subject", "shown_to", "language", "text"]}),
        (
            _("Delivery"),
            {
                "fields": [
                    *("state", "policy", "attempts", "shown_error", "next_attempt_at"),
                    *(
                        "useful_until",
                        "claimed_at",
                        "lease_until",
                        "sent_at",
                        "released_at",
                    ),
                ]
            },
        ),
        (_("Identity"), {"fields": [*CODES.values(), "date"]}),
    ]

    def get_fieldsets(self, request, obj=None):
        """A mail that opens an account or a registration is read by nobody else."""
        if obj is None or not obj.is_secret:
            return self.fieldsets
        (name, first), *others = self.fieldsets
        fields = [*first["fields"][:-1], "hidden_text"]
        return [(name, {"fields": fields}), *others]

    def get_readonly_fields(self, request, obj=None):
        fields = super().get_readonly_fields(request, obj)
        return [*fields, "hidden_text", "shown_to", "shown_error", *CODES.values()]

    @display(description=_("text"))
    def hidden_text(self, message):
        return _("Not shown: it holds a link or a code meant for its recipient alone.")

    @display(description=_("to"), ordering="to")
    def shown_to(self, message):
        return message.masked_to

    @display(description=_("error"))
    def shown_error(self, message):
        """The part that the portal says itself in words, the rest as it came."""
        error = message.last_error
        if error.startswith(NO_RELAY):
            error = gettext(NO_RELAY) + error.removeprefix(NO_RELAY)
        if message.to:
            pattern = re.escape(message.to)
            error = re.sub(pattern, lambda _found: message.masked_to, error, flags=re.I)
        return error or "–"

    @display(description=_("occasion"))
    def shown_key(self, message):
        return format_html(CODE, message.key)

    @display(description=_("template"))
    def shown_template(self, message):
        return format_html(CODE, message.template)

    @display(description=_("Message-ID"))
    def shown_message_id(self, message):
        return format_html(CODE, message.message_id)

    @display(description=_("state"), ordering="state", label=TONES)
    def shown_state(self, message):
        return message.state, message.get_state_display()

    @admin.action(description=_("Try again"), permissions=["change"])
    def try_again(self, request, queryset):
        self.queue(request, queryset)

    @action(description=_("Try again"), permissions=["change"])
    def try_this_again(self, request, obj):
        self.queue(request, Message.objects.filter(pk=obj.pk))

    def queue(self, request, queryset):
        """Only what was refused, uncertain or held back is queued again."""
        waiting = list(queryset.waiting_for_staff())
        for message in waiting:
            self.log_change(request, message, "try again")
        number = queryset.try_again()
        for message in waiting:
            ring(message.pk)
        note = ngettext(
            "%(number)d message is queued again.",
            "%(number)d messages are queued again.",
            number,
        ) % {"number": number}
        self.message_user(
            request, note, messages.SUCCESS if number else messages.WARNING
        )


@admin.register(Brake)
class BrakeAdmin(Readable):
    list_display = ["__str__", "reason", "since", "released_at", "released_by"]
    fields = ["shown_state", "reason", "since", "released_at", "released_by"]
    actions_submit_line = ["release", "pull"]

    def get_readonly_fields(self, request, obj=None):
        return self.fields

    @display(description=_("state"))
    def shown_state(self, brake):
        """In words: that mail is not stopped is nothing bad."""
        return str(brake)

    @action(description=_("Let mail flow"), permissions=["change"])
    def release(self, request, obj):
        if Brake.release(str(request.user)):
            self.log_change(request, obj, "released")
            self.message_user(request, _("Mail flows again."), messages.SUCCESS)

    @action(description=_("Stop all mail"), permissions=["change"])
    def pull(self, request, obj):
        Brake.pull(gettext("Stopped by %(who)s.") % {"who": request.user})
        self.log_change(request, obj, "pulled")
        self.message_user(request, _("All mail is stopped."), messages.WARNING)


@admin.register(Balance)
class BalanceAdmin(Readable):
    list_display = [
        *("day", "promised", "sent", "waiting", "failed", "uncertain", "held"),
        *("skipped", "drawn_up_at"),
    ]
    ordering = ["-day"]


@admin.register(Heartbeat)
class HeartbeatAdmin(Readable):
    list_display = ["shown_name", "at"]
    fields = ["shown_name", "at"]

    def get_readonly_fields(self, request, obj=None):
        return self.fields

    @display(description=_("what was at work"), ordering="name")
    def shown_name(self, beat):
        return WORKS.get(beat.name, beat.name)
