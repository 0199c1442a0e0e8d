"""Sample branches with committees and members, and dossiers in every state."""

import csv
import datetime as dt
import random
from io import BytesIO
from pathlib import Path

import pikepdf
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.text import slugify

from federation.models import Body, Term
from federation.sortkey import fold
from members.actions import attach, start_request
from members.models import (
    Association,
    Branch,
    BranchRequest,
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


def paper(title: str) -> SimpleUploadedFile:
    """An empty page with this name, as a secretary would send it."""
    buffer = BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(595, 842))
        pdf.save(buffer)
    name = f"{slugify(fold(title))[:60]}.pdf"
    return SimpleUploadedFile(name, buffer.getvalue(), "application/pdf")


def make_dossiers(entries: list[dict], users: dict, rows) -> None:
    """Dossiers taken by the real steps to the state each one is to show."""
    for entry in entries:
        association = rows.find(Association, entry["association"])
        same = BranchRequest.objects.filter(
            association=association, name=entry["name"], is_demo=True
        )
        if not same.exists():
            make_dossier(entry, association, users)
            rows.made["members.BranchRequest"] += 1


def make_dossier(entry: dict, association, users: dict) -> None:
    secretary = users[entry["secretary"]]
    request = BranchRequest(
        association=association,
        is_demo=True,
        **{name: entry[name] for name in (
            *("name", "english_name", "host_kind", "host_name", "place"),
            *("member_total", "about"),
        )},
    )  # fmt: skip
    start_request(request, by=secretary)
    CommitteeSeat.objects.bulk_create(
        CommitteeSeat(
            request=request, role=role, name=name, display_order=number, is_demo=True
        )
        for number, (role, name) in enumerate(zip(ROLES, entry["people"], strict=False))
    )
    papers = list(request.items.all())
    for item in papers if entry["state"] != "draft" else papers[:2]:
        if item.is_required:
            attach(item, paper(item.title_vi), by=secretary)
    for step in PATHS[entry["state"]]:
        step(request, entry, secretary, users["union_officer"], users["union_leader"])


def submit(request, entry, secretary, officer, leader):
    request.submit(by=secretary)


def check(request, entry, secretary, officer, leader):
    request.start_check(by=officer)


def ask(request, entry, secretary, officer, leader):
    item = request.items.filter(file__isnull=False).last()
    request.request_changes(by=officer, remarks={item.pk: entry["remark"]})


def complete(request, entry, secretary, officer, leader):
    items = request.items.filter(file__isnull=False)
    request.check_items(by=officer, verdicts=dict.fromkeys(items.values_list("pk", flat=True)))
    request.mark_ready(by=officer)


def approve(request, entry, secretary, officer, leader):
    request.approve(by=leader)


def reject(request, entry, secretary, officer, leader):
    request.reject(by=leader, reason=entry["reason"])


def withdraw(request, entry, secretary, officer, leader):
    request.withdraw(by=secretary, reason=entry["reason"])


PATHS = {
    "draft": [],
    "submitted": [submit],
    "under_check": [submit, check],
    "needs_changes": [submit, check, ask],
    "ready": [submit, check, complete],
    "approved": [submit, check, complete, approve],
    "rejected": [submit, check, complete, reject],
    "withdrawn": [submit, withdraw],
}
