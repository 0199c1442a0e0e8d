"""Excel files going out: every cell is typed, text stays text, nothing computes."""

from datetime import date
from io import BytesIO

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.text import get_valid_filename
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Font

from members.models import ProposedMember

OFFICE = "application/vnd.openxmlformats-officedocument"
FORMS = {
    "pdf": "application/pdf",
    "docx": f"{OFFICE}.wordprocessingml.document",
    "xlsx": f"{OFFICE}.spreadsheetml.sheet",
}
PEOPLE = ["name", "birth_year", "occupation", "address"]


def write_sheet(title: str, heads: list[str], rows) -> bytes:
    """One sheet with a head row; a text that looks like a formula stays a text."""
    book = Workbook()
    sheet = book.active
    sheet.title = title[:31]
    sheet.freeze_panes = "A2"
    for number, row in enumerate([heads, *rows], start=1):
        for at, value in enumerate(row, start=1):
            cell = sheet.cell(number, at)
            if isinstance(value, int | float | date):
                cell.value = value
            else:
                cell.value = str(value or "")
                cell.data_type = "s"
                cell.number_format = "@"
            cell.font = Font(bold=number == 1)
    for column in sheet.columns:
        width = max(len(str(cell.value or "")) for cell in column)
        sheet.column_dimensions[column[0].column_letter].width = min(width + 4, 60)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def people_sheet(people) -> bytes:
    """The list of proposed members, or an empty one to fill in."""
    heads = [
        str(ProposedMember._meta.get_field(name).verbose_name).capitalize()
        for name in PEOPLE
    ]
    rows = [[getattr(person, name) for name in PEOPLE] for person in people]
    return write_sheet(_("Members"), heads, rows)


def give_sheet(content: bytes, *, name: str) -> HttpResponse:
    """Answer with an Excel file that only the reader keeps."""
    return give_bytes(content, "xlsx", name=name)


def give_bytes(content: bytes, form: str, *, name: str) -> HttpResponse:
    """Answer with a file made for this reader alone."""
    response = HttpResponse(content, content_type=FORMS[form])
    filename = f"{get_valid_filename(name)[:100]}.{form}"
    response.headers["Content-Disposition"] = content_disposition_header(True, filename)
    response.headers["Cache-Control"] = "no-store"
    return response
