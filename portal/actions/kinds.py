"""Every kind of page once, with real rows, as somebody who may open it."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from django.contrib import admin
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory
from django.urls import NoReverseMatch, reverse
from django.utils.translation import override

from federation.lifecycle import Lifecycle
from outbox.models import Message
from portal.actions.addresses import every_address, every_desk

# Pages that say more with a query than without.
ASKED = {
    "portal:search": ["?q=huu+nghi", "?q=zzzz"],
    "events:anniversaries": ["?thang=9"],
    "members:branches": ["?page=2"],
}
ERRORS = (400, 403, 404, 413, 429, 500, 503)
TRIED = 6
OWN = {"", "changelist", "add", "change", "history", "delete"}


@dataclass(frozen=True)
class Kind:
    """One kind of page: its name, and the addresses to try until one opens."""

    name: str
    paths: tuple[str, ...]


def public(user, language) -> Iterator[Kind]:
    """What nobody needs to log in for; the door's own pages are another group."""
    yield from addressed(user, language, lambda a: not a.is_protected and not door(a))


def account(user, language) -> Iterator[Kind]:
    yield from addressed(user, language, door)


def workspace(user, language) -> Iterator[Kind]:
    yield from addressed(user, language, lambda a: a.is_protected)


def door(address) -> bool:
    return address.name.startswith(("account_", "mfa_"))


def addressed(user, language, wanted) -> Iterator[Kind]:
    with override(language):
        for address in every_address():
            if address.is_read and wanted(address) and "logout" not in address.name:
                yield from kinds_of(address, user)


def kinds_of(address, user) -> Iterator[Kind]:
    if not address.words:
        path = address.path()
        yield Kind(address.name, (path,))
        for number, query in enumerate(ASKED.get(address.name, ()), 1):
            yield Kind(f"{address.name}-{number}", (path + query,))
        return
    model = address.model()
    if model is None:
        return
    rows = address.queryset(user)
    rows = model._default_manager.all() if rows is None else rows
    if address.is_protected and issubclass(model, Lifecycle):
        for status, _label in model._meta.get_field("status").choices:
            yield of_rows(f"{address.name}-{status}", address, rows, status=status)
    else:
        yield of_rows(address.name, address, rows)


def of_rows(name, address, rows, **which) -> Kind:
    return Kind(name, tuple(paths(address, rows.filter(**which)[:TRIED])))


def paths(address, rows) -> Iterator[str]:
    for row in rows:
        try:
            yield address.path(row)
        except (NoReverseMatch, AttributeError):
            continue


def errors(user, language) -> Iterator[Kind]:
    with override(language):
        for status in ERRORS:
            path = reverse("portal:error", args=[status])
            yield Kind(f"error-{status}", (path,))


def desk(user, language) -> Iterator[Kind]:
    """The admin as this person has it: list, new, change, history, delete."""
    request = RequestFactory().get("/admin/")
    request.user = user
    yield Kind("admin", (reverse("admin:index"),))
    for app in admin.site.get_app_list(request):
        yield Kind(f"admin-{app['app_label']}", (app["app_url"],))
    for model, modeladmin in every_desk():
        if modeladmin.has_view_permission(request):
            yield from desk_kinds(model, modeladmin, request)


def desk_kinds(model, modeladmin, request) -> Iterator[Kind]:
    opts, site = model._meta, admin.site.name

    def kind(page, *args):
        path = reverse(f"{site}:{opts.app_label}_{opts.model_name}_{page}", args=args)
        return Kind(f"{opts.label_lower}-{page}", (path,))

    yield kind("changelist")
    if modeladmin.has_add_permission(request):
        yield kind("add")
    own = own_pages(modeladmin)
    yield from (kind(page) for page, words in own.items() if not words)
    for row in islice(modeladmin.get_queryset(request), 1):
        yield kind("change", row.pk)
        yield kind("history", row.pk)
        if modeladmin.has_delete_permission(request, row):
            yield kind("delete", row.pk)
        yield from (kind(page, row.pk) for page, words in own.items() if words == 1)


def own_pages(modeladmin) -> dict[str, int]:
    """{name: how many words of its address} of the pages that only this desk has."""
    opts, found = modeladmin.model._meta, {}
    for pattern in modeladmin.get_urls():
        page = (pattern.name or "").removeprefix(f"{opts.app_label}_{opts.model_name}_")
        if page not in OWN:
            found[page] = len(pattern.pattern.converters)
    return found


def mails(language) -> dict[str, str]:
    """The newest mail of each template in this language: its HTML."""
    rows = Message.objects.filter(language=language).exclude(html="")
    return {row.template.replace("/", "-"): row.html for row in rows.order_by("date")}


ANYBODY = AnonymousUser()
# Who looks at which group of pages.
WALKS = {
    "public": [("", public)],
    "account": [("", account), ("association_secretary", account)],
    "errors": [("union_officer", errors)],
    "workspace": [
        (role, workspace)
        for role in ("association_secretary", "union_officer", "union_leader", "editor")
    ],
    "admin": [
        (role, desk)
        for role in ("union_officer", "editor", "publisher", "council_secretary")
    ]
    + [("admin", desk)],
}
