"""What belongs to no app alone: the index of the search, what readers say, downtime."""

from portal.models.readers import Announcement, Feedback, Opinion
from portal.models.search import Entry, Survey

__all__ = ["Announcement", "Entry", "Feedback", "Opinion", "Survey"]
