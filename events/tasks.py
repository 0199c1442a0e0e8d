"""What beat rings for: the calendar ahead, the reminders due, the events to publish."""

from celery import shared_task

from events import actions


@shared_task(name="events.generate")
def generate() -> None:
    """Hourly: this year and the next two, and the ledger of reminders."""
    actions.generate()


@shared_task(name="events.send_reminders")
def send_reminders() -> None:
    """Every few minutes: what is due, what was missed included."""
    actions.sweep()


@shared_task(name="events.announce_year")
def announce_year() -> None:
    """Hourly: next year's days to the office, once to each, when their day has come."""
    actions.announce_year()


@shared_task(name="events.care_for_registrations")
def care_for_registrations() -> None:
    """Every few minutes: remind guests, forget what is to be forgotten."""
    actions.care_for_registrations()


@shared_task(name="events.publish_scheduled")
def publish_scheduled() -> None:
    """Every few minutes: events whose hour of publication has come."""
    actions.publish_scheduled()
