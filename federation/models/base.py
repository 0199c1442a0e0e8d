"""What several models of the house are made of."""

from calendar import monthrange
from datetime import date

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Func, Value
from django.db.models.functions import Coalesce, Greatest
from django.utils.translation import gettext_lazy as _


class Precision(models.TextChoices):
    """How much of a date is known; the unknown parts are stored as 01."""

    DAY = "day", _("to the day")
    MONTH = "month", _("to the month")
    YEAR = "year", _("to the year")


def months_before(day: date, months: int) -> date:
    """So many months earlier; a month too short gives its last day."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    last = monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def days_from_to(since, until, bounds="[]"):
    """A range of days for constraints; no last day: for ever; never upside down."""
    last = Greatest(since, Coalesce(until, Value(date.max)))
    return Func(
        *(since, last, Value(bounds)),
        function="daterange",
        output_field=DateRangeField(),
    )


class Demonstrable(models.Model):
    """May be sample data: shown as such to staff, removed by `remove_demo`."""

    is_demo = models.BooleanField(_("demo data"), default=False, editable=False)

    class Meta:
        abstract = True


class PublishState(models.TextChoices):
    """The states of publishing, domain.md 4.0."""

    DRAFT = "draft", _("draft")
    IN_REVIEW = "in_review", _("in review")
    APPROVED = "approved", _("approved")
    SCHEDULED = "scheduled", _("scheduled")
    PUBLISHED = "published", _("published")
    UNPUBLISHED = "unpublished", _("taken down")
    ARCHIVED = "archived", _("archived")
