"""What readers see: lists, one event, the year, the month."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from events.models import Event, Occurrence
from federation.models import PublishState
from tests.accounts.factories import UserFactory
from tests.events.factories import (
    AnniversaryFactory,
    AssociationFactory,
    EventFactory,
    GuestFactory,
    OccurrenceFactory,
    UnionFactory,
)

pytestmark = pytest.mark.django_db
LONG_AGO = datetime(2020, 11, 12, 1, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock(time_machine):
    time_machine.move_to("2026-11-22 10:00 +0700")
    UnionFactory()
    return time_machine


def english(name, *args):
    with translation.override("en"):
        return reverse(name, args=args)


# --- the list of events -------------------------------------------------------


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same(client, count, django_assert_num_queries):
    events = EventFactory.create_batch(count)
    draft = EventFactory(publish_state=PublishState.DRAFT)
    past = EventFactory(starts_at=LONG_AGO)

    # union, count, page, associations and countries of the filter, latest past
    with django_assert_num_queries(6):
        response = client.get(reverse("events:list"))

    assert list(response.context["event_list"]) == events
    assert list(response.context["latest"]) == [past]
    assert draft.title not in response.text


def test_the_archive_shows_the_latest_first(client):
    older = EventFactory(starts_at=LONG_AGO)
    newer = EventFactory(starts_at=LONG_AGO + timedelta(days=9))
    EventFactory()

    response = client.get(reverse("events:list"), {"khi": "da-qua"})

    assert list(response.context["event_list"]) == [newer, older]


def test_an_event_of_this_morning_is_still_to_come(client):
    event = EventFactory(starts_at=timezone.now() - timedelta(hours=2))

    assert event in client.get(reverse("events:list")).context["event_list"]


def test_an_event_that_goes_on_is_not_past(client):
    event = EventFactory(
        starts_at=timezone.now() - timedelta(days=3),
        ends_at=timezone.now() + timedelta(days=1),
    )

    response = client.get(reverse("events:list"))
    assert list(response.context["event_list"]) == [event]
    assert not response.context["latest"]


def test_events_are_chosen_by_association_kind_and_year(client):
    association = AssociationFactory()
    hosted = EventFactory(host=association, kind="seminar")
    joint = EventFactory(kind="seminar")
    joint.co_organizers.add(association)
    EventFactory(host=association, kind="contest")
    EventFactory(kind="seminar")
    old = EventFactory(host=association, kind="seminar", starts_at=LONG_AGO)
    url = reverse("events:list")

    chosen = client.get(url, {"hoi": association.slug, "loai": "seminar"})
    of_2020 = client.get(url, {"nam": "2020"})

    assert list(chosen.context["event_list"]) == [hosted, joint]
    assert list(of_2020.context["event_list"]) == [old]


@pytest.mark.parametrize(
    "query",
    [
        {"nam": "abc"},
        {"nam": "99999"},
        {"nam": "-1"},
        {"loai": "wedding"},
        {"hoi": "khong-co"},
        {"hoi": "' OR 1=1 --"},
    ],
)
def test_a_wrong_choice_is_said_and_finds_nothing(client, query):
    EventFactory()

    response = client.get(reverse("events:list"), query)

    assert response.status_code == 200
    assert not response.context["event_list"]
    assert "field__error" in response.text


@pytest.mark.parametrize("page", ["9999", "0", "abc", "-1"])
def test_a_page_that_does_not_exist_is_a_404(client, page):
    EventFactory()

    assert client.get(reverse("events:list"), {"page": page}).status_code == 404


def test_the_pager_keeps_the_choice(client):
    EventFactory.create_batch(13, kind="seminar")

    response = client.get(reverse("events:list"), {"loai": "seminar"})

    assert "loai=seminar&amp;page=2" in response.text


def test_an_event_without_english_is_not_in_the_english_list(client):
    EventFactory(title_en="", title_vi="Chỉ tiếng Việt")

    response = client.get(english("events:list"))

    assert not response.context["event_list"]
    assert "Chỉ tiếng Việt" not in response.text


# --- one event ----------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 3])
def test_one_event_costs_the_same(client, count, django_assert_num_queries):
    event = EventFactory(summary_vi="<p>Tường thuật</p>")
    GuestFactory.create_batch(count, event=event)
    event.co_organizers.set(AssociationFactory.create_batch(count))

    # union, event; together with, branches, guests, photographs, programme, papers,
    # albums
    with django_assert_num_queries(9):
        response = client.get(event.get_absolute_url())

    assert response.text.count("Chủ tịch") >= count
    assert "<p>Tường thuật</p>" in response.text


def test_machines_read_the_event_too(client):
    event = EventFactory(title_vi="Gặp </script><b>mặt", place_vi="Nhà văn hóa")

    text = client.get(event.get_absolute_url()).text

    assert '<script type="application/ld+json">{"@context"' in text
    assert "https://schema.org/EventScheduled" in text
    assert "</script><b>" not in text
    assert "Nhà văn hóa" in text


@pytest.mark.parametrize(
    "changes",
    [
        {"publish_state": PublishState.DRAFT},
        {"publish_state": PublishState.APPROVED},
        {"publish_state": PublishState.UNPUBLISHED},
    ],
)
def test_what_is_not_published_does_not_exist(client, changes):
    event = EventFactory(**changes)

    assert client.get(event.get_absolute_url()).status_code == 404


def test_an_event_in_one_language_has_one_address(client):
    event = EventFactory(title_en="")

    page = client.get(event.get_absolute_url())

    assert page.status_code == 200
    assert page.context["languages"] == ["vi"]
    assert client.get(english("events:detail", event.slug)).status_code == 404
    assert 'hreflang="en"' not in page.text


def test_an_event_whose_hour_is_not_known_shows_none(client):
    day = datetime(2026, 12, 5, 17, tzinfo=UTC)
    event = EventFactory(
        place_vi="Nhà hát Lớn", starts_at=day, ends_at=day + timedelta(days=1)
    )

    page = client.get(event.get_absolute_url()).text
    row = client.get(reverse("events:list")).text

    assert '<time datetime="2026-12-06">Chủ nhật, 06/12/2026</time>' in page
    assert '<time datetime="2026-12-07">07/12/2026</time>' in page
    assert '"startDate": "2026-12-06"' in page
    assert "00:00" not in page + row


def test_a_day_without_an_hour_is_to_come_until_it_is_over(client, clock):
    clock.move_to("2026-12-06 23:30:00.5 +0700", tick=False)
    event = EventFactory(starts_at=datetime(2026, 12, 5, 17, tzinfo=UTC))
    longer = EventFactory(
        starts_at=datetime(2026, 12, 4, 17, tzinfo=UTC),
        ends_at=datetime(2026, 12, 5, 17, tzinfo=UTC),
    )

    assert list(Event.objects.upcoming()) == [longer, event]
    assert not Event.objects.past().exists()
    assert not event.is_over
    clock.move_to("2026-12-07 00:00:01 +0700", tick=False)
    assert set(Event.objects.past()) == {longer, event}
    assert event.is_over
    assert longer.is_over


def test_a_cancelled_event_says_why(client):
    event = EventFactory(
        place_vi="Nhà hát Lớn", status="cancelled", status_note_vi="Vì bão số 9"
    )

    text = client.get(event.get_absolute_url()).text

    assert "Vì bão số 9" in text
    assert "EventCancelled" in text


def test_an_event_names_the_day_it_is_held_for_only_when_that_is_verified(client):
    known = EventFactory(occurrence=OccurrenceFactory())
    unknown = EventFactory(occurrence=OccurrenceFactory(anniversary__is_verified=False))

    shown = client.get(known.get_absolute_url()).text
    hidden = client.get(unknown.get_absolute_url()).text

    assert known.occurrence.title in shown
    assert unknown.occurrence.title not in hidden


# --- the year and the month ---------------------------------------------------


def a_year(count):
    """So many relations, as many national days, and one unverified of each."""
    for number in range(count):
        base = date(1967, 6, 20 + number)
        OccurrenceFactory(anniversary=AnniversaryFactory(base_date=base))
        OccurrenceFactory(anniversary=AnniversaryFactory(national_day=True))
    return OccurrenceFactory(
        anniversary=AnniversaryFactory(
            unverified=True, title_vi="Chưa chắc", sources="Một tờ báo"
        )
    )


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("query", [{"nam": "2027"}, {"nam": "2027", "thang": "6"}])
def test_the_calendar_costs_the_same(client, count, query, django_assert_num_queries):
    a_year(count)

    # union, first year, days, associations and countries of the filter (and once
    # more the first year, for the neighbours of a month)
    with django_assert_num_queries(6 if "thang" in query else 5):
        response = client.get(reverse("events:anniversaries"), query)

    assert response.status_code == 200
    assert "Chưa chắc" not in response.text


def test_milestones_stand_first_decades_before_fives(client):
    five = OccurrenceFactory(anniversary=AnniversaryFactory(base_date=date(1972, 1, 7)))
    decade = OccurrenceFactory(
        anniversary=AnniversaryFactory(base_date=date(1967, 6, 24))
    )
    OccurrenceFactory(anniversary=AnniversaryFactory(base_date=date(1950, 1, 18)))

    response = client.get(reverse("events:anniversaries"), {"nam": "2027"})

    assert response.context["milestones"] == [decade, five]
    assert (response.context["decades"], response.context["fives"]) == (1, 1)
    assert response.context["total"] == 3


def test_national_days_stand_in_the_month(client):
    national = OccurrenceFactory(
        anniversary=AnniversaryFactory(national_day=True, title_vi="Quốc khánh Lào"),
        year=2026,
    )
    url = reverse("events:anniversaries")

    december = client.get(url, {"nam": "2026", "thang": "12"})

    assert december.context["days"] == [national]
    assert "Quốc khánh Lào" in december.text
    assert "Quốc khánh Lào" not in client.get(url, {"nam": "2026"}).text


def test_staff_see_what_is_not_verified_marked_with_its_source(staff_client):
    a_year(1)

    query = {"nam": "2027", "thang": "6"}
    text = staff_client.get(reverse("events:anniversaries"), query).text

    assert "Chưa chắc" in text
    assert "Một tờ báo" in text


def test_a_day_without_an_english_title_is_not_in_the_english_year(client):
    OccurrenceFactory(anniversary=AnniversaryFactory(title_en="", title_vi="Chỉ Việt"))

    response = client.get(english("events:anniversaries"), {"nam": "2027"})

    assert response.context["total"] == 0


@pytest.mark.parametrize(
    "query",
    [
        {"nam": "abc"},
        {"nam": "99999"},
        {"nam": "1000"},
        {"nam": "2035"},
        {"nam": "2027", "thang": "13"},
        {"nam": "2027", "thang": "0"},
        {"nam": "2027", "thang": "x"},
    ],
)
def test_a_year_or_month_that_is_none_is_a_404(client, query):
    a_year(1)

    assert client.get(reverse("events:anniversaries"), query).status_code == 404


def test_an_empty_calendar_says_what_will_be_here(client):
    url = reverse("events:anniversaries")

    assert client.get(url).status_code == 200
    assert client.get(url, {"thang": "3"}).context["days"] == []


def test_the_marks_of_a_year_feed_the_drum():
    occurrence = OccurrenceFactory()
    OccurrenceFactory(anniversary=AnniversaryFactory(unverified=True))

    assert Occurrence.objects.of_year(2027).marks() == [
        {"date": "2027-06-24", "title": occurrence.title, "milestone": "round"}
    ]


def test_a_visitor_who_is_logged_in_but_not_staff_sees_facts_only(as_user):
    hidden = a_year(1)

    query = {"nam": "2027", "thang": "6"}
    text = as_user(UserFactory()).get(reverse("events:anniversaries"), query).text

    assert hidden.title not in text
