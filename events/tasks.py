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


@shared_task(name="events.call", expires=240)
def call(call_id: int) -> None:
    """One call to a program, now; whatever goes wrong is the sweep's to mend."""
    actions.make_next_call(pk=call_id)


@shared_task(name="events.make_calls")
def make_calls() -> None:
    """Calls that lost their doorbell or their worker, or are tried again."""
    actions.make_calls()
