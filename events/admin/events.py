"""Events: written in both languages, published and moved by actions."""

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.utils import flatten_fieldsets, unquote
from django.http import Http404
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy
from modeltranslation.admin import TranslationTabularInline
from unfold.admin import TabularInline
from unfold.decorators import action, display

from events import actions, exports
from events.admin.moves import reason_action
from events.models import (
    Caution,
    Event,
    EventDocument,
    EventPhoto,
    Guest,
    ProgrammeItem,
)
from events.models.calendar import is_whole_day
from federation.access import move_action
from federation.admin import DemoMark, Desk
from federation.admin.together import Seen, Together
from federation.models import PublishState

# Whoever moves an event may change when and where it is, and who may come.
PLACED = ["starts_at", "ends_at", "place_vi", "place_en", "map_url", "is_open"]
PLACED += ["takes_registrations", "capacity", "register_until"]
PUBLIC_TONES = {
    PublishState.PUBLISHED: "success",
    PublishState.IN_REVIEW: "warning",
    PublishState.APPROVED: "info",
    PublishState.SCHEDULED: "info",
    PublishState.UNPUBLISHED: "danger",
}


SUBMIT, MOVE = "events.submit_event", "events.move_event"
REVIEW, PUBLISH = "events.review_event", "events.publish_event"


def may_change(user, event) -> bool:
    """Of what readers see, or will at a set hour, only who reviews or publishes."""
    return not event.is_shown or user.has_perm(REVIEW) or user.has_perm(PUBLISH)


def whom_it_concerns(changed) -> list[str]:
    """The languages whose readers find another day or place."""
    return [
        code
        for code, _name in settings.LANGUAGES
        if {"starts_at", f"place_{code}"} & set(changed)
    ]


class OfEvent:
    """Lines of an event rest when its form does."""

    extra = 0

    def has_add_permission(self, request, obj):
        may = obj is None or may_change(request.user, obj)
        return may and super().has_add_permission(request, obj)

    def has_change_permission(self, request, obj=None):
        may = obj is None or may_change(request.user, obj)
        return may and super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        may = obj is None or may_change(request.user, obj)
        return may and super().has_delete_permission(request, obj)


class GuestInline(OfEvent, TabularInline, TranslationTabularInline):
    model = Guest


class ProgrammeInline(OfEvent, TabularInline, TranslationTabularInline):
    model = ProgrammeItem


class EventDocumentInline(OfEvent, TabularInline, TranslationTabularInline):
    model = EventDocument


class EventPhotoInline(OfEvent, TabularInline):
    model = EventPhoto
    autocomplete_fields = ["photo"]


