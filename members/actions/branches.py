"""Branches taken over, their committees, and corrections of what is recorded."""

from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import override

from federation.lifecycle import MoveRefused
from federation.models import Body, Organization, Term
from federation.sortkey import fold
from members.models import (
    CORRECTION,
    Association,
    Branch,
    BranchChange,
    CommitteeSeat,
)
from members.models.closing import close_pointless
from members.models.founding import free_slug, words_of

PLAIN = ("name_vi", "name_en", "host_kind", "host_name", "place", "legacy_place")


@transaction.atomic
def correct_branch(branch: Branch, *, reason: str, by) -> None:
    """Write the record right, and why, into the history of the branch."""
    rows = Branch.objects.select_for_update(of=["self"])
    before = rows.get(pk=branch.pk)
    is_moved = before.association_id != branch.association_id
    if is_moved:
        branch.parent, branch.parent_branch = branch.association.organization_ptr, None
    try:
        with transaction.atomic():
            branch.save()
    except IntegrityError as error:
        raise MoveRefused(words_of(error, Organization)) from None
    line = BranchChange(branch=branch, kind=CORRECTION, reason=reason)
    line.on, line.is_demo = timezone.localdate(), branch.is_demo
    if before.name_vi != branch.name_vi:
        line.former_name_vi, line.former_name_en = before.name_vi, before.name_en or ""
    if is_moved:
        line.former_association = before.association
        branch.members.update(association=branch.association)
    line.save()
    if is_moved or branch.ended_on:
        close_pointless(branch.requests)
    _log(by, branch, CHANGE, _("The record was corrected: %s") % reason)


@transaction.atomic
def write_committee(branch: Branch, *, term: Term | None, seats, by) -> None:
    """The committee of a branch taken over, with its term where it is known."""
    Branch.objects.select_for_update(of=["self"]).get(pk=branch.pk)
    try:
        with transaction.atomic():
            body = _committee_of(branch, term)
            seats.instance = body
            seats.save()
    except IntegrityError as error:
        raise MoveRefused(words_of(error)) from None
    body.approved_size = body.seats.sitting().count()
    body.save(update_fields=["approved_size"])
    _log(by, branch, CHANGE, _("The committee was entered."))


def _committee_of(branch: Branch, term: Term | None) -> Body:
    if term:
        term.owner, term.is_demo = branch.organization_ptr, branch.is_demo
        term.save()
    body = branch.committee
    if body is None:
        names = {}
        for language in ("vi", "en"):
            with override(language):
                names[f"name_{language}"] = _("Executive Committee")
        body = Body(owner=branch.organization_ptr, kind=Body.Kind.EXECUTIVE, **names)
    body.term, body.is_demo = term, branch.is_demo
    body.save()
    if branch.committee_id != body.pk:
        branch.committee = body
        branch.save(update_fields=["committee"])
    return body


@transaction.atomic
def take_over_branches(rows: list[dict], *, by) -> tuple[list[Branch], list[str]]:
    """Enter those that are not there; (what came to be, what was refused and why)."""
    wanted = {row["association"] for row in rows}
    held = Association.objects.select_for_update(of=["self"]).order_by("pk")
    associations = held.in_bulk(wanted)
    known = {
        (pk, fold(name or ""))
        for pk, name in Branch.objects.values_list("association_id", "name_vi")
    }
    made, refused = [], []
    for row in rows:
        key = row["association"], fold(row["name_vi"])
        if key in known or row["association"] not in associations:
            continue
        try:
            with transaction.atomic():
                made.append(_enter(row, associations[row["association"]]))
        except IntegrityError as error:
            refused.append(f"{row['name_vi']}: {words_of(error)}")
        known.add(key)
    for branch in made:
        _log(by, branch, ADDITION, _("Taken over from a list."))
    return made, refused


def _enter(row: dict, association: Association) -> Branch:
    branch = Branch.objects.create(
        association=association,
        slug=free_slug(row["name_vi"]),
        founded_on=parse_date(row.get("founded_on") or ""),
        founded_precision=row.get("precision") or "day",
        term_years=association.default_term_years,
        is_legacy=True,
        **{name: row[name] for name in PLAIN},
    )
    seats = row.get("seats") or []
    if seats or row.get("start_year"):
        years = {name: row.get(name) for name in ("ordinal", "start_year", "end_year")}
        body = _committee_of(branch, Term(**years) if row.get("start_year") else None)
        CommitteeSeat.objects.bulk_create(
            CommitteeSeat(body=body, display_order=number, **seat)
            for number, seat in enumerate(seats, start=1)
        )
        body.approved_size = len(seats)
        body.save(update_fields=["approved_size"])
    return branch


def _log(by, branch, flag, words) -> None:
    LogEntry.objects.log_actions(by.pk, [branch], flag, words, single_object=True)
