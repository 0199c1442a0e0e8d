"""Sample branches with their committees and numbers of members."""

import csv
import datetime as dt
import random
from pathlib import Path

from django.utils.text import slugify

from federation.models import Body, Term
from federation.sortkey import fold
from members.models import (
    Association,
    Branch,
    CommitteeSeat,
    MembershipCount,
)

ROLES = ("head", "deputy", "secretary", "member", "member")


def load_branches(path: Path, names: list[str], words: dict, rows) -> None:
    """The sample branches of a city that are not there yet; people are invented."""
    taken = set(Branch.objects.values_list("slug", flat=True))
    associations = {row.slug: row for row in Association.objects.all()}
    with path.open(encoding="utf-8", newline="") as file:
        for entry in csv.DictReader(file):
            slug = slugify(fold(f"{entry['name_vi']} {entry['association']}"))
            if slug not in taken:
                make_branch(entry, slug, associations, names, words)
                rows.made["members.Branch"] += 1


def make_branch(entry: dict, slug: str, associations, names, words) -> None:
    chance = random.Random(slug)  # noqa: S311 sample data, not a secret
    founded = dt.date.fromisoformat(entry["founded_on"])
    branch = Branch.objects.create(
        association=associations[entry["association"]],
        slug=slug,
        name_vi=entry["name_vi"],
        name_en=entry["name_en"],
        host_kind=entry["host_kind"],
        host_name=entry["host_name"],
        place=entry["place"],
        founded_on=founded,
        is_legacy=True,
        is_demo=True,
    )
    branch.committee = make_committee(branch, founded.year, names, chance, words)
    branch.save(update_fields=["committee"])
    total = int(entry["members"])
    MembershipCount.objects.create(
        organization=branch,
        as_of=dt.date(max(founded.year, 2025), 12, 31),
        total=total,
        women=round(total * chance.uniform(0.4, 0.65)),
        is_demo=True,
    )


def make_committee(branch, year: int, names, chance, words) -> Body:
    ordinal = max(0, (2026 - year) // branch.term_years) + 1
    start = year + (ordinal - 1) * branch.term_years
    term = Term.objects.create(
        owner=branch,
        ordinal=ordinal,
        start_year=start,
        end_year=start + branch.term_years,
        is_demo=True,
    )
    body = Body.objects.create(
        owner=branch,
        term=term,
        kind=Body.Kind.EXECUTIVE,
        approved_size=len(ROLES),
        is_demo=True,
        **words["committee"],
    )
    people = chance.sample(names, len(ROLES))
    CommitteeSeat.objects.bulk_create(
        CommitteeSeat(
            body=body, role=role, name=name, display_order=number, is_demo=True
        )
        for number, (role, name) in enumerate(zip(ROLES, people, strict=True), 1)
    )
    return body
