"""Days that staff enter count beside the calendar we know."""

from datetime import date

import pytest
from django.urls import reverse

from federation.models import MovedDay
from federation.models.workdays import add_working_days, working_days_between

pytestmark = pytest.mark.django_db

FRIDAY, SATURDAY, MONDAY = date(2026, 3, 6), date(2026, 3, 7), date(2026, 3, 9)


def test_a_made_up_saturday_is_worked():
    MovedDay.objects.create(day=SATURDAY, is_working=True)

    assert add_working_days(FRIDAY, 1) == SATURDAY
    assert working_days_between(FRIDAY, MONDAY) == 2


def test_an_extra_day_off_is_not():
    MovedDay.objects.create(day=MONDAY)

    assert add_working_days(FRIDAY, 1) == date(2026, 3, 10)
    assert working_days_between(FRIDAY, MONDAY) == 0


def test_a_holiday_of_the_calendar_may_be_worked():
    MovedDay.objects.create(day=date(2026, 9, 2), is_working=True)

    assert add_working_days(date(2026, 9, 1), 1) == date(2026, 9, 2)


def test_staff_enter_a_day_once(chief):
    path = reverse("admin:federation_movedday_add")
    form = {"day": "07/03/2026", "is_working": "on", "source": "Thông báo"}

    assert chief.post(path, form).status_code == 302
    assert chief.post(path, form).status_code == 200
    assert MovedDay.objects.get().is_working


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_moved_days_costs_the_same(chief, count, django_assert_num_queries):
    for number in range(count):
        MovedDay.objects.create(day=date(2026, 3, 1 + number))
    path = reverse("admin:federation_movedday_changelist")
    chief.get(path)

    with django_assert_num_queries(10):
        assert chief.get(path).status_code == 200
