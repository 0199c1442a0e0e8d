"""The staff's desk of the calendar, the reminders and the events."""

from events.admin.anniversaries import (
    AnniversaryAdmin,
    CalendarPolicyAdmin,
    OccurrenceAdmin,
)
from events.admin.checklists import CautionAdmin, TaskTemplateAdmin
from events.admin.events import EventAdmin
from events.admin.reminders import ReminderAdmin, ReminderRuleAdmin

__all__ = [
    "AnniversaryAdmin",
    "CalendarPolicyAdmin",
    "CautionAdmin",
    "EventAdmin",
    "OccurrenceAdmin",
    "ReminderAdmin",
    "ReminderRuleAdmin",
    "TaskTemplateAdmin",
]
