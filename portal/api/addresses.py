"""The addresses of the open data: a list and its rows for each kind of public page."""

from typing import Literal

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from ninja import Field, NinjaAPI, Query, Schema
from ninja.openapi.docs import DocsBase
from ninja.renderers import JSONRenderer

from awards.views import RoundDetail, RoundList
from bulletin.views import ArticleDetail
from bulletin.views import Home as ArticleList
from events.forms import FIRST_YEAR, LAST_YEAR, AnniversaryFilter
from events.models import Occurrence
from events.views import EventDetail, EventList
from federation.models import Figure
from federation.views import UnionMixin
from members.views import AssociationDetail, AssociationList, BranchDetail, BranchList
from portal.api import shapes
from portal.api.asking import (
    Paged,
    PagedQuestion,
    Question,
    check,
    in_pages,
    refuse_unknown,
    rows_of,
    view_of,
    whole,
)

# Whose rows an address shows: those of this public page.
PAGES = {
    "api:associations": AssociationList,
    "api:association": AssociationDetail,
    "api:branches": BranchList,
    "api:branch": BranchDetail,
    "api:events": EventList,
    "api:event": EventDetail,
    "api:articles": ArticleList,
    "api:article": ArticleDetail,
    "api:rounds": RoundList,
    "api:round": RoundDetail,
}
OWN_NAMES = {"vi": "Tiếng Việt", "en": "English"}
LISTS = ["associations", "branches", "events", "anniversaries", "articles", "rounds"]


class Readable(JSONRenderer):
    """Vietnamese letters as they are."""

    json_dumps_params = {"ensure_ascii": False}


def described(path: str, told: dict) -> dict:
    """An address with what may be asked of it, as the page prints it."""
    asked = []
    for one in told["parameters"]:
        schema = one["schema"]
        kinds = [part.get("type") for part in schema.get("anyOf", [schema])]
        values = schema.get("enum") or [kind for kind in kinds if kind != "null"]
        default = schema.get("default")
        asked.append({"name": one["name"], "values": values, "default": default})
    return {"path": path, "text": told.get("description", ""), "asked": asked}


class DocsPage(DocsBase):
    """Our own page: the library's needs a megabyte of script."""

    def render_page(self, request, api, **kwargs):
        asked = request.GET.get("lang")
        language = asked if asked in OWN_NAMES else settings.LANGUAGE_CODE
        others = [name for name in OWN_NAMES.items() if name[0] != language]
        with override(language):
            paths = api.get_openapi_schema()["paths"]
            entries = [described(path, told["get"]) for path, told in paths.items()]
            context = {"entries": entries, "others": others}
            return render(request, "api/docs.html", context)


api = NinjaAPI(
    title="Open data",
    version="1",
    description="What the public pages show, to be read by programs.",
    urls_namespace="api",
    docs=DocsPage(),
    renderer=Readable(),
    servers=[{"url": settings.SITE_URL}],
)


class AssociationQuestion(PagedQuestion):
    q: str | None = None
    region: str | None = None
    type: str | None = None


class BranchQuestion(PagedQuestion):
    q: str | None = None
    association: str | None = None
    country: str | None = None
    host: str | None = None
    year: int | None = None


class EventQuestion(PagedQuestion):
    """Without a year: what comes, or with `when=past` what there was."""

    when: Literal["upcoming", "past"] = "upcoming"
    association: str | None = None
    country: str | None = None
    kind: str | None = None
    year: int | None = None


class DayQuestion(PagedQuestion):
    """Of one year (this one, if none is named), of one month of it."""

    year: int | None = Field(None, ge=FIRST_YEAR, le=LAST_YEAR)
    month: int | None = Field(None, ge=1, le=12)
    association: str | None = None
    country: str | None = None
    kind: str | None = None


class ArticleQuestion(PagedQuestion):
    section: str | None = None
    year: int | None = None


class Start(Schema):
    openapi: str
    docs: str
    lists: list[str]


def a_list(request, question, names, told, name):
    """A page of the rows of a public list, in the language asked for."""
    refuse_unknown(request, question)
    with override(question.lang):
        rows = rows_of(PAGES[f"api:{name}"], question, names)
        return in_pages(request, question, rows, told)


def a_row(request, question, slug, told, name):
    """One row, or 404 where its page is 404."""
    refuse_unknown(request, question)
    with override(question.lang):
        return told(view_of(PAGES[f"api:{name}"], slug=slug).get_object())


