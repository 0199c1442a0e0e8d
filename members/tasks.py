"""Doorbells: what the clock does to dossiers."""

import logging

from celery import shared_task

from federation.lifecycle import MoveRefused
from members.models import BranchRequest

logger = logging.getLogger(__name__)


@shared_task(name="members.lapse_requests")
def lapse_requests() -> None:
    """Close each dossier whose supplement did not come in time, missed days too."""
    for request in BranchRequest.objects.to_lapse():
        try:
            request.lapse()
        except MoveRefused:
            continue  # the supplement came, or another sweep was faster
        except Exception:
            logger.exception("Dossier %s was not closed", request.pk)
