"""One raw row: what it says, what is wrong with it, what looks odd."""

import datetime as dt
import re

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext as _

from bulletin.models import Article, Section
from bulletin.models.words import glued, typographic, typographic_html
from federation.richtext import clean, no_identity_number, normal, plain
from federation.sortkey import fold

LINES = ("title", "title_en", "lead", "lead_en")
CREDITS = ("authors", "photographers", "source")
TEXTS = ("body", "body_en")
DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?:[^\d]+(.*))?")
MARKS = re.compile(
    r"</?(?:p|br|div|h[1-6]|[uo]l|li|b|strong|i|em|a|table|span|img|blockquote)\b"
    r"[^<>]*>",
    re.IGNORECASE,
)
CLOCK = re.compile(r"(\d{1,2})[:h](\d{2})(?::\d{2})?\s*([AP]M)?", re.IGNORECASE)


def said(cell) -> str:
    return " ".join(normal(str(cell if cell is not None else "")).split())


def moment(cell) -> dt.datetime:
    """A day with or without a time, as Excel, people and machines write it."""
    if isinstance(cell, dt.datetime):
        found = cell
    elif isinstance(cell, dt.date):
        found = dt.datetime.combine(cell, dt.time())
    else:
        found = _written(said(cell))
    if timezone.is_aware(found):
        return timezone.localtime(found)
    return timezone.make_aware(found)


def _written(text: str) -> dt.datetime:
    if day := DAY.fullmatch(text):
        clock = CLOCK.search(day[4] or "")
        hour, minute = (int(clock[1]), int(clock[2])) if clock else (0, 0)
        if clock and clock[3]:
            hour = hour % 12 + 12 * (clock[3].upper() == "PM")
        return dt.datetime(int(day[3]), int(day[2]), int(day[1]), hour, minute)  # noqa: DTZ001
    return dt.datetime.fromisoformat(text)


def as_html(cell) -> str:
    """Marks are cleaned; plain lines become paragraphs."""
    text = normal(str(cell if cell is not None else "")).replace("\r", "")
    if MARKS.search(text):
        return clean(text)
    parts = [escape(" ".join(part.split())) for part in text.split("\n")]
    return clean("".join(f"<p>{part}</p>" for part in parts if part))


class RowReader:
    """Reads one row after the other; knows the sections."""

    def __init__(self, section: Section | None):
        self.section = section
        self.sections = {}
        for row in Section.objects.all():
            for word in (row.slug, row.title_vi, row.title_en):
                self.sections.setdefault(fold(said(word)), row.pk)
        self.sections.pop("", None)

    def read(self, cells: dict) -> dict:
        self.values, self.problems = {}, []
        for name in ("lines", "texts", "published_at", "section", "views", "url"):
            getattr(self, f"_{name}")(cells)
        body, lead = self.values.get("body", ""), self.values.get("lead", "")
        if not (plain(body) or lead):
            self.problems.append(_("The text is missing."))
        shown = [self.values.get(name, "") for name in LINES]
        shown += [plain(self.values.get(name)) for name in TEXTS]
        return {
            "place": said(cells.get("place")),
            "values": self.values,
            "problems": self.problems,
            "glued": glued("\n".join(shown)),
        }

    def _lines(self, cells) -> None:
        for name in (*LINES, *CREDITS):
            text = said(cells.get(name))
            most = Article._meta.get_field(name.removesuffix("_en")).max_length
            if len(text) > most:
                words = _("“%(text)s…” is longer than %(most)d letters.")
                self.problems.append(words % {"text": text[:40], "most": most})
            self.values[name] = text if name in CREDITS else typographic(text)
        if not self.values["title"]:
            self.problems.append(_("The title is missing."))

    def _texts(self, cells) -> None:
        for name in TEXTS:
            self.values[name] = typographic_html(as_html(cells.get(name)))
        try:
            for text in self.values.values():
                no_identity_number(text)
        except ValidationError as error:
            self.problems += error.messages

    def _published_at(self, cells) -> None:
        try:
            found = moment(cells.get("published_at"))
        except (ValueError, OverflowError):
            words = _("“%(text)s” is no day: write it as 15/09/2022.")
            self.problems.append(words % {"text": said(cells.get("published_at"))})
            return
        if found > timezone.now():
            self.problems.append(_("The day of publication is to come."))
        self.values["published_at"] = found.isoformat()

    def _section(self, cells) -> None:
        word = said(cells.get("section"))
        found = (
            self.sections.get(fold(word)) if word else getattr(self.section, "pk", None)
        )
        if found is None:
            words = (
                _("There is no section “%(name)s”.") if word else _("Say the section.")
            )
            self.problems.append(words % {"name": word} if word else words)
        self.values["section"] = found

    def _views(self, cells) -> None:
        digits = re.sub(r"[.,\s]", "", said(cells.get("views")).removesuffix(".0"))
        if digits and not (digits.isdecimal() and int(digits) < 2**31):
            words = _("“%(text)s” is no number of views.")
            self.problems.append(words % {"text": said(cells.get("views"))})
            digits = ""
        self.values["views"] = int(digits or 0)

    def _url(self, cells) -> None:
        address = said(cells.get("original_url"))
        try:
            if address:
                URLValidator(schemes=["http", "https"])(address)
        except ValidationError as error:
            self.problems += error.messages
        self.values["original_url"] = address[:500]


def judged(rows: list[dict]) -> list[dict]:
    """Each row with its verdict: new, bad, or there already (also further up)."""
    known = {
        (fold(title or ""), timezone.localtime(at).date().isoformat())
        for title, at in Article.objects.filter(published_at__isnull=False).values_list(
            "title_vi", "published_at"
        )
    }
    for row in rows:
        values = row["values"]
        key = (fold(values["title"]), values.get("published_at", "")[:10])
        row["verdict"] = (
            "bad" if row["problems"] else "there" if key in known else "new"
        )
        known.add(key)
    return rows
