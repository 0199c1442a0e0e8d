"""Lists made for one reader, as Excel."""

from django.utils.text import get_valid_filename
from django.utils.translation import gettext as _

from federation.exports import excel, workbook
from federation.models import Purpose
from members.forms.old_branches import LABELS
from members.models import Member, ProposedMember
from members.models.wishes import WISHES

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
PATHS = {"branch": "branch__name_vi"}


def heads(names: list[str]) -> list[str]:
    """The headings in the reader's language; the reader of lists knows them."""
    found = (str(Member._meta.get_field(name).verbose_name) for name in names)
    return [word[:1].upper() + word[1:] for word in found]


def register_workbook(association, members):
    """The register for whoever may read it; what people took back is left out."""
    name = _("members %(name)s") % {"name": association}
    file = get_valid_filename(name)[:100]
    head = [*heads([*MEMBERS, *LEFT]), _("Wishes")]
    return excel(file, _("Members"), head, lines_of(members))


def lines_of(members):
    """Columns, no rows of models: a register has thousands of lines."""
    names = [*MEMBERS, *LEFT, "refused"]
    rows = members.values_list(*(PATHS.get(name, name) for name in names))
    words = {
        name: {key: str(label) for key, label in Member._meta.get_field(name).choices}
        for name in ("gender", "left_reason")
    }
    wishes = {purpose.value: str(label) for purpose, label in WISHES.items()}
    for values in rows.iterator():
        row = dict(zip(names, values, strict=True))
        refused = row.pop("refused")
        if Purpose.MEMBER_LIST in refused:
            continue
        if Purpose.CONTACT in refused:
            row |= {"phone": "", "email": ""}
        for name, known in words.items():
            row[name] = known.get(row[name], "")
        said = (label for purpose, label in wishes.items() if purpose in refused)
        yield [*row.values(), "; ".join(said)]


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
