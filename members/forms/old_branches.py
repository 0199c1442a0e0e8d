"""A list of branches founded before dossiers were kept here, read row by row."""

import re
from dataclasses import dataclass, field
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from federation.models.base import Precision
from federation.richtext import no_identity_number
from federation.sortkey import fold
from members.forms.fields import tidy
from members.forms.lists import Table
from members.models import Association, Branch, CommitteeSeat

MOST_BRANCHES = 1000
LABELS = {
    "title": gettext_lazy("Name of the branch"),
    "association": gettext_lazy("Association"),
    "english": gettext_lazy("Name in English"),
    "host_kind": gettext_lazy("Kind of host"),
    "host_name": gettext_lazy("Seat of the branch"),
    "place": gettext_lazy("Ward or commune"),
    "legacy_place": gettext_lazy("Place by its former name"),
    "founded": gettext_lazy("Founded on"),
    "term": gettext_lazy("Term, from year to year"),
    "ordinal": gettext_lazy("Which term it is"),
    "head": gettext_lazy("Branch head"),
    "deputy": gettext_lazy("Deputy heads"),
    "secretary": gettext_lazy("Secretary"),
    "member": gettext_lazy("Committee members"),
}
TEXTS = {
    **{name: name for name in ("host_name", "place", "legacy_place")},
    "title": "name_vi",
    "english": "name_en",
}
ROLES = CommitteeSeat.Role.values


@dataclass
class BranchLine:
    """One row: what it says, what nobody can understand of it, whether it is known."""

    number: int
    values: dict = field(default_factory=dict)
    problems: list[dict] = field(default_factory=list)
    is_known: bool = False

    @property
    def verdict(self) -> str:
        return "bad" if self.problems else "same" if self.is_known else "new"


class BranchReading:
    """Reads rows into lines; whoever stands in an earlier row is known to the next."""

    def __init__(self, rows: list[list]):
        table = Table(rows, list(LABELS))
        self.unread = table.unread
        self.associations = {}
        for row in Association.objects.living():
            for name in (row.name_vi, row.name_en, row.short_name_vi, row.abbreviation):
                self.associations.setdefault(fold(tidy(name or "")), row)
        self.associations.pop("", None)
        self.hosts = {}
        for language in ("vi", "en"):
            with translation.override(language):
                words = {fold(str(label)): kind for kind, label in host_kinds()}
            self.hosts |= words
        self.known = known_names()
        self.lines = [self._read(number, cells) for number, cells in table.people()]

    def of(self, verdict: str) -> list[BranchLine]:
        return [line for line in self.lines if line.verdict == verdict]

    def _read(self, number: int, cells: dict) -> BranchLine:
        line = BranchLine(number)
        for name, label in LABELS.items():
            read = getattr(self, f"_{name}", None)
            cell = cells.get(name)
            try:
                if isinstance(cell, str):
                    no_identity_number(cell)
                if name in TEXTS:
                    self._text(line, TEXTS[name], cell)
                elif name in ROLES:
                    self._people(line, name, cell)
                else:
                    read(line, cell)
            except ValidationError as error:
                text = " ".join(error.messages)
                line.problems.append({"column": str(label), "text": text})
        key = line.values.get("association"), fold(line.values.get("name_vi") or "")
        line.is_known = key in self.known
        if not line.problems:
            self.known.add(key)
        return line

    def _text(self, line, name, cell) -> None:
        text = tidy(str(cell if cell is not None else ""))
        line.values[name] = text
        if text or name == "name_vi":
            Branch._meta.get_field(name).clean(text, None)
        if name == "name_vi" and not text:
            raise ValidationError(_("Write the name of the branch."))

    def _association(self, line, cell) -> None:
        word = tidy(str(cell or ""))
        found = self.associations.get(fold(word))
        if found is None:
            raise ValidationError(
                _("There is no living association “%(name)s”.") % {"name": word}
            )
        line.values |= {"association": found.pk, "association_name": str(found)}

    def _host_kind(self, line, cell) -> None:
        word = tidy(str(cell or ""))
        kind = self.hosts.get(fold(word), None if word else Branch.HostKind.OTHER)
        if kind is None:
            names = ", ".join(str(label) for _kind, label in host_kinds())
            raise ValidationError(_("Write one of: %(names)s.") % {"names": names})
        line.values["host_kind"] = str(kind)

    def _founded(self, line, cell) -> None:
        if cell in (None, ""):
            return
        day, precision = partial_day(cell)
        if day > timezone.localdate():
            raise ValidationError(_("This day has not come yet."))
        line.values |= {"founded_on": day.isoformat(), "precision": str(precision)}

    def _term(self, line, cell) -> None:
        years = re.findall(r"\d{4}", str(cell or ""))
        if not years and not str(cell or "").strip():
            return
        if len(years) != 2 or years[0] >= years[1]:
            raise ValidationError(_("Write the years as 2022–2027."))
        line.values |= {"start_year": int(years[0]), "end_year": int(years[1])}

    def _ordinal(self, line, cell) -> None:
        text = str(cell or "").strip().removesuffix(".0")
        start = line.values.get("start_year")
        if start is None:
            return
        founded = line.values.get("founded_on") or ""
        if not text and founded.startswith(str(start)):
            text = "1"  # it began with its founding
        if not re.fullmatch(r"[1-9]\d?", text):
            raise ValidationError(_("Say which term of the branch it is: 1, 2, 3 …"))
        line.values["ordinal"] = int(text)

    def _people(self, line, role, cell) -> None:
        names = [tidy(part) for part in re.split(r"[;\n]", str(cell or ""))]
        names = [name for name in names if name]
        if role == CommitteeSeat.Role.HEAD and len(names) > 1:
            raise ValidationError(_("A branch has one head."))
        for name in names:
            CommitteeSeat._meta.get_field("name").clean(name, None)
        seats = line.values.setdefault("seats", [])
        seats += [{"role": role, "name": name} for name in names]


def host_kinds():
    return Branch.HostKind.choices


def known_names() -> set:
    """(association, folded name) of every branch there is or was."""
    rows = Branch.objects.values_list("association_id", "name_vi")
    return {(association, fold(name or "")) for association, name in rows}


def partial_day(cell) -> tuple[date, str]:
    """2003, 8/2003, 15/08/2003 or a date of Excel, and how much of it is known."""
    if isinstance(cell, datetime | date):
        return (cell.date() if isinstance(cell, datetime) else cell), Precision.DAY
    text = str(cell).strip().removesuffix(".0").replace("-", "/").replace(".", "/")
    found = re.fullmatch(r"(?:(?:(\d{1,2})/)?(\d{1,2})/)?(\d{4})", text)
    try:
        day, month, year = (int(part or 1) for part in found.groups())
        known = Precision.DAY if found[1] else Precision.MONTH
        return date(year, month, day), known if found[2] else Precision.YEAR
    except (AttributeError, ValueError):
        raise ValidationError(
            _("Write the day as 15/08/2003, or 8/2003, or 2003.")
        ) from None
