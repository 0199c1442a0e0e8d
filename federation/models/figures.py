"""Figures: what the portal counts and what reports say, side by side."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from federation.models.base import Demonstrable
from federation.models.organization import Organization
from federation.models.records import Document
from federation.richtext import PlainCharField


class FigureQuerySet(models.QuerySet):
    def over_time(self, owner):
        """Everything charts and tables print of one organisation, the oldest first."""
        return (
            self.filter(owner=owner)
            .select_related("document")
            .order_by("metric", "year", "as_of", "basis")
        )

    def latest(self, owner):
        """The newest value of each metric, the reported before the computed."""
        return (
            self.filter(owner=owner)
            .order_by("metric", "-year", "-as_of", "-basis")
            .distinct("metric")
        )


class Figure(Demonstrable, models.Model):
    """One value of one metric in one period; reported never replaces computed."""

    class Metric(models.TextChoices):
        ASSOCIATIONS = "associations", _("member associations")
        BRANCHES = "branches", _("branches")
        BRANCHES_NEW = "branches_new", _("new branches")
        BRANCHES_GROWTH = "branches_growth", _("growth of branches, per cent")
        MEMBERS = "members", _("members")
        EVENTS = "events", _("events")
        AID_VALUE = "aid_value", _("value of aid")

    # What stands at a day, and what happens in a year and may be added up.
    STOCK = (Metric.ASSOCIATIONS, Metric.BRANCHES, Metric.MEMBERS)
    SUMMABLE = (Metric.BRANCHES_NEW, Metric.EVENTS, Metric.AID_VALUE)

    # What says most of an institution in three numbers, the first known ones.
    LEADING = (*STOCK, Metric.BRANCHES_NEW, Metric.EVENTS)

    class Basis(models.TextChoices):
        COMPUTED = "computed", _("computed")
        REPORTED = "reported", _("reported")

    owner = models.ForeignKey(
        Organization,
        models.PROTECT,
        related_name="figures",
        verbose_name=_("organisation"),
    )
    metric = models.CharField(_("metric"), max_length=16, choices=Metric)
    year = models.PositiveSmallIntegerField(_("year"))
    as_of = models.DateField(_("as of"), null=True, blank=True)
    value = models.DecimalField(_("value"), max_digits=16, decimal_places=2)
    at_least = models.BooleanField(_("more than this"), default=False)
    basis = models.CharField(_("basis"), max_length=8, choices=Basis)
    document = models.ForeignKey(
        Document,
        models.PROTECT,
        related_name="figures",
        null=True,
        blank=True,
        verbose_name=_("document"),
    )
    source = PlainCharField(_("source"), max_length=250, blank=True)

    objects = FigureQuerySet.as_manager()

    class Meta:
        verbose_name = _("figure")
        verbose_name_plural = _("figures")
        ordering = ["metric", "-year"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "metric", "year", "as_of", "basis"],
                nulls_distinct=False,
                name="figure_once",
                violation_error_message=_("This figure exists already."),
            ),
            models.CheckConstraint(
                name="figure_reported_says_where",
                condition=~Q(basis="reported")
                | ~Q(source="")
                | Q(document__isnull=False),
                violation_error_message=_("Say where it was reported."),
            ),
        ]

    def __str__(self):
        return f"{self.get_metric_display()} {self.year}"

    @property
    def rank(self) -> tuple:
        """Of two figures of one year the greater counts: reported, then later."""
        is_reported = self.basis == self.Basis.REPORTED
        return is_reported, self.as_of or date(self.year, 1, 1)
