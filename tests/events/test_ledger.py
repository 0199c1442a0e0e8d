"""The ledger says what became of the mail, and a wrong clock destroys nothing."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from events import actions
from events.models import Registration, Reminder
from events.tasks import care_for_registrations, generate, send_reminders
from outbox import tasks as outbox
from outbox.models import Brake, Message
from tests.accounts.factories import UserFactory
from tests.events.factories import (
    AnniversaryFactory,
    EventFactory,
    OfficeFactory,
    ReminderRuleFactory,
)

pytestmark = pytest.mark.django_db
State = Message.State


@pytest.fixture
def officer(time_machine):
    """24 June 2027 is kept; the office is told 30 days before."""
    time_machine.move_to("2026-11-22 10:00 +0700")
    user = OfficeFactory(officer=True).user
    AnniversaryFactory()
    ReminderRuleFactory(audience="office")
    generate()
    return user


@pytest.fixture
def told(officer, time_machine):
    """It has gone out."""
    time_machine.move_to("2027-05-25 08:01 +0700")
    send_reminders()
    return Reminder.objects.get(occurs_on__year=2027)


def ledger() -> tuple[str, str]:
    row = Reminder.objects.get(occurs_on__year=2027)
    return row.state, row.reason


def mail_is(state: str, **changes) -> None:
    sent_at = timezone.now() if state == State.SENT else None
    Message.objects.update(state=state, sent_at=sent_at, **changes)


@pytest.mark.parametrize("state", [State.FAILED, State.HELD, State.UNCERTAIN])
def test_what_the_post_could_not_carry_is_not_sent_in_the_ledger(told, state):
    mail_is(state)

    send_reminders()
    send_reminders()

    assert ledger() == ("failed", "post")
    assert Reminder.objects.in_trouble().get() == told


def test_once_the_mail_has_left_after_all_the_ledger_says_so(told):
    mail_is(State.FAILED)
    send_reminders()

    Message.objects.all().try_again()
    send_reminders()

    assert ledger() == ("sent", "")
    mail_is(State.SENT)
    send_reminders()
    assert ledger() == ("sent", "")


def test_what_went_out_late_is_late_again(officer, time_machine):
    time_machine.move_to("2027-05-27 09:00 +0700")
    send_reminders()
    mail_is(State.FAILED)
    send_reminders()
    assert ledger() == ("failed", "post")

    mail_is(State.SENT)
    send_reminders()

    assert ledger() == ("late", "")


def test_what_the_post_carried_too_late_was_missed(told):
    mail_is(State.SKIPPED)

    send_reminders()

    assert ledger() == ("missed", "passed")


def test_whose_mail_was_refused_finds_the_reminder_in_the_workspace(told, as_user):
    mail_is(State.FAILED)
    send_reminders()
    client = as_user(told.recipient)

    assert client.get(told.get_absolute_url()).status_code == 200
    client.post(reverse("events:workspace-reminder-acknowledge", args=[told.pk]))

    told.refresh_from_db()
    assert told.acknowledged_at
    mail_is(State.HELD)


def test_what_its_recipient_has_seen_needs_no_mail(told):
    told.acknowledge(by=told.recipient)
    mail_is(State.FAILED)

    send_reminders()

    assert ledger() == ("sent", "")


def test_while_mail_is_stopped_nothing_is_told_or_given_up(officer, time_machine):
    Brake.pull("A restored backup")
    time_machine.move_to("2027-05-25 08:01 +0700")
    send_reminders()
    assert ledger() == ("scheduled", "")

    time_machine.move_to("2027-05-27 08:01 +0700")
    Brake.release("Lan")
    send_reminders()

    assert ledger() == ("late", "")


def test_a_day_missed_by_a_wrong_clock_is_told_when_the_clock_is_right(
    officer, time_machine
):
    ReminderRuleFactory(audience="office", amount=0)
    actions.schedule_reminders()
    time_machine.move_to("2027-06-24 07:00 +0700")
    send_reminders()
    day = Reminder.objects.get(occurs_on__year=2027, offset="0d")

    time_machine.move_to("2027-06-25 07:00 +0700")  # a day too far
    send_reminders()
    day.refresh_from_db()
    assert (day.state, day.reason) == ("missed", "passed")
    time_machine.move_to("2027-06-24 08:10 +0700")
    generate()
    send_reminders()

    day.refresh_from_db()
    assert (day.state, day.reason) == ("sent", "")


def test_a_jump_of_the_clock_stops_mail_and_forgets_nobody(officer, time_machine):
    event = EventFactory(takes_registrations=True, is_open=True)
    guest = Registration.objects.create(
        event=event, name="Lan", email="lan@example.org", language="vi"
    )
    outbox.sweep()
    right = timezone.now()

    time_machine.move_to(right + timedelta(days=400))
    care_for_registrations()
    send_reminders()
    outbox.sweep()

    assert Brake.is_on()
    assert Registration.objects.get() == guest
    assert set(Reminder.objects.values_list("state", flat=True)) == {"scheduled"}
    time_machine.move_to(right)
    Brake.release("Lan")
    send_reminders()
    assert set(Reminder.objects.values_list("state", flat=True)) == {"scheduled"}


def test_of_two_rules_for_one_moment_the_one_for_the_milestone_counts(officer):
    plain = ReminderRuleFactory(audience="office", amount=7)
    actions.schedule_reminders()
    special = ReminderRuleFactory(audience="both", amount=7, milestone="decade")
    actions.schedule_reminders()
    actions.schedule_reminders()

    rows = Reminder.objects.filter(offset="7d", state="scheduled")

    assert rows.get(occurs_on__year=2027).rule == special  # 60 years
    assert rows.get(occurs_on__year=2028).rule == plain


def test_who_is_named_in_a_rule_without_an_office_sees_and_acknowledges(
    officer, as_user, time_machine
):
    user = UserFactory()
    rule = ReminderRuleFactory(audience="people", amount=10)
    rule.people.add(user)
    actions.schedule_reminders()
    time_machine.move_to("2027-06-14 08:01 +0700")
    send_reminders()
    mine = Reminder.objects.get(recipient=user, state="sent")
    client = as_user(user)

    assert client.get(reverse("events:workspace-reminders")).status_code == 200
    page = client.get(mine.get_absolute_url())
    client.post(reverse("events:workspace-reminder-acknowledge", args=[mine.pk]))

    mine.refresh_from_db()
    assert page.status_code == 200
    assert mine.acknowledged_at
    others = Reminder.objects.exclude(recipient=user).first()
    url = reverse("events:workspace-reminder-acknowledge", args=[others.pk])
    assert client.post(url).status_code == 404
