"""Reading a reference table: one bad row is refused by row and column, and alone."""

import csv
import datetime as dt
import io
import re
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path

from django.utils import timezone

PRECISIONS = ("day", "month", "year")
# A note of the research once more, in the language of the office that reads it.
MAY_STAND = ("note_vi",)


class Refused(Exception):
    """A row (or, without a column, a table) that is not loaded, and why."""

    def __init__(self, column: str, reason: str):
        super().__init__(f"{column}: {reason}" if column else reason)
        self.column, self.reason = column, reason


@dataclass
class Report:
    """What became of each row of a table; rows are numbered as in the file."""

    table: str
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    other_city: int = 0
    kept: list[tuple[int, str]] = field(default_factory=list)
    refused: list[tuple[int, str, str]] = field(default_factory=list)

    def count(self, outcome: str) -> None:
        setattr(self, outcome, getattr(self, outcome) + 1)

    def refuse(self, line: int, refusal: Refused) -> None:
        self.refused.append((line, refusal.column, refusal.reason))

    def lines(self):
        """The report as an operator reads it."""
        yield (
            f"{self.table}: {self.created} created, {self.updated} updated, "
            f"{self.unchanged} unchanged, {len(self.refused)} refused"
            + (f", {self.other_city} of another city" if self.other_city else "")
        )
        for line, columns in self.kept:
            yield f"  row {line}: kept as staff changed it: {columns}"
        for line, column, reason in self.refused:
            where = f"row {line}, " if line else ""
            yield f"  {where}{column or 'table'}: {reason}"


def keyed(*columns):
    """What identifies a row of a table; the first column is named when it repeats."""

    def mark(function):
        function.key = lambda row: (columns[0], " · ".join(row[c] for c in columns))
        return function

    return mark


def read(path: Path, columns: list[str]):
    """Yield (row number, row); raise Refused when the table cannot be read at all."""
    if not path.is_file():
        raise Refused("", f"the file {path.name} is missing")
    text = path.read_bytes().decode("utf-8-sig", errors="surrogateescape")
    reader = csv.DictReader(io.StringIO(text, newline=""))
    check_columns(reader.fieldnames or [], columns)
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield reader.line_num, Refused("", f"not CSV: {error}")
            continue
        yield reader.line_num, clean(row)


def check_columns(found: list[str], wanted: list[str]) -> None:
    for column in found:
        if column not in wanted and column not in MAY_STAND:
            raise Refused(column, "unknown column")
    for column in wanted:
        if column not in found:
            raise Refused(column, "this column is missing")


def clean(row: dict) -> dict | Refused:
    """The row with trimmed NFC texts, or why it cannot be used."""
    if None in row or None in row.values():
        return Refused("", "the number of fields is not that of the header")
    for column, value in row.items():
        if any("\ud800" <= letter <= "\udfff" for letter in value):
            return Refused(column, "the text is not UTF-8")
        if "\x00" in value:
            return Refused(column, "the text has a NUL character")
        row[column] = unicodedata.normalize("NFC", value.strip())
    return row


def needed(row: dict, column: str) -> str:
    if not row[column]:
        raise Refused(column, "empty")
    return row[column]


def one_of(row: dict, column: str, choices, *, empty: bool = False) -> str:
    value = row[column]
    if value not in choices and not (empty and not value):
        raise Refused(column, f"{value!r} is not one of {', '.join(sorted(choices))}")
    return value


def flag(row: dict, column: str) -> bool:
    return one_of(row, column, {"yes", "no"}) == "yes"


def number(row: dict, column: str) -> int | None:
    if not row[column]:
        return None
    if not re.fullmatch(r"\d{1,6}", row[column]):
        raise Refused(column, f"{row[column]!r} is not a number")
    return int(row[column])


def date(row: dict, column: str) -> dt.date | None:
    """A day that exists, written YYYY-MM-DD; None when the field is empty."""
    value = row[column]
    if not value:
        return None
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        raise Refused(column, f"{value!r} is not YYYY-MM-DD")
    try:
        return dt.date.fromisoformat(value)
    except ValueError:
        raise Refused(column, f"there is no day {value!r}") from None


def past_date(row: dict, column: str) -> dt.date | None:
    """A day from 1945 to today: relations and agreements are not older or to come."""
    day = date(row, column)
    if day and day > timezone.localdate():
        raise Refused(column, f"{day} is in the future")
    if day and day.year < 1945:
        raise Refused(column, f"{day} is before 1945")
    return day


def partial_date(row: dict, column: str, precision: str = "date_precision"):
    """(date, precision): both or neither, unknown parts written as 01."""
    day, known = past_date(row, column), row[precision]
    if bool(day) != bool(known):
        raise Refused(precision, "a date and its precision go together")
    if not day:
        return None, ""
    one_of(row, precision, PRECISIONS)
    if known == "month" and day.day != 1:
        raise Refused(column, "with precision month the day is 01")
    if known == "year" and (day.month, day.day) != (1, 1):
        raise Refused(column, "with precision year month and day are 01")
    return day, known


def month_day(row: dict, column: str) -> tuple[int, int] | None:
    """MM-DD of any year, 29 February included; None when the field is empty."""
    value = row[column]
    if not value:
        return None
    if not re.fullmatch(r"\d{2}-\d{2}", value):
        raise Refused(column, f"{value!r} is not MM-DD")
    try:
        day = dt.date.fromisoformat(f"2000-{value}")  # a leap year
    except ValueError:
        raise Refused(column, f"there is no day {value!r}") from None
    return day.month, day.day
