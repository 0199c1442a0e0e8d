"""Fields that exist once per language, and the history of every table."""

import pghistory
from modeltranslation.translator import TranslationOptions, register

from events.models import (
    Anniversary,
    CalendarPolicy,
    Event,
    EventPhoto,
    Guest,
    Occurrence,
    Reminder,
    ReminderRule,
)


@register(Anniversary)
class AnniversaryTranslation(TranslationOptions):
    fields = ["title"]


@register(ReminderRule)
class ReminderRuleTranslation(TranslationOptions):
    fields = ["task"]


@register(Event)
class EventTranslation(TranslationOptions):
    fields = ["title", "place", "lead_text", "summary", "status_note"]


@register(Guest)
class GuestTranslation(TranslationOptions):
    fields = ["title"]


for _model in (
    *(Anniversary, CalendarPolicy, Event, EventPhoto, Guest),
    *(Occurrence, Reminder, ReminderRule),
):
    pghistory.track()(_model)
