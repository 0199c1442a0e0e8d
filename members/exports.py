"""Lists made for one reader, as Excel."""

from django.utils.translation import gettext as _

from federation.exports import workbook
from members.models import ProposedMember

PEOPLE = ["name", "birth_year", "occupation", "address"]


def people_sheet(people) -> bytes:
    """The list of proposed members, or an empty one to fill in."""
    heads = [
        str(ProposedMember._meta.get_field(name).verbose_name).capitalize()
        for name in PEOPLE
    ]
    rows = [[getattr(person, name) for name in PEOPLE] for person in people]
    return workbook(_("Members"), heads, rows)
