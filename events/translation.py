"""Fields that exist once per language, and the history of every table."""

import pghistory
from modeltranslation.translator import TranslationOptions, register

from events.models import Anniversary, Event


@register(Anniversary)
class AnniversaryTranslation(TranslationOptions):
    fields = ["title"]


@register(Event)
class EventTranslation(TranslationOptions):
    fields = ["title"]


for _model in (Anniversary, Event):
    pghistory.track()(_model)
