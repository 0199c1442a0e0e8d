"""Anniversaries, their occurrences, reminders and the union's events."""

from events.models.albums import Album, AlbumPhoto
from events.models.anniversaries import Anniversary, CalendarPolicy, YearDate
from events.models.calendar import Milestone
from events.models.checklists import Caution, Task, TaskTemplate
from events.models.events import Event, EventPhoto
from events.models.greetings import Greeting, GreetingTemplate
from events.models.occurrences import Occurrence
from events.models.plans import AnnualPlan, PlanItem
from events.models.programme import CalendarKey, EventDocument, Guest, ProgrammeItem
from events.models.registrations import Registration
from events.models.reminders import Reminder
from events.models.rules import ReminderRule
from events.models.webhooks import Call, Webhook

__all__ = [
    "Album",
    "AlbumPhoto",
    "Anniversary",
    "AnnualPlan",
    "CalendarKey",
    "CalendarPolicy",
    "Call",
    "Caution",
    "Event",
    "EventDocument",
    "EventPhoto",
    "Greeting",
    "GreetingTemplate",
    "Guest",
    "Milestone",
    "Occurrence",
    "PlanItem",
    "ProgrammeItem",
    "Registration",
    "Reminder",
    "ReminderRule",
    "Task",
    "TaskTemplate",
    "Webhook",
    "YearDate",
]
