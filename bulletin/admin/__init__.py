"""The newsroom's desk: articles, sections, publications, licences, issues."""

from bulletin.admin.articles import ArticleAdmin, SectionAdmin
from bulletin.admin.issues import IssueAdmin, LicenseAdmin, PublicationAdmin

__all__ = [
    "ArticleAdmin",
    "IssueAdmin",
    "LicenseAdmin",
    "PublicationAdmin",
    "SectionAdmin",
]
