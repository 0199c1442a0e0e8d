"""Anniversaries, their occurrences and the union's events."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from federation.models import Country, Demonstrable, Organization, Precision
from members.models import Association


class Anniversary(Demonstrable, models.Model):
    """A day to remember each year; only a verified day is a fact for the public."""

    class Kind(models.TextChoices):
        DIPLOMATIC = "diplomatic", _("diplomatic relations")
        NATIONAL_DAY = "national_day", _("national day")
        FOUNDING = "founding", _("founding day")
        TRADITIONAL = "traditional", _("traditional day")
        TREATY = "treaty", _("treaty")
        OTHER = "other", _("other")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    title = models.CharField(_("title"), max_length=250)
    country = models.ForeignKey(
        Country,
        models.PROTECT,
        related_name="anniversaries",
        null=True,
        blank=True,
        verbose_name=_("country"),
    )
    owner = models.ForeignKey(
        Organization,
        models.PROTECT,
        related_name="anniversaries",
        null=True,
        blank=True,
        verbose_name=_("organisation"),
    )
    base_date = models.DateField(_("base date"), null=True, blank=True)
    precision = models.CharField(
        _("known"), max_length=5, choices=Precision, blank=True
    )
    responsible = models.ForeignKey(
        Association,
        models.PROTECT,
        related_name="responsible_for",
        null=True,
        blank=True,
        verbose_name=_("responsible association"),
    )

    class Meta:
        verbose_name = _("anniversary")
        verbose_name_plural = _("anniversaries")

    def __str__(self):
        return self.title or str(self.pk)


class Event(Demonstrable, models.Model):
    """Something the union or a member does on a day, before a public."""

    title = models.CharField(_("title"), max_length=250)
    slug = models.SlugField(_("address word"), max_length=120, unique=True)
    host = models.ForeignKey(
        Organization,
        models.PROTECT,
        related_name="hosted_events",
        verbose_name=_("host"),
    )
    starts_at = models.DateTimeField(_("begins"))

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")

    def __str__(self):
        return self.title or self.slug
