"""Time limits count working days; Tết and the days moved for it are none."""

from datetime import date, timedelta
from functools import cache

import holidays
from django.db import models
from django.utils.translation import gettext_lazy as _

from federation.richtext import PlainCharField


class MovedDay(models.Model):
    """A day that a decision made free, or a working day, beside the calendar we know.

    Each autumn the Government says which days are swapped in the year to come; limits
    that run already stay as they were told.
    """

    day = models.DateField(_("day"), unique=True)
    is_working = models.BooleanField(
        _("working day"),
        default=False,
        help_text=_("Ticked: worked to make up for another day. Else a day off."),
    )
    source = PlainCharField(_("source"), max_length=250, blank=True)

    class Meta:
        verbose_name = _("moved working day")
        verbose_name_plural = _("moved working days")
        ordering = ["-day"]

    def __str__(self):
        return f"{self.day:%d/%m/%Y}"


@cache
def _days_off(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("VN", years=year))


def moved_from(start: date) -> dict[date, bool]:
    """What staff entered from that day on: day → is it worked."""
    rows = MovedDay.objects.filter(day__gte=start).order_by("day")
    return dict(rows.values_list("day", "is_working"))


def is_working_day(day: date, moved: dict[date, bool]) -> bool:
    """What was decided for the day; else Monday to Friday and no public holiday."""
    usual = day.weekday() < 5 and day not in _days_off(day.year)
    return moved.get(day, usual)


def add_working_days(start: date, days: int) -> date:
    """The day on which a limit of so many working days after `start` ends."""
    day, moved = start, moved_from(start)
    while days > 0:
        day += timedelta(days=1)
        days -= is_working_day(day, moved)
    return day


def working_days_between(start: date, end: date) -> int:
    """How many working days are left after `start`, up to and including `end`."""
    span, moved = (end - start).days, moved_from(start)
    days = (start + timedelta(days=step) for step in range(1, span + 1))
    return sum(is_working_day(day, moved) for day in days)
