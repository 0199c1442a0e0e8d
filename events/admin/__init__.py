"""The staff's desk of the calendar, the reminders and the events."""

from events.admin.albums import AlbumAdmin
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
from events.admin.reminders import (
    CallAdmin,
    ReminderAdmin,
    ReminderRuleAdmin,
    WebhookAdmin,
)

__all__ = [
    "AlbumAdmin",
    "AnniversaryAdmin",
    "AnnualPlanAdmin",
    "CalendarPolicyAdmin",
    "CallAdmin",
    "CautionAdmin",
    "EventAdmin",
    "GreetingAdmin",
    "GreetingTemplateAdmin",
    "OccurrenceAdmin",
    "PlanItemAdmin",
    "ReminderAdmin",
    "ReminderRuleAdmin",
    "TaskTemplateAdmin",
    "WebhookAdmin",
]
