"""Awards that the union, its members or its people received from somebody else."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from awards.models.forms import CommendationForm
from events.models import Event
from federation.models import Demonstrable, Document, Organization, Person


class ExternalAwardQuerySet(models.QuerySet):
    def readable(self):
        return self.filter(title__gt="")

    def for_rows(self):
        """Everything a list of awards received prints, in one query."""
        return self.select_related("form", "organization", "person").order_by(
            "-year", "pk"
        )


class ExternalAward(Demonstrable, models.Model):
    """An award the union, a member or a person received from somebody else."""

    title = models.CharField(pgettext_lazy("of a text", "title"), max_length=250)
    form = models.ForeignKey(
        CommendationForm,
        models.PROTECT,
        related_name="external_awards",
        null=True,
        blank=True,
        verbose_name=_("form of commendation"),
    )
    issuer = models.CharField(_("conferred by"), max_length=200, blank=True)
    organization = models.ForeignKey(
        Organization,
        models.PROTECT,
        related_name="awards_received",
        null=True,
        blank=True,
        verbose_name=_("organisation"),
    )
    person = models.ForeignKey(
        Person,
        models.PROTECT,
        related_name="awards_received",
        null=True,
        blank=True,
        verbose_name=_("person"),
    )
    year = models.PositiveSmallIntegerField(_("year"))
    received_on = models.DateField(_("received on"), null=True, blank=True)
    document = models.ForeignKey(
        Document,
        models.PROTECT,
        related_name="external_awards",
        null=True,
        blank=True,
        verbose_name=_("decision"),
    )
    event = models.ForeignKey(
        Event,
        models.PROTECT,
        related_name="external_awards",
        null=True,
        blank=True,
        verbose_name=_("presented at"),
    )
    source = models.CharField(_("source"), max_length=250, blank=True)

    objects = ExternalAwardQuerySet.as_manager()

    class Meta:
        verbose_name = _("award received")
        verbose_name_plural = _("awards received")
        ordering = ["-year", "pk"]
        constraints = [
            models.CheckConstraint(
                name="external_award_has_a_recipient",
                condition=Q(organization__isnull=False) | Q(person__isnull=False),
                violation_error_message=_("Say who received it."),
            )
        ]

    def __str__(self):
        return self.title or str(self.pk)
