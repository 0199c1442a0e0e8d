"""Where each text stands in each language."""

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _


class TranslationState(models.Model):
    """One object in one language: its state, and the source it was made from."""

    class State(models.TextChoices):
        MACHINE = "machine", _("machine-drafted")
        IN_PROGRESS = "in_progress", _("in progress")
        REVIEWED = "reviewed", _("reviewed")
        STALE = "stale", _("out of date")

    content_type = models.ForeignKey(ContentType, models.CASCADE)
    object_id = models.BigIntegerField()
    target = GenericForeignKey("content_type", "object_id")
    language = models.CharField(_("language"), max_length=2)
    state = models.CharField(_("state"), max_length=12, choices=State)
    # Field name → SHA-256 of the Vietnamese text the translation was made from.
    fingerprints = models.JSONField(_("fingerprints"), default=dict, blank=True)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        verbose_name = _("state of a translation")
        verbose_name_plural = _("states of translations")
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "language"],
                name="translation_state_once",
            )
        ]

    def __str__(self):
        return f"{self.target} ({self.language})"
