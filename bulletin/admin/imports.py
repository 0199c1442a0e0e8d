"""Old articles from Excel, CSV or saved pages: read, looked at, taken over."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from unfold.decorators import action

from bulletin.actions import take_over
from bulletin.forms import OldArticlesForm
from bulletin.models import ArticleImport
from federation.exports import excel
from federation.lifecycle import MoveRefused

PUBLISH = "bulletin.publish_article"
SHOWN = 200
# The headings of the empty list, in the order people fill it in.
HEADS = [
    *(_("Title"), _("Day"), _("Author"), _("Section"), _("Views"), _("Lead")),
    *(_("Text"), _("Source"), _("Link"), _("English title"), _("English text")),
]


class OldArticles(admin.ModelAdmin):
    """Put it before unfold's ModelAdmin. For publishers: old texts skip review."""

    actions_list = ["old_articles"]

    def has_old_articles_permission(self, request):
        return request.user.has_perm(PUBLISH)

    @action(description=_("Bring in old articles"), permissions=["old_articles"])
    def old_articles(self, request):
        return redirect("admin:bulletin_article_old")

    def get_urls(self):
        views = (self.upload_old, self.empty_list, self.show_import)
        upload, empty, show = map(self.admin_site.admin_view, views)
        return [
            path("old/", upload, name="bulletin_article_old"),
            path("old/list.xlsx", empty, name="bulletin_article_old_list"),
            path("old/<int:pk>/", show, name="bulletin_article_import"),
            *super().get_urls(),
        ]

    def empty_list(self, request):
        """An Excel file with the headings that are understood."""
        self.only_publishers(request)
        return excel("articles", gettext("Articles"), HEADS, [])

    def upload_old(self, request):
        self.only_publishers(request)
        form = OldArticlesForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            ArticleImport.objects.filter(
                created_by=request.user, taken_at=None
            ).delete()
            files = form.cleaned_data["files"]
            found = ArticleImport.objects.create(
                name=", ".join(file.name for file in files)[:200],
                rows=form.cleaned_data["rows"],
                created_by=request.user,
            )
            return redirect(found)
        return self.old_page(request, "old_articles", form=form)

    def show_import(self, request, pk):
        """What was read, row by row; the button takes it over."""
        self.only_publishers(request)
        found = ArticleImport.objects.filter(pk=pk, created_by=request.user).first()
        if found is None:
            raise Http404
        if request.method == "POST":
            self.take(request, found)
            return redirect(found)
        rows = sorted(found.rows, key=lambda row: row["verdict"] != "bad")
        for row in rows[:SHOWN]:
            row["day"] = parse_datetime(row["values"].get("published_at", ""))
        return self.old_page(
            request,
            "old_import",
            importing=found,
            rows=rows[:SHOWN],
            more=max(len(rows) - SHOWN, 0),
            number={kind: len(found.of(kind)) for kind in ("new", "bad", "there")},
            odd=sum(bool(row["glued"]) for row in found.good),
        )

    def take(self, request, found) -> None:
        try:
            number = take_over(found, is_published="publish" in request.POST)
        except MoveRefused as refusal:
            messages.error(request, str(refusal))
            return
        words = ngettext(
            "%(number)d article was taken over.",
            "%(number)d articles were taken over.",
            number,
        )
        messages.success(request, words % {"number": number})

    def old_page(self, request, template: str, **context):
        context |= {
            **self.admin_site.each_context(request),
            "title": _("Old articles"),
            "opts": self.opts,
            "list_url": reverse("admin:bulletin_article_changelist"),
        }
        return TemplateResponse(request, f"bulletin/admin/{template}.html", context)

    def only_publishers(self, request) -> None:
        if not self.has_old_articles_permission(request):
            raise PermissionDenied
