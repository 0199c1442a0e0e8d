"""The desk of the data protection officer, and what readers say and are told."""

from portal.admin.consents import TiedConsentAdmin
from portal.admin.privacy import DataRequestAdmin, ErasureAdmin
from portal.admin.readers import AnnouncementAdmin, FeedbackAdmin, OpinionAdmin

__all__ = [
    "AnnouncementAdmin",
    "DataRequestAdmin",
    "ErasureAdmin",
    "FeedbackAdmin",
    "OpinionAdmin",
    "TiedConsentAdmin",
]
