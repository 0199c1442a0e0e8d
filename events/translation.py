"""Fields that exist once per language, and the history of every table."""

import pghistory
from modeltranslation.translator import TranslationOptions, register

from events.models import (
    Album,
    AlbumPhoto,
    Anniversary,
    AnnualPlan,
    CalendarKey,
    CalendarPolicy,
    Call,
    Caution,
    Event,
    EventDocument,
    EventPhoto,
    Greeting,
    GreetingTemplate,
    Guest,
    Occurrence,
    PlanItem,
    ProgrammeItem,
    Reminder,
    ReminderRule,
    Task,
    TaskTemplate,
    Webhook,
    YearDate,
)
from federation import addresses


@register(Anniversary)
class AnniversaryTranslation(TranslationOptions):
    fields = ["title", "remark"]


@register(ReminderRule)
class ReminderRuleTranslation(TranslationOptions):
    fields = ["task"]


@register(Event)
class EventTranslation(TranslationOptions):
    fields = [
        *("title", "place", "lead_text", "summary", "outcome", "status_note"),
    ]


@register(Album)
class AlbumTranslation(TranslationOptions):
    fields = ["title", "lead_text"]


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


@register(PlanItem)
class PlanItemTranslation(TranslationOptions):
    fields = ["title"]


@register(Greeting)
class GreetingTranslation(TranslationOptions):
    fields = ["addressee", "text", "signer_title"]


@register(GreetingTemplate)
class GreetingTemplateTranslation(TranslationOptions):
    fields = ["text"]


@register(ProgrammeItem)
class ProgrammeItemTranslation(TranslationOptions):
    fields = ["text"]


@register(EventDocument)
class EventDocumentTranslation(TranslationOptions):
    fields = ["title"]


for _model in (
    *(Anniversary, CalendarPolicy, EventPhoto, Guest),
    *(Occurrence, Reminder, ReminderRule),
    *(Caution, Task, TaskTemplate, YearDate),
    *(AnnualPlan, PlanItem, Greeting, GreetingTemplate),
    *(CalendarKey, EventDocument, ProgrammeItem),
    *(AlbumPhoto, Call),
):
    pghistory.track()(_model)
for _model in (Album, Event):
    addresses.track(_model)
# What calls are signed with is kept in one place.
pghistory.track(exclude=["secret"])(Webhook)
