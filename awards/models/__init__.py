"""Rounds of commendation, nominations, council, decisions, register, certificates."""

from awards.models.certificates import (
    Certificate,
    CertificateDesign,
    CertificateField,
    CertificateRun,
)
from awards.models.checks import AwardCheck
from awards.models.council import (
    Barred,
    Choice,
    CouncilMeeting,
    Result,
    Seat,
    Vote,
)
from awards.models.decisions import AwardChange, CommendationDecision, DecisionPaper
from awards.models.forms import (
    CommendationForm,
    CommendationLevel,
    CommendationType,
    NominationRequirement,
)
from awards.models.lists import AwardList, AwardListRow
from awards.models.nominations import Nomination
from awards.models.objections import Objection
from awards.models.papers import Conflict, NominationItem
from awards.models.received import ExternalAward
from awards.models.register import Award, AwardRegister
from awards.models.rounds import CommendationRound
from awards.models.rules import CouncilRules, Voting
from awards.models.tokens import (
    ALPHABET,
    TOKEN_LENGTH,
    clean_token,
    key_of,
    new_token,
)
from awards.models.windows import RoundExtension, RoundQuota

__all__ = [
    "ALPHABET",
    "TOKEN_LENGTH",
    "Award",
    "AwardChange",
    "AwardCheck",
    "AwardList",
    "AwardListRow",
    "AwardRegister",
    "Barred",
    "Certificate",
    "CertificateDesign",
    "CertificateField",
    "CertificateRun",
    "Choice",
    "CommendationDecision",
    "CommendationForm",
    "CommendationLevel",
    "CommendationRound",
    "CommendationType",
    "Conflict",
    "CouncilMeeting",
    "CouncilRules",
    "DecisionPaper",
    "ExternalAward",
    "Nomination",
    "NominationItem",
    "NominationRequirement",
    "Objection",
    "Result",
    "RoundExtension",
    "RoundQuota",
    "Seat",
    "Vote",
    "Voting",
    "clean_token",
    "key_of",
    "new_token",
]
