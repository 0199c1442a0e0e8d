"""The institution itself: organisations, people, records, partners, figures."""

from federation.models.base import Demonstrable, Precision, PublishState
from federation.models.bodies import Body
from federation.models.figures import Figure
from federation.models.organization import (
    Office,
    Organization,
    OrganizationQuerySet,
    Role,
    Union,
)
from federation.models.partners import (
    AidProject,
    Contribution,
    Country,
    FundDrive,
    Partner,
    TwinCity,
)
from federation.models.people import Appointment, Person
from federation.models.records import (
    Document,
    DocumentRegister,
    LegalBasis,
    Page,
    Photo,
)
from federation.models.reminders import TermReminder, TermReminderRule
from federation.models.targets import CongressTarget
from federation.models.terms import Congress, Term, roman
from federation.models.translations import TranslationState, translated_models

__all__ = [
    "AidProject",
    "Appointment",
    "Body",
    "Congress",
    "CongressTarget",
    "Contribution",
    "Country",
    "Demonstrable",
    "Document",
    "DocumentRegister",
    "Figure",
    "FundDrive",
    "LegalBasis",
    "Office",
    "Organization",
    "OrganizationQuerySet",
    "Page",
    "Partner",
    "Person",
    "Photo",
    "Precision",
    "PublishState",
    "Role",
    "Term",
    "TermReminder",
    "TermReminderRule",
    "TranslationState",
    "TwinCity",
    "Union",
    "roman",
    "translated_models",
]