@admin.register(Event)
class EventAdmin(DemoMark, Seen, Desk, Together):
    """Author, reviewer and publisher each have their actions (domain.md 4.0)."""

    moved_elsewhere = frozenset(
        {
            *("status", "status_note_vi", "status_note_en", "publish_state"),
            *("published_at", "remark", "registered"),
        }
    )

    list_display = [
        *("title", "shown_start", "host", "kind"),
        "shown_status",
        "shown_public",
    ]
    list_filter = ["publish_state", "status", "kind"]
    list_select_related = ["host"]
    date_hierarchy = "starts_at"
    search_fields = ["title", "place", "host__name", "slug"]
    autocomplete_fields = ["host", "co_organizers", "launches", "occurrence"]
    prepopulated_fields = {"slug": ["title"]}
    readonly_fields = [
        *("status", "status_note", "publish_state", "published_at", "remark"),
        *("cautions", "same_week", "registrations_so_far"),
    ]
    inlines = [
        *(ProgrammeInline, GuestInline, EventDocumentInline),
        EventPhotoInline,
    ]
    actions_detail = ["attendance_list"]
    fieldsets = [
        (None, {"fields": ["title", "slug", "kind", "lead_text"]}),
        (
            _("When and where"),
            {
                "fields": [
                    *("starts_at", "ends_at", "same_week", "place", "map_url"),
                ]
            },
        ),
        (
            _("Public"),
            {
                "fields": [
                    *("is_open", "takes_registrations", "capacity"),
                    *("register_until", "registrations_so_far"),
                ]
            },
        ),
        (
            pgettext_lazy("of an event", "Organised by"),
            {
                "fields": [
                    *("host", "co_organizers", "occurrence", "cautions", "launches")
                ]
            },
        ),
        (
            _("Report"),
            {"fields": ["outcome", "summary", "expected", "attended", "source"]},
        ),
        (
            _("Status"),
            {
                "fields": [
                    *("status", "status_note", "publish_state", "publish_at"),
                    *("published_at", "remark"),
                ]
            },
        ),
    ]
    actions = [
        move_action("submit_for_review", _("Submit for review"), permission="submit"),
        reason_action(
            "return_to_draft",
            _("Return with a remark"),
            permission="review",
            argument="remark",
        ),
        move_action("approve", _("Approve"), permission="review"),
        move_action("schedule", _("Publish at the given hour"), permission="publish"),
        move_action("publish", _("Publish"), permission="publish"),
        reason_action("unpublish", _("Take down"), permission="publish"),
        move_action("archive", _("Archive"), permission="publish"),
        move_action("plan", _("Plan"), permission="move"),
        move_action("confirm", _("Confirm"), permission="move"),
        move_action("hold", _("Mark as held"), permission="move"),
        move_action("report", _("Close with its report"), permission="move"),
        reason_action("postpone", _("Postpone"), permission="move"),
        reason_action("cancel", _("Cancel the event"), permission="move"),
        "repeat",
    ]

    @display(description=_("begins"), ordering="starts_at")
    def shown_start(self, obj):
        """Without an hour where only the day is known."""
        moment = timezone.localtime(obj.starts_at)
        known = "DATE" if is_whole_day(moment) else "DATETIME"
        return date_format(moment, f"SHORT_{known}_FORMAT")

    @display(description=_("things to mind"))
    def cautions(self, obj):
        day = obj.occurrence if obj.pk else None
        rows = Caution.objects.about(day, obj.kind) if day else []
        return render_to_string("events/admin/cautions.html", {"cautions": rows})

    @display(description=_("status"), ordering="status")
    def shown_status(self, obj):
        return obj.get_status_display()

    @display(description=_("publication"), ordering="publish_state", label=PUBLIC_TONES)
    def shown_public(self, obj):
        return obj.publish_state, obj.get_publish_state_display()

    @display(description=_("other events of the week"))
    def same_week(self, obj):
        """A conflict is seen before it is made."""
        others = Event.objects.none()
        if obj.pk:
            others = Event.objects.in_week_of(obj.starts_at).exclude(pk=obj.pk)
        events = others.select_related("host").order_by("starts_at")
        return render_to_string("events/admin/linked_events.html", {"events": events})

    @display(description=_("registrations"))
    def registrations_so_far(self, obj):
        if not obj.pk:
            return "–"
        if obj.registered is not None:
            return obj.registered
        rows = obj.registrations
        coming, waiting = rows.coming().count(), rows.waiting().count()
        parts = [
            ngettext("%(n)s comes", "%(n)s come", coming) % {"n": coming},
            ngettext("%(n)s waits", "%(n)s wait", waiting) % {"n": waiting},
        ]
        return ", ".join(parts)

    def save_model(self, request, obj, form, change):
        """New seats go to who waits; a new day or place is told to who comes."""
        super().save_model(request, obj, form, change)
        event = Event.objects.select_for_update().get(pk=obj.pk)
        event.fill_seats()
        if change and not event.is_over:
            event.tell_guests_moved(whom_it_concerns(form.changed_data))

    def get_readonly_fields(self, request, obj=None):
        """What readers see already is changed by who may publish or review; when and
        where it is, by who may move it; who only translates, changes the English."""
        fixed = super().get_readonly_fields(request, obj)
        if obj is None:
            return fixed
        every = flatten_fieldsets(self.get_fieldsets(request, obj))
        if not may_change(request.user, obj):
            return [*fixed, *(name for name in every if name not in fixed)]
        may = request.user.has_perm
        if not any(map(may, (SUBMIT, MOVE, REVIEW, PUBLISH))):
            return [name for name in every if not name.endswith("_en")]
        organises = may(MOVE) or may(PUBLISH)
        if not organises and (obj.is_shown or not may(SUBMIT)):
            fixed = [*fixed, *PLACED]
        if not may(PUBLISH):
            fixed = [*fixed, "publish_at"]
        return fixed

    def get_prepopulated_fields(self, request, obj=None):
        fixed = self.get_readonly_fields(request, obj)
        return {} if "slug" in fixed else super().get_prepopulated_fields(request, obj)

    @admin.action(description=_("Repeat as a copy"), permissions=["repeat"])
    def repeat(self, request, queryset):
        if "confirmed" not in request.POST:
            context = {
                **self.admin_site.each_context(request),
                "title": _("Repeat as a copy"),
                "rows": queryset,
                "action": "repeat",
                "opts": self.opts,
            }
            return TemplateResponse(request, "admin/confirm_move.html", context)
        copies = [actions.repeat_event(event) for event in queryset]
        messages.success(request, _("A draft copy. Give it its new day."))
        if len(copies) > 1:
            return None
        return redirect("admin:events_event_change", copies[0].pk)

    @action(description=_("Attendance list (Excel)"), permissions=["move"])
    def attendance_list(self, request, object_id):
        event = self.get_object(request, unquote(str(object_id)))
        if event is None:
            raise Http404
        rows = event.registrations.exclude(state__in=["pending", "cancelled"])
        return exports.attendance(event, rows.order_by("state", "name"))

    def has_repeat_permission(self, request, obj=None):
        return request.user.has_perm("events.add_event")

    def has_submit_permission(self, request, obj=None):
        return request.user.has_perm("events.submit_event")

    def has_move_permission(self, request, obj=None):
        return request.user.has_perm("events.move_event")

    def has_review_permission(self, request, obj=None):
        return request.user.has_perm("events.review_event")

    def has_publish_permission(self, request, obj=None):
        return request.user.has_perm("events.publish_event")
