"""Doorbells and sweeps: the messages themselves are rows."""

import time
from datetime import timedelta

from celery import shared_task
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from outbox import relay
from outbox.models import STANDSTILL, Balance, Brake, Heartbeat, Message

SWEEP = "outbox.sweep"
# For so many seconds a doorbell that was heard sends what else is due.
WHILE_AT_IT = 2


@shared_task(name="outbox.deliver", expires=240)
def deliver(message_id: int) -> None:
    """Send one message now, and what else waits; what goes wrong is the sweep's."""
    if not Message.objects.due().filter(pk=message_id).exists():
        return
    if Brake.is_on() or relay.is_down():
        return
    Message.objects.hold_flood()
    send_what_is_due(time.monotonic() + WHILE_AT_IT, pk=message_id)


@shared_task(name=SWEEP)
def sweep() -> None:
    """Pick up whatever lost its worker or its doorbell, and show that we live."""
    standstill = Heartbeat.age(SWEEP)
    if standstill is not None and standstill > STANDSTILL:
        reason = _("Nothing was sent for %(days)s days.") % {"days": standstill.days}
        Brake.pull(reason)
    Heartbeat.beat(SWEEP)
    Message.objects.settle_lost()
    Message.objects.skip_outlived()
    Message.objects.hold_flood()
    if not Brake.is_on():
        # It ends before the next one begins.
        send_what_is_due(time.monotonic() + 0.75 * settings.OUTBOX_SWEEP)


def send_what_is_due(until: float, **first) -> None:
    """One message at a time over one line, so that a bad one stops nobody.

    That staff have pulled the brake meanwhile is noticed within a second.
    """
    looked = time.monotonic()
    try:
        with relay.Line() as line:
            relay.send_next(line, **first)
            while time.monotonic() < until and relay.send_next(line):
                if time.monotonic() > looked + 1:
                    looked = time.monotonic()
                    if Brake.is_on():
                        return
    except relay.RelayDown:
        return


@shared_task(name="outbox.balance")
def balance() -> None:
    """Draw up the balance of the last eight days, as far as there was mail."""
    today = timezone.localdate()
    for days in range(8):
        day = today - timedelta(days=days)
        if Message.objects.filter(date__date=day).exists():
            Balance.draw_up(day)
