"""The arithmetic of days, on every day there is."""

import calendar
from datetime import date, time, timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from events.models.calendar import before, milestone, morning, observed

DAYS = st.dates(date(1945, 1, 1), date(2150, 12, 31))
YEARS = st.integers(1945, 2150)


@given(DAYS, YEARS)
def test_a_day_is_kept_every_year_on_its_own_date(base, year):
    kept = observed(base.month, base.day, year)

    leap = (base.month, base.day) == (2, 29) and not calendar.isleap(year)
    assert (kept.month, kept.day) == ((2, 28) if leap else (base.month, base.day))
    assert kept.year == year


@given(YEARS)
def test_29_february_is_never_lost(year):
    end_of_february = observed(2, 29, year)

    assert end_of_february + timedelta(days=1) == date(year, 3, 1)
    expected = date(year, 2, 29) if calendar.isleap(year) else date(year, 3, 1)
    assert observed(2, 29, year, leap_day_in_march=True) == expected


@given(DAYS, st.integers(0, 18))
def test_months_before_stay_in_that_month(day, months):
    earlier = before(day, months=months)

    index = day.year * 12 + day.month - months
    assert earlier.year * 12 + earlier.month == index
    assert earlier.day <= day.day
    last = calendar.monthrange(earlier.year, earlier.month)[1]
    assert earlier.day == min(day.day, last)


@given(DAYS, st.integers(0, 400))
def test_days_before_are_counted(day, days):
    assert (day - before(day, days=days)).days == days


@given(DAYS, DAYS, st.integers(0, 18))
def test_a_later_day_is_never_announced_earlier(one, other, months):
    first, second = sorted([one, other])

    assert before(first, months=months) <= before(second, months=months)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2027, 3, 31), 1, date(2027, 2, 28)),
        (date(2028, 3, 31), 1, date(2028, 2, 29)),
        (date(2027, 5, 31), 3, date(2027, 2, 28)),
        (date(2028, 2, 29), 12, date(2027, 2, 28)),
        (date(2027, 1, 15), 1, date(2026, 12, 15)),
        (date(2027, 12, 31), 6, date(2027, 6, 30)),
    ],
)
def test_the_end_of_a_short_month(day, months, expected):
    assert before(day, months=months) == expected


@given(st.integers(1, 500))
def test_every_number_of_years_has_one_milestone(years):
    expected = {0: "decade", 5: "five"}.get(years % 10, "other")

    assert milestone(years) == expected
    assert milestone(None) == "other"


@given(DAYS)
def test_a_reminder_falls_due_at_eight_in_the_morning_there(day):
    due = timezone.localtime(morning(day))

    assert (due.date(), due.time()) == (day, time(8))
