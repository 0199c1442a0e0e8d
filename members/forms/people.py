"""A list of people typed, pasted or uploaded: what is good is kept, the rest told."""

import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import NamedTuple

import openpyxl
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import FileExtensionValidator
from django.utils.translation import gettext_lazy as _

from federation.sortkey import fold
from federation.uploads import CheckedDocumentField
from members.forms.fields import TidyMixin, tidy
from members.models import ProposedMember

MOST_ROWS = 2000
COLUMNS = ["name", "birth_year", "occupation", "address"]
HEADS = {
    "name": {"ho va ten", "ho ten", "ten", "full name", "name"},
    "birth_year": {
        *("nam sinh", "ngay sinh", "sinh nam", "year of birth", "birth year"),
        *("ngay thang nam sinh", "date of birth"),
    },
    "occupation": {"nghe nghiep", "nghe nghiep, chuc vu", "chuc vu", "occupation"},
    "address": {"dia chi", "noi o", "cho o", "address"},
}
NUMBERS = {"stt", "tt", "so tt", "so thu tu", "no", "no."}


class Problem(NamedTuple):
    """A row that was not kept, and why."""

    row: int
    column: str
    text: str


def head_of(cell: str) -> str:
    """Which column this heading names; '' for one that is not read."""
    word = fold(tidy(cell)).strip(" .:*")
    return next((n for n, words in HEADS.items() if word in {n, *words}), "")


def birth_year(value) -> int | None:
    """The year in 1985, 12/03/1985 or a date of Excel."""
    if isinstance(value, datetime | date):
        return value.year
    text = str(value or "").strip().removesuffix(".0")
    if not text:
        return None
    found = re.fullmatch(r"(?:\d{1,2}[/.-]){0,2}(\d{4})", text)
    if not found:
        raise ValidationError(_("Write the year with four digits."))
    return int(found[1])


def cells_of(text: str) -> list[list[str]]:
    """Pasted lines: columns by tabs; without tabs by semicolons or commas."""
    rows = []
    for line in text.splitlines():
        if "\t" in line:
            cells = line.split("\t")
        else:
            cells = re.split(r"[;,]", re.sub(r"^\s*\d+\s*[.)]\s+", "", line))
        rows.append([cell.strip() for cell in cells])
    return rows


def sheet_of(file) -> list[list]:
    """The cells of the first sheet of an Excel file."""
    try:
        book = openpyxl.load_workbook(file, read_only=True, data_only=True)
        sheet = book.worksheets[0]
        rows = sheet.iter_rows(max_row=MOST_ROWS + 20, max_col=30, values_only=True)
        return [list(row) for row in rows]
    except Exception:  # noqa: BLE001 - whatever a broken file makes the reader run into
        raise ValidationError(_("This is not an Excel file (.xlsx).")) from None


class Table:
    """Rows of cells, understood: which column holds what, which rows are people."""

    def __init__(self, rows: list[list]):
        self.unread: list[str] = []
        self.columns, self.first = self._find_columns(rows)
        self.rows = rows

    def _find_columns(self, rows) -> tuple[dict[int, str], int]:
        for number, row in enumerate(rows[:20]):
            heads = {at: head_of(str(cell or "")) for at, cell in enumerate(row)}
            if "name" in heads.values():
                self.unread = [
                    tidy(str(row[at]))
                    for at, name in heads.items()
                    if not name and row[at] and fold(str(row[at])) not in NUMBERS
                ]
                return {at: name for at, name in heads.items() if name}, number + 1
        filled = [row for row in rows if any(row)]
        counted = bool(filled) and all(
            re.fullmatch(r"\d+\.?", str(row[0] or "")) for row in filled
        )
        return dict(enumerate(COLUMNS, start=int(counted))), 0

    def people(self):
        """(row number as the sender counts, {column: value}) for each filled row."""
        for number, row in enumerate(self.rows[self.first :], start=self.first + 1):
            found = {
                name: row[at] for at, name in self.columns.items() if at < len(row)
            }
            if any(str(value or "").strip() for value in found.values()):
                yield number, found