@api.get("", response=Start, include_in_schema=False)
def start(request, question: Query[Question]):
    """Where everything is."""
    refuse_unknown(request, question)
    lists = [reverse(f"api:{name}") for name in [*LISTS, "figures"]]
    return {
        "openapi": whole(reverse("api:openapi-json")),
        "docs": whole(reverse("api:openapi-view")),
        "lists": [f"{whole(path)}?lang={question.lang}" for path in lists],
    }


@api.get("associations/", response=Paged[shapes.AssociationShape])
def associations(request, question: Query[AssociationQuestion]):
    """The member associations living today."""
    refuse_unknown(request, question)
    names = {"q": "q", "region": "region", "type": "type"}
    with override(question.lang):
        rows = rows_of(AssociationList, question, names).for_rows()
        return in_pages(request, question, rows, shapes.association)


@api.get("associations/{slug:slug}/", response=shapes.AssociationShape)
def association(request, slug: str, question: Query[Question]):
    """One association, ended ones too."""
    return a_row(request, question, slug, shapes.association, "association")


@api.get("branches/", response=Paged[shapes.BranchShape])
def branches(request, question: Query[BranchQuestion]):
    """The branches living today."""
    if question.country:
        question.country = question.country.upper()
    names = {name: name for name in ("q", "association", "country", "host")}
    names["year"] = "nam"
    return a_list(request, question, names, shapes.branch, "branches")


@api.get("branches/{slug:slug}/", response=shapes.BranchShape)
def branch(request, slug: str, question: Query[Question]):
    """One branch, ended ones too; its committee stands on its page alone."""
    return a_row(request, question, slug, shapes.branch, "branch")


@api.get("events/", response=Paged[shapes.EventShape])
def events(request, question: Query[EventQuestion]):
    """Published events."""
    names = {"association": "hoi", "country": "nuoc", "kind": "loai", "year": "nam"}
    words = {"upcoming": None, "past": "da-qua"}
    asked = question.model_copy(update={"when": words[question.when]})
    return a_list(request, asked, names | {"when": "khi"}, shapes.event, "events")


@api.get("events/{slug:slug}/", response=shapes.EventWhole)
def event(request, slug: str, question: Query[Question]):
    """One event with its report."""
    return a_row(request, question, slug, shapes.event_whole, "event")


@api.get("anniversaries/", response=Paged[shapes.DayShape])
def anniversaries(request, question: Query[DayQuestion]):
    """The verified days of a year, by date."""
    refuse_unknown(request, question)
    names = {"association": "hoi", "country": "nuoc", "kind": "loai"}
    asked = {word: getattr(question, name) for name, word in names.items()}
    with override(question.lang):
        form = AnniversaryFilter(asked)
        check(form, names)
        year = question.year or timezone.localdate().year
        days = Occurrence.objects.visible_to(AnonymousUser()).listed(year)
        if question.month:
            days = days.filter(date__month=question.month)
        return in_pages(request, question, form.apply(days), shapes.day)


@api.get("articles/", response=Paged[shapes.ArticleShape])
def articles(request, question: Query[ArticleQuestion]):
    """Published articles, the newest first."""
    names = {"section": "muc", "year": "nam"}
    return a_list(request, question, names, shapes.article, "articles")


@api.get("articles/{slug:slug}/", response=shapes.ArticleWhole)
def article(request, slug: str, question: Query[Question]):
    """One article with its text."""
    return a_row(request, question, slug, shapes.article_whole, "article")


@api.get("rounds/", response=Paged[shapes.RoundShape], url_name="rounds")
def rounds(request, question: Query[PagedQuestion]):
    """Published rounds of commendation, the newest first."""
    return a_list(request, question, {}, shapes.round_, "rounds")


@api.get("rounds/{slug:slug}/", response=shapes.RoundWhole, url_name="round")
def one_round(request, slug: str, question: Query[Question]):
    """One round with the awards of it that are valid."""
    return a_row(request, question, slug, shapes.round_whole, "round")


@api.get("figures/", response=Paged[shapes.FigureShape])
def figures(request, question: Query[PagedQuestion]):
    """Key figures of the union, reported and computed, with their sources."""
    refuse_unknown(request, question)
    with override(question.lang):
        rows = Figure.objects.over_time(UnionMixin().get_union())
        return in_pages(request, question, rows, shapes.figure)
