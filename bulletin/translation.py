"""Fields that exist once per language, and the history of every table."""

import pghistory
from modeltranslation.translator import TranslationOptions, register

from bulletin.models import (
    Article,
    ArticleFile,
    ArticlePhoto,
    Correction,
    Issue,
    Mailing,
    Publication,
    PublicationLicense,
    Section,
)
from federation import addresses


@register(Publication)
class PublicationTranslation(TranslationOptions):
    fields = ["title", "lead", "periodicity", "responsible"]


@register(PublicationLicense)
class PublicationLicenseTranslation(TranslationOptions):
    fields = ["issuer", "periodicity"]


@register(Issue)
class IssueTranslation(TranslationOptions):
    fields = ["period_label", "lead", "editorial", "imprint"]


@register(Section)
class SectionTranslation(TranslationOptions):
    fields = ["title"]


@register(Article)
class ArticleTranslation(TranslationOptions):
    fields = ["title", "lead", "body"]
    required_languages = {"vi": ("title",)}


@register(ArticleFile)
class ArticleFileTranslation(TranslationOptions):
    fields = ["title"]


@register(Mailing)
class MailingTranslation(TranslationOptions):
    fields = ["subject", "intro"]


@register(Correction)
class CorrectionTranslation(TranslationOptions):
    fields = ["note"]


for _model in (
    *(ArticleFile, ArticlePhoto, Correction, Issue),
    *(Mailing, Publication, PublicationLicense),
):
    pghistory.track()(_model)
addresses.track(Section)
# Every view would else leave a row with the whole text.
addresses.track(
    Article,
    exclude=["counted_views", "is_readable_vi", "is_readable_en"],
    obj_field=pghistory.ObjForeignKey(related_name="history"),
)
