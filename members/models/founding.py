"""What approved dossiers bring about: decisions, branches, terms, committees."""

import logging
from datetime import date, timedelta
from itertools import chain

from django.contrib.auth import get_user_model
from django.db import IntegrityError
from django.db.models import BaseConstraint, Value
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import Invitation, plain_identity
from federation.models import (
    Body,
    Document,
    DocumentRegister,
    Office,
    Organization,
    Role,
    Term,
)
from federation.notifications import office_given
from federation.sortkey import fold
from members.models.branches import Branch
from members.models.changes import BranchChange
from members.models.committees import CommitteeSeat
from members.models.counts import MembershipCount

REGISTER = Document.Kind.DECISION
UNWORDED = BaseConstraint.default_violation_error_message
logger = logging.getLogger(__name__)


def decision_code(issuer, number: int) -> str:
    """Number and symbol of a decision of this organisation."""
    symbol = Document(owner=issuer, kind=Document.Kind.DECISION).symbol()
    return f"{number:02}/{symbol}"


def proposed_number(issuer, year: int | None = None) -> str:
    """The number the next decision would get; only the decision itself takes it."""
    year = year or timezone.localdate().year
    last = (
        DocumentRegister.objects.filter(owner=issuer, kind=REGISTER, year=year)
        .values_list("last_number", flat=True)
        .first()
    )
    return decision_code(issuer, (last or 0) + 1)


def _draw_number(issuer, year: int) -> str:
    """The next number nobody entered by hand; gap-free under the register's lock."""
    while True:
        number = DocumentRegister.next_number(owner=issuer, kind=REGISTER, year=year)
        code = decision_code(issuer, number)
        taken = Document.objects.filter(owner=issuer, code=code, issued_on__year=year)
        if not taken.exists():
            return code


def words_of(error: IntegrityError, *models):
    """What the rule that was broken says; a strange one is an error of ours.

    A rule without words of its own is told in general, and by its name in the log.
    """
    name = error.__cause__.diag.constraint_name
    if name == "branch_name_once":
        return _("The association has a living branch of this name.")
    made = (Branch, BranchChange, Body, CommitteeSeat, Document, MembershipCount, Term)
    rules = chain.from_iterable(model._meta.constraints for model in (*made, *models))
    for rule in rules:
        if rule.name == name and rule.violation_error_message != UNWORDED:
            return rule.get_violation_error_message()
        if rule.name == name:
            logger.error("Refused by %s", name)
            return _("This contradicts what is recorded already.")
    raise error


def draw_decision(request, *, by, number: str, issued_on, file=None) -> Document:
    """The decision on a dossier; without a number it takes the next one."""
    issuer = request.issuer
    texts = {}
    for language in ("vi", "en"):
        with override(language):
            texts[f"title_{language}"] = request.decision_title[:500]
            texts[f"issuer_{language}"] = getattr(issuer, f"name_{language}") or ""
    return Document.objects.create(
        owner=issuer,
        kind=Document.Kind.DECISION,
        code=number.strip() or _draw_number(issuer, issued_on.year),
        issued_on=issued_on,
        signer=by.full_name,
        file=file or "",
        access=Document.Access.INTERNAL,
        is_demo=request.is_demo,
        **texts,
    )


def free_slug(name: str) -> str:
    """An address word of this name that no organisation has."""
    stem = slugify(fold(name))[:100] or "chi-hoi"
    taken = set(
        Organization.objects.filter(slug__startswith=stem).values_list(
            "slug", flat=True
        )
    )
    slug, number = stem, 1
    while slug in taken:
        number += 1
        slug = f"{stem}-{number}"
    return slug


