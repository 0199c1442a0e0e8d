"""Arithmetic of days: pure functions, no rows."""

import calendar
from datetime import date, datetime, time, timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

LETTER_HOUR = time(8)


class Milestone(models.TextChoices):
    """How round a number of years is: năm tròn, năm lẻ 5, năm khác."""

    DECADE = "decade", _("decade year")
    FIVE = "five", _("five-year mark")
    OTHER = "other", _("other year")


def milestone(ordinal: int | None) -> str:
    """The class of an anniversary's number of years; without a number: other."""
    if ordinal is None or ordinal % 5:
        return Milestone.OTHER
    return Milestone.FIVE if ordinal % 10 else Milestone.DECADE


def observed(month: int, day: int, year: int, *, leap_day_in_march=False) -> date:
    """The day in that year; 29 February moves in common years.

    The portal's policy is 28 February (domain.md E2); a row of CalendarPolicy may
    say 1 March instead.
    """
    if (month, day) == (2, 29) and not calendar.isleap(year):
        return date(year, 3, 1) if leap_day_in_march else date(year, 2, 28)
    return date(year, month, day)


def before(day: date, *, months: int = 0, days: int = 0) -> date:
    """So many months and days earlier; a month too short gives its last day."""
    index = day.year * 12 + day.month - 1 - months
    year, month = index // 12, index % 12 + 1
    last = calendar.monthrange(year, month)[1]
    return date(year, month, min(day.day, last)) - timedelta(days=days)


def morning(day: date) -> datetime:
    """08:00 of that day in the union's time zone: when reminders fall due."""
    return datetime.combine(day, LETTER_HOUR, timezone.get_default_timezone())


def days_in_month(month: int) -> int:
    """The most days that month can have: 29 in February."""
    return calendar.monthrange(2000, month)[1]


def midnight(moment):
    """The beginning of that day here."""
    return timezone.localtime(moment).replace(hour=0, minute=0, second=0, microsecond=0)


def is_whole_day(moment) -> bool:
    """Midnight stands for a day whose hour is not known."""
    return moment == midnight(moment)


def in_iso(moment) -> str:
    """For machines: with the hour only where it is known."""
    moment = timezone.localtime(moment)
    return moment.date().isoformat() if is_whole_day(moment) else moment.isoformat()
