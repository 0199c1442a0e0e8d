"""What is corrected forgets nobody: days, those who lead, guests, and who may do it."""

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from events import actions
from events.models import (
    Anniversary,
    Event,
    Greeting,
    Occurrence,
    Registration,
    Reminder,
)
from events.tasks import send_reminders
from federation.lifecycle import MoveRefused
from federation.models import PublishState
from outbox.models import Message
from tests.accounts.factories import UserFactory
from tests.events.factories import (
    AnniversaryFactory,
    AssociationFactory,
    EventFactory,
    OfficeFactory,
    ReminderRuleFactory,
    UnionFactory,
)
from tests.events.test_guests import form_of, guest, open_event
from tests.federation.factories import appoint

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock(time_machine):
    time_machine.move_to("2026-11-22 10:00 +0700", tick=False)
    UnionFactory()
    return time_machine


@pytest.fixture
def officer():
    return OfficeFactory(officer=True).user


def day(**values):
    found = AnniversaryFactory(**values)
    actions.generate()
    return found


def correct(anniversary, **changes):
    Anniversary.objects.filter(pk=anniversary.pk).update(**changes)
    actions.follow(Anniversary.objects.get(pk=anniversary.pk))


def sent():
    send_reminders()
    send_reminders()
    return list(Message.objects.order_by("pk").values_list("subject", flat=True))


# --- days -------------------------------------------------------------------------


def test_a_day_moved_forward_is_still_told_of_late(officer, clock):
    ReminderRuleFactory(amount=30)
    anniversary = day(base_date=date(1967, 1, 20))  # told on 21 December
    clock.move_to("2026-12-10 10:00 +0700", tick=False)

    correct(anniversary, base_date=date(1967, 1, 5))  # had to be told on 6 December

    [subject] = sent()
    assert subject.startswith("Nhắc muộn")
    rows = Reminder.objects.filter(occurs_on__year=2027)
    assert set(rows.values_list("state", "reason")) == {
        ("cancelled", "moved"),
        ("late", ""),
    }


def test_what_fell_due_while_a_day_was_doubted_is_made_up_for(officer, clock):
    ReminderRuleFactory(amount=30)
    anniversary = day(base_date=date(1967, 1, 5))
    correct(anniversary, is_verified=False)
    clock.move_to("2026-12-10 10:00 +0700", tick=False)
    assert sent() == []

    correct(anniversary, is_verified=True)

    assert len(sent()) == 1
    correct(anniversary, is_verified=False)
    correct(anniversary, is_verified=True)
    assert len(sent()) == 1


def test_what_was_told_is_not_told_again_when_the_day_is_verified_anew(officer, clock):
    ReminderRuleFactory(amount=30)
    anniversary = day(base_date=date(1967, 1, 5))
    clock.move_to("2026-12-07 10:00 +0700", tick=False)
    assert len(sent()) == 1

    correct(anniversary, is_verified=False)
    correct(anniversary, is_verified=True)

    assert len(sent()) == 1


def test_a_wrong_day_that_passed_unkept_moves_to_the_right_one_ahead():
    anniversary = day(base_date=date(1967, 1, 10))

    correct(anniversary, base_date=date(1967, 12, 20))

    turn = anniversary.occurrences.get(year=2026)
    assert turn.date == date(2026, 12, 20)


def test_a_day_that_was_kept_stays_though_its_date_is_corrected():
    anniversary = day(base_date=date(1967, 1, 10))
    anniversary.occurrences.filter(year=2026).update(status="held")

    correct(anniversary, base_date=date(1967, 12, 20))

    assert anniversary.occurrences.get(year=2026).date == date(2026, 1, 10)


def test_a_year_without_the_day_keeps_what_somebody_worked_on(officer):
    anniversary = day(base_date=date(1967, 12, 20))
    turn = anniversary.occurrences.get(year=2026)
    Greeting.objects.create(occurrence=turn, written_by=officer)

    correct(anniversary, base_date=date(2026, 12, 20))

    turn.refresh_from_db()
    assert (turn.status, bool(turn.skip_reason)) == ("skipped", True)
    assert set(Occurrence.objects.values_list("year", flat=True)) == {2026, 2027, 2028}


def test_a_year_without_the_day_goes_when_nobody_knew_of_it():
    anniversary = day(base_date=date(1967, 12, 20))

    correct(anniversary, base_date=date(2026, 12, 20))

    assert set(Occurrence.objects.values_list("year", flat=True)) == {2027, 2028}


def test_a_rule_that_begins_later_takes_back_what_waits_for_days_before(officer):
    rule = ReminderRuleFactory(amount=30)
    anniversary = day(base_date=date(1967, 1, 5))
    rule.valid_from = date(2027, 1, 1)
    rule.save()

    actions.follow(anniversary)

    rows = Reminder.objects.filter(occurs_on__year=2027)
    assert set(rows.values_list("state", "reason")) == {("cancelled", "rule")}


# --- who leads --------------------------------------------------------------------


