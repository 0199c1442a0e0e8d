"""The desk of the data protection officer: requests about data, and erasures."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.db.models import F
from django.http import Http404
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from federation.access import checked_words, move_action
from federation.admin import DemoMark, PlainDesk
from federation.lifecycle import MoveRefused
from federation.models import DataRequest, Erasure
from federation.uploads import ending, give
from members.models import BranchRequest, DossierFile
from portal.actions import privacy


class LimitFilter(admin.SimpleListFilter):
    """What is open, and what is late."""

    title = _("limit")
    parameter_name = "limit"

    def lookups(self, request, model_admin):
        return [("open", _("to be answered")), ("late", _("late"))]

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
        "hand_out",
    ]
    change_form_outer_after_template = "portal/admin/alike.html"
    WRITTEN = ("status", "acknowledge_by", "acknowledged_at", "due_on", "settled_at")
    ASKED = ("kind", "received_on", "via_third_party")
    EXTENSION = ("extended_to", "extension_reason")

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
        later = [*self.EXTENSION, "outcome", *self.WRITTEN]
        return [*asked, *later] if obj else asked

    def get_readonly_fields(self, request, obj=None):
        """The limits follow from what was asked and when; a settled one rests.

        It is extended once: what was told then stays.
        """
        if obj is None:
            return []
        if obj.settled_at:
            return self.get_fields(request, obj)
        is_extended = obj.status == DataRequest.Status.EXTENDED
        once = self.EXTENSION if is_extended else ()
        return [*self.WRITTEN, *self.ASKED, *once]

    @admin.action(
        description=_("Everything about this person (ZIP)"), permissions=["hand_out"]
    )
    def hand_out(self, request, queryset):
        """One request at a time; that it was handed out stays on record."""
        asked = queryset.select_related("person__user").first()
        if queryset.count() != 1 or asked.person is None:
            words = _("Choose one request with its person.")
            self.message_user(request, words, messages.ERROR)
            return None
        self.log_change(request, asked, gettext("The data were handed out."))
        content = ContentFile(privacy.package_for(asked.person))
        return give(content, name=f"{asked.pk}-{timezone.localdate():%Y%m%d}.zip")

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """Below: rows that bear the name alone; the officer says whose they are."""
        obj, rows = self.get_object(request, object_id), []
        if obj is not None and obj.person and not obj.settled_at:
            found = privacy.undecided(privacy.marks_of(obj.person))
            rows = [(privacy.key_of(row), row._meta.verbose_name, row) for row in found]
        extra = {"alike": rows, **(extra_context or {})}
        return super().change_view(request, object_id, form_url, extra)

    def get_urls(self):
        theirs = self.admin_site.admin_view(self.theirs)
        name = "federation_datarequest_theirs"
        return [
            path("<path:object_id>/theirs/", theirs, name=name),
            *super().get_urls(),
        ]

    def theirs(self, request, object_id):
        """The rows ticked are of whoever asks."""
        obj = self.get_object(request, object_id)
        if obj is None or obj.person is None or obj.settled_at:
            raise Http404
        if request.method != "POST" or not self.has_decide_permission(request):
            raise PermissionDenied
        marks = privacy.marks_of(obj.person)
        count = privacy.say(obj, marks, request.POST.getlist("row"))
        if count:
            self.log_change(request, obj, gettext("Rows were said to be theirs."))
        words = ngettext(
            "%(count)s row is theirs.", "%(count)s rows are theirs.", count
        )
        self.message_user(request, words % {"count": count}, messages.SUCCESS)
        return redirect("admin:federation_datarequest_change", obj.pk)

    def has_hand_out_permission(self, request):
        return request.user.has_perm("federation.export_person")

    def has_decide_permission(self, request):
        return request.user.has_perm("federation.decide_datarequest")

    def has_delete_permission(self, request, obj=None):
        return False

    def save_model(self, request, obj, form, change):
        if change:
            super().save_model(request, obj, form, change)
        else:
            obj.receive()


@admin.register(Erasure)
class ErasureAdmin(DemoMark, PlainDesk):
    """First the dry run, then the quarantine; the sweep erases when it is over."""

    list_display = ["person", "status", "planned_at", "erase_on", "erased_at"]
    list_filter = ["status"]
    list_select_related = ["person"]
    search_fields = ["person__full_name"]
    autocomplete_fields = ["person", "request"]
    change_form_outer_after_template = "portal/admin/erasure.html"
    OPEN = (Erasure.Status.PLANNED, Erasure.Status.QUARANTINED)
    actions = [
        move_action("quarantine", _("Take out of use"), permission="decide"),
        move_action("undo", _("Undo"), permission="decide"),
    ]

    def get_fields(self, request, obj=None):
        later = ["status", "planned_at", "erase_on", "erased_at"] if obj else []
        return ["person", "request", *later]

    def get_readonly_fields(self, request, obj=None):
        return self.get_fields(request, obj) if obj else []

    def get_field_queryset(self, db, db_field, request):
        """The order of the desk of requests reads what only its rows know."""
        if db_field.name == "request":
            return DataRequest.objects.for_rows()
        return super().get_field_queryset(db, db_field, request)

    def has_decide_permission(self, request):
        return request.user.has_perm("federation.decide_erasure")

    def has_delete_permission(self, request, obj=None):
        return False

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        privacy.look(obj)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """What would happen, as of now; of a done one what happened."""
        obj = self.get_object(request, object_id)
        extra = dict(extra_context or {})
        if obj is not None:
            extra["steps"] = obj.report or privacy.report_of(obj)
            extra["is_open"] = obj.status in self.OPEN
            extra["places"] = self.places(request, obj)
        return super().change_view(request, object_id, form_url, extra)

    def places(self, request, obj) -> list[dict]:
        """Each with its words, where to read it, and what becomes of it."""
        marks, found = privacy.marks_of(obj.person), []
        for place in map(privacy.Place, obj.found):
            row, kind = place.row, place.model._meta
            found.append(
                {
                    "place": place,
                    "table": kind.verbose_name,
                    "column": kind.get_field(place.field).verbose_name,
                    "name": marks.struck_out(str(row)) if row else "",
                    "words": "" if place.is_file else place.excerpt(marks),
                    "link": self.link(request, obj, place) if row else "",
                    "why": privacy.told_of(place),
                    "may_say": bool(place.by) or place.fate != "kept",
                }
            )
        return found

    def link(self, request, obj, place) -> str:
        """A paper comes from here; a row from its desk, or its dossier's."""
        if place.is_file:
            return reverse("admin:federation_erasure_paper", args=[obj.pk, place.pk])
        dossier = privacy.dossier_of(place.model, place.pk)
        for model, pk in ((place.model, place.pk), (BranchRequest, dossier)):
            desk = admin.site._registry.get(model)
            if pk and desk and desk.has_view_permission(request):
                name = f"{model._meta.app_label}_{model._meta.model_name}"
                return reverse(f"admin:{name}_change", args=[pk])
        return ""

    def get_urls(self):
        name, view = "federation_erasure", self.admin_site.admin_view
        return [
            path("<int:pk>/places/", view(self.decide), name=f"{name}_decide"),
            path("<int:pk>/search/", view(self.search), name=f"{name}_search"),
            path("<int:pk>/<int:paper>/", view(self.paper), name=f"{name}_paper"),
            *super().get_urls(),
        ]

    def open_one(self, request, pk) -> Erasure:
        """Of one that is done nothing is said any more."""
        obj = self.get_object(request, str(pk))
        if obj is None or obj.status not in self.OPEN:
            raise Http404
        if request.method != "POST" or not self.has_decide_permission(request):
            raise PermissionDenied
        return obj

    def decide(self, request, pk):
        """What was said of each place; one kept without a reason stays open."""
        obj, said = self.open_one(request, pk), {}
        for row in obj.found:
            reason = request.POST.get(f"why:{row['key']}", "").strip()[:200]
            said[row["key"]] = (request.POST.get(row["key"], ""), reason)
        try:
            checked_words({key: reason for key, (_fate, reason) in said.items()})
        except MoveRefused as refusal:
            self.message_user(request, str(refusal), messages.ERROR)
            return redirect("admin:federation_erasure_change", obj.pk)
        privacy.decide(obj, said, by=request.user)
        self.log_change(request, obj, gettext("Said what becomes of places found."))
        left = len(obj.open_places)
        words = ngettext("%(n)d place is open.", "%(n)d places are open.", left)
        level = messages.WARNING if left else messages.SUCCESS
        self.message_user(request, words % {"n": left}, level)
        return redirect("admin:federation_erasure_change", obj.pk)

    def search(self, request, pk):
        obj = self.open_one(request, pk)
        privacy.look(obj)
        words = ngettext("%(n)d place found.", "%(n)d places found.", len(obj.found))
        self.message_user(request, words % {"n": len(obj.found)}, messages.SUCCESS)
        return redirect("admin:federation_erasure_change", obj.pk)

    def paper(self, request, pk, paper):
        """A scan that was found, to be looked at; that it was is on record."""
        obj = self.get_object(request, str(pk))
        key = f"members.DossierFile:{paper}:file"
        file = DossierFile.objects.filter(pk=paper).first()
        known = obj is not None and key in {row["key"] for row in obj.found}
        if not known or file is None or not self.has_decide_permission(request):
            raise Http404
        self.log_change(request, obj, gettext("A paper was looked at."))
        return give(file.file, name=f"{paper}.{ending(file.file.name)}")
