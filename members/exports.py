"""Lists made for one reader, as Excel."""

from django.utils.text import get_valid_filename
from django.utils.translation import gettext as _

from federation.exports import excel, workbook
from members.forms.old_branches import LABELS
from members.models import Member, ProposedMember

PEOPLE = ["name", "birth_year", "occupation", "address"]


def people_sheet(people) -> bytes:
    """The list of proposed members, or an empty one to fill in."""
    heads = [
        str(ProposedMember._meta.get_field(name).verbose_name).capitalize()
        for name in PEOPLE
    ]
    rows = [[getattr(person, name) for name in PEOPLE] for person in people]
    return workbook(_("Members"), heads, rows)


MEMBERS = [
    *("full_name", "birth_year", "gender", "branch", "position", "workplace"),
    *("phone", "email", "joined_on", "note"),
]
LEFT = ["left_on", "left_reason"]


def heads(names: list[str]) -> list[str]:
    """The headings in the reader's language; the reader of lists knows them."""
    found = (str(Member._meta.get_field(name).verbose_name) for name in names)
    return [word[:1].upper() + word[1:] for word in found]


def register_workbook(association, members):
    """The register for whoever may read it; what people took back is left out."""
    name = _("members %(name)s") % {"name": association}
    rows = (cells_of(member) for member in members.iterator() if member.is_listed)
    file = get_valid_filename(name)[:100]
    head = [*heads([*MEMBERS, *LEFT]), _("Wishes")]
    return excel(file, _("Members"), head, rows)


def cells_of(member) -> list:
    words = {
        "gender": str(member.get_gender_display()),
        "branch": member.branch.name_vi if member.branch else "",
        "left_reason": str(member.get_left_reason_display()),
    }
    if not member.may_be_contacted:
        words |= {"phone": "", "email": ""}
    cells = [words.get(name, getattr(member, name)) for name in [*MEMBERS, *LEFT]]
    return [*cells, "; ".join(map(str, member.wishes))]


def members_template() -> bytes:
    """The headings of the list, to be filled in."""
    return workbook(_("Members"), heads(MEMBERS), [])


def branches_template() -> bytes:
    """The headings of a list of branches taken over, to be filled in."""
    return workbook(_("Branches"), list(LABELS.values()), [])


def faulty_rows(rows) -> bytes:
    """What was written in each row, and what is wrong with it; to be sent again."""
    lines = [
        [
            *(row.values.get(name, "") for name in MEMBERS),
            "; ".join(f"{found['column']}: {found['text']}" for found in row.problems),
            row.number,
        ]
        for row in rows
    ]
    last = [_("What is wrong"), _("Row in the list sent")]
    return workbook(_("Members"), [*heads(MEMBERS), *last], lines)
