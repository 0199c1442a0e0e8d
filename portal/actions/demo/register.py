"""Sample members of two associations: invented people, one of them entered twice."""

from datetime import date
from itertools import cycle

from members.models import Association, Branch, Member


def make_members(entries: list[dict], organizations: dict, rows) -> None:
    """Each list of people in the register of the association that demo account runs."""
    for entry in entries:
        association = rows.find(Association, organizations[entry["of"]])
        if not association.members.filter(is_demo=True).exists():
            made = Member.objects.bulk_create(people_of(association, entry["people"]))
            rows.made["members.Member"] += len(made)


def people_of(association, people: list[list]):
    """name, year of birth or 0, gender, position, telephone; the rest follows."""
    branches = Branch.objects.filter(association=association, is_demo=True)
    homes = cycle([*branches.order_by("slug")[:3], None])
    for number, (name, year, gender, position, phone) in enumerate(people):
        left = number == len(people) - 1
        yield Member(
            association=association,
            branch=next(homes),
            full_name=name,
            birth_year=year or None,
            gender=gender,
            position=position,
            phone=phone,
            joined_on=date(2014 + number % 10, 1 + number % 12, 15),
            left_on=date(2025, 6, 30) if left else None,
            left_reason=Member.Left.MOVED if left else "",
            is_demo=True,
        )
