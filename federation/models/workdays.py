"""Time limits count working days; Tết and the days moved for it are none."""

from datetime import date, timedelta
from functools import cache

import holidays


@cache
def _days_off(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("VN", years=year))


def is_working_day(day: date) -> bool:
    """Monday to Friday and no public holiday."""
    return day.weekday() < 5 and day not in _days_off(day.year)


def add_working_days(start: date, days: int) -> date:
    """The day on which a limit of so many working days after `start` ends."""
    day = start
    while days > 0:
        day += timedelta(days=1)
        days -= is_working_day(day)
    return day


def working_days_between(start: date, end: date) -> int:
    """How many working days are left after `start`, up to and including `end`."""
    span = (end - start).days
    days = (start + timedelta(days=step) for step in range(1, span + 1))
    return sum(is_working_day(day) for day in days)
