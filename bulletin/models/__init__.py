"""The bulletin: publications and their licences, issues, articles, readership."""

from bulletin.models.articles import PREVIEW_DAYS, Article
from bulletin.models.editions import IssueEdition, Made
from bulletin.models.imports import ArticleImport
from bulletin.models.issues import Issue, IssueQuerySet, IssueScan
from bulletin.models.newsletter import Delivery, Mailing
from bulletin.models.parts import (
    ArticleDraft,
    ArticleFile,
    ArticlePhoto,
    Correction,
)
from bulletin.models.publications import (
    Publication,
    PublicationLicense,
    PublicationLicenseQuerySet,
)
from bulletin.models.queries import ArticleQuerySet
from bulletin.models.readers import Subscription
from bulletin.models.readership import DailyViews, MostRead, Readership, ViewBatch
from bulletin.models.sections import Section
from bulletin.models.texts import EnglishState

__all__ = [
    "PREVIEW_DAYS",
    "Article",
    "ArticleDraft",
    "ArticleFile",
    "ArticleImport",
    "ArticlePhoto",
    "ArticleQuerySet",
    "Correction",
    "DailyViews",
    "Delivery",
    "EnglishState",
    "Issue",
    "IssueEdition",
    "IssueQuerySet",
    "IssueScan",
    "Made",
    "Mailing",
    "MostRead",
    "Publication",
    "PublicationLicense",
    "PublicationLicenseQuerySet",
    "Readership",
    "Section",
    "Subscription",
    "ViewBatch",
]
