"""Sweeps: what has run out is cleared away."""

from celery import shared_task
from django.contrib.sessions.models import Session
from django.utils import timezone

from accounts.models import KeptForm, LoginEvent


@shared_task(name="accounts.clear_outworn")
def clear_outworn() -> None:
    """Log-ins after twelve months, kept forms after half an hour, dead sessions."""
    LoginEvent.objects.outworn().delete()
    KeptForm.objects.outworn().delete()
    Session.objects.filter(expire_date__lt=timezone.now()).delete()
