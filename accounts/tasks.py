"""Sweeps: what has run out is cleared away."""

from celery import shared_task
from django.contrib.sessions.models import Session
from django.utils import timezone

from accounts.models import KeptForm, LoginEvent
from outbox.models import Message

SECRET_MAILS = [
    f"accounts/{name}" for name in ("invitation", "password_reset", "login_code")
]


@shared_task(name="accounts.clear_outworn")
def clear_outworn() -> None:
    """Log-ins after twelve months, kept forms after half an hour, dead sessions.

    The text of a mail that opened a door is not kept once it was sent.
    """
    LoginEvent.objects.outworn().delete()
    KeptForm.objects.outworn().delete()
    Message.objects.filter(template__in=SECRET_MAILS, sent_at__isnull=False).exclude(
        text=""
    ).update(text="", html="")
    Session.objects.filter(expire_date__lt=timezone.now()).delete()
