"""A large federation for measuring: marked as demo data, so that it can be removed."""

from datetime import date, timedelta

from django.db import transaction

from federation.models import Union
from members.models import Association, Branch, MembershipCount

FIRST_DAY = date(1992, 1, 1)


@transaction.atomic
def grow(associations: int, branches: int) -> dict[str, int]:
    """Add what is missing to these numbers; how many there are now of each."""
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
    return {"associations": len(homes), "branches": Branch.objects.count()}


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
