"""The newsroom's desk: articles, issues and what they appear under, newsletters."""

from bulletin.admin.articles import ArticleAdmin, SectionAdmin
from bulletin.admin.issues import IssueAdmin, LicenseAdmin, PublicationAdmin
from bulletin.admin.mailings import DeliveryAdmin, MailingAdmin, SubscriptionAdmin

__all__ = [
    "ArticleAdmin",
    "DeliveryAdmin",
    "IssueAdmin",
    "LicenseAdmin",
    "MailingAdmin",
    "PublicationAdmin",
    "SectionAdmin",
    "SubscriptionAdmin",
]
