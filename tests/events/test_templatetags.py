"""The shelves other pages put up: what they show, and what each costs."""

from datetime import date, timedelta

import pytest
from django.template import Context, Template
from django.utils import timezone

from members.models import Association
from tests.events.factories import (
    AnniversaryFactory,
    AssociationFactory,
    CountryFactory,
    EventFactory,
    OccurrenceFactory,
    OfficeFactory,
    ReminderFactory,
    ReminderRuleFactory,
    UnionFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock(time_machine):
    time_machine.move_to("2026-11-22 10:00 +0700")
    UnionFactory()


def shelf(tag, **context):
    return Template("{% load events %}{% " + tag + " %}").render(Context(context))


@pytest.mark.parametrize("count", [1, 3])
def test_upcoming_events(count, django_assert_num_queries):
    events = EventFactory.create_batch(count)
    draft = EventFactory(publish_state="draft")

    with django_assert_num_queries(1):  # events with their hosts
        text = shelf("upcoming_events")

    assert all(event.title in text for event in events)
    assert draft.title not in text


def test_upcoming_events_of_one_association():
    hers, other = EventFactory(), EventFactory()

    text = shelf("upcoming_events host=host", host=hers.host)

    assert hers.title in text
    assert other.title not in text


@pytest.mark.parametrize("count", [1, 3])
def test_upcoming_anniversaries(count, django_assert_num_queries):
    days = OccurrenceFactory.create_batch(count)
    hidden = OccurrenceFactory(anniversary=AnniversaryFactory(unverified=True))
    national = OccurrenceFactory(anniversary=AnniversaryFactory(national_day=True))

    with django_assert_num_queries(1):  # days with country, owner, lead
        text = shelf("upcoming_anniversaries limit=5")

    assert all(day.title in text for day in days)
    assert hidden.title not in text
    assert national.title not in text


def test_upcoming_anniversaries_of_an_association():
    office = OfficeFactory()
    mine = Association.objects.get(pk=office.organization_id)
    led = OccurrenceFactory(lead=mine)
    own = OccurrenceFactory(
        anniversary=AnniversaryFactory(
            kind="founding", country=None, owner_id=mine.pk, base_date=date(1994, 3, 8)
        )
    )
    other = OccurrenceFactory()

    text = shelf("upcoming_anniversaries association=mine", mine=mine)

    assert led.title in text
    assert own.title in text
    assert other.title not in text


@pytest.mark.parametrize("count", [1, 3])
def test_anniversaries_of_a_country(count, django_assert_num_queries):
    country = CountryFactory()
    relations = AnniversaryFactory(country=country)
    for year in range(2027, 2027 + count):
        OccurrenceFactory(anniversary=relations, year=year)
    kept = EventFactory(
        occurrence=OccurrenceFactory(anniversary=relations, year=2026),
        starts_at=timezone.now() - timedelta(days=150),
    )
    OccurrenceFactory(anniversary=AnniversaryFactory(country=country, kind="treaty"))
    hosts = [AssociationFactory() for _n in range(count)]
    for host in hosts:
        host.countries.add(country)
    coming = EventFactory(host=hosts[0], starts_at=timezone.now() + timedelta(days=9))
    EventFactory(starts_at=timezone.now() + timedelta(days=9), title_vi="Của nước khác")

    # the next turn of each day; events to come, past ones
    with django_assert_num_queries(3):
        text = shelf("anniversaries_of country", country=country)

    assert text.count("60 năm vào ngày 24/06/2027") == 2
    assert "61 năm" not in text
    assert kept.title in text
    assert coming.title in text
    assert "Của nước khác" not in text


def test_a_country_without_a_verified_day_says_so():
    anniversary = AnniversaryFactory(unverified=True)
    OccurrenceFactory(anniversary=anniversary)

    text = shelf("anniversaries_of country", country=anniversary.country)

    assert anniversary.title not in text
    assert "Chưa có ngày nào được đối chiếu" in text


@pytest.mark.parametrize("count", [1, 3])
def test_due_reminders(count, django_assert_num_queries):
    rule, now = ReminderRuleFactory(), timezone.now()
    soon = ReminderFactory.create_batch(
        count, rule=rule, due_at=now + timedelta(days=2)
    )
    missed = ReminderFactory(
        rule=rule, state="missed", reason="nobody", settled_at=now, recipient=None
    )
    far = ReminderFactory(rule=rule)

    with django_assert_num_queries(2):  # what did not go out, what comes
        text = shelf("due_reminders")

    assert all(reminder.occurrence.title in text for reminder in soon)
    assert missed.occurrence.title in text
    assert far.occurrence.title not in text


@pytest.mark.parametrize("count", [1, 3])
def test_my_anniversaries(count, django_assert_num_queries):
    office = OfficeFactory()
    mine = Association.objects.get(pk=office.organization_id)
    days = OccurrenceFactory.create_batch(count, lead=mine)
    reminder = ReminderFactory(
        recipient=office.user, state="sent", settled_at=timezone.now()
    )
    foreign = ReminderFactory(
        rule=reminder.rule, state="sent", settled_at=timezone.now()
    )

    with django_assert_num_queries(2):  # reminders, days
        text = shelf("my_anniversaries user", user=office.user)

    assert all(day.title in text for day in days)
    assert reminder.occurrence.title in text
    assert foreign.occurrence.title not in text
