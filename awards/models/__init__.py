"""Rounds of commendation, their decisions, the register of awards, awards received."""

from awards.models.forms import CommendationForm, CommendationType
from awards.models.received import ExternalAward
from awards.models.register import (
    ALPHABET,
    TOKEN_LENGTH,
    Award,
    AwardCheck,
    clean_token,
    new_token,
)
from awards.models.rounds import CommendationDecision, CommendationRound

__all__ = [
    "ALPHABET",
    "TOKEN_LENGTH",
    "Award",
    "AwardCheck",
    "CommendationDecision",
    "CommendationForm",
    "CommendationRound",
    "CommendationType",
    "ExternalAward",
    "clean_token",
    "new_token",
]
