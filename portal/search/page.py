"""What a page prints of a question: hits with their own rows, and what narrows them."""

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

from federation.models import Country
from federation.sortkey import fold
from members.models import Association
from portal.search.find import Found, Hit, alike, begin, find
from portal.search.sources import BY_KIND
from portal.search.words import Question

SHORTEST = 2
LONGEST = 200
FEW = 5
SHOWN = 8
MOST_WORDS = 10


@dataclass(frozen=True)
class Facet:
    """One way to narrow: the word in the address, the word in the index, its label;
    for rows their model, and the column that names them in the address."""

    key: str
    name: str
    label: Any
    model: Any = None
    column: str = ""


KIND = Facet("loai", "kind", _("Kinds of results"))
YEAR = Facet("nam", "year", _("Year"))
COUNTRY = Facet("nuoc", "country", _("Country"), Country, "iso2")
ASSOCIATION = Facet("hoi", "association", _("Association"), Association, "slug")
FACETS = [KIND, YEAR, COUNTRY, ASSOCIATION]


def narrowed_by(chosen) -> dict[str, str]:
    """What the address asks for, as words of the index: `{"nam": "year=2024"}`.

    What is no choice at all is left out; a row that does not exist finds nothing.
    """
    found = {}
    if (kind := chosen.get(KIND.key)) in BY_KIND:
        found[KIND.key] = f"kind={kind}"
    year = chosen.get(YEAR.key, "")
    if year.isascii() and year.isdecimal() and len(year) == 4:
        found[YEAR.key] = f"year={year}"
    for facet in (COUNTRY, ASSOCIATION):
        if facet.key in chosen:
            named = {facet.column: chosen[facet.key]}
            pk = facet.model.objects.filter(**named).values_list("pk", flat=True)
            found[facet.key] = f"{facet.name}={pk.first() or 0}"
    return found


def choices(found: Found, chosen: dict[str, str], words: str) -> list[dict]:
    """For each facet what the hits divide into, each with where it leads."""
    groups = [
        (KIND, [(key, BY_KIND[key].label, n) for key, n in found.kinds.most_common()]),
        (YEAR, [(str(y), str(y), n) for y, n in sorted(found.years.items())[::-1]]),
        (COUNTRY, named(COUNTRY, found.countries)),
        (ASSOCIATION, named(ASSOCIATION, found.associations)),
    ]
    return [
        {"label": facet.label, "choices": links(facet, rows, chosen, words)}
        for facet, rows in groups
        if len(rows) > 1 or facet.key in chosen
    ]


def links(facet: Facet, rows: list[tuple], chosen, words: str) -> list[dict]:
    """Choosing one of a facet leaves the others; a chosen one leads back."""
    others = {key: value for key, value in chosen.items() if key != facet.key}
    if mine := chosen.get(facet.key):
        label = next((label for key, label, _n in rows if key == mine), mine)
        return [{"label": label, "url": address(words, others), "chosen": True}]
    return [
        {"label": label, "number": n, "url": address(words, others | {facet.key: key})}
        for key, label, n in (rows if facet is KIND else rows[:SHOWN])
    ]


def address(words: str, chosen: dict[str, str]) -> str:
    return "?" + urlencode({"q": words, **chosen})


def named(facet: Facet, counted) -> list[tuple]:
    most = counted.most_common(SHOWN)
    rows = facet.model.objects.in_bulk([pk for pk, _n in most])
    return [
        (getattr(rows[pk], facet.column), str(rows[pk]), number)
        for pk, number in most
        if pk in rows
    ]


def told(hits: list[Hit], words: str) -> list[dict]:
    """Hits as a page prints them, from the rows that may be shown at this moment."""
    wanted: dict[str, list[int]] = {}
    for hit in hits:
        wanted.setdefault(hit.kind, []).append(hit.object_id)
    rows = {
        (kind, row.pk): row
        for kind, ids in wanted.items()
        for row in BY_KIND[kind].rows().filter(pk__in=ids)
    }
    return [
        line(BY_KIND[hit.kind], rows[hit.kind, hit.object_id], words)
        for hit in hits
        if (hit.kind, hit.object_id) in rows
    ]


def line(source, row, words: str) -> dict:
    return {
        "url": source.url(row),
        "plain": str(source.title(row)),
        "title": marked(source.title(row), words),
        "note": marked(source.note(row) or "", words),
        "kind": source.label,
    }


def elsewhere(words: str, *, show: bool) -> list[dict]:
    """What the other languages have: how many, where; the first few when `show`."""
    others = []
    for code, name in settings.LANGUAGES:
        if code == get_language():
            continue
        if found := find(words, code, near=False):
            with override(code):
                url = f"{reverse('portal:search')}?{urlencode({'q': words})}"
                rows = told(found.hits[:FEW], words) if show else []
            others.append(
                {"code": code, "name": name, "found": found, "url": url, "rows": rows}
            )
    return others


def marked(text: str, words: str):
    """The text with each found word in `<mark>`; safe for a template.

    Folding keeps one letter for one letter, so places in the folded text are places
    in the text.
    """
    text = str(text)
    folded = fold(text)
    if len(folded) != len(text):
        return text
    inside = [False] * len(text)
    for word in map(fold, Question.of(words).all_words):
        at = folded.find(word)
        while at >= 0:
            inside[at : at + len(word)] = [True] * len(word)
            at = folded.find(word, at + 1)
    pieces, start = [], 0
    for end in range(1, len(text) + 1):
        if end == len(text) or inside[end] != inside[start]:
            pieces.append((text[start:end], inside[start]))
            start = end
    wrap = {True: "<mark>{}</mark>", False: "{}"}
    return mark_safe(  # noqa: S308 - every piece is escaped by format_html
        "".join(format_html(wrap[hit], piece) for piece, hit in pieces)
    )


def meant_by(path: str) -> dict:
    """For an address that leads nowhere: its words, and pages that have them."""
    words = words_of_address(path)
    if len(words) < SHORTEST:
        return {}
    hits = begin(words, get_language(), FEW) or alike(words, get_language())
    return {"words": words, "rows": told(hits[:FEW], words)}


def words_of_address(path: str) -> str:
    """What it may have been about: its last part that has letters.

    Only addresses made like ours are read; what looks for holes is not.
    """
    if len(path) > LONGEST or "." in path:
        return ""
    parts = [part for part in path.split("/") if re.search(r"[^\W\d_]{2}", part)]
    return " ".join(re.findall(r"[^\W_]+", parts[-1])[:MOST_WORDS]) if parts else ""
