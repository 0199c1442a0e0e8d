"""What a congress set itself, and how far it has come."""

from dataclasses import dataclass
from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from federation.models.base import Demonstrable
from federation.models.figures import Figure
from federation.models.terms import Congress
from federation.richtext import PlainCharField


@dataclass
class Progress:
    """How far a target has come, and what that is known from."""

    value: Decimal
    target: Decimal
    row: Figure

    @property
    def percent(self) -> int:
        """Whole per cent, rounded down: 99.9 is not reached."""
        return int(self.value * 100 / self.target)

    @property
    def is_reached(self) -> bool:
        return self.value >= self.target


def last_of_each_year(figures) -> dict[int, Figure]:
    """The newest figure of each year; of two the reported one."""
    rows = {}
    for row in figures:
        known = rows.get(row.year)
        if known is None or row.rank >= known.rank:
            rows[row.year] = row
    return rows


class CongressTargetQuerySet(models.QuerySet):
    def readable(self):
        """Those that are worded in the reader's language."""
        return self.filter(title__gt="")

    def with_progress(self, term) -> list:
        """The targets of a term's congresses, each with `progress`: two queries."""
        targets = list(self.filter(congress__term=term))
        metrics = {target.metric for target in targets if target.metric}
        figures = Figure.objects.filter(owner=term.owner_id, metric__in=metrics)
        figures = figures.filter(year__range=(term.start_year, term.end_year))
        figures = list(figures) if metrics else []
        for target in targets:
            target.progress = target.progress_in(term, figures)
        return targets


class CongressTarget(Demonstrable, models.Model):
    """One target of a congress; with a figure it is measured by `Figure`."""

    congress = models.ForeignKey(
        Congress,
        models.CASCADE,
        related_name="targets",
        verbose_name=_("congress"),
    )
    title = PlainCharField(_("target"), max_length=250)
    metric = models.CharField(
        _("measured by"),
        max_length=16,
        choices=Figure.Metric,
        blank=True,
        help_text=_("Empty: a target in words only."),
    )
    value = models.DecimalField(
        _("figure to reach"), max_digits=16, decimal_places=2, null=True, blank=True
    )
    by_year = models.PositiveSmallIntegerField(
        _("by the year"),
        null=True,
        blank=True,
        help_text=_("Empty: by the end of the term."),
    )
    source = PlainCharField(_("source"), max_length=250, blank=True)
    display_order = models.PositiveSmallIntegerField(_("order"), default=100)

    objects = CongressTargetQuerySet.as_manager()

    class Meta:
        verbose_name = _("target of a congress")
        verbose_name_plural = _("targets of congresses")
        ordering = ["congress", "display_order", "pk"]
        constraints = [
            models.CheckConstraint(
                name="congress_target_measure_with_figure",
                condition=Q(metric="", value__isnull=True)
                | (~Q(metric="") & Q(value__isnull=False, value__gt=0)),
                violation_error_message=_(
                    "A measure and the figure to reach go together."
                ),
            ),
        ]

    def __str__(self):
        return self.title

    def progress_in(self, term, figures) -> Progress | None:
        """The newest figure of the term; what happens year by year is added up.

        Figures from before the term do not count; None while there is none.
        """
        last = min(self.by_year or term.end_year, term.end_year)
        mine = [f for f in figures if f.metric == self.metric and f.year <= last]
        years = last_of_each_year(mine)
        if not self.metric or not years:
            return None
        newest = years[max(years)]
        added = self.metric in Figure.SUMMABLE
        value = sum(row.value for row in years.values()) if added else newest.value
        return Progress(value=value, target=self.value, row=newest)
