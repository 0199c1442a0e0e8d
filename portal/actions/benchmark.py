"""A large federation for measuring: marked as demo data, so that it can be removed."""

from datetime import date, timedelta
from itertools import islice

from django.apps import apps
from django.db import models, transaction

from federation.models import Union
from members.models import Association, Branch, MembershipCount

BATCH = 5_000
FIRST_DAY = date(1992, 1, 1)


@transaction.atomic
def grow(associations: int, branches: int, members: int) -> dict[str, int]:
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
    found = {"associations": len(homes), "branches": Branch.objects.count()}
    model = person_model()
    if model is not None:
        add_people(model, members)
        found["members"] = model._default_manager.count()
    return found


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


def person_model():
    """The register of members by name, where the portal has one."""
    try:
        return apps.get_model("members", "Member")
    except LookupError:
        return None


def add_people(model, number: int) -> None:
    """Rows with what the model demands; everything else stays empty."""
    homes = list(Branch.objects.order_by("pk"))
    wanted = range(model._default_manager.count(), number)
    rows = (model(**demanded(model, n, homes[n % len(homes)])) for n in wanted)
    while batch := list(islice(rows, BATCH)):
        model._default_manager.bulk_create(batch)


def demanded(model, number: int, branch) -> dict:
    found = {}
    for field in model._meta.concrete_fields:
        told = field.null or field.has_default() or field.primary_key
        if isinstance(field, models.ForeignKey):
            home = field.remote_field.model
            if issubclass(Branch, home):
                found[field.attname] = branch.pk
            elif home is Association:
                found[field.attname] = branch.association_id
        elif field.name in {"full_name", "name"}:
            found[field.name] = f"Hội viên đo tải {number}"
        elif field.name == "is_demo":
            found[field.name] = True
        elif isinstance(field, models.DateField) and not told and not field.blank:
            found[field.name] = date(2020, 1, 1)
    return found
