"""What time does to readers of the newsletter: they are forgotten."""

from collections import Counter
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from bulletin.models import Delivery, Publication, Subscription
from outbox.models import Message


@transaction.atomic
def forget_readers(now=None) -> Counter:
    """Addresses nobody reads at, the mails to them, and those of copies long sent."""
    now = now or timezone.now()
    policy = Publication.objects.first() or Publication()
    over = now - timedelta(days=policy.keep_readers)
    gone = list(Subscription.objects.outlived(over).values_list("pk", flat=True))
    for pk in gone:
        Message.objects.filter(key__startswith=f"subscription-{pk}-").delete()
    Subscription.objects.filter(pk__in=gone).delete()
    sent = now - timedelta(days=policy.keep_copies)
    copies = Delivery.objects.forget_addresses(sent)
    return Counter(forgotten=len(gone), copies=copies)
