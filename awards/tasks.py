"""Doorbells: lists read, certificates made, rounds closed when their day is over."""

import logging

from celery import shared_task
from django.utils import timezone

from awards import actions
from awards.models import AwardList, CertificateRun, CommendationRound
from federation.lifecycle import MoveRefused

logger = logging.getLogger(__name__)


@shared_task(name="awards.read_list", expires=240)
def read_list(pk: int) -> None:
    """Read one list, unless another worker has it."""
    if importing := AwardList.objects.claim(pk):
        actions.read_list(importing)


# Thousands, signed one by one on a busy machine, take longer than other work may.
LONG = {"soft_time_limit": 3000, "time_limit": 3060}


@shared_task(name="awards.make_certificates", expires=240, **LONG)
def make_certificates(pk: int) -> None:
    """Make the certificates of one round, unless another worker does."""
    if run := CertificateRun.objects.claim(pk):
        actions.make_certificates(run)


@shared_task(name="awards.sweep")
def sweep() -> None:
    """Whatever lost its worker; windows that are over; lists whose days are over."""
    for pk in AwardList.objects.waiting().values_list("pk", flat=True):
        read_list(pk)
    for pk in CertificateRun.objects.waiting().values_list("pk", flat=True):
        make_certificates(pk)
    AwardList.objects.give_up()
    CertificateRun.objects.give_up()
    AwardList.objects.outworn().forget()
    for round_ in CommendationRound.objects.over(timezone.localdate()):
        try:
            round_.close()
        except MoveRefused as refusal:  # somebody, another sweep, was faster
            logger.info("Round %s was not closed: %s", round_.pk, refusal)
