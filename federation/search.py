"""What a reader can find of the institution, and what an app says of its own kinds."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from federation.models import Country, Document, Page, Person


@dataclass(frozen=True)
class Source:
    """One kind of thing that can be found.

    `fields` are searched, the first as its title. `day`, `countries`, `associations`
    name the fields hits are narrowed by. Among equal hits, the kind of greater
    `standing` comes first. Without a page of its own it is in no map of the site.
    """

    kind: str
    label: Any
    rows: Callable[[], QuerySet]
    fields: tuple[str, ...]
    title: Callable[[Any], str] = str
    note: Callable[[Any], str] = lambda row: ""
    day: str = ""
    countries: tuple[str, ...] = ()
    associations: tuple[str, ...] = ()
    standing: int = 0
    has_page: bool = True


SOURCES = [
    Source(
        "pages",
        _("Pages"),
        lambda: Page.objects.published().readable(),
        ("title", "lead", "body"),
        note=lambda row: row.lead,
        standing=5,
    ),
    Source(
        "people",
        _("People"),
        lambda: Person.objects.public(),
        ("full_name",),
        standing=4,
    ),
    Source(
        "documents",
        _("Documents"),
        lambda: Document.objects.public().readable(),
        ("title", "code"),
        title=lambda row: row.code,
        note=lambda row: row.title,
        day="issued_on",
        associations=("owner",),
        standing=2,
    ),
    Source(
        "countries",
        _("Countries"),
        lambda: Country.objects.filter(name__gt=""),
        ("name",),
        note=lambda row: row.get_region_display(),
        countries=("pk",),
        standing=7,
    ),
]
