"""What can be conferred, and for what: data, not code."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from federation.models import LegalBasis


class CommendationForm(models.Model):
    """What is conferred: certificate, medal, order …; data, not code."""

    class Level(models.TextChoices):
        UNION = "union", _("this union")
        CITY = "city", _("the city")
        NATIONAL_UNION = "national_union", _("the national union")
        PRIME_MINISTER = "prime_minister", _("the Prime Minister")
        PRESIDENT = "president", _("the State President")
        FOREIGN = "foreign", _("a foreign or international body")

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=150)
    level = models.CharField(_("conferred by"), max_length=16, choices=Level)
    for_collectives = models.BooleanField(_("for collectives"), default=True)
    for_individuals = models.BooleanField(_("for individuals"), default=True)
    for_foreigners = models.BooleanField(_("for foreigners"), default=False)
    own_issue = models.BooleanField(
        _("issued by the union itself"),
        default=False,
        help_text=_("Others are proposed to a higher level and recorded as received."),
    )
    legal_basis = models.ForeignKey(
        LegalBasis,
        models.PROTECT,
        related_name="commendation_forms",
        null=True,
        blank=True,
        verbose_name=_("legal basis"),
    )
    display_order = models.PositiveSmallIntegerField(_("order"), default=100)

    class Meta:
        verbose_name = _("form of commendation")
        verbose_name_plural = _("forms of commendation")
        ordering = ["display_order", "code"]

    def __str__(self):
        return self.name or self.code


class CommendationType(models.Model):
    """For what a round commends: a year's work, a period, a theme, one deed …"""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=150)
    display_order = models.PositiveSmallIntegerField(_("order"), default=100)

    class Meta:
        verbose_name = _("type of commendation")
        verbose_name_plural = _("types of commendation")
        ordering = ["display_order", "code"]

    def __str__(self):
        return self.name or self.code
