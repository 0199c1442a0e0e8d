"""Days to remember: the list with its unverified ones, and the calendar."""

from collections import Counter

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from modeltranslation.admin import TranslationTabularInline
from unfold.admin import TabularInline
from unfold.decorators import action, display

from events import actions
from events.admin.moves import reason_action
from events.forms import VerifyForm
from events.models import (
    Anniversary,
    CalendarPolicy,
    Caution,
    Occurrence,
    Task,
    YearDate,
)
from federation.access import move_action
from federation.admin import DemoMark, Desk, PlainDesk
from federation.lifecycle import MoveRefused

DAY = ("base_date", "precision", "month", "day")


class YearDateInline(TabularInline):
    """Only for days that move; each year with its source."""

    model = YearDate
    extra = 0


class TaskInline(TabularInline, TranslationTabularInline):
    model = Task
    extra = 0
    fields = ["text", "due_on", "done_at", "done_by"]
    readonly_fields = ["done_at", "done_by"]


@admin.register(Anniversary)
class AnniversaryAdmin(DemoMark, Desk):
    """A day is verified on its own screen, with a source, by name and date."""

    list_display = [
        "title",
        "kind",
        "shown_day",
        "verified",
        "responsible",
        "is_active",
    ]
    list_filter = ["is_verified", "kind", "is_active", "is_historical", "precision"]
    list_select_related = ["country", "responsible"]
    search_fields = ["title", "country__name", "country__iso2", "sources"]
    autocomplete_fields = ["country", "owner", "responsible"]
    readonly_fields = [
        *("is_verified", "verified_by", "verified_at", "verification_source"),
        *("candidate_on", "sources", "shown_source_note"),
    ]
    inlines = [YearDateInline]
    actions_detail = ["verify"]
    fieldsets = [
        (None, {"fields": ["kind", "title", "country", "owner", "responsible"]}),
        (
            _("The day"),
            {
                "fields": [
                    *("base_date", "precision", "month", "day", "is_movable"),
                    "candidate_on",
                ]
            },
        ),
        (
            _("Verification"),
            {
                "fields": [
                    *("is_verified", "verified_by", "verified_at"),
                    *("verification_source", "sources", "shown_source_note", "note"),
                ]
            },
        ),
        (_("Use"), {"fields": ["is_active", "is_historical", "remark"]}),
    ]

    @display(description=_("note of the source"))
    def shown_source_note(self, obj):
        return render_to_string("events/admin/source_note.html", {"day": obj})

    @display(description=_("day"), ordering="base_date")
    def shown_day(self, obj):
        if obj.is_movable:
            return _("moves")
        if obj.base_date:
            parts = {"year": "%Y", "month": "%m/%Y"}
            return obj.base_date.strftime(parts.get(obj.precision, "%d/%m/%Y"))
        return f"{obj.day:02}/{obj.month:02}" if obj.month else "–"

    @display(
        description=_("verified"),
        ordering="is_verified",
        label={"yes": "success", "no": "warning"},
    )
    def verified(self, obj):
        return ("yes", _("verified")) if obj.is_verified else ("no", _("to be checked"))

    @action(description=_("Check and confirm the day"), permissions=["change"])
    def verify(self, request, object_id):
        anniversary = self.get_object(request, object_id)
        if anniversary is None:
            raise Http404
        form = VerifyForm(request.POST or None, instance=anniversary)
        if request.method == "POST" and form.is_valid():
            try:
                done = confirm_day(object_id, form.cleaned_data, by=request.user)
            except (MoveRefused, ValidationError) as refusal:
                form.add_error(None, getattr(refusal, "messages", str(refusal)))
            else:
                self.tell(request, anniversary, done)
                return redirect("admin:events_anniversary_change", object_id)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Check and confirm the day"),
            "subtitle": str(anniversary),
            "form": form,
            "original": Anniversary.objects.get(pk=object_id),
            "opts": self.model._meta,
        }
        return TemplateResponse(request, "events/admin/verify.html", context)

    def save_model(self, request, obj, form, change):
        """A verified day that is changed by hand has to be confirmed again."""
        if {*DAY, "is_movable"} & set(form.changed_data):
            obj.is_verified, obj.verified_by, obj.verified_at = False, None, None
            obj.verification_source = ""
        super().save_model(request, obj, form, change)
        if change and form.changed_data:
            # Whoever subscribed to the calendar sees that it is a newer version.
            obj.occurrences.upcoming().update(changed_at=timezone.now())

    def save_related(self, request, form, formsets, change):
        """The listed years are part of the day: the calendar follows them too."""
        super().save_related(request, form, formsets, change)
        given = 0
        if change and "responsible" in form.changed_data:
            former = form.initial.get("responsible")
            given = actions.hand_over(form.instance, former)
        done = actions.follow(form.instance)
        self.tell(request, form.instance, done + Counter(given=given))

    def tell(self, request, anniversary, done):
        """What moved because of it."""
        moved, made = done["moved"], done["created"]
        gone, items, given = done["cancelled"], done["replanned"], done["given"]
        parts = [
            ngettext("%(n)s day handed over", "%(n)s days handed over", given)
            % {"n": given},
            ngettext("%(n)s day moved", "%(n)s days moved", moved) % {"n": moved},
            ngettext("%(n)s day made", "%(n)s days made", made) % {"n": made},
            ngettext("%(n)s reminder off", "%(n)s reminders off", gone) % {"n": gone},
            ngettext("%(n)s plan item moved", "%(n)s plan items moved", items)
            % {"n": items},
        ]
        messages.info(request, f"{anniversary}: {', '.join(parts)}")

    def has_delete_permission(self, request, obj=None):
        """What people were reminded of is retired, not deleted."""
        told = obj and obj.occurrences.filter(reminders__state__in=["sent", "late"])
        if told and told.exists():
            return False
        return super().has_delete_permission(request, obj)


