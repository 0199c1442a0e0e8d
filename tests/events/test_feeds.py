"""The calendars, read back by a parser."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from events.feeds.written import calendar, folded, text
from events.models import Anniversary, CalendarKey, Occurrence
from members.models import Association
from tests.accounts.factories import UserFactory
from tests.events.factories import (
    AnniversaryFactory,
    AssociationFactory,
    EventFactory,
    OccurrenceFactory,
    OfficeFactory,
    ReminderFactory,
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


def turns(client, name, language="vi", query=""):
    """All entries by (uid, the turn they replace)."""
    with translation.override(language):
        response = client.get(reverse(name) + query)
    found = Calendar.from_ical(response.content).walk("VEVENT")
    return {
        (str(one["uid"]), "recurrence-id" in one and one.decoded("recurrence-id")): one
        for one in found
    }


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


def test_an_anniversary_returns_yearly_and_the_years_at_hand_have_their_number(client):
    occurrence = OccurrenceFactory()
    OccurrenceFactory(anniversary=AnniversaryFactory(unverified=True))
    uid = f"anniversary-{occurrence.anniversary_id}@localhost"

    found = turns(client, "events:anniversaries-calendar")

    assert set(found) == {(uid, False), (uid, date(2027, 6, 24))}
    master, turn = found[uid, False], found[uid, date(2027, 6, 24)]
    assert master["rrule"].to_ical() == b"FREQ=YEARLY"
    assert str(master["summary"]) == f"{occurrence.title} (từ năm 1967)"
    for entry in (master, turn):
        assert entry.decoded("dtstart") == date(2027, 6, 24)
        assert entry.decoded("dtend") == date(2027, 6, 25)
    assert str(turn["summary"]) == f"{occurrence.title}, 60 năm"


def test_29_february_returns_on_the_last_day_of_february(client):
    day = AnniversaryFactory(base_date=date(1992, 2, 29))
    OccurrenceFactory(anniversary=day, year=2027, date=date(2027, 2, 28))
    OccurrenceFactory(anniversary=day, year=2028, date=date(2028, 2, 29))

    master = turns(client, "events:anniversaries-calendar")[
        f"anniversary-{day.pk}@localhost", False
    ]

    assert master["rrule"].to_ical() == b"FREQ=YEARLY;BYMONTHDAY=-1;BYMONTH=2"


def test_a_day_that_moves_has_only_its_single_years(client):
    day = AnniversaryFactory(national_day=True, month=None, day=None, is_movable=True)
    for year, when in ((2027, date(2027, 6, 12)), (2028, date(2028, 6, 10))):
        OccurrenceFactory(anniversary=day, year=year, date=when)

    found = turns(client, "events:anniversaries-calendar")

    assert set(found) == {
        (f"anniversary-{day.pk}-2027@localhost", False),
        (f"anniversary-{day.pk}-2028@localhost", False),
    }


def test_each_language_has_its_own_calendar(client):
    OccurrenceFactory(
        anniversary=AnniversaryFactory(title_en="Viet Nam – Cambodia relations")
    )

    found = turns(client, "events:anniversaries-calendar", "en")

    assert {str(entry["summary"]) for entry in found.values()} == {
        "Viet Nam – Cambodia relations (since 1967)",
        "Viet Nam – Cambodia relations, 60 years",
    }
    assert all("/en/" in entry["url"] for entry in found.values())


def test_a_calendar_of_one_country_or_association(client):
    mine, other = OccurrenceFactory(), OccurrenceFactory()
    lead = AssociationFactory(slug="viet-lao", name_vi="Hội Việt – Lào")
    other.lead = lead
    other.save()
    event, _other = EventFactory(host=lead), EventFactory()
    iso = mine.anniversary.country.iso2.lower()

    of_country = turns(client, "events:anniversaries-calendar", query=f"?nuoc={iso}")
    led = turns(client, "events:anniversaries-calendar", query="?hoi=viet-lao")
    events = turns(client, "events:calendar", query="?hoi=viet-lao")

    assert {uid for uid, _turn in of_country} == {
        f"anniversary-{mine.anniversary_id}@localhost"
    }
    assert {uid for uid, _turn in led} == {
        f"anniversary-{other.anniversary_id}@localhost"
    }
    assert {uid for uid, _turn in events} == {f"event-{event.pk}@localhost"}
    assert client.get(reverse("events:calendar") + "?hoi=khong-co").status_code == 404


def test_long_lines_are_folded_and_nothing_is_lost(client):
    title = "Lễ kỷ niệm; dài, có “ngoặc” và \\ gạch chéo " * 5
    EventFactory(title_vi=title[:250].strip(), place_vi="Dòng một\nDòng hai")

    body = client.get(reverse("events:calendar")).content

    assert max(len(line) for line in body.split(b"\r\n")) <= 75
    [entry] = Calendar.from_ical(body).walk("VEVENT")
    assert str(entry["summary"]) == title[:250].strip()
    assert str(entry["location"]) == "Dòng một\nDòng hai"


def test_one_event_can_be_put_into_ones_own_calendar(client):
    event, draft = EventFactory(), EventFactory(publish_state="draft")

    response = client.get(reverse("events:event-calendar", args=[event.slug]))

    [entry] = Calendar.from_ical(response.content).walk("VEVENT")
    assert str(entry["summary"]) == event.title
    url = reverse("events:event-calendar", args=[draft.slug])
    assert client.get(url).status_code == 404


def test_my_calendar_opens_by_its_key_until_it_is_renewed(client, as_user):
    secretary = OfficeFactory()
    day = OccurrenceFactory(lead_id=secretary.organization_id)
    reminder = ReminderFactory(occurrence=day, recipient=secretary.user)
    OccurrenceFactory()
    event = EventFactory(host_id=secretary.organization_id, publish_state="draft")
    mine = as_user(secretary.user)
    page = mine.get(reverse("events:workspace-calendar"))
    assert page.context["key"] is None
    assert not CalendarKey.objects.exists()  # a look makes nothing
    mine.post(reverse("events:workspace-calendar-renew"))
    page = mine.get(reverse("events:workspace-calendar"))
    url = page.context["url"].removeprefix("http://localhost")

    response = client.get(url)

    assert response.headers["Cache-Control"] == "private, no-store"
    found = Calendar.from_ical(response.content).walk("VEVENT")
    assert {str(entry["uid"]) for entry in found} == {
        f"anniversary-{day.anniversary_id}@localhost",
        f"event-{event.pk}@localhost",
        f"{reminder.key}@localhost",
    }
    as_user(secretary.user).post(reverse("events:workspace-calendar-renew"))
    assert client.get(url).status_code == 404


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

    # the rows, and when what they name was changed; of anniversaries also the
    # version and the first year
    with django_assert_num_queries(4 if "ann" in name else 2):
        client.get(reverse(name))


# --- as RFC 5545 writes it ------------------------------------------------------------


LETTERS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=200
)


@given(LETTERS)
def test_any_text_comes_back_from_the_parser_as_it_was(title):
    entry = ["UID:1", "DTSTAMP:20261122T030000Z", f"SUMMARY:{text(title)}"]

    body = calendar(["VERSION:2.0", "PRODID:-//a//b//VI"], [entry])

    [found] = Calendar.from_ical(body).walk("VEVENT")
    assert str(found["summary"]) == title
    assert all(len(line) <= 75 for line in body.split(b"\r\n"))
    assert body.count(b"\n") == body.count(b"\r\n")
    body.replace(b"\r\n ", b"").decode()


def test_lines_of_a_text_are_kept_and_controls_are_not():
    assert text("a\r\nb\nc\x07;,\\") == "a\\nb\\nc\\;\\,\\\\"


def test_no_letter_is_cut_by_a_fold():
    lines = folded("SUMMARY:" + "ữ" * 60).encode().split(b"\r\n ")

    assert len(lines) == 3
    assert all(line.decode() for line in lines)


@pytest.mark.django_db(transaction=True)
def test_the_calendar_is_written_once_for_each_version_of_the_days(
    client, django_assert_num_queries
):
    """Each change is a transaction of its own, as in life: that is what is counted."""
    day = OccurrenceFactory(lead=AssociationFactory())
    OccurrenceFactory()
    url = reverse("events:anniversaries-calendar")
    known = client.get(url)["ETag"]
    with django_assert_num_queries(1):  # the version
        assert client.get(url)["ETag"] == known
    for change in (
        lambda: Anniversary.objects.update(title_vi="Tên mới"),
        lambda: Association.objects.update(name_vi="Hội đổi tên"),
        lambda: Occurrence.objects.filter(pk=day.pk).update(ordinal=61),
        lambda: OccurrenceFactory(anniversary=day.anniversary, year=2028),
        day.delete,
    ):
        change()

        answer = client.get(url, headers={"If-None-Match": known})
        assert answer.status_code == 200
        assert answer["ETag"] != known
        known = answer["ETag"]


def test_a_changed_title_raises_the_sequence(as_user, client, clock):
    day = OccurrenceFactory()
    uid = f"anniversary-{day.anniversary_id}@localhost"
    before = turns(client, "events:anniversaries-calendar")[uid, day.date]
    clock.shift(timedelta(minutes=2))
    user = UserFactory(superuser=True)
    url = reverse("admin:events_anniversary_change", args=[day.anniversary_id])
    boss = as_user(user)
    form = boss.get(url).context["adminform"].form
    data = {
        name: "" if value is None else value
        for name, value in form.initial.items()
        if name in form.fields
    }
    data |= {"title_vi": "Tên mới", "precision": "day", "base_date": "24/06/1967"}
    data |= {"year_dates-TOTAL_FORMS": 0, "year_dates-INITIAL_FORMS": 0}
    assert boss.post(url, data).status_code == 302

    after = turns(client, "events:anniversaries-calendar")[uid, day.date]

    assert after["sequence"] > before["sequence"]
    assert after.decoded("last-modified") > before.decoded("last-modified")


def test_a_renamed_association_raises_the_sequence_of_what_it_leads_and_hosts(client):
    lead = AssociationFactory()
    day = OccurrenceFactory(lead=lead)
    EventFactory(host=lead)
    one_kind = ("events:anniversaries-calendar", "vi", "?loai=diplomatic")
    uid = f"anniversary-{day.anniversary_id}@localhost"
    day_before = turns(client, *one_kind)[uid, day.date]
    (event_before,) = entries(client, "events:calendar").values()

    lead.name_vi = "Hội hữu nghị có tên mới"
    lead.save()

    day_after = turns(client, *one_kind)[uid, day.date]
    (event_after,) = entries(client, "events:calendar").values()
    for before, after in ((day_before, day_after), (event_before, event_after)):
        assert after["sequence"] > before["sequence"]
        assert after.decoded("last-modified") > before.decoded("last-modified")
    assert "tên mới" in day_after["description"]


@pytest.mark.parametrize(
    ("ends", "end"),
    [
        ("2026-12-05 09:00 +0700", "2026-12-05 11:00 +0700"),  # no longer than a moment
        ("2026-12-06 00:00 +0700", "2026-12-07 00:00 +0700"),  # of the end only the day
        ("2026-12-05 10:30 +0700", "2026-12-05 10:30 +0700"),
    ],
)
def test_an_event_ends_after_it_began(client, ends, end):
    EventFactory(ends_at=datetime.fromisoformat(ends))

    (entry,) = entries(client, "events:calendar").values()

    assert entry.decoded("dtend") == datetime.fromisoformat(end)
