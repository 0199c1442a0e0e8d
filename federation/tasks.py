"""What beat rings for: translations, terms and limits that run out, pictures."""

import logging
import time

from celery import shared_task

from federation.models import (
    Breach,
    DataRequest,
    Photo,
    TermReminder,
    TranslationState,
)

logger = logging.getLogger(__name__)


@shared_task(name="federation.survey_translations")
def survey_translations() -> None:
    """Every minute: what history has recorded since the last time."""
    TranslationState.objects.survey()


@shared_task(name="federation.remind_of_terms")
def remind_of_terms() -> None:
    """Hourly, though once a day would do: what is due, what was missed included."""
    TermReminder.objects.send_due()


@shared_task(name="federation.remind_of_data_requests")
def remind_of_data_requests() -> None:
    """Hourly: limits of requests about personal data, each told once."""
    DataRequest.objects.remind()


@shared_task(name="federation.remind_of_breaches")
def remind_of_breaches() -> None:
    """Every quarter of an hour: the limit is one of hours; the year's report too."""
    Breach.objects.remind()
    Breach.objects.remind_of_the_year()


@shared_task(name="federation.prepare_photos")
def prepare_photos(seconds: float = 40) -> None:
    """Every half minute: copies of new pictures in every size and format."""
    until = time.monotonic() + seconds
    for photo in Photo.objects.to_prepare()[:200]:
        try:
            photo.prepare()
        except Exception:
            logger.exception("Photograph %s has no copies", photo.pk)
        if time.monotonic() > until:
            break
