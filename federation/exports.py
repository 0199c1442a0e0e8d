"""The one way out to Excel: typed cells, and no text is ever a formula."""

import math
import re
from datetime import date, datetime
from io import BytesIO

from django.core.files.base import ContentFile
from django.http import HttpResponse
from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from federation.uploads import give

KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NUMBERS = (bool, int, float)
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
NO_TITLE = re.compile(r"[\[\]:*?/\\]")
# Before that day Excel counts a day that never was.
FIRST_DAY = date(1900, 3, 1)
# What openpyxl would read as a formula or as the name of an error.
READ_AS_MORE = ("=", "#")


def cell(sheet, value):
    """Numbers and dates as such; everything else is text, “=1+1” too.

    A cell of its own is made only where it is needed: it takes most of the time.
    """
    if value is None or value == "":
        return None
    if isinstance(value, NUMBERS) and math.isfinite(value):
        return value
    if isinstance(value, date):
        is_moment = isinstance(value, datetime)
        if is_moment and timezone.is_aware(value):
            value = timezone.localtime(value).replace(tzinfo=None)
        if (value.date() if is_moment else value) >= FIRST_DAY:
            return WriteOnlyCell(sheet, value)
    text = UNWRITABLE.sub("", str(value))[:32_000]
    if not text.startswith(READ_AS_MORE):
        return text
    found = WriteOnlyCell(sheet, text)
    found.data_type = "s"
    return found


def workbook(title: str, head: list, rows) -> bytes:
    """One sheet: a line of heads that stays in sight, then the rows."""
    book = Workbook(write_only=True)
    title = NO_TITLE.sub(" ", UNWRITABLE.sub("", title))[:31]
    sheet = book.create_sheet(title or "1")
    sheet.freeze_panes = "A2"
    for line in ([str(word) for word in head], *rows):
        sheet.append([cell(sheet, value) for value in line])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def excel(name: str, title: str, head: list, rows) -> HttpResponse:
    """The file as a download that nobody stores on the way."""
    return give(ContentFile(workbook(title, head, rows)), name=f"{name}.xlsx")