def test_another_responsible_association_leads_what_lies_ahead(staff_client):
    first, second, third = AssociationFactory.create_batch(3)
    anniversary = day(base_date=date(1967, 12, 20), responsible=first)
    anniversary.occurrences.filter(year=2027).update(status="prepared")
    anniversary.occurrences.filter(year=2028).update(lead=third)
    url = reverse("admin:events_anniversary_change", args=[anniversary.pk])
    data = form_of(staff_client, url) | {"responsible": second.pk}

    answer = staff_client.post(url, data, follow=True)

    leads = dict(anniversary.occurrences.values_list("year", "lead"))
    assert leads == {2026: second.pk, 2027: first.pk, 2028: third.pk}
    assert "1 ngày" in str(next(iter(answer.context["messages"])))


# --- guests -----------------------------------------------------------------------


def test_guests_of_a_postponed_event_keep_their_seat(clock):
    event = open_event()
    guest(event, "den@vidu.example")
    event.postpone(by=UserFactory(), reason="Bão")

    clock.move_to(event.starts_at + timedelta(days=60), tick=False)
    assert not Registration.objects.outlived().exists()
    clock.move_to(event.starts_at + timedelta(days=400), tick=False)
    assert Registration.objects.outlived().count() == 1


def test_guests_of_a_cancelled_event_hear_nothing_of_its_new_day(staff_client):
    event = open_event()
    guest(event, "den@vidu.example")
    event.cancel(by=UserFactory(), reason="Bão")
    url = reverse("admin:events_event_change", args=[event.pk])

    staff_client.post(url, form_of(staff_client, url) | {"starts_at_1": "14:00:00"})

    event.refresh_from_db()
    assert timezone.localtime(event.starts_at).hour == 14
    assert set(Message.objects.values_list("template", flat=True)) == {
        "events/event_off"
    }


def test_a_place_named_in_english_is_told_to_who_reads_english(staff_client):
    event = open_event(place_vi="Nhà hát")
    guest(event, "den@vidu.example")
    guest(event, "comes@vidu.example", language="en")
    url = reverse("admin:events_event_change", args=[event.pk])

    staff_client.post(url, form_of(staff_client, url) | {"place_en": "Opera"})

    assert Message.objects.get().to == "comes@vidu.example"


# --- who may ----------------------------------------------------------------------


@pytest.fixture
def holder(as_user):
    call_command("sync_roles", stdout=StringIO())

    def holder(role):
        user = UserFactory(is_staff=True)
        return as_user(appoint(user, role))

    return holder


def changed(client, event, **values) -> set[str]:
    """What of it the desk let through."""
    url = reverse("admin:events_event_change", args=[event.pk])
    client.post(url, form_of(client, url) | values)
    now = Event.objects.get(pk=event.pk)
    names = {"title_vi", "title_en", "starts_at", "capacity", "publish_at"}
    return {name for name in names if getattr(now, name) != getattr(event, name)}


EVERYTHING = {
    "title_vi": "Khác",
    "title_en": "Other",
    "starts_at_0": "06/12/2026",
    "starts_at_1": "14:00:00",
    "capacity": "7",
    "publish_at_0": "01/12/2026",
    "publish_at_1": "08:00:00",
}


@pytest.mark.parametrize(
    ("role", "draft", "published"),
    [
        ("translator", {"title_en"}, set()),
        ("editor", {"title_vi", "title_en", "starts_at", "capacity"}, set()),
        (
            "union_officer",
            {"title_vi", "title_en", "starts_at", "capacity"},
            {"title_vi", "title_en", "starts_at", "capacity"},
        ),
        (
            "publisher",
            {"title_vi", "title_en", "starts_at", "capacity", "publish_at"},
            {"title_vi", "title_en", "starts_at", "capacity", "publish_at"},
        ),
    ],
)
def test_what_readers_see_is_changed_by_who_answers_for_it(
    holder, role, draft, published
):
    client = holder(role)
    in_work = Event.objects.get(pk=EventFactory(publish_state="draft").pk)
    on_site = Event.objects.get(pk=EventFactory().pk)

    assert changed(client, in_work, **EVERYTHING) == draft
    assert changed(client, on_site, **EVERYTHING) == published


def test_lines_of_a_published_event_rest_with_it(holder):
    url = reverse("admin:events_event_change", args=[EventFactory().pk])

    page = holder("editor").get(url)

    assert not any(
        formset.has_add_permission or formset.has_change_permission
        for formset in page.context["inline_admin_formsets"]
    )


def test_what_was_taken_off_the_schedule_is_not_published(clock):
    hour = timezone.now() + timedelta(hours=1)
    event = EventFactory(publish_state=PublishState.SCHEDULED, publish_at=hour)
    clock.move_to(hour, tick=False)
    [due] = Event.objects.scheduled_until(timezone.now())
    Event.objects.filter(pk=event.pk).update(publish_state=PublishState.APPROVED)

    with pytest.raises(MoveRefused):
        due.publish_due()

    later = hour + timedelta(days=7)
    Event.objects.filter(pk=event.pk).update(
        publish_state=PublishState.SCHEDULED, publish_at=later
    )
    with pytest.raises(MoveRefused):
        due.publish_due()
