"""Sample dossiers, taken by the real steps to the state each one is to show."""

from datetime import timedelta
from io import BytesIO

import pikepdf
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from django.utils.text import slugify

from federation.sortkey import fold
from members.actions import attach, begin_request, start_request
from members.models import Association, Branch, BranchRequest, CommitteeSeat
from portal.actions.demo.branches import ROLES


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
        about = (
            {"branch__slug": entry["branch"], "kind": entry["kind"]}
            if "branch" in entry
            else {"association": association, "name": entry["name"]}
        )
        same = BranchRequest.objects.filter(is_demo=True, **about)
        if not same.exists():
            make_dossier(entry, association, users)
            rows.made["members.BranchRequest"] += 1


def make_dossier(entry: dict, association, users: dict) -> None:
    secretary = users[entry["secretary"]]
    if "branch" in entry:
        request = about_a_branch(entry, secretary)
    else:
        request = about_a_new_one(entry, association, secretary)
    papers = list(request.items.all())
    for item in papers if entry["state"] != "draft" else papers[:2]:
        if item.is_required:
            attach(item, paper(item.title_vi), by=secretary)
    for step in PATHS[entry["state"]]:
        step(request, entry, secretary, users["union_officer"], users["union_leader"])


def about_a_branch(entry: dict, secretary) -> BranchRequest:
    """A draft about a sample branch, with its committee where the kind has one."""
    branch = Branch.objects.get(slug=entry["branch"], is_demo=True)
    request = begin_request(branch, entry["kind"], by=secretary)
    for name in ("name", "english_name", "grounds", "term_end_year"):
        setattr(request, name, entry.get(name) or getattr(request, name))
    if "into" in entry:
        request.successor = Branch.objects.get(slug=entry["into"], is_demo=True)
    request.is_demo = True
    request.save()
    request.seats.update(is_demo=True)
    return request


def about_a_new_one(entry: dict, association, secretary) -> BranchRequest:
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
    return request


def submit(request, entry, secretary, officer, leader):
    request.submit(by=secretary)


def check(request, entry, secretary, officer, leader):
    request.start_check(by=officer)


def ask(request, entry, secretary, officer, leader):
    if place := entry.get("remark_on"):
        fields = {place: entry["remark"]}
        request.check_items(by=officer, verdicts={}, fields=fields)
        request.request_changes(by=officer)
        return
    item = request.items.filter(file__isnull=False).last()
    request.request_changes(by=officer, remarks={item.pk: entry["remark"]})


def complete(request, entry, secretary, officer, leader):
    items = request.items.filter(file__isnull=False)
    request.check_items(
        by=officer, verdicts=dict.fromkeys(items.values_list("pk", flat=True))
    )
    request.mark_ready(by=officer)


def approve(request, entry, secretary, officer, leader):
    request.approve(by=leader)


def reject(request, entry, secretary, officer, leader):
    request.reject(by=leader, reason=entry["reason"])


def withdraw(request, entry, secretary, officer, leader):
    request.withdraw(by=secretary, reason=entry["reason"])


def let_lapse(request, entry, secretary, officer, leader):
    """As if the time for the supplement had run out yesterday."""
    yesterday = timezone.localdate() - timedelta(days=1)
    same = BranchRequest.objects.filter(pk=request.pk)
    same.update(supplement_due_on=yesterday)
    same.get().lapse()


PATHS = {
    "draft": [],
    "submitted": [submit],
    "under_check": [submit, check],
    "needs_changes": [submit, check, ask],
    "lapsed": [submit, check, ask, let_lapse],
    "ready": [submit, check, complete],
    "approved": [submit, check, complete, approve],
    "rejected": [submit, check, complete, reject],
    "withdrawn": [submit, withdraw],
}