def confirm_day(pk, chosen, *, by):
    """Verify as the form says, and let the calendar follow."""
    anniversary = Anniversary.objects.get(pk=pk)
    anniversary.verify(
        by=by,
        source=chosen["verification_source"],
        **{name: chosen.get(name) for name in ("base_date", "month", "day")},
    )
    return actions.follow(anniversary)


@admin.register(Occurrence)
class OccurrenceAdmin(PlainDesk):
    """The calendar two years ahead; made by itself, moved by actions."""

    list_display = [
        *("date", "shown_title", "ordinal", "shown_milestone", "status", "lead"),
        "verified",
    ]
    list_filter = [
        *("year", "status", "milestone", "anniversary__kind"),
        "anniversary__is_verified",
    ]
    list_select_related = ["anniversary__country", "lead"]
    date_hierarchy = "date"
    search_fields = ["anniversary__title", "lead__name"]
    autocomplete_fields = ["lead"]
    fields = [
        *("anniversary", "year", "date", "ordinal", "milestone", "is_even"),
        *("lead", "ceremony_on", "status", "skip_reason", "cautions", "held_with"),
    ]
    readonly_fields = [
        *("anniversary", "year", "date", "ordinal", "milestone", "is_even"),
        *("status", "skip_reason", "cautions", "held_with"),
    ]
    inlines = [TaskInline]
    actions = [
        move_action("plan", _("Take into the plan")),
        move_action("assign", _("Assign to the association that leads")),
        move_action("prepare", _("Mark as prepared")),
        move_action("hold", _("Mark as held")),
        move_action("send_letter_only", _("Letter only")),
        reason_action("skip", _("Leave out this year")),
        move_action("reopen", _("Put back into the calendar")),
    ]

    @display(description=_("anniversary"), ordering="anniversary__title")
    def shown_title(self, obj):
        return obj.title

    @display(
        description=_("milestone"),
        ordering="milestone",
        label={"decade": "danger", "five": "warning", "other": "default"},
    )
    def shown_milestone(self, obj):
        return obj.milestone, obj.get_milestone_display()

    @display(description=_("things to mind"))
    def cautions(self, obj):
        rows = Caution.objects.about(obj)
        return render_to_string("events/admin/cautions.html", {"cautions": rows})

    @display(description=_("events for this day"))
    def held_with(self, obj):
        events = obj.linked_events.order_by("starts_at")
        return render_to_string("events/admin/linked_events.html", {"events": events})

    @display(description=_("verified"), boolean=True)
    def verified(self, obj):
        return obj.anniversary.is_verified

    def save_model(self, request, obj, form, change):
        obj.changed_at = timezone.now()
        super().save_model(request, obj, form, change)
        actions.schedule_reminders(occurrences=Occurrence.objects.filter(pk=obj.pk))

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(CalendarPolicy)
class CalendarPolicyAdmin(PlainDesk):
    """One row: how 29 February is kept, and which years are called even."""

    list_display = ["__str__", "leap_day", "even_years"]

    def changelist_view(self, request, extra_context=None):
        """Straight to the one row, or to the form that makes it."""
        if not self.has_change_permission(request):
            return super().changelist_view(request, extra_context)
        if CalendarPolicy.objects.exists():
            return redirect("admin:events_calendarpolicy_change", 1)
        return redirect("admin:events_calendarpolicy_add")

    def add_view(self, request, form_url="", extra_context=None):
        if CalendarPolicy.objects.exists():
            raise PermissionDenied
        return super().add_view(request, form_url, extra_context)

    def save_model(self, request, obj, form, change):
        obj.pk = 1
        super().save_model(request, obj, form, change)
        actions.generate()

    def has_delete_permission(self, request, obj=None):
        return False
