"""What concerns many days at once."""

from collections import Counter

from events.actions.calendar import (
    calendar_has_gaps,
    generate_occurrences,
    publish_scheduled,
)
from events.actions.reminders import preview, schedule_reminders, send_due_reminders
from events.actions.rules import load_cautions, load_rules, load_task_templates

__all__ = [
    "calendar_has_gaps",
    "follow",
    "generate",
    "generate_occurrences",
    "load_cautions",
    "load_rules",
    "load_task_templates",
    "preview",
    "publish_scheduled",
    "schedule_reminders",
    "send_due_reminders",
    "sweep",
]


def follow(anniversary) -> Counter:
    """After a change of one anniversary: its days, then their reminders."""
    done = generate_occurrences(anniversaries=[anniversary])
    return done + schedule_reminders(occurrences=anniversary.occurrences.upcoming())


def generate() -> Counter:
    """The calendar two years ahead and the ledger with it; safe to run twice."""
    return generate_occurrences() + schedule_reminders()


def sweep() -> Counter:
    """Send what is due; a daily run that was missed is made up for first."""
    if calendar_has_gaps():
        generate()
    return send_due_reminders()
