"""What a reader can find of the institution, and what an app says of its own kinds."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.aggregates import StringAgg
from django.db.models import OuterRef, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Coalesce, Concat
from django.utils.translation import gettext_lazy as _

from federation.models import Appointment, Country, Document, Page, Person


@dataclass(frozen=True)
class Source:
    """One kind of thing that can be found.

    `fields` are searched, the first as its title. `day`, `countries`, `associations`
    name the fields hits are narrowed by. Among equal hits, the kind of greater
    `standing` comes first. Without a page of its own it is in no map of the site, and
    `url` says where it stands.
    """

    kind: str
    label: Any
    rows: Callable[[], QuerySet]
    fields: tuple[str, ...]
    title: Callable[[Any], str] = str
    note: Callable[[Any], str] = lambda row: ""
    url: Callable[[Any], str] = lambda row: row.get_absolute_url()
    day: str = ""
    countries: tuple[str, ...] = ()
    associations: tuple[str, ...] = ()
    standing: int = 0
    has_page: bool = True


def with_titles(people):
    """Each with `titles`: what a public list says they hold today, in one line."""
    text = {"output_field": TextField()}
    held = Appointment.objects.public().on().readable().filter(owner__name__gt="")
    line = (
        held.filter(person=OuterRef("pk"))
        .order_by()
        .annotate(said=Concat("title", Value(", "), "owner__name", **text))
        .values("person")
        .annotate(line=StringAgg("said", "; ", order_by=("display_order", "pk")))
        .values("line")
    )
    return people.annotate(titles=Coalesce(Subquery(line, **text), Value(""), **text))


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
        lambda: with_titles(Person.objects.public()),
        ("full_name", "titles"),
        note=lambda row: row.titles,
        associations=("appointments__owner",),
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