def found_branch(request) -> Branch:
    """The branch of an approved dossier, with its first term and committee."""
    association, day = request.association, request.effective_on
    branch = Branch.objects.create(
        association=association,
        request=request,
        decision=request.decision,
        name_vi=request.name,
        name_en=request.english_name,
        slug=free_slug(request.name),
        founded_on=day,
        unit_type=request.unit_type,
        host_kind=request.host_kind or Branch.HostKind.OTHER,
        host_name=request.host_name,
        place=request.place,
        about_vi=request.about,
        launched_on=None,
        term_years=association.default_term_years,
        is_demo=request.is_demo,
    )
    term = Term.objects.create(
        owner=branch,
        ordinal=1,
        start_year=day.year,
        end_year=day.year + branch.term_years,
        began_on=day,
        is_demo=request.is_demo,
    )
    seat_committee(request, branch, term=term)
    return branch


def last_term(branch) -> Term | None:
    """Its latest term, over gaps and mergers."""
    return branch.terms.newest_first().first()


def begin_term(request) -> Term:
    """The next term of the branch; the one before ends where this one begins."""
    branch, day = request.branch, request.effective_on
    last = last_term(branch)
    if last and last.ended_on is None and date(last.end_year, 1, 1) > day:
        last.ended_on = day
        last.save(update_fields=["ended_on"])
    return Term.objects.create(
        owner=branch,
        epoch=last.epoch if last else 1,
        ordinal=last.ordinal + 1 if last else 1,
        start_year=day.year,
        end_year=request.term_end_year,
        began_on=day,
        is_demo=request.is_demo,
    )


def seat_committee(request, branch, *, term) -> Body:
    """The committee proposed becomes the committee of the branch."""
    seats = list(request.seats.in_order())
    names = {}
    for language in ("vi", "en"):
        with override(language):
            names[f"name_{language}"] = _("Executive Committee")
    day = request.effective_on
    body = Body.objects.create(
        owner=branch,
        term=term,
        kind=Body.Kind.EXECUTIVE,
        approved_size=len(seats),
        is_demo=request.is_demo,
        **names,
    )
    last = Greatest(Value(day - timedelta(days=1)), Coalesce("since", Value(date.min)))
    before = CommitteeSeat.objects.of_branch(branch).sitting()
    before.update(until=last)
    copy_seats(seats, body=body, since=day, is_demo=request.is_demo)
    branch.committee = body
    branch.save(update_fields=["committee"])
    return body


def copy_seats(seats, **to) -> None:
    """The same people in the same order, in another dossier or committee."""
    CommitteeSeat.objects.bulk_create(
        CommitteeSeat(
            role=seat.role,
            name=seat.name,
            job_title=seat.job_title,
            workplace=seat.workplace,
            phone=seat.phone,
            display_order=number,
            **to,
        )
        for number, seat in enumerate(seats, start=1)
    )


def invite_contact(request, branch, *, by) -> None:
    """The dossier's contact speaks for the new branch, and is told so (idempotent)."""
    users, email = get_user_model().objects, plain_identity(request.contact_email)
    user = users.filter(email__iexact=email).first()
    is_known = user is not None
    if not is_known:
        name = request.contact_name or email
        user = users.create_user(email, full_name=name, is_demo=request.is_demo)
    office, is_given = Office.objects.get_or_create(
        user=user,
        organization=branch.organization_ptr,
        role=Role.ASSOCIATION_SECRETARY,
        defaults={"since": request.effective_on, "is_demo": request.is_demo},
    )
    if not is_known:
        Invitation.send(user, by=by)
    elif is_given:
        office_given(office, by=by)


def note_change(request, branch, **before) -> BranchChange:
    """A line in the history of the branch, with the decision that made it."""
    return BranchChange.objects.create(
        branch=branch,
        kind=request.kind,
        on=request.effective_on,
        decision=request.decision,
        request=request,
        is_demo=request.is_demo,
        **before,
    )


def count_members(request, branch) -> None:
    """How many members the dossier says the branch has, as a figure of that day."""
    if total := request.members_proposed:
        listed = request.proposed.exists()
        MembershipCount.objects.get_or_create(
            organization=branch.organization_ptr,
            as_of=request.effective_on,
            basis=MembershipCount.Basis.COMPUTED
            if listed
            else MembershipCount.Basis.REPORTED,
            defaults={
                "total": total,
                "source": request.number,
                "is_demo": request.is_demo,
            },
        )
