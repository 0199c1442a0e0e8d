"""Every address of the portal with the rows it can stand for, read off the resolver.

What walks the whole portal (the contact sheets, the benchmark, the tests of access and
of language) asks here, so that a new page is walked without anyone remembering it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.apps import apps
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.core.exceptions import ImproperlyConfigured
from django.db.models import Model
from django.http import Http404
from django.test import RequestFactory
from django.urls import URLPattern, get_resolver, reverse

from portal.api import PAGES

# Where neither the view nor its QuerySet says whose rows an address shows:
# model, and the field behind each word of the address that is not named like one.
NOMINATED = (
    "awards.Nomination",
    {"slug": "round__slug", "association": "association__slug"},
)
TOLD: dict[str, tuple[str, dict[str, str]]] = {
    "federation:term": ("federation.Term", {"years": "address_word"}),
    "federation:owners-term": (
        "federation.Term",
        {"slug": "owner__slug", "years": "address_word"},
    ),
    "members:branch-term": (
        "federation.Term",
        {"slug": "owner__slug", "years": "address_word"},
    ),
    "federation:document-file": ("federation.Document", {}),
    "members:workspace-paper-remove": (
        "members.DossierItem",
        {"public_id": "request__public_id"},
    ),
    "members:workspace-remark-answer": (
        "members.Remark",
        {"public_id": "request__public_id", "remark": "pk"},
    ),
    "members:workspace-begin": ("members.Branch", {"kind": "=suspend"}),
    "members:workspace-decision": ("members.BranchRequest", {"form": "=pdf"}),
    "events:workspace-task": ("events.Task", {"move": "=tick"}),
    "members:desk-preview": ("members.BranchRequest", {"form": "=pdf"}),
    "bulletin:issue-pdf": ("bulletin.Issue", {}),
    "bulletin:attachment": ("bulletin.ArticleFile", {"slug": "article__slug"}),
    "bulletin:section-rss": ("bulletin.Section", {"section": "slug"}),
    "bulletin:section-atom": ("bulletin.Section", {"section": "slug"}),
    "events:event-calendar": ("events.Event", {}),
    "awards:verify": ("awards.Award", {}),
    "awards:notice": ("awards.CommendationRound", {}),
    "awards:desk-list-new": ("awards.CommendationRound", {}),
    "awards:desk-list-template": ("awards.CommendationRound", {}),
    "awards:workspace-list-new": NOMINATED,
    "awards:workspace-list-template": NOMINATED,
}
# How a view tells that its rows depend on more than on who asks.
CANNOT_SAY = (
    *(ImproperlyConfigured, Http404, AttributeError, LookupError),
    *(TypeError, ValueError),
)


@dataclass(frozen=True)
class Address:
    """One named address; `words` are the parts of it that a row fills in."""

    name: str
    pattern: str
    view: object = field(repr=False)
    words: tuple[str, ...] = ()

    @property
    def is_read(self) -> bool:
        """It answers a GET: not merely a button."""
        if not isinstance(self.view, type):
            return True
        return hasattr(self.view, "get") and "get" in self.view.http_method_names

    @property
    def is_protected(self) -> bool:
        """Behind the log-in: the workspace in either language."""
        return f"/{self.pattern}".startswith(reverse("portal:workspace"))

    def model(self) -> type[Model] | None:
        """Whose rows it shows; None when no row is needed or nobody knows."""
        if self.name in TOLD:
            return apps.get_model(TOLD[self.name][0])
        found = self.queryset(get_user_model()(pk=0))
        return found.model if found is not None else getattr(self.view, "model", None)

    def queryset(self, user):
        """The rows the view itself would give this person; None when it has none."""
        if self.name in TOLD or not hasattr(self.view, "get_queryset"):
            return None
        request = RequestFactory().get("/")
        request.user = user
        view = self.view()
        view.setup(request, **dict.fromkeys(self.words))
        try:
            return view.get_queryset()
        except CANNOT_SAY:
            return None

    def path(self, row=None) -> str:
        """The address of this row in the active language."""
        fields = TOLD.get(self.name, ("", {}))[1]
        words = {word: value_of(row, fields.get(word, word)) for word in self.words}
        return reverse(self.name, kwargs=words)


def value_of(row, name: str):
    """A field of the row, along its keys; or the word itself after an equals sign."""
    if name.startswith("="):
        return name[1:]
    for part in name.split("__"):
        row = getattr(row, part)
    return row


def every_address() -> Iterator[Address]:
    """Each named address of the house, the admin left out, in the active language."""
    for pattern, name, callback, words in walk(get_resolver()):
        view = PAGES.get(name) or getattr(callback, "view_class", callback)
        if name and not name.startswith(("admin:", "djdt:")):
            yield Address(name, pattern, view, words)


def walk(resolver, prefix="", spaces=(), words=()):
    for entry in resolver.url_patterns:
        path = prefix + str(entry.pattern)
        inner = (*words, *entry.pattern.converters)
        if isinstance(entry, URLPattern):
            name = ":".join([*spaces, entry.name or ""]) if entry.name else ""
            yield path, name, entry.callback, inner
        else:
            space = (entry.namespace,) if entry.namespace else ()
            yield from walk(entry, path, spaces + space, inner)


def every_desk() -> list[tuple[type[Model], admin.ModelAdmin]]:
    """Each model the admin shows, with how it shows it."""
    found = admin.site._registry.items()
    return sorted(found, key=lambda desk: desk[0]._meta.label)


def desk_path(model, page: str, *args) -> str:
    opts = model._meta
    return reverse(f"admin:{opts.app_label}_{opts.model_name}_{page}", args=args)
