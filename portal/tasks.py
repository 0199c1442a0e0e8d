"""What beat rings for on the roof: erasures whose quarantine is over."""

from celery import shared_task

from portal.actions import privacy


@shared_task(name="portal.erase_due")
def erase_due() -> None:
    """Hourly: what is due, what was missed included."""
    privacy.carry_out_due()
