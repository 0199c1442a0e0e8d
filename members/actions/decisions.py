"""What the clock does with a decision, and staff once more: carry it out, write it."""

import logging
from functools import partial

from federation.lifecycle import MoveRefused
from members import documents
from members.models import BranchRequest, DecisionTrouble

logger = logging.getLogger(__name__)
Step = DecisionTrouble.Step


def carry_out(request: BranchRequest) -> bool:
    """Carry out a decision whose day has come; what cannot be is told once."""
    return attempt(
        request, Step.EFFECT, request.take_effect, BranchRequest.objects.to_carry_out()
    )


def write_decision(request: BranchRequest, *, again=False) -> bool:
    """Write the decision to be signed, or write it anew from a mended template."""
    write = partial(documents.make_decision, request, again=again)
    return attempt(request, Step.PAPER, write, BranchRequest.objects.decided())


def attempt(request, step, work, due) -> bool:
    """Do it, or note why not: once in the log, and for staff until it succeeds."""
    try:
        work()
    except MoveRefused as refusal:
        if due.filter(pk=request.pk).exists():  # else another worker was faster
            if DecisionTrouble.objects.meet(request, step, str(refusal)):
                logger.warning("Cannot %s of %s: %s", step, request.pk, refusal)
            return False
    except Exception as error:
        if DecisionTrouble.objects.meet(request, step, type(error).__name__):
            logger.exception("Cannot %s of %s", step, request.pk)
        return False
    DecisionTrouble.objects.over(request, step)
    return True


def try_again(request: BranchRequest) -> bool:
    """Whatever of a decision did not succeed, at the wish of staff."""
    done = [True]
    steps = set(request.troubles.values_list("step", flat=True))
    if Step.EFFECT in steps:
        done.append(carry_out(request))
    if steps & {Step.PAPER, Step.TEMPLATE}:
        done.append(write_decision(request, again=True))
    return all(done) and not request.troubles.exists()
