"""Dossiers that came to nothing: after a set time their people and papers are gone."""

import logging
from datetime import timedelta

from django.db import models, transaction
from django.utils import timezone

from federation.models import PrivacyLimit
from members.models import (
    BranchRequest,
    CommitteeSeat,
    DossierFile,
    ProposedMember,
)
from portal.actions.privacy.emptying import NOBODY, forget_papers
from portal.actions.privacy.erasure import (
    CLEARED,
    NO_LINE,
    NO_SEAT,
    Step,
    submitted,
)

logger = logging.getLogger(__name__)


def outworn(today=None) -> models.QuerySet:
    """Closed without a decision, so long ago, and somebody still stands in them."""
    limit = PrivacyLimit.objects.filter(key=PrivacyLimit.Key.DOSSIER).first()
    if limit is None:
        return BranchRequest.objects.none()
    last = (today or timezone.localdate()) - timedelta(days=limit.days)
    mine = {"request": models.OuterRef("pk")}
    named = ~models.Q(name=NOBODY)
    left = (
        models.Exists(DossierFile.objects.filter(item__request=models.OuterRef("pk")))
        | models.Exists(ProposedMember.objects.filter(named, **mine))
        | models.Exists(CommitteeSeat.objects.filter(named, **mine))
        | ~models.Q(contact_name="", contact_email="")
    )
    closed = BranchRequest.objects.filter(status__in=BranchRequest.COPYABLE)
    return closed.filter(left, closed_at__date__lte=last).order_by("pk")


def forget_undecided(today=None) -> None:
    """The sweep; that a dossier was there, and why it was closed, stays."""
    for request in outworn(today):
        try:
            forget_people(request)
        except Exception:
            logger.exception("Dossier %s was not emptied", request.pk)


@transaction.atomic
def forget_people(request: BranchRequest) -> None:
    this = BranchRequest.objects.filter(pk=request.pk)
    left = {row.pk: without_people(row.data) for row in request.revisions.all()}
    steps = [
        Step(request.proposed.order_by("pk"), clears=NO_LINE),
        Step(request.seats.order_by("pk"), clears=NO_SEAT),
        Step(this, clears=CLEARED["members.BranchRequest.contact_name"]),
        submitted(left),
    ]
    for step in steps:
        step.carry_out()
    forget_papers(DossierFile.objects.filter(item__request=request))


def without_people(data: dict) -> dict:
    return data | {"seats": [], "members": [], "contact_name": "", "contact_email": ""}
