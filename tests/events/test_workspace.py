"""The secretary's pages: hers, and nobody else's."""

import pytest
from django.urls import reverse
from django.utils import timezone

from members.models import Association
from tests.events.factories import (
    AnniversaryFactory,
    AssociationFactory,
    EventFactory,
    OccurrenceFactory,
    OfficeFactory,
    ReminderFactory,
    ReminderRuleFactory,
    UnionFactory,
)

pytestmark = pytest.mark.django_db
LISTS = ["anniversaries", "events", "reminders"]


@pytest.fixture(autouse=True)
def clock(time_machine):
    time_machine.move_to("2026-11-22 10:00 +0700")
    UnionFactory()


@pytest.fixture
def office():
    return OfficeFactory()


@pytest.fixture
def mine(office):
    return Association.objects.get(pk=office.organization_id)


def fill(office, mine, count):
    """So many days, events and reminders of hers, and one of each of another's."""
    rule = ReminderRuleFactory()
    for lead, user, number in [
        (mine, office.user, count),
        (AssociationFactory(), OfficeFactory().user, 1),
    ]:
        for day in OccurrenceFactory.create_batch(number, lead=lead):
            ReminderFactory(
                rule=rule,
                occurrence=day,
                recipient=user,
                state="sent",
                settled_at=timezone.now(),
            )
        EventFactory.create_batch(number, host=lead)


@pytest.mark.parametrize("name", LISTS)
def test_a_stranger_is_sent_to_the_log_in(client, name):
    response = client.get(reverse(f"events:workspace-{name}"))

    assert response.status_code == 302
    assert response.url.startswith(reverse("account_login"))


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("name", LISTS)
def test_each_list_shows_hers_and_costs_the_same(
    as_user, office, mine, name, count, django_assert_num_queries
):
    fill(office, mine, count)
    client = as_user(office.user)
    client.get(reverse(f"events:workspace-{name}"))

    # session, user, office (not for reminders, which need none); union, what the
    # offices and rights open; hers, count, rows
    with django_assert_num_queries(QUERIES[name]):
        response = client.get(reverse(f"events:workspace-{name}"))

    assert len(response.context["object_list"]) == count


QUERIES = {"anniversaries": 9, "events": 10, "reminders": 8}


def test_the_days_of_unverified_anniversaries_are_not_hers_yet(as_user, office, mine):
    OccurrenceFactory(lead=mine, anniversary=AnniversaryFactory(unverified=True))

    response = as_user(office.user).get(reverse("events:workspace-anniversaries"))

    assert not response.context["object_list"]


def test_she_acknowledges_her_reminder_once(as_user, office):
    reminder = ReminderFactory(
        recipient=office.user, state="sent", settled_at=timezone.now()
    )
    client = as_user(office.user)
    url = reverse("events:workspace-reminder-acknowledge", args=[reminder.pk])
    assert url in client.get(reminder.get_absolute_url()).text

    first = client.post(url)
    again = client.post(url, follow=True)

    reminder.refresh_from_db()
    assert first.url == reminder.get_absolute_url()
    assert reminder.acknowledged_at is not None
    assert "Lời nhắc này đã được ghi nhận." in again.text
    assert url not in again.text


def test_opening_the_link_alone_acknowledges_nothing(as_user, office):
    reminder = ReminderFactory(
        recipient=office.user, state="late", settled_at=timezone.now()
    )
    client = as_user(office.user)
    url = reverse("events:workspace-reminder-acknowledge", args=[reminder.pk])

    assert client.get(url).status_code == 405
    assert "gửi muộn" in client.get(reminder.get_absolute_url()).text
    reminder.refresh_from_db()
    assert reminder.acknowledged_at is None


def test_a_reminder_of_somebody_else_or_not_sent_does_not_exist(as_user, office):
    rule, now = ReminderRuleFactory(), timezone.now()
    foreign = ReminderFactory(rule=rule, state="sent", settled_at=now)
    waiting = ReminderFactory(rule=rule, recipient=office.user)
    client = as_user(office.user)

    for reminder in (foreign, waiting):
        url = reverse("events:workspace-reminder-acknowledge", args=[reminder.pk])
        assert client.get(reminder.get_absolute_url()).status_code == 404
        assert client.post(url).status_code == 404
    foreign.refresh_from_db()
    assert foreign.acknowledged_at is None
