"""The bulletin: publications and their licences, issues, articles, readership."""

from bulletin.models.articles import Article
from bulletin.models.issues import Issue, IssueQuerySet
from bulletin.models.parts import ArticlePhoto, ArticleRedirect, Correction
from bulletin.models.publications import (
    Publication,
    PublicationLicense,
    PublicationLicenseQuerySet,
)
from bulletin.models.queries import ArticleQuerySet
from bulletin.models.readership import Readership, ViewBatch
from bulletin.models.sections import Section
from bulletin.models.texts import EnglishState

__all__ = [
    "Article",
    "ArticlePhoto",
    "ArticleQuerySet",
    "ArticleRedirect",
    "Correction",
    "EnglishState",
    "Issue",
    "IssueQuerySet",
    "Publication",
    "PublicationLicense",
    "PublicationLicenseQuerySet",
    "Readership",
    "Section",
    "ViewBatch",
]
