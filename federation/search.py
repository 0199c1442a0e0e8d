"""What a reader can find, and how words are compared: without case and diacritics."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast, Coalesce, Concat, Replace
from django.utils.translation import gettext_lazy as _
from modeltranslation.manager import rewrite_lookup_key

from federation.models import Country, Document, Page, Person
from federation.sortkey import Fold, fold

# From so many letters on, a word may also lack the spaces of the text: "huunghi".
DENSE = 6


@dataclass(frozen=True)
class Source:
    """One kind of thing that can be found: where it lies and how a hit is told."""

    kind: str
    label: Any
    rows: Callable[[], QuerySet]
    fields: tuple[str, ...]
    title: Callable[[Any], str] = str
    note: Callable[[Any], str] = lambda row: ""

    def find(self, words: str) -> QuerySet:
        """The readable rows in which each of the words occurs."""
        return matching(self.rows(), words, *self.fields)


def matching(rows: QuerySet, words: str, *fields: str) -> QuerySet:
    """Rows in whose fields, taken together, each word occurs, whatever its marks.

    Rows whose first field has the words side by side come first.
    """
    # Inside an expression a field's name is not turned into the reader's language.
    fields = tuple(rewrite_lookup_key(rows.model, field) for field in fields)
    parts = [
        part
        for field in fields
        for part in (
            Coalesce(Cast(F(field), TextField()), Value("", output_field=TextField())),
            Value(" ", output_field=TextField()),
        )
    ]
    whole = Concat(*parts, output_field=TextField())
    rows = rows.annotate(_text=Fold(whole), _first=Fold(F(fields[0])))
    dense = Replace("_text", Value(" "), Value(""), output_field=TextField())
    rows = rows.annotate(_dense=dense)
    for word in fold(words).split():
        here = Q(_text__contains=word)
        if len(word) >= DENSE:
            here |= Q(_dense__contains=word)
        rows = rows.filter(here)
    phrase = " ".join(fold(words).split())
    return rows.annotate(_whole=Q(_first__contains=phrase)).order_by("-_whole", "-pk")


SOURCES = [
    Source(
        "pages",
        _("Pages"),
        lambda: Page.objects.published().readable(),
        ("title", "lead"),
        note=lambda row: row.lead,
    ),
    Source(
        "people",
        _("People"),
        lambda: Person.objects.public(),
        ("full_name",),
    ),
    Source(
        "documents",
        _("Documents"),
        lambda: Document.objects.public().readable(),
        ("title", "code"),
        title=lambda row: row.code,
        note=lambda row: row.title,
    ),
    Source(
        "countries",
        _("Countries"),
        lambda: Country.objects.filter(name__gt=""),
        ("name",),
        note=lambda row: row.get_region_display(),
    ),
]
