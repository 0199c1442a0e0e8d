"""The staff's desk of the institution, and what every desk of the house is made of."""

from federation.admin import choices  # noqa: F401 - mends the autocomplete
from federation.admin.desk import (
    DemoMark,
    Desk,
    PlainDesk,
    ReadOnly,
    SecureAddresses,
)
from federation.admin.organization import OfficeAdmin, OrganizationAdmin, UnionAdmin
from federation.admin.partners import (
    AidProjectAdmin,
    CountryAdmin,
    FundDriveAdmin,
    PartnerAdmin,
    TwinCityAdmin,
)
from federation.admin.people import (
    AppointmentAdmin,
    BodyAdmin,
    CongressAdmin,
    PersonAdmin,
    TermAdmin,
    TermReminderAdmin,
    TermReminderRuleAdmin,
)
from federation.admin.privacy import (
    BreachAdmin,
    ConsentAdmin,
    ConsentTextAdmin,
    PrivacyLimitAdmin,
)
from federation.admin.records import (
    DocumentAdmin,
    DocumentRegisterAdmin,
    FigureAdmin,
    LegalBasisAdmin,
    PageAdmin,
    PhotoAdmin,
)
from federation.admin.translations import TranslationStateAdmin

__all__ = [
    "AidProjectAdmin",
    "AppointmentAdmin",
    "BodyAdmin",
    "BreachAdmin",
    "CongressAdmin",
    "ConsentAdmin",
    "ConsentTextAdmin",
    "CountryAdmin",
    "DemoMark",
    "Desk",
    "DocumentAdmin",
    "DocumentRegisterAdmin",
    "FigureAdmin",
    "FundDriveAdmin",
    "LegalBasisAdmin",
    "OfficeAdmin",
    "OrganizationAdmin",
    "PageAdmin",
    "PartnerAdmin",
    "PersonAdmin",
    "PhotoAdmin",
    "PlainDesk",
    "PrivacyLimitAdmin",
    "ReadOnly",
    "SecureAddresses",
    "TermAdmin",
    "TermReminderAdmin",
    "TermReminderRuleAdmin",
    "TranslationStateAdmin",
    "TwinCityAdmin",
    "UnionAdmin",
]
