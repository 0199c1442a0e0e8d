"""Unsaved work is kept, and two people at one text know of each other."""

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.forms import Script
from django.http import Http404, JsonResponse
from django.shortcuts import redirect
from django.urls import path
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


class Autosave(admin.ModelAdmin):
    """Put it before unfold's ModelAdmin. Without JavaScript nothing is kept or lost."""

    change_form_outer_before_template = "bulletin/admin/draft.html"

    class Media:
        js = [Script("js/autosave.js", defer=True)]

    def get_urls(self):
        view = self.admin_site.admin_view(self.autosave)
        return [
            path("<path:object_id>/autosave/", view, name="bulletin_article_autosave"),
            *super().get_urls(),
        ]

    def autosave(self, request, object_id):
        """Keep what stands in the form, say who else is there; or throw it away."""
        article = self.get_object(request, unquote(object_id))
        if article is None or request.method != "POST":
            raise Http404
        if not self.has_change_permission(request, article):
            raise PermissionDenied
        if "drop" in request.POST:
            ArticleDraft.objects.filter(article=article, user=request.user).delete()
            return redirect("admin:bulletin_article_change", article.pk)
        texts = {
            name: text
            for name, text in request.POST.items()
            if name in KEPT and len(text) <= LONGEST
        }
        draft = ArticleDraft.keep(article, request.user, texts)
        return JsonResponse({"said": said(draft, request.user)})

    def change_view(self, request, object_id, form_url="", extra_context=None):
        article = self.get_object(request, unquote(object_id))
        extra = extra_context or {}
        if article is not None:
            others = ArticleDraft.others(article, request.user)
            extra |= {"others": others, "article": article}
            # A form that came back with errors stands nowhere but on the page.
            extra |= {"is_unsaved": request.method == "POST"}
        if article is not None and request.method == "GET":
            mine = article.drafts.filter(user=request.user, saved_at__isnull=False)
            extra |= {"draft": mine.first(), "is_restored": "draft" in request.GET}
        return super().change_view(request, object_id, form_url, extra)

    def get_form(self, request, obj=None, change=False, **kwargs):
        """With `?draft` the form opens with the unsaved texts, and what they saw."""
        form = super().get_form(request, obj, change=change, **kwargs)
        if obj is None or "draft" not in request.GET or request.method != "GET":
            return form
        mine = obj.drafts.filter(user=request.user).first()
        texts = mine.texts if mine else {}

        class Restored(form):
            def __init__(self, *args, **kwargs):
                super().__init__(*args, **kwargs)
                self.initial |= {n: t for n, t in texts.items() if n in self.fields}

        return Restored

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        form.instance.drafts.filter(user=request.user).delete()


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
