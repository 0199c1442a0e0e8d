"""Fields that exist once per language, and the history of every table."""

import pghistory
from modeltranslation.translator import TranslationOptions, register

from events.models import (
    Anniversary,
    CalendarPolicy,
    Caution,
    Event,
    EventPhoto,
    Guest,
    Occurrence,
    Reminder,
    ReminderRule,
    Task,
    TaskTemplate,
    YearDate,
)


@register(Anniversary)
class AnniversaryTranslation(TranslationOptions):
    fields = ["title", "remark"]


@register(ReminderRule)
class ReminderRuleTranslation(TranslationOptions):
    fields = ["task"]


@register(Event)
class EventTranslation(TranslationOptions):
    fields = ["title", "place", "lead_text", "summary", "status_note"]


@register(Guest)
class GuestTranslation(TranslationOptions):
    fields = ["title"]


@register(TaskTemplate)
class TaskTemplateTranslation(TranslationOptions):
    fields = ["text"]


@register(Task)
class TaskTranslation(TranslationOptions):
    fields = ["text"]


@register(Caution)
class CautionTranslation(TranslationOptions):
    fields = ["text"]


for _model in (
    *(Anniversary, CalendarPolicy, Event, EventPhoto, Guest),
    *(Occurrence, Reminder, ReminderRule),
    *(Caution, Task, TaskTemplate, YearDate),
):
    pghistory.track()(_model)
