"""Fields that exist once per language, and the history of every table."""

import pghistory
from modeltranslation.translator import TranslationOptions, register

from awards import models
from awards.models import (
    Award,
    CommendationForm,
    CommendationLevel,
    CommendationRound,
    CommendationType,
    CouncilRules,
    ExternalAward,
    Nomination,
    NominationItem,
    NominationRequirement,
)
from federation import addresses


@register(CommendationForm)
class CommendationFormTranslation(TranslationOptions):
    fields = ["name"]


@register(CommendationLevel)
class CommendationLevelTranslation(TranslationOptions):
    fields = ["name"]


@register(CouncilRules)
class CouncilRulesTranslation(TranslationOptions):
    fields = ["name"]


@register(NominationRequirement)
class NominationRequirementTranslation(TranslationOptions):
    fields = ["title", "help"]


@register(Nomination)
class NominationTranslation(TranslationOptions):
    fields = ["recipient", "recipient_title"]


@register(NominationItem)
class NominationItemTranslation(TranslationOptions):
    fields = ["title", "help"]


@register(CommendationType)
class CommendationTypeTranslation(TranslationOptions):
    fields = ["name"]


@register(CommendationRound)
class CommendationRoundTranslation(TranslationOptions):
    fields = ["title", "summary", "citation"]


@register(Award)
class AwardTranslation(TranslationOptions):
    fields = ["recipient", "recipient_title"]


@register(ExternalAward)
class ExternalAwardTranslation(TranslationOptions):
    fields = ["title", "issuer"]


# AwardCheck only counts, AwardList and its rows pass through: history would be noise.
for _model in (
    *(models.Award, models.AwardChange, models.AwardRegister, models.Barred),
    *(models.Certificate, models.CertificateDesign, models.CertificateField),
    *(models.CommendationDecision, models.CommendationForm),
    *(models.CommendationLevel, models.CommendationType),
    *(models.Conflict, models.CouncilMeeting, models.CouncilRules),
    *(models.DecisionPaper, models.ExternalAward, models.Nomination),
    *(models.NominationItem, models.NominationRequirement, models.Objection),
    *(models.Result, models.RoundExtension, models.RoundQuota, models.Seat),
    models.Vote,
):
    pghistory.track()(_model)
addresses.track(models.CommendationRound)
