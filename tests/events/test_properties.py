"""What holds for every day, every rule and every order of events."""

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from events import actions
from events.models import Reminder
from events.models.calendar import before, milestone, observed
from outbox.models import Message
from tests.events.factories import (
    AnniversaryFactory,
    OfficeFactory,
    ReminderRuleFactory,
)

DAYS = st.dates(date(1900, 1, 1), date(2200, 12, 31))


# --- arithmetic ---------------------------------------------------------------------


@given(DAYS, st.integers(0, 18))
def test_months_before_is_the_same_day_or_the_last_of_the_month(day, months):
    found = before(day, months=months)

    index = (day.year * 12 + day.month) - (found.year * 12 + found.month)
    last = (found + timedelta(days=1)).day == 1
    assert index == months
    assert found.day == day.day or (last and found.day < day.day)


@given(DAYS, DAYS, st.integers(0, 18), st.integers(0, 400))
def test_a_later_day_is_never_due_earlier(one, other, months, days):
    first, second = sorted([one, other])

    assert before(first, months=months) <= before(second, months=months)
    assert before(first, days=days) <= before(second, days=days) <= second


@given(DAYS, st.integers(1901, 2400), st.booleans())
def test_every_day_is_kept_once_in_every_year(base, year, in_march):
    kept = observed(base.month, base.day, year, leap_day_in_march=in_march)

    assert kept.year == year
    if (base.month, base.day) != (2, 29):
        assert (kept.month, kept.day) == (base.month, base.day)
    else:
        assert abs((kept - date(year, 3, 1)).days) <= 1


@given(st.integers(1, 3000))
def test_every_ordinal_has_the_class_of_its_last_digit(ordinal):
    classes = {"0": "decade", "5": "five"}

    assert milestone(ordinal) == classes.get(str(ordinal)[-1], "other")


# --- R6: days of 23, 24 or 25 hours ---------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("zone", "around"),
    [
        ("Asia/Ho_Chi_Minh", date(2027, 3, 28)),
        ("Europe/Rome", date(2027, 3, 28)),
        ("Europe/Rome", date(2026, 10, 25)),
        ("Asia/Ho_Chi_Minh", date(2028, 2, 29)),
        ("Europe/Rome", date(2028, 2, 29)),
        ("Asia/Ho_Chi_Minh", date(2026, 12, 31)),
        ("Europe/Rome", date(2026, 12, 31)),
    ],
)
def test_hour_by_hour_through_an_odd_day_each_reminder_goes_once(
    zone, around, settings, time_machine
):
    settings.TIME_ZONE = zone
    local = ZoneInfo(zone)
    first = around - timedelta(days=2)
    start = datetime.combine(first, time(), local).astimezone(UTC)
    time_machine.move_to(start - timedelta(days=3), tick=False)
    with timezone.override(local):
        OfficeFactory(officer=True)
        for days in (0, 1, 2, 3):
            base = (around + timedelta(days=days)).replace(year=1968)
            AnniversaryFactory(base_date=base)
        ReminderRuleFactory(audience="office", amount=1)
        actions.generate()

        for hour in range(5 * 24 * 2):
            time_machine.move_to(start + timedelta(minutes=30 * hour), tick=False)
            actions.sweep()

        due = Reminder.objects.filter(
            due_at__gte=start, due_at__lt=start + timedelta(days=5)
        )
        found = [timezone.localtime(row.due_at) for row in due.order_by("due_at")]
        states = set(due.values_list("state", flat=True))
    assert {moment.hour for moment in found} == {8}
    assert [moment.date() - around for moment in found] == [
        timedelta(days=days) for days in (-1, 0, 1, 2)
    ]
    assert states == {"sent"}
    assert Message.objects.count() == len(found) == 4


# --- R5: everything stood still -------------------------------------------------------


@pytest.mark.django_db
def test_after_a_standstill_all_that_is_due_goes_once_in_one_sweep(time_machine):
    time_machine.move_to("2027-05-25 07:00 +0700", tick=False)
    OfficeFactory(officer=True)
    for number in range(5):
        base = date(1967, 6, 24) - timedelta(days=40 * (number == 4))
        AnniversaryFactory(base_date=base)
    ReminderRuleFactory(audience="office")
    actions.generate()
    time_machine.move_to("2027-05-25 14:00 +0700", tick=False)

    actions.sweep()
    actions.sweep()

    states = Counter(
        Reminder.objects.filter(occurs_on__year=2027).values_list("state", flat=True)
    )
    assert states == {"sent": 4}
    assert Message.objects.count() == 1
