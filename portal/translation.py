"""Fields that exist once per language, and the history of what is kept of readers."""

import pghistory
from modeltranslation.translator import TranslationOptions, register

from portal.models import Announcement, Feedback


@register(Announcement)
class AnnouncementTranslation(TranslationOptions):
    fields = ["reason"]


pghistory.track()(Announcement)
# Who wrote is forgotten after the answer: the history never knows it.
pghistory.track(exclude=["name", "email"])(Feedback)
