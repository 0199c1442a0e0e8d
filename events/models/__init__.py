"""Anniversaries, their occurrences, reminders and the union's events."""

from events.models.anniversaries import Anniversary, CalendarPolicy
from events.models.calendar import Milestone
from events.models.events import Event, EventPhoto, Guest
from events.models.occurrences import Occurrence
from events.models.reminders import Reminder, ReminderRule

__all__ = [
    "Anniversary",
    "CalendarPolicy",
    "Event",
    "EventPhoto",
    "Guest",
    "Milestone",
    "Occurrence",
    "Reminder",
    "ReminderRule",
]
