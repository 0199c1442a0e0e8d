"""What time does to registrations: a reminder, and forgetting."""

import logging
from collections import Counter

from django.db import transaction

from events.models import Event, Registration
from outbox.models import Brake, Message

logger = logging.getLogger(__name__)


def care_for_registrations() -> Counter:
    """Remind who comes soon; forget the unconfirmed and the outlived.

    Neither while mail is stopped: the clock that says so may be wrong.
    """
    if Brake.is_stopped():
        return Counter()
    done = Counter()
    for registration in Registration.objects.to_remind().select_related("event"):
        try:
            done["reminded"] += registration.remind()
        except Exception:
            logger.exception("Registration %s was not reminded", registration.pk)
    return done + forget_registrations()


@transaction.atomic
def forget_registrations(now=None) -> Counter:
    """Names, addresses and the mails that carried them go; the number stays."""
    outlived = Registration.objects.outlived(now)
    for event in Event.objects.filter(registrations__in=outlived).distinct():
        number = event.registrations.coming().count()
        Event.objects.filter(pk=event.pk).update(registered=number)
    rows = outlived | Registration.objects.unconfirmed(now)
    gone = list(rows.values_list("pk", flat=True))
    for pk in gone:
        Message.objects.filter(key__startswith=f"registration-{pk}-").delete()
    Registration.objects.filter(pk__in=gone).delete()
    return Counter(forgotten=len(gone))
