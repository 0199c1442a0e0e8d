"""The calendars, read back by a parser."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import translation
from icalendar import Calendar

from tests.events.factories import (
    AnniversaryFactory,
    EventFactory,
    OccurrenceFactory,
    UnionFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock(time_machine):
    time_machine.move_to("2026-11-22 10:00 +0700", tick=False)
    UnionFactory()
    return time_machine


def entries(client, name, language="vi"):
    with translation.override(language):
        response = client.get(reverse(name))
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    calendar = Calendar.from_ical(response.content)
    return {str(entry["uid"]): entry for entry in calendar.walk("VEVENT")}


def test_an_event_is_at_its_hour_and_keeps_its_uid(client):
    event = EventFactory(place_vi="Nhà; văn hóa, phường", ends_at=None)
    EventFactory(publish_state="draft")

    [(uid, entry)] = entries(client, "events:calendar").items()

    assert uid == f"event-{event.pk}@localhost"
    assert entry.decoded("dtstart") == datetime(2026, 12, 5, 2, tzinfo=UTC)
    assert str(entry["location"]) == "Nhà; văn hóa, phường"
    assert str(entry["status"]) == "CONFIRMED"
    assert entry["url"] == f"http://localhost{event.get_absolute_url()}"


def test_an_event_without_an_hour_takes_whole_days(client):
    day = datetime(2026, 12, 5, 17, tzinfo=UTC)
    EventFactory(starts_at=day, ends_at=day + timedelta(days=1))

    [entry] = entries(client, "events:calendar").values()

    assert entry.decoded("dtstart") == date(2026, 12, 6)
    assert entry.decoded("dtend") == date(2026, 12, 8)


def test_a_cancelled_event_stays_and_its_sequence_rises(client, clock):
    event = EventFactory()
    [before] = entries(client, "events:calendar").values()
    clock.shift(timedelta(hours=1))
    event.cancel(by=None, reason="Vì bão")

    [after] = entries(client, "events:calendar").values()

    assert after["uid"] == before["uid"]
    assert str(after["status"]) == "CANCELLED"
    assert after["sequence"] > before["sequence"]


def test_an_anniversary_is_a_whole_day_with_its_years(client):
    occurrence = OccurrenceFactory()
    OccurrenceFactory(anniversary=AnniversaryFactory(unverified=True))

    [(uid, entry)] = entries(client, "events:anniversaries-calendar").items()

    assert uid == f"anniversary-{occurrence.anniversary_id}-2027@localhost"
    assert entry.decoded("dtstart") == date(2027, 6, 24)
    assert entry.decoded("dtend") == date(2027, 6, 25)
    assert str(entry["summary"]) == f"{occurrence.title}, 60 năm"


def test_each_language_has_its_own_calendar(client):
    OccurrenceFactory(
        anniversary=AnniversaryFactory(title_en="Viet Nam – Cambodia relations")
    )

    [entry] = entries(client, "events:anniversaries-calendar", "en").values()

    assert str(entry["summary"]) == "Viet Nam – Cambodia relations, 60 years"
    assert "/en/" in entry["url"]


def test_an_unchanged_calendar_is_not_sent_again(client):
    OccurrenceFactory()
    url = reverse("events:anniversaries-calendar")
    etag = client.get(url).headers["ETag"]

    again = client.get(url, headers={"If-None-Match": etag})

    assert again.status_code == 304
    OccurrenceFactory()
    assert client.get(url, headers={"If-None-Match": etag}).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("name", ["events:calendar", "events:anniversaries-calendar"])
def test_a_calendar_costs_the_same(client, name, count, django_assert_num_queries):
    OccurrenceFactory.create_batch(count)
    EventFactory.create_batch(count)

    with django_assert_num_queries(2 if "ann" in name else 1):  # (first year,) rows
        client.get(reverse(name))
