"""What concerns many days at once."""

import time
from collections import Counter

from django.conf import settings

from events.actions.calendar import (
    calendar_has_gaps,
    generate_occurrences,
    hand_over,
    publish_scheduled,
)
from events.actions.calls import make_calls, make_next_call, try_again
from events.actions.events import repeat_event
from events.actions.plans import (
    announce_year,
    candidates,
    draw_up_plan,
    is_proposed,
)
from events.actions.registrations import care_for_registrations
from events.actions.reminders import preview, schedule_reminders, send_due_reminders
from events.actions.rules import (
    load_cautions,
    load_greeting_templates,
    load_rules,
    load_task_templates,
)
from events.models import Reminder
from outbox.models import Brake

__all__ = [
    "announce_year",
    "calendar_has_gaps",
    "candidates",
    "care_for_registrations",
    "draw_up_plan",
    "follow",
    "generate",
    "generate_occurrences",
    "hand_over",
    "is_proposed",
    "load_cautions",
    "load_greeting_templates",
    "load_rules",
    "load_task_templates",
    "make_calls",
    "make_next_call",
    "preview",
    "publish_scheduled",
    "repeat_event",
    "schedule_reminders",
    "send_due_reminders",
    "sweep",
    "try_again",
]


def follow(anniversary) -> Counter:
    """After a change of one anniversary: its days, then their reminders."""
    done = generate_occurrences(anniversaries=[anniversary])
    return done + schedule_reminders(occurrences=anniversary.occurrences.upcoming())


def generate() -> Counter:
    """The calendar two years ahead and the ledger with it; safe to run twice."""
    return generate_occurrences() + schedule_reminders()


def sweep() -> Counter:
    """Send what is due, batch after batch until nothing is or the next sweep begins.

    A daily run that was missed is made up for first. While mail is stopped, nothing is
    told or given up: the ledger waits with it.
    """
    if Brake.is_stopped():
        return Counter()
    followed = Counter(followed=Reminder.objects.follow_mail())
    if calendar_has_gaps():
        generate()
    seconds = min(0.75 * settings.EVENTS_SWEEP, 45)
    until, done = time.monotonic() + seconds, followed
    while batch := send_due_reminders():
        done += batch
        settled = batch["sent"] + batch["missed"]
        if not settled or time.monotonic() > until:
            break
    return done
