"""Who is told of an anniversary that comes near."""

from outbox.post import post


def reminder(reminder) -> None:
    """On its day, to the one it was made for."""
    _tell(reminder, "events/reminder")


def late_reminder(reminder) -> None:
    """After its day, and says so."""
    _tell(reminder, "events/late_reminder")


def _tell(reminder, template: str) -> None:
    occurrence = reminder.occurrence
    post(
        key=reminder.key,
        to=reminder.recipient.email,
        language=reminder.recipient.language,
        template=template,
        reminder=reminder,
        occurrence=occurrence,
        anniversary=occurrence.anniversary,
    )
