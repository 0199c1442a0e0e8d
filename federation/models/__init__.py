"""The institution itself: organisations, people, records, partners, figures."""

from federation.models.base import Demonstrable, Precision, PublishState
from federation.models.bodies import Body
from federation.models.breaches import Breach
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
from federation.models.photos import Photo, PhotoPerson, is_shown
from federation.models.privacy import (
    Channel,
    Consent,
    ConsentText,
    PrivacyLimit,
    Purpose,
)
from federation.models.records import (
    Document,
    DocumentRegister,
    LegalBasis,
    Page,
)
from federation.models.reminders import TermReminder, TermReminderRule
from federation.models.requests import DataRequest, Erasure
from federation.models.targets import CongressTarget
from federation.models.terms import Congress, Term, roman
from federation.models.translations import TranslationState, translated_models
from federation.models.workdays import MovedDay

__all__ = [
    "AidProject",
    "Appointment",
    "Body",
    "Breach",
    "Channel",
    "Congress",
    "CongressTarget",
    "Consent",
    "ConsentText",
    "Contribution",
    "Country",
    "DataRequest",
    "Demonstrable",
    "Document",
    "DocumentRegister",
    "Erasure",
    "Figure",
    "FundDrive",
    "LegalBasis",
    "MovedDay",
    "Office",
    "Organization",
    "OrganizationQuerySet",
    "Page",
    "Partner",
    "Person",
    "Photo",
    "PhotoPerson",
    "Precision",
    "PrivacyLimit",
    "PublishState",
    "Purpose",
    "Role",
    "Term",
    "TermReminder",
    "TermReminderRule",
    "TranslationState",
    "TwinCity",
    "Union",
    "is_shown",
    "roman",
    "translated_models",
]
