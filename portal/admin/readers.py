"""What readers say of the pages and write to the office; downtime they are told of."""

from django.contrib import admin, messages
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.decorators import display

from federation.access import move_action
from federation.admin import DemoMark, Desk, PlainDesk, ReadOnly
from portal.models import Announcement, Feedback, Opinion


@admin.register(Feedback)
class FeedbackAdmin(DemoMark, PlainDesk):
    """What waits stands first, the oldest on top."""

    list_display = ["__str__", "kind", "status", "received_at", "page"]
    list_filter = ["status", "kind", "language"]
    search_fields = ["text", "name", "email", "about", "answer"]
    date_hierarchy = "received_at"
    ordering = ["settled_at", "received_at"]
    actions = [
        move_action("send_answer", _("Send the answer")),
        move_action("set_aside", _("Set aside: nothing to answer")),
        move_action("take_up", _("Take up again")),
    ]
    SAID = ["kind", "page", "text", "name", "email", "language", "received_at"]
    SETTLED = ["status", "settled_by", "settled_at"]
    fields = [*SAID, "answer", *SETTLED]

    @display(description=_("about the page"), ordering="about")
    def page(self, obj):
        return link_to(obj.about)

    def get_readonly_fields(self, request, obj=None):
        """What was said stays; the answer is written until it is sent."""
        is_new = obj is not None and obj.status == Feedback.Status.NEW
        return [*self.SAID, *self.SETTLED, *([] if is_new else ["answer"])]

    def has_add_permission(self, request):
        return False


@admin.register(Announcement)
class AnnouncementAdmin(DemoMark, Desk):
    """Told too late is possible, and said."""

    list_display = ["starts_at", "ends_at", "reason", "is_off"]
    list_filter = ["is_off"]
    search_fields = ["reason"]
    fields = ["starts_at", "ends_at", "reason", "is_off"]

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if days := obj.told_too_late():
            words = ngettext(
                "Saved, and readers see it now. It should have been told at least "
                "%(days)d working day ahead.",
                "Saved, and readers see it now. It should have been told at least "
                "%(days)d working days ahead.",
                days,
            )
            self.message_user(request, words % {"days": days}, messages.WARNING)


@admin.register(Opinion)
class OpinionAdmin(ReadOnly, PlainDesk):
    """The newest month first, in it the pages that disappoint most."""

    list_display = ["page", "month", "helpful", "unhelpful"]
    list_filter = ["month"]
    search_fields = ["path"]
    date_hierarchy = "month"
    ordering = ["-month", "-unhelpful", "path"]

    @display(description=_("page"), ordering="path")
    def page(self, obj):
        return link_to(obj.path)


def link_to(path: str):
    return format_html('<a href="{0}">{0}</a>', path) if path else None
