"""Sweeps; the doorbell is in `relay`. The messages themselves are rows."""

import time
from datetime import timedelta

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from outbox import notifications
from outbox.models import SWEEP, Balance, Brake, Heartbeat, Message
from outbox.relay import deliver, send_what_is_due

__all__ = ["SWEEP", "balance", "deliver", "sweep"]


@shared_task(name=SWEEP)
def sweep() -> None:
    """Pick up whatever lost its worker or its doorbell, and show that we live."""
    stopped = Brake.is_stopped()
    Heartbeat.beat(SWEEP)
    if stopped:
        return
    Message.objects.settle_lost()
    Message.objects.skip_outlived()
    Message.objects.hold_flood()
    notifications.held()
    # It ends before the next one begins.
    send_what_is_due(time.monotonic() + 0.75 * settings.OUTBOX_SWEEP)


@shared_task(name="outbox.balance")
def balance() -> None:
    """Draw up the balance of the last eight days, as far as there was mail."""
    today = timezone.localdate()
    for days in range(8):
        day = today - timedelta(days=days)
        if Message.objects.filter(date__date=day).exists():
            Balance.draw_up(day)
