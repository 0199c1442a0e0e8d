"""What beat rings for: where the translations stand, terms and limits that run out."""

from celery import shared_task

from federation.models import Breach, DataRequest, TermReminder, TranslationState


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
    """Every quarter of an hour: the limit is one of hours."""
    Breach.objects.remind()
