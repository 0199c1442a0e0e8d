"""What readers see of the events of one month."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from tests.events.factories import (
    EventFactory,
    UnionFactory,
)

pytestmark = pytest.mark.django_db
LONG_AGO = datetime(2020, 11, 12, 1, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock(time_machine):
    time_machine.move_to("2026-11-22 10:00 +0700")
    UnionFactory()
    return time_machine


@pytest.mark.parametrize("count", [1, 3])
def test_the_month_of_events_costs_the_same(client, count, django_assert_num_queries):
    events = EventFactory.create_batch(count)

    # union, the years it reaches, events, associations and countries of the filter
    with django_assert_num_queries(5):
        page = client.get(reverse("events:list"), {"nam": "2026", "thang": "12"})

    assert page.context["events"] == events


def test_what_lasts_over_days_stands_on_each_of_them_in_both_months(client):
    event = EventFactory(
        starts_at=datetime(2026, 12, 30, 2, tzinfo=UTC),
        ends_at=datetime(2027, 1, 2, 2, tzinfo=UTC),
    )

    pages = [
        client.get(reverse("events:list"), {"nam": year, "thang": month})
        for year, month in (("2026", "12"), ("2027", "1"))
    ]

    days = [
        cell["date"].day
        for page in pages
        for week in page.context["weeks"]
        for cell in week
        if event in cell["days"]
    ]
    assert days == [30, 31, 1, 2]


@pytest.mark.parametrize(
    "query",
    [{"thang": "13"}, {"thang": "x"}, {"nam": "1950", "thang": "1"}],
)
def test_a_month_of_events_that_is_none_is_a_404(client, query):
    EventFactory()

    assert client.get(reverse("events:list"), query).status_code == 404


def test_a_month_is_narrowed_by_association_and_keeps_the_choice(client):
    mine, _other = EventFactory.create_batch(2)

    page = client.get(
        reverse("events:list"),
        {"nam": "2026", "thang": "12", "hoi": mine.host.slug},
    )

    assert page.context["events"] == [mine]
    assert f"nam=2027&amp;thang=1&amp;hoi={mine.host.slug}" in page.text
