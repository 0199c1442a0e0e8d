"""What belongs to an event: guests, programme, papers; a key to one's calendar."""

import secrets

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.models.events import Event
from federation.uploads import DocumentField


class Guest(models.Model):
    """A guest of honour with the titles of that day, never edited to newer ones."""

    event = models.ForeignKey(
        Event, models.CASCADE, related_name="guests", verbose_name=_("event")
    )
    name = models.CharField(_("name"), max_length=150)
    title = models.CharField(
        _("titles on that day"),
        max_length=300,
        blank=True,
        help_text=_("All of them, as they were on the day of the event."),
    )
    display_order = models.PositiveSmallIntegerField(_("order"), default=100)

    class Meta:
        verbose_name = _("guest of honour")
        verbose_name_plural = _("guests of honour")
        ordering = ["display_order", "pk"]

    def __str__(self):
        return self.name


class ProgrammeItem(models.Model):
    """One line of an event's programme."""

    event = models.ForeignKey(
        Event, models.CASCADE, related_name="programme", verbose_name=_("event")
    )
    starts = models.TimeField(_("time"), null=True, blank=True)
    text = models.CharField(_("what happens"), max_length=250)
    speaker = models.CharField(_("who"), max_length=150, blank=True)
    display_order = models.PositiveSmallIntegerField(_("order"), default=100)

    class Meta:
        verbose_name = _("line of the programme")
        verbose_name_plural = _("programme")
        ordering = ["display_order", "starts", "pk"]

    def __str__(self):
        return self.text or str(self.pk)


class EventDocument(models.Model):
    """A paper of an event; readers get only what is marked public."""

    event = models.ForeignKey(
        Event, models.CASCADE, related_name="papers", verbose_name=_("event")
    )
    title = models.CharField(pgettext_lazy("of a text", "title"), max_length=200)
    file = DocumentField(_("file"), folder="events")
    is_public = models.BooleanField(_("public"), default=False)
    display_order = models.PositiveSmallIntegerField(_("order"), default=100)

    class Meta:
        verbose_name = _("paper of an event")
        verbose_name_plural = _("papers of events")
        ordering = ["display_order", "pk"]

    def __str__(self):
        return self.title or str(self.pk)

    def get_absolute_url(self):
        return reverse("events:paper", args=[self.event.slug, self.pk])


def new_key() -> str:
    """192 random bits."""
    return secrets.token_urlsafe(24)


class CalendarKey(models.Model):
    """The secret address of one person's own calendar; renewed, the old one is dead."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="calendar_key",
        verbose_name=_("person"),
    )
    token = models.CharField(max_length=40, unique=True, default=new_key)
    renewed_at = models.DateTimeField(_("renewed"), default=timezone.now)

    class Meta:
        verbose_name = _("key to a calendar")
        verbose_name_plural = _("keys to calendars")

    def __str__(self):
        return str(self.user)

    def get_absolute_url(self):
        return reverse("events:my-calendar", args=[self.token])

    @classmethod
    def of(cls, user) -> "CalendarKey":
        """The person's key, made when there is none."""
        return cls.objects.get_or_create(user=user)[0]

    def renew(self, *, by) -> None:
        """Every program that still asks at the old address gets a 404."""
        self.token, self.renewed_at = new_key(), timezone.now()
        self.save(update_fields=["token", "renewed_at"])
