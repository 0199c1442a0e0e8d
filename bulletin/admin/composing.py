"""Composing an issue: its order by hand or by buttons, and the files made of it."""

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bulletin.models import Article, IssueEdition
from federation.lifecycle import MoveRefused
from federation.uploads import give

Form, State = IssueEdition.Form, IssueEdition.State


def number(value: str) -> int:
    return int(value) if value.isdecimal() and len(value) < 19 else 0


class Composing(admin.ModelAdmin):
    """Put it before unfold's ModelAdmin."""

    def get_urls(self):
        compose = self.admin_site.admin_view(self.compose)
        give_file = self.admin_site.admin_view(self.give_edition)
        return [
            path("<path:object_id>/compose/", compose, name="bulletin_issue_compose"),
            path(
                "<path:object_id>/editions/<str:form>/",
                give_file,
                name="bulletin_issue_edition",
            ),
            *super().get_urls(),
        ]

    def issue_or_404(self, request, object_id):
        issue = self.get_object(request, unquote(object_id))
        if issue is None or not self.has_view_permission(request, issue):
            raise Http404
        return issue

    def compose(self, request, object_id):
        issue = self.issue_or_404(request, object_id)
        if request.method == "POST":
            if not self.has_change_permission(request, issue):
                raise PermissionDenied
            try:
                self.act(request, issue)
            except MoveRefused as refusal:
                messages.error(request, str(refusal))
            return redirect("admin:bulletin_issue_compose", issue.pk)
        return self.compose_page(request, issue)

    def act(self, request, issue) -> None:
        """One button: up, down, out, in, keep this order, make a file."""
        move, _colon, word = request.POST.get("move", "").partition(":")
        if move in {"up", "down"}:
            issue.shift(number(word), -1 if move == "up" else 1)
        elif move == "out":
            issue.drop(number(word))
        elif move == "in":
            key = number(request.POST.get("article", ""))
            if article := Article.objects.filter(pk=key).first():
                issue.take(article)
        elif move == "order":
            issue.arrange([number(key) for key in request.POST.getlist("order")])
            messages.success(request, gettext("The order is kept."))
        elif move == "make":
            forms = Form.values if word == "all" else {word} & set(Form.values)
            for form in forms:
                IssueEdition.ask(issue, form, by=request.user)

    def compose_page(self, request, issue):
        articles = issue.in_order().select_related("section")
        free = Article.objects.filter(issue=None).exclude(status="archived")
        editions = {row.form: row for row in issue.editions.all()}
        context = {
            **self.admin_site.each_context(request),
            "title": _("Compose %s") % issue,
            "opts": self.opts,
            "issue": issue,
            "articles": articles.defer("body_vi", "body_en", "body"),
            "free": free.order_by("-pk").values_list("pk", "title_vi")[:200],
            "forms": [
                (value, label, editions.get(value)) for value, label in Form.choices
            ],
            "is_building": any(
                row.state in {State.WAITING, State.BUILDING}
                for row in editions.values()
            ),
            "may_change": self.has_change_permission(request, issue),
        }
        return TemplateResponse(request, "bulletin/admin/compose.html", context)

    def give_edition(self, request, object_id, form):
        """The file, for staff; readers get theirs from the issue's page."""
        issue = self.issue_or_404(request, object_id)
        edition = issue.editions.exclude(file="").filter(form=form).first()
        if edition is None:
            raise Http404
        name = f"{issue.year}-{issue.number}-{form}.{edition.ending}"
        return give(edition.file, name=name.replace("-zip.", "."))
