"""Anniversaries, their occurrences, reminders and the union's events."""

from events.models.anniversaries import Anniversary, CalendarPolicy, YearDate
from events.models.calendar import Milestone
from events.models.checklists import Caution, Task, TaskTemplate
from events.models.events import Event, EventPhoto, Guest
from events.models.occurrences import Occurrence
from events.models.reminders import Reminder, ReminderRule

__all__ = [
    "Anniversary",
    "CalendarPolicy",
    "Caution",
    "Event",
    "EventPhoto",
    "Guest",
    "Milestone",
    "Occurrence",
    "Reminder",
    "ReminderRule",
    "Task",
    "TaskTemplate",
    "YearDate",
]
