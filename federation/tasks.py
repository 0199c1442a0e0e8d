"""What beat rings for: where the translations stand."""

from celery import shared_task

from federation.models import TranslationState


@shared_task(name="federation.survey_translations")
def survey_translations() -> None:
    """Every minute: what history has recorded since the last time."""
    TranslationState.objects.survey()
