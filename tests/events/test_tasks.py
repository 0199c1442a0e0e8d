"""Beat rings; nothing is forgotten, nothing is sent twice."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from events import actions, notifications
from events.models import Event, Occurrence, Reminder
from events.tasks import generate, publish_scheduled, send_reminders
from federation.models import PublishState
from outbox.models import Brake, Message
from outbox.tasks import sweep
from tests.accounts.factories import UserFactory
from tests.events.factories import (
    AnniversaryFactory,
    EventFactory,
    OfficeFactory,
    ReminderFactory,
    ReminderRuleFactory,
    UnionFactory,
)


@pytest.fixture
def clock(time_machine):
    time_machine.move_to("2026-11-22 10:00 +0700")
    return time_machine


@pytest.fixture
def calendar(db, clock):
    """A verified day, 24 June 2027, a secretary who reads English, an officer."""
    secretary = OfficeFactory(user__language="en", user__email="secretary@example.vn")
    OfficeFactory(officer=True, user__email="office@example.vn")
    AnniversaryFactory(
        responsible_id=secretary.organization_id,
        title_vi="Quan hệ Việt Nam – Campuchia",
        title_en="Viet Nam – Cambodia relations",
    )
    ReminderRuleFactory(task_vi="Gửi giấy mời.", task_en="Send the invitations.")
    generate()
    return secretary


def ledger():
    rows = Reminder.objects.filter(occurs_on__year=2027).order_by("recipient")
    return [(row.recipient.email, row.state) for row in rows]


def test_thirty_days_before_both_are_told_once_in_their_language(calendar, clock):
    clock.move_to("2027-05-25 07:59 +0700")
    send_reminders()
    assert not Message.objects.exists()

    clock.move_to("2027-05-25 08:01 +0700")
    send_reminders()
    send_reminders()
    generate()
    send_reminders()

    to_secretary = Message.objects.get(to="secretary@example.vn")
    to_office = Message.objects.get(to="office@example.vn")
    assert Message.objects.count() == 2
    assert to_secretary.language == "en"
    assert to_secretary.subject == (
        "In 30 days: Viet Nam – Cambodia relations, 60 years"
    )
    assert "Send the invitations." in to_secretary.text
    assert "/en/" in to_secretary.text
    assert to_office.language == "vi"
    assert "Quan hệ Việt Nam – Campuchia" in to_office.subject
    assert "Gửi giấy mời." in to_office.text
    assert "Late" not in to_secretary.subject
    reminder = Reminder.objects.get(recipient=calendar.user, occurs_on__year=2027)
    assert f"http://localhost{'/en/workspace'}" in to_secretary.text
    assert f"/{reminder.pk}/" in to_secretary.text


def test_three_days_without_beat_give_one_late_mail_marked_late(calendar, clock):
    clock.move_to("2027-05-28 06:00 +0700")

    send_reminders()
    send_reminders()

    assert ledger() == [
        ("secretary@example.vn", "late"),
        ("office@example.vn", "late"),
    ]
    message = Message.objects.get(to="secretary@example.vn")
    assert message.subject.startswith("Late · In 27 days: ")
    assert "25 May 2027" in message.text
    assert Message.objects.count() == 2


def test_after_the_day_itself_it_is_missed_and_says_why(calendar, clock):
    clock.move_to("2027-06-25 08:00 +0700")

    send_reminders()

    found = Reminder.objects.filter(occurs_on__year=2027)
    assert {(row.state, row.reason) for row in found} == {("missed", "passed")}
    assert not Message.objects.exists()


def test_on_the_day_itself_a_late_one_still_goes(calendar, clock):
    clock.move_to("2027-06-24 20:00 +0700")

    send_reminders()

    assert Message.objects.get(to="secretary@example.vn").subject.startswith(
        "Late · Today: "
    )


def test_a_reminder_that_waited_beyond_its_day_is_not_sent(calendar, clock):
    clock.move_to("2027-06-24 08:01 +0700")
    send_reminders()
    Brake.pull("restored")
    clock.move_to("2027-06-24 23:59 +0700")
    in_time = set(Message.objects.due().values_list("to", flat=True))
    clock.move_to("2027-06-25 00:01 +0700")

    Brake.release("Lan")
    sweep()

    assert in_time == {"secretary@example.vn", "office@example.vn"}
    assert set(Message.objects.values_list("state", flat=True)) == {"skipped"}
    send_reminders()
    assert set(ledger()) == {(to, Reminder.State.MISSED) for to in in_time}


def test_who_left_office_is_passed_over_and_the_successor_served(calendar, clock):
    calendar.until = date(2027, 5, 1)
    calendar.save()
    successor = OfficeFactory(
        organization=calendar.organization,
        since=date(2027, 5, 2),
        user__email="new@example.vn",
    )
    clock.move_to("2027-05-25 09:00 +0700")

    send_reminders()
    send_reminders()

    assert sorted(ledger()) == [
        ("new@example.vn", "sent"),
        ("office@example.vn", "sent"),
        ("secretary@example.vn", "cancelled"),
    ]
    gone = Reminder.objects.get(recipient=calendar.user, occurs_on__year=2027)
    assert gone.reason == Reminder.Reason.LEFT
    assert set(Message.objects.values_list("to", flat=True)) == {
        "new@example.vn",
        "office@example.vn",
    }
    assert successor.user.reminders.filter(state="sent").count() == 1


def test_a_successor_gets_even_what_is_late(calendar, clock):
    calendar.delete()
    OfficeFactory(
        organization=calendar.organization,
        since=date(2027, 5, 26),
        user__email="new@example.vn",
    )
    clock.move_to("2027-05-27 09:00 +0700")

    send_reminders()

    assert ("new@example.vn", "late") in ledger()


def test_an_account_that_is_both_gets_one_mail(db, clock):
    user = UserFactory()
    secretary = OfficeFactory(user=user)
    OfficeFactory(user=user, officer=True)
    AnniversaryFactory(responsible_id=secretary.organization_id)
    ReminderRuleFactory()
    generate()
    clock.move_to("2027-05-25 09:00 +0700")

    send_reminders()

    assert Message.objects.count() == 1


def test_the_sweep_makes_up_for_a_daily_run_that_never_came(db, clock):
    clock.move_to("2027-05-25 09:00 +0700")
    secretary = OfficeFactory()
    AnniversaryFactory(responsible_id=secretary.organization_id)
    OfficeFactory(officer=True)
    ReminderRuleFactory()

    send_reminders()

    assert Message.objects.count() == 2


def test_one_bad_row_does_not_stop_the_rest(calendar, clock, monkeypatch):
    clock.move_to("2027-05-25 09:00 +0700")
    post = notifications.post

    def broken(*, to, **kwargs):
        if to == "secretary@example.vn":
            raise ValueError(to)
        return post(to=to, **kwargs)

    monkeypatch.setattr(notifications, "post", broken)
    for _time in range(5):
        send_reminders()

    assert sorted(ledger()) == [
        ("office@example.vn", "sent"),
        ("secretary@example.vn", "failed"),
    ]
    assert Message.objects.count() == 1


def test_a_mail_that_fails_once_goes_out_at_the_next_sweep(
    calendar, clock, monkeypatch
):
    clock.move_to("2027-05-25 09:00 +0700")

    def broken(**kwargs):
        raise ValueError

    with monkeypatch.context() as patch:
        patch.setattr(notifications, "post", broken)
        send_reminders()
    assert {state for _who, state in ledger()} == {"scheduled"}

    send_reminders()

    assert {state for _who, state in ledger()} == {"sent"}
    assert Message.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_ten_sweeps_at_once_send_each_reminder_once(clock):
    clock.move_to("2027-05-25 09:00 +0700")
    UnionFactory()
    secretary = OfficeFactory()
    OfficeFactory(officer=True)
    for _time in range(3):
        AnniversaryFactory(responsible_id=secretary.organization_id)
    ReminderRuleFactory()

    def ring(_number):
        try:
            generate()
            send_reminders()
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        list(pool.map(ring, range(10)))

    assert Reminder.objects.went_out().count() == 6
    # Three of one day to each of two people: a digest each, and nothing twice.
    keys = set(Reminder.objects.values_list("mail_key", flat=True).filter(state="sent"))
    assert keys == set(Message.objects.values_list("key", flat=True))
    assert Message.objects.count() == 2
    assert Occurrence.objects.count() == 9


@pytest.mark.django_db(transaction=True)
def test_two_claims_of_one_row_at_once(clock):
    reminder = ReminderFactory()
    clock.move_to("2027-05-25 09:00 +0700")

    def claim(_number):
        try:
            return Reminder.objects.get(pk=reminder.pk).send()
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        won = list(pool.map(claim, range(8)))

    assert sorted(won) == [False] * 7 + [True]
    assert Message.objects.count() == 1


def test_a_sweep_with_nothing_due_is_seven_queries(calendar, django_assert_num_queries):
    # a sign of life, the brake; what became of the mails; gaps; what is due
    with django_assert_num_queries(7):
        actions.sweep()


def test_what_is_due_is_found_by_its_own_index(calendar):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(
            "EXPLAIN SELECT id FROM events_reminder WHERE state = 'scheduled' "
            "AND due_at <= now() ORDER BY due_at LIMIT 500"
        )
        plan = "\n".join(row[0] for row in cursor.fetchall())

    assert "reminder_due" in plan


# --- publishing ---------------------------------------------------------------


def test_a_scheduled_event_appears_at_its_hour(db, clock):
    event = EventFactory(
        publish_state=PublishState.SCHEDULED,
        publish_at=timezone.now() + timedelta(hours=1),
    )

    publish_scheduled()
    event.refresh_from_db()
    assert event.publish_state == PublishState.SCHEDULED

    clock.shift(timedelta(hours=2))
    publish_scheduled()
    publish_scheduled()
    event.refresh_from_db()
    assert event.publish_state == PublishState.PUBLISHED
    assert Event.objects.published().get() == event


# --- the bells ----------------------------------------------------------------


def test_the_calendar_is_made_hourly_because_a_bell_expires(settings):
    entry = settings.CELERY_BEAT_SCHEDULE["events.generate"]

    assert entry["schedule"].hour == set(range(24))
    assert entry["options"]["expires"] < 60 * 60
