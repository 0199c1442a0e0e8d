"""The one way out to Excel: typed cells, and no text is ever a formula."""

from datetime import date, datetime
from io import BytesIO

from django.core.files.base import ContentFile
from django.http import HttpResponse
from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from federation.uploads import give

KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NUMBERS = (bool, int, float, date, datetime)


def cell(sheet, value) -> WriteOnlyCell:
    """Numbers and dates as such; everything else is text, “=1+1” too."""
    if isinstance(value, datetime) and timezone.is_aware(value):
        value = timezone.localtime(value).replace(tzinfo=None)
    if value is None or isinstance(value, NUMBERS):
        return WriteOnlyCell(sheet, value)
    found = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", str(value))[:32_000])
    found.data_type = "s"
    return found


def workbook(title: str, head: list, rows) -> bytes:
    """One sheet: a line of heads that stays in sight, then the rows."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    sheet.freeze_panes = "A2"
    for line in ([str(word) for word in head], *rows):
        sheet.append([cell(sheet, value) for value in line])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def excel(name: str, title: str, head: list, rows) -> HttpResponse:
    """The file as a download that nobody stores on the way."""
    return give(ContentFile(workbook(title, head, rows)), name=f"{name}.xlsx")
