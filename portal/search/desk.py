"""The staff's search: rows of every desk that this person may open, marks or not."""

from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.contrib import admin
from django.core.exceptions import FieldDoesNotExist
from django.db.models import TextField, Value
from django.db.models.functions import Cast, Concat
from django.http import Http404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from federation.sortkey import fold
from portal.search.page import LONGEST, SHORTEST, marked

FEW = 5


@dataclass
class Found:
    """What one desk has: its first rows, and its list with all of them."""

    label: str
    url: str
    rows: list[dict] = field(default_factory=list)
    is_more: bool = False


def search(request):
    """A page without JavaScript: all lists are asked at once, each as it would ask."""
    if not request.user.is_staff:
        raise Http404
    words = " ".join(request.GET.get("q", "").split())[:LONGEST]
    is_asked = len(words) >= SHORTEST
    context = admin.site.each_context(request)
    lists = [
        model
        for app in (context["available_apps"] if is_asked else [])
        for model in app["models"]
        if model["admin_url"]
    ]
    context |= {
        "title": _("Search"),
        "words": words,
        "is_short": bool(words) and not is_asked,
        "lists": lists_named(lists, words),
        "found": list(found_at_desks(request, lists, words)),
    }
    return TemplateResponse(request, "portal/admin/search.html", context)


def lists_named(lists, words: str) -> list[dict]:
    """Lists whose own name has the words: `chi hoi` leads to that of the branches."""
    return [
        {"title": marked(model["name"], words), "url": model["admin_url"]}
        for model in lists
        if fold(words) in fold(str(model["name"]))
    ]


def found_at_desks(request, lists, words: str):
    """The rights are the desk's own: which list may be opened, which rows it shows."""
    desks = [(model, admin.site.get_model_admin(model["model"])) for model in lists]
    desks = [row for row in desks if row[1].get_search_fields(request)]
    keys = first_keys(request, [desk for _model, desk in desks], words)
    for place, (model, desk) in enumerate(desks):
        if place in keys:
            rows = rows_of(desk, request, keys[place])
            url = f"{model['admin_url']}?{urlencode({'q': words})}"
            shown = [told(desk, row, words) for row in rows[:FEW]]
            yield Found(model["name"], url, shown, len(rows) > FEW)


def first_keys(request, desks, words: str) -> dict[int, list[str]]:
    """The first keys of each list that has some, by its place; one query for all."""
    asked = []
    for place, desk in enumerate(desks):
        rows = desk.get_queryset(request)
        rows, may_repeat = desk.get_search_results(request, rows, words)
        rows = rows.order_by(*desk.get_ordering(request))
        key = Concat(Value(f"{place} ", TextField()), Cast("pk", TextField()))
        rows = rows.values_list(key, flat=True)
        asked.append(rows[: (FEW + 1) * (FEW if may_repeat else 1)])
    found: dict[int, list[str]] = {}
    for row in asked[0].union(*asked[1:], all=True) if asked else []:
        place, _space, key = row.partition(" ")
        keys = found.setdefault(int(place), [])
        if key not in keys:
            keys.append(key)
    return found


def rows_of(desk, request, keys: list[str]) -> list:
    """In the order of the list, with what their names are made of, in one query."""
    rows = desk.get_queryset(request).filter(pk__in=keys[: FEW + 1]).order_by()
    rows = {str(row.pk): row for row in rows.select_related(*named_by(desk))}
    return [rows[key] for key in keys if key in rows]


def named_by(desk) -> list[str]:
    """The rows that each row belongs to, as the desk's list and search name them."""
    paths = [name.rpartition("__")[0] for name in map(str, desk.search_fields)]
    if isinstance(desk.list_select_related, list | tuple):
        paths += desk.list_select_related
    paths += [name for name in desk.list_display if isinstance(name, str)]
    return [path for path in paths if path and leads_to_one(desk.model, path)]


def leads_to_one(model, path: str) -> bool:
    for name in path.split("__"):
        try:
            step = model._meta.get_field(name)
        except FieldDoesNotExist:
            return False
        if not (step.many_to_one or (step.one_to_one and step.concrete)):
            return False
        model = step.related_model
    return True


def told(desk, row, words: str) -> dict:
    opts = desk.opts
    name = f"admin:{opts.app_label}_{opts.model_name}_change"
    return {
        "title": marked(capfirst(str(row)), words),
        "url": reverse(name, args=[row.pk]),
    }
