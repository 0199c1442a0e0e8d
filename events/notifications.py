"""Who is told of an anniversary that comes near."""

from hashlib import sha256

from outbox.post import post


def reminders(reminders: list) -> str:
    """One mail to the one person they were all made for; returns its occasion."""
    first = reminders[0]
    if len(reminders) > 1:
        return _digest(reminders)
    late = first.state == first.State.LATE
    occurrence = first.occurrence
    return post(
        key=first.key,
        to=first.recipient.email,
        language=first.recipient.language,
        template=f"events/{'late_reminder' if late else 'reminder'}",
        reminder=first,
        occurrence=occurrence,
        anniversary=occurrence.anniversary,
    ).key


def _digest(reminders: list) -> str:
    """Several of one day; the same ones always make the same occasion."""
    recipient = reminders[0].recipient
    reminders = sorted(reminders, key=lambda one: (one.occurs_on, one.pk))
    names = " ".join(one.key for one in reminders)
    return post(
        key=f"reminders-{recipient.pk}-{sha256(names.encode()).hexdigest()[:32]}",
        to=recipient.email,
        language=recipient.language,
        template="events/reminder_digest",
        recipient=recipient,
        reminders=reminders,
    ).key
