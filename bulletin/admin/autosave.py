"""Unsaved work is kept, and two people at one text know of each other."""

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.forms import Script
from django.http import Http404, JsonResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext

from bulletin.models import ArticleDraft

# What is kept of a form; longer than any text of ours is not kept.
KEPT = {
    *("title_vi", "title_en", "lead_vi", "lead_en", "body_vi", "body_en"),
    *("authors", "photographers", "source", "seen"),
}
LONGEST = 400_000
FORM = "bulletin_article"


def address(name: str, article=None) -> str:
    return reverse(f"admin:{FORM}_{name}", args=[article.pk] if article else [])


class Autosave(admin.ModelAdmin):
    """Put it before unfold's ModelAdmin. Without JavaScript nothing is kept or lost."""

    change_form_outer_before_template = "bulletin/admin/draft.html"

    class Media:
        js = [Script("js/autosave.js", defer=True)]

    def get_urls(self):
        view, name = self.admin_site.admin_view(self.autosave), f"{FORM}_autosave"
        return [
            path("add/autosave/", view, name=name),
            path("<path:object_id>/autosave/", view, name=name),
            *super().get_urls(),
        ]

    def autosave(self, request, object_id=None):
        """Keep what stands in the form, say who else is there; or throw it away."""
        article = self.get_object(request, unquote(object_id)) if object_id else None
        if bool(article) != bool(object_id) or request.method != "POST":
            raise Http404
        if not self.may_write(request, article):
            raise PermissionDenied
        if "drop" in request.POST:
            ArticleDraft.of(article, request.user).delete()
            return redirect(address("change" if article else "add", article))
        texts = {
            name: text
            for name, text in request.POST.items()
            if name in KEPT and len(text) <= LONGEST
        }
        draft = ArticleDraft.keep(article, request.user, texts)
        return JsonResponse({"said": said(draft, request.user)})

    def may_write(self, request, article) -> bool:
        if article is None:
            return self.has_add_permission(request)
        return self.has_change_permission(request, article)

    def changeform_view(self, request, object_id=None, form_url="", extra=None):
        article = self.get_object(request, unquote(object_id)) if object_id else None
        extra = extra or {}
        if bool(article) == bool(object_id) and self.may_write(request, article):
            extra |= {"autosave_url": address("autosave", article)}
            extra |= {"others": ArticleDraft.others(article, request.user)}
            # A form that came back with errors stands nowhere but on the page.
            extra |= {"is_unsaved": request.method == "POST"}
        if "autosave_url" in extra and request.method == "GET":
            mine = ArticleDraft.of(article, request.user)
            extra |= {"draft": mine.exclude(saved_at=None).first()}
            extra |= {"is_restored": "draft" in request.GET}
        return super().changeform_view(request, object_id, form_url, extra)

    def get_form(self, request, obj=None, change=False, **kwargs):
        """With `?draft` the form opens with the unsaved texts, and what they saw."""
        form = super().get_form(request, obj, change=change, **kwargs)
        if "draft" not in request.GET or request.method != "GET":
            return form
        mine = ArticleDraft.of(obj, request.user).first()
        texts = mine.texts if mine else {}

        class Restored(form):
            def __init__(self, *args, **kwargs):
                super().__init__(*args, **kwargs)
                self.initial |= {n: t for n, t in texts.items() if n in self.fields}

        return Restored

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        saved = form.instance if change else None
        ArticleDraft.of(saved, request.user).delete()


def said(draft, user) -> str:
    """In one line: when it was kept, and who else has the form open."""
    parts = []
    if draft.saved_at:
        time = date_format(timezone.localtime(draft.saved_at), "TIME_FORMAT")
        parts.append(gettext("Kept at %(time)s, not saved yet.") % {"time": time})
    others = [str(other.user) for other in ArticleDraft.others(draft.article, user)]
    if others:
        words = gettext("%(names)s has this article open too.")
        parts.append(words % {"names": ", ".join(others)})
    return " ".join(parts)
