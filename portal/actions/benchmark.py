"""A large federation for measuring: marked as demo data, so that it can be removed."""

from datetime import date, timedelta
from itertools import islice

import pghistory

from federation.models import Union
from members.models import Association, Branch, Member, MembershipCount

BATCH = 1_000
FIRST_DAY = date(1992, 1, 1)
FAMILY = ["Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Đặng", "Vũ", "Bùi", "Đỗ", "Hồ"]
MIDDLE = ["Thị", "Văn", "Đức", "Minh", "Thu", "Hữu", "Ngọc", "Quang", "Bảo", "Xuân"]
GIVEN = [
    *("An", "Ánh", "Bình", "Dũng", "Đạt", "Hà", "Hòa", "Hương", "Lan", "Linh", "Mai"),
    *("Nga", "Ngân", "Phúc", "Sơn", "Tâm", "Thảo", "Trang", "Tuấn", "Yến"),
]


@pghistory.context(source="benchmark")
def grow(associations: int, branches: int, members: int) -> dict[str, int]:
    """Add what is missing to these numbers; how many there are now of each.

    Each thousand is kept at once: what was broken off goes on where it stopped.
    """
    union = Union.objects.get()
    for number in range(Association.objects.count(), associations):
        Association.objects.create(
            parent=union,
            slug=f"bench-{number}",
            name_vi=f"Hội hữu nghị đo tải {number}",
            name_en=f"Benchmark association {number}",
            is_demo=True,
        )
    homes = list(Association.objects.order_by("pk"))
    for number in range(Branch.objects.count(), branches):
        add_branch(number, homes[number % len(homes)])
    found = {"associations": len(homes), "branches": Branch.objects.count()}
    add_members(members)
    return found | {"members": Member.objects.count()}


def add_branch(number: int, association) -> None:
    founded = FIRST_DAY + timedelta(days=29 * number)
    branch = Branch.objects.create(
        association=association,
        slug=f"bench-branch-{number}",
        name_vi=f"Chi hội đo tải {number}",
        name_en=f"Benchmark branch {number}",
        host_kind=Branch.HostKind.values[number % len(Branch.HostKind.values)],
        founded_on=min(founded, date(2025, 12, 31)),
        is_legacy=True,
        is_demo=True,
    )
    MembershipCount.objects.create(
        organization=branch, as_of=date(2025, 12, 31), total=40 + number % 300
    )


def add_members(number: int) -> None:
    """People of every branch, invented; among a hundred one looks like another."""
    homes = list(Branch.objects.order_by("pk"))
    wanted = range(Member.objects.count(), number)
    rows = (member(n, homes[n % len(homes)]) for n in wanted)
    while batch := list(islice(rows, BATCH)):
        Member.objects.bulk_create(batch)


def member(number: int, branch) -> Member:
    family, middle, given = (
        words[number // step % len(words)]
        for words, step in ((FAMILY, 1), (MIDDLE, 7), (GIVEN, 11))
    )
    return Member(
        association_id=branch.association_id,
        branch=branch,
        full_name=f"{family} {middle} {given}",
        birth_year=1940 + number * 37 % 66,
        phone=f"09{number:08d}",
        joined_on=date(2020, 1, 1),
        is_demo=True,
    )
