"""Fields that exist once per language, and the history of every table.

History is declared here, after the columns per language exist; declared on the class
it would never see them.
"""

import pghistory
from modeltranslation.translator import TranslationOptions, register

from federation import addresses
from federation.models import (
    AidProject,
    Appointment,
    Body,
    Breach,
    Congress,
    CongressTarget,
    Consent,
    ConsentText,
    Contribution,
    Country,
    DataRequest,
    Document,
    DocumentRegister,
    Erasure,
    Figure,
    FundDrive,
    LegalBasis,
    MovedDay,
    Office,
    Organization,
    Page,
    Partner,
    Person,
    Photo,
    PhotoPerson,
    PrivacyLimit,
    Term,
    TermReminder,
    TermReminderRule,
    TranslationState,
    TwinCity,
    Union,
)


@register(Organization)
class OrganizationTranslation(TranslationOptions):
    fields = ["name", "short_name", "about", "address"]


@register(Union)
class UnionTranslation(TranslationOptions):
    fields = ["city", "city_short", "tagline", "parent_name", "responsible"]


@register(Person)
class PersonTranslation(TranslationOptions):
    fields = ["bio"]


@register(Body)
class BodyTranslation(TranslationOptions):
    fields = ["name"]


@register(Appointment)
class AppointmentTranslation(TranslationOptions):
    fields = ["title", "concurrent_title", "duty"]


@register(Term)
class TermTranslation(TranslationOptions):
    fields = ["summary"]


@register(Congress)
class CongressTranslation(TranslationOptions):
    fields = ["place", "delegates_note"]


@register(CongressTarget)
class CongressTargetTranslation(TranslationOptions):
    fields = ["title"]


@register(TermReminderRule)
class TermReminderRuleTranslation(TranslationOptions):
    fields = ["task"]


@register(ConsentText)
class ConsentTextTranslation(TranslationOptions):
    fields = ["wording"]


@register(Document)
class DocumentTranslation(TranslationOptions):
    fields = ["issuer", "title"]


@register(LegalBasis)
class LegalBasisTranslation(TranslationOptions):
    fields = ["title"]


@register(Page)
class PageTranslation(TranslationOptions):
    fields = ["title", "lead", "body"]


@register(Photo)
class PhotoTranslation(TranslationOptions):
    fields = ["alt", "caption"]


@register(Country)
class CountryTranslation(TranslationOptions):
    fields = ["name"]


@register(Partner)
class PartnerTranslation(TranslationOptions):
    fields = ["name", "note"]


@register(TwinCity)
class TwinCityTranslation(TranslationOptions):
    fields = ["name", "tie"]


@register(AidProject)
class AidProjectTranslation(TranslationOptions):
    fields = ["title", "field", "place", "recipient"]


@register(FundDrive)
class FundDriveTranslation(TranslationOptions):
    fields = ["name", "beneficiary", "receiver", "summary"]


for _model in (
    *(AidProject, Appointment, Body, Congress, CongressTarget, Contribution),
    *(Country, Document),
    *(DocumentRegister, Figure, FundDrive, LegalBasis, Office),
    *(Breach, Consent, ConsentText, DataRequest, Erasure, PhotoPerson, PrivacyLimit),
    *(MovedDay, Partner, Photo, Term, TermReminder, TermReminderRule),
    *(TranslationState, TwinCity),
):
    pghistory.track()(_model)
for _model in (Organization, Page, Person):
    addresses.track(_model)
pghistory.track(obj_field=pghistory.ObjForeignKey(related_name="union_events"))(Union)
