"""One search over everything the public may read."""

from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, override

from awards.search import SOURCES as AWARDS
from bulletin.search import SOURCES as BULLETIN
from events.search import SOURCES as EVENTS
from federation.search import SOURCES as FEDERATION
from federation.sortkey import fold
from members.search import SOURCES as MEMBERS

SOURCES = [*MEMBERS, *EVENTS, *BULLETIN, *AWARDS, *FEDERATION]
SHORTEST = 2
LONGEST = 200
FEW = 5


def groups(words: str, kind: str = "") -> list[dict]:
    """Each kind that has hits: how many, and the first few (all of `kind`)."""
    found = []
    for source in SOURCES:
        hits = source.find(words)
        if number := hits.count():
            shown = hits if source.kind == kind else hits[:FEW]
            found.append({"source": source, "number": number, "hits": shown})
    return found


def elsewhere(words: str, *, show: bool) -> list[dict]:
    """What the other languages have: how many, where; the first few when `show`."""
    found = []
    for code, name in settings.LANGUAGES:
        if code == get_language():
            continue
        with override(code):
            hits = [source.find(words).order_by().values("pk") for source in SOURCES]
            if number := hits[0].union(*hits[1:], all=True).count():
                url = f"{reverse('portal:search')}?{urlencode({'q': words})}"
                language = {"code": code, "name": name, "number": number, "url": url}
                language["groups"] = shown_groups(words) if show else []
                found.append(language)
    return found


def shown_groups(words: str) -> list[dict]:
    """Each kind with its first hits as a page prints them, in the active language."""
    return [
        {"label": group["source"].label, "rows": told(**group, words=words)}
        for group in groups(words)
    ]


def told(source, hits, words: str, **_more) -> list[dict]:
    """Hits as a page prints them."""
    return [
        {
            "url": row.get_absolute_url(),
            "title": marked(source.title(row), words),
            "note": marked(source.note(row) or "", words),
        }
        for row in hits
    ]


def marked(text: str, words: str):
    """The text with each found word in `<mark>`; safe for a template.

    Folding keeps one letter for one letter, so places in the folded text are places
    in the text.
    """
    folded = fold(text)
    if len(folded) != len(text):
        return text
    inside = [False] * len(text)
    for word in fold(words).split():
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