class PeopleReading:
    """Reads rows into members of one dossier: `good` to keep, `problems` to tell."""

    def __init__(self, request, rows: list[list], *, namesakes=False):
        self.good: list[ProposedMember] = []
        self.problems: list[Problem] = []
        self.request, self.namesakes = request, namesakes
        self.known = {person.likeness for person in request.proposed.all()}
        self.room = MOST_ROWS - len(self.known)
        table = Table(rows)
        self.unread = table.unread
        for number, values in table.people():
            self._read(number, values)

    def _read(self, number: int, values: dict) -> None:
        person = ProposedMember(request=self.request)
        try:
            person.birth_year = birth_year(values.get("birth_year"))
        except ValidationError as error:
            self._refuse(number, "birth_year", error)
            return
        for name in ("name", "occupation", "address"):
            setattr(person, name, tidy(str(values.get(name) or "")))
        person.folded = fold(person.name)[:150]
        try:
            person.clean_fields(exclude=["request", "folded"])
        except ValidationError as error:
            for name, messages in error.error_dict.items():
                self._refuse(number, name, messages[0])
            return
        self._keep(number, person)

    def _keep(self, number, person) -> None:
        if person.likeness in self.known and not self.namesakes:
            self._refuse(number, "name", _("%s is in the list already.") % person.name)
        elif len(self.good) >= self.room:
            self._refuse(number, "name", _("The list is full."))
        else:
            self.known.add(person.likeness)
            self.good.append(person)

    def _refuse(self, number, name, error) -> None:
        label = ProposedMember._meta.get_field(name).verbose_name
        text = " ".join(getattr(error, "messages", [str(error)]))
        self.problems.append(Problem(number, str(label), text))


class PeopleForm(TidyMixin, forms.Form):
    """Step members: one person typed, many pasted, or a file; and who is taken off."""

    read_elsewhere = frozenset([*COLUMNS, "pasted"])  # a bad row spares the others
    name = forms.CharField(label=_("Full name"), max_length=150, required=False)
    birth_year = forms.CharField(
        label=_("Year of birth"), max_length=10, required=False
    )
    occupation = forms.CharField(label=_("Occupation"), max_length=150, required=False)
    address = forms.CharField(label=_("Address"), max_length=200, required=False)
    namesake = forms.BooleanField(
        label=_("Another person of the same name and year as one in the list"),
        required=False,
    )
    pasted = forms.CharField(
        label=_("Lines copied from Excel or Word"),
        help_text=_(
            "One person a line: full name, year of birth, occupation, address."
        ),
        required=False,
        max_length=200_000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    file = CheckedDocumentField(
        label=_("Excel file"),
        required=False,
        validators=[FileExtensionValidator(["xlsx"])],
    )

    def __init__(self, *args, request, **kwargs):
        super().__init__(*args, **kwargs)
        self.request = request
        self.fields["file"].widget.attrs["accept"] = ".xlsx"

    def _clean_fields(self):
        super()._clean_fields()
        if "pasted" in self.cleaned_data:  # tabs part the columns: not tidied
            self.cleaned_data["pasted"] = self["pasted"].data or ""

    def clean(self):
        data = super().clean()
        rows = []
        if data.get("file"):
            try:
                rows = sheet_of(data["file"])
            except ValidationError as error:
                self.add_error("file", error)
        self.readings = {"file": rows, "pasted": cells_of(data.get("pasted") or "")}
        self.readings["name"] = []
        if any(data.get(name) for name in COLUMNS):
            self.readings["name"] = [COLUMNS, [data.get(name) for name in COLUMNS]]
        return data

    def read(self) -> Iterator[PeopleReading]:
        """What each of the three ways brought, to be kept before the next is read."""
        namesakes = self.cleaned_data.get("namesake", False)
        for way, rows in self.readings.items():
            if any(any(row) for row in rows):
                mine = namesakes and way == "name"
                yield PeopleReading(self.request, rows, namesakes=mine)
