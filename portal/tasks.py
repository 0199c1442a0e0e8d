"""What beat rings for on the roof: due erasures, and the index of the search."""

from celery import shared_task

from portal.actions import privacy
from portal.models import Feedback
from portal.search import index


@shared_task(name="portal.erase_due")
def erase_due() -> None:
    """Hourly: what is due, what was missed included; who is who is known first."""
    privacy.tie_certain()
    privacy.carry_out_due()
    privacy.forget_undecided()
    Feedback.objects.forget_contacts()


@shared_task(name="portal.index_search")
def index_search() -> None:
    """Every half minute: what changed can be found, what went cannot."""
    index.refresh()
