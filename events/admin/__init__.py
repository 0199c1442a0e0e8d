"""The staff's desk of the calendar, the reminders and the events."""

from events.admin.anniversaries import (
    AnniversaryAdmin,
    CalendarPolicyAdmin,
    OccurrenceAdmin,
)
from events.admin.checklists import CautionAdmin, TaskTemplateAdmin
from events.admin.events import EventAdmin
from events.admin.plans import (
    AnnualPlanAdmin,
    GreetingAdmin,
    GreetingTemplateAdmin,
    PlanItemAdmin,
)
from events.admin.reminders import ReminderAdmin, ReminderRuleAdmin

__all__ = [
    "AnniversaryAdmin",
    "AnnualPlanAdmin",
    "CalendarPolicyAdmin",
    "CautionAdmin",
    "EventAdmin",
    "GreetingAdmin",
    "GreetingTemplateAdmin",
    "OccurrenceAdmin",
    "PlanItemAdmin",
    "ReminderAdmin",
    "ReminderRuleAdmin",
    "TaskTemplateAdmin",
]
