"""Albums: many photographs at once, then their words, then out to the readers."""

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Count
from django.http import Http404, JsonResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.decorators import action, display

from events.admin.events import PUBLIC_TONES
from events.admin.moves import reason_action
from events.forms import AlbumFilesForm, photo_words
from events.models import Album
from federation.access import move_action
from federation.admin import DemoMark, Desk
from federation.uploads import CheckedImageField, original_name

PER_PAGE = 20
RIGHTS = ("federation.add_photo", "federation.change_photo")


@admin.register(Album)
class AlbumAdmin(DemoMark, Desk):
    """Author, reviewer and publisher each have their actions, as for events."""

    list_display = [
        *("title", "taken_on", "host", "photo_number", "shown_public"),
    ]
    list_filter = ["publish_state"]
    list_select_related = ["host"]
    date_hierarchy = "taken_on"
    search_fields = ["title", "slug", "host__name", "event__title"]
    autocomplete_fields = ["host", "event"]
    prepopulated_fields = {"slug": ["title"]}
    readonly_fields = ["publish_state", "published_at", "remark"]
    actions_detail = ["photographs"]
    fieldsets = [
        (None, {"fields": ["title", "slug", "taken_on", "lead_text"]}),
        (_("Shown with"), {"fields": ["host", "event"]}),
        (
            _("Status"),
            {"fields": ["publish_state", "publish_at", "published_at", "remark"]},
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
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(number=Count("album_photos"))

    @display(description=_("photographs"), ordering="number")
    def photo_number(self, obj):
        return obj.number

    @display(description=_("publication"), ordering="publish_state", label=PUBLIC_TONES)
    def shown_public(self, obj):
        return obj.publish_state, obj.get_publish_state_display()

    @action(description=_("Photographs and their words"), permissions=["change"])
    def photographs(self, request, object_id):
        """Upload many, say what each shows, put them in order, take some out."""
        album = self.get_object(request, unquote(str(object_id)))
        if album is None:
            raise Http404
        if not request.user.has_perms(RIGHTS):
            raise PermissionDenied
        if "files" in request.FILES:
            return self.take(request, album)
        page = Paginator(album.album_photos.select_related("photo"), PER_PAGE)
        page = page.get_page(request.GET.get("page"))
        words = photo_words(page.object_list, request.POST or None)
        # Every form says what is wrong with it, not the first one only.
        right = [form.is_valid() for form in words]
        if request.method == "POST" and all(right):
            with transaction.atomic():
                for form in words:
                    form.put()
            messages.success(request, _("Saved."))
            return redirect(request.get_full_path())
        return self.show(request, album, page, words)

    def show(self, request, album, page, words):
        context = {
            **self.admin_site.each_context(request),
            "title": _("Photographs and their words"),
            "subtitle": str(album),
            "original": album,
            "upload": AlbumFilesForm(),
            "page": page,
            "words": words,
            "opts": self.opts,
        }
        return TemplateResponse(request, "events/admin/photographs.html", context)

    def take(self, request, album):
        """Each file on its own: a bad one keeps no good one out."""
        form = AlbumFilesForm(request.POST)
        taken, refused = 0, []
        for file in request.FILES.getlist("files") if form.is_valid() else ():
            try:
                album.add(CheckedImageField().clean(file), **form.cleaned_data)
            except ValidationError as error:
                refused.append(f"{original_name(file)}: {' '.join(error.messages)}")
            else:
                taken += 1
        refused += [" ".join(errors) for errors in form.errors.values()]
        if request.headers.get("Accept") == "application/json":
            return JsonResponse({"refused": refused}, status=422 if refused else 201)
        for line in refused:
            messages.error(request, line)
        if taken:
            text = ngettext(
                "%(n)s photograph added.", "%(n)s photographs added.", taken
            )
            messages.success(request, text % {"n": taken})
        return redirect(request.get_full_path())

    def has_submit_permission(self, request, obj=None):
        return request.user.has_perm("events.submit_album")

    def has_review_permission(self, request, obj=None):
        return request.user.has_perm("events.review_album")

    def has_publish_permission(self, request, obj=None):
        return request.user.has_perm("events.publish_album")
