"""Sweeps: scheduled articles appear, buffered views are written."""

import logging

import redis
from celery import shared_task
from django.conf import settings
from django.utils import timezone

from bulletin import actions
from bulletin.documents import make_edition, read_scan, send_round
from bulletin.models import (
    Article,
    Issue,
    IssueEdition,
    Mailing,
    MostRead,
    PublicationLicense,
    Readership,
)
from federation.lifecycle import MoveRefused

logger = logging.getLogger(__name__)


@shared_task(name="bulletin.publish_due")
def publish_due() -> None:
    """Every half minute: what is due appears, also what was missed meanwhile."""
    for article in Article.objects.due():
        try:
            article.publish_due()
        except MoveRefused as refusal:
            logger.warning("Article %s was not published: %s", article.pk, refusal)
        except Exception:
            logger.exception("Article %s was not published", article.pk)


@shared_task(name="bulletin.build_edition", expires=240)
def build_edition(pk: int) -> None:
    """Make one file of an issue, unless another worker has it."""
    if edition := IssueEdition.objects.claim(pk):
        edition.build(make_edition)


@shared_task(name="bulletin.sweep_issues")
def sweep_issues() -> None:
    """Every minute: files that lost their worker or must go, scans nobody has read."""
    IssueEdition.objects.with_withheld_pictures().withdraw()
    for pk in IssueEdition.objects.waiting().values_list("pk", flat=True):
        build_edition(pk)
    IssueEdition.objects.give_up()
    for issue in Issue.objects.unread_scans()[:5]:
        try:
            read_scan(issue)
        except Exception:
            logger.exception("The PDF of issue %s was not read", issue.pk)


@shared_task(name="bulletin.send_mailings")
def send_mailings() -> None:
    """Every 20 seconds: newsletters whose time has come, then copy after copy."""
    for mailing in Mailing.objects.filter(
        status=Mailing.Status.SCHEDULED, send_at__lte=timezone.now()
    ):
        try:
            mailing.send_due()
        except MoveRefused as refusal:
            mailing.hold_back(str(refusal))
        except Exception as error:
            logger.exception("Newsletter %s was not sent", mailing.pk)
            mailing.hold_back(type(error).__name__)
    send_round(0.75 * settings.OUTBOX_SWEEP)


@shared_task(name="bulletin.forget_readers")
def forget_readers() -> None:
    """Hourly: addresses that nobody reads at any more, and of copies long sent."""
    actions.forget_readers()


@shared_task(name="bulletin.remind_licenses")
def remind_licenses() -> None:
    """Hourly: licences that end soon, what was missed included; each stage once."""
    for license_ in PublicationLicense.objects.in_use().select_related("publication"):
        try:
            license_.remind()
        except Exception:
            logger.exception("Nobody was reminded of licence %s", license_.pk)


@shared_task(name="bulletin.write_views")
def write_views() -> None:
    """Every half minute: views from the buffer into the database, each once."""
    try:
        Readership().write()
    except redis.RedisError as error:
        logger.warning("Views wait in the buffer: %s", type(error).__name__)


@shared_task(name="bulletin.count_most_read")
def count_most_read() -> None:
    """Every five minutes: what was opened most, for the front page of the bulletin."""
    MostRead.count()
