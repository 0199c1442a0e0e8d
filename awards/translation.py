"""Fields that exist once per language, and the history of every table."""

import pghistory
from modeltranslation.translator import TranslationOptions, register

from awards.models import (
    Award,
    CommendationDecision,
    CommendationForm,
    CommendationRound,
    CommendationType,
    ExternalAward,
)


@register(CommendationForm)
class CommendationFormTranslation(TranslationOptions):
    fields = ["name"]


@register(CommendationType)
class CommendationTypeTranslation(TranslationOptions):
    fields = ["name"]


@register(CommendationRound)
class CommendationRoundTranslation(TranslationOptions):
    fields = ["title", "summary"]


@register(Award)
class AwardTranslation(TranslationOptions):
    fields = ["recipient", "recipient_title"]


@register(ExternalAward)
class ExternalAwardTranslation(TranslationOptions):
    fields = ["title", "issuer"]


# AwardCheck only counts; a row of history per look would be noise.
for _model in (
    *(Award, CommendationDecision, CommendationForm, CommendationRound),
    *(CommendationType, ExternalAward),
):
    pghistory.track()(_model)
