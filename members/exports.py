"""Files made for one reader: lists as Excel, decisions as PDF and Word."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.text import get_valid_filename
from django.utils.translation import gettext as _

from federation.exports import KIND, workbook
from members.models import ProposedMember

FORMS = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": KIND,
}
PEOPLE = ["name", "birth_year", "occupation", "address"]


def people_sheet(people) -> bytes:
    """The list of proposed members, or an empty one to fill in."""
    heads = [
        str(ProposedMember._meta.get_field(name).verbose_name).capitalize()
        for name in PEOPLE
    ]
    rows = [[getattr(person, name) for name in PEOPLE] for person in people]
    return workbook(_("Members"), heads, rows)


def give_bytes(content: bytes, form: str, *, name: str) -> HttpResponse:
    """Answer with a file that nobody stores on the way."""
    response = HttpResponse(content, content_type=FORMS[form])
    filename = f"{get_valid_filename(name)[:100]}.{form}"
    response.headers["Content-Disposition"] = content_disposition_header(True, filename)
    response.headers["Cache-Control"] = "private, no-store"
    return response
