"""Doorbells: what the clock does to dossiers."""

import logging

from celery import shared_task
from django.db import transaction

from federation.lifecycle import MoveRefused
from members import actions
from members.models import BranchRequest, DecisionTrouble, MemberImport, MemberMerge
from members.models.closing import close_pointless

logger = logging.getLogger(__name__)


@shared_task(name="members.sweep")
def sweep() -> None:
    """Everything that time does to dossiers, missed days too; again does no harm."""
    lapse_requests()
    close_requests()
    carry_out_decisions()
    make_decisions()
    remind()
    care_for_the_register()


@shared_task(name="members.process_import", expires=240)
def process_import(pk: int) -> None:
    """Read or take over one list of members, unless another worker has it."""
    if importing := MemberImport.objects.claim(pk):
        is_read = importing.state == MemberImport.State.TAKING
        work = actions.take_over if is_read else actions.read_list
        work(importing)


def care_for_the_register() -> None:
    """Lists no worker has heard of; lists and copies whose days are over."""
    for pk in MemberImport.objects.waiting().values_list("pk", flat=True):
        process_import(pk)
    MemberImport.objects.give_up()
    MemberImport.objects.outworn().forget()
    MemberMerge.objects.outworn().forget()


def each(requests, step, done: str) -> None:
    """Take the step for each; one that fails does not stop the rest."""
    for request in requests:
        try:
            step(request)
        except MoveRefused as refusal:  # somebody, or another sweep, was faster
            logger.info("Dossier %s was not %s: %s", request.pk, done, refusal)
        except Exception:
            logger.exception("Dossier %s was not %s", request.pk, done)


def lapse_requests() -> None:
    """Close each dossier whose supplement did not come in time."""
    each(BranchRequest.objects.to_lapse(), BranchRequest.lapse, "closed")


@transaction.atomic
def close_requests() -> None:
    """Close what is open about a branch that has gone or ended."""
    close_pointless(BranchRequest.objects.all())


def carry_out_decisions() -> None:
    """Carry out each decision whose day has come; the board tells what cannot be."""
    each(BranchRequest.objects.to_carry_out(), actions.carry_out, "carried out")


def make_decisions() -> None:
    """Write the decision of each decided dossier that has none yet, to be signed."""
    rows = BranchRequest.objects.without_paper()
    rows = rows.not_resting(DecisionTrouble.Step.PAPER)
    each(rows, actions.write_decision, "written as a decision")


def remind() -> None:
    """Tell whoever holds a dossier of a coming and of a passed day, once each."""
    rows = BranchRequest.objects.open().for_rows()
    each(rows, BranchRequest.remind, "reminded of")
