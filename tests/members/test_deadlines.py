"""Working days: weekends, holidays and Tết do not count."""

from datetime import date

import pytest

from members.models import add_working_days, working_days_between

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        (date(2026, 3, 2), 5, date(2026, 3, 9)),  # over a weekend
        (date(2026, 3, 6), 1, date(2026, 3, 9)),  # from a Friday
        (date(2026, 3, 7), 1, date(2026, 3, 9)),  # from a Saturday
        (date(2026, 4, 29), 1, date(2026, 5, 4)),  # 30 April, 1 May, weekend
        (date(2026, 3, 2), 0, date(2026, 3, 2)),
    ],
)
def test_limit_ends_on_a_working_day(start, days, end):
    assert add_working_days(start, days) == end


def test_tet_is_no_working_time():
    end = add_working_days(date(2027, 2, 3), 1)

    assert end > date(2027, 2, 9)


def test_counting_is_the_inverse_of_adding():
    start = date(2026, 11, 22)
    for days in range(40):
        assert working_days_between(start, add_working_days(start, days)) == days


def test_nothing_is_left_after_the_end():
    assert working_days_between(date(2026, 3, 9), date(2026, 3, 2)) == 0
