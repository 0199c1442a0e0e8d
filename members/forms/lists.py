"""Rows of a pasted or uploaded list: which column is what, which row a person."""

import re
from datetime import date, datetime
from typing import NamedTuple

import openpyxl
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from federation.sortkey import fold
from members.forms.fields import tidy

# Headings as people write them, folded, in both languages.
HEADS = {
    "name": {"ho va ten", "ho ten", "ten", "hoi vien", "full name", "name", "member"},
    "birth_year": {
        *("nam sinh", "ngay sinh", "sinh nam", "year of birth", "birth year"),
        *("ngay thang nam sinh", "date of birth"),
    },
    "occupation": {"nghe nghiep", "nghe nghiep, chuc vu", "chuc vu", "occupation"},
    "address": {"dia chi", "noi o", "cho o", "address"},
    "gender": {"gioi tinh", "gioi", "nam/nu", "gender", "sex"},
    "branch": {"chi hoi", "thuoc chi hoi", "sinh hoat tai chi hoi", "branch"},
    "position": {"chuc vu", "chuc danh", "nghe nghiep", "position", "occupation"},
    "workplace": {"noi cong tac", "noi lam viec", "don vi", "co quan", "workplace"},
    "phone": {
        *("dien thoai", "so dien thoai", "sdt", "di dong", "so di dong", "dtdd"),
        *("telephone", "phone", "phone number", "mobile"),
    },
    "email": {"email", "e-mail", "thu dien tu", "hop thu"},
    "joined_on": {"ngay vao hoi", "vao hoi", "ngay gia nhap", "joined on", "joined"},
    "note": {"ghi chu", "note", "notes", "remarks"},
    # Of branches taken over.
    "title": {"ten chi hoi", "chi hoi", "name of the branch", "branch"},
    "association": {"hoi", "thuoc hoi", "hoi thanh vien", "association"},
    "english": {"ten tieng anh", "ten bang tieng anh", "name in english"},
    "host_kind": {"loai noi dat chi hoi", "loai noi dat", "kind of host"},
    "host_name": {"noi dat chi hoi", "noi dat", "seat of the branch", "seat"},
    "place": {"xa, phuong", "phuong, xa", "xa hoac phuong", "ward or commune"},
    "legacy_place": {"dia danh cu", "noi dat theo ten cu", "place by its former name"},
    "founded": {
        "thanh lap",
        "ngay thanh lap",
        "nam thanh lap",
        "founded on",
        "founded",
    },
    "term": {"nhiem ky", "nhiem ky, tu nam den nam", "term, from year to year", "term"},
    "ordinal": {"nhiem ky thu", "nhiem ky thu may", "which term it is"},
    "head": {"chi hoi truong", "truong chi hoi", "branch head", "head"},
    "deputy": {"chi hoi pho", "pho chi hoi truong", "deputy heads", "deputy head"},
    "secretary": {"thu ky", "secretary"},
    "member": {"uy vien", "uy vien ban chap hanh", "committee members"},
}
NUMBERS = {"stt", "tt", "so tt", "so thu tu", "no", "no."}


class Problem(NamedTuple):
    """A row that was not kept, and why."""

    row: int
    column: str
    text: str


def head_of(cell: str, columns: list[str]) -> str:
    """Which of the columns this heading names; '' for one that is not read."""
    word = fold(tidy(cell)).strip(" .:*")
    return next((name for name in columns if word in {name, *HEADS[name]}), "")


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


def sheet_of(file, most: int) -> list[list]:
    """The cells of the first sheet of an Excel file, of some more rows than `most`."""
    try:
        book = openpyxl.load_workbook(file, read_only=True, data_only=True)
        sheet = book.worksheets[0]
        rows = sheet.iter_rows(max_row=most + 20, max_col=30, values_only=True)
        return [list(row) for row in rows]
    except Exception:  # noqa: BLE001 - whatever a broken file makes the reader run into
        raise ValidationError(_("This is not an Excel file (.xlsx).")) from None


class Table:
    """Rows of cells, understood: which column holds what, which rows are people."""

    def __init__(self, rows: list[list], columns: list[str]):
        self.unread: list[str] = []
        self.names = columns
        self.columns, self.first = self._find_columns(rows)
        self.rows = rows

    def _find_columns(self, rows) -> tuple[dict[int, str], int]:
        for number, row in enumerate(rows[:20]):
            heads = {
                at: head_of(str(cell or ""), self.names) for at, cell in enumerate(row)
            }
            if self.names[0] in heads.values():
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
        return dict(enumerate(self.names, start=int(counted))), 0

    def people(self):
        """(row number as the sender counts, {column: value}) for each filled row."""
        for number, row in enumerate(self.rows[self.first :], start=self.first + 1):
            found = {
                name: row[at] for at, name in self.columns.items() if at < len(row)
            }
            if any(str(value or "").strip() for value in found.values()):
                yield number, found
