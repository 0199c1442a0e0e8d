"""Sweeps run twice without harm; the brake stops everything."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.core import mail
from django.utils import timezone

from outbox import models, relay
from outbox.models import Balance, Brake, Heartbeat, Message
from outbox.tasks import SWEEP, balance, deliver, sweep
from tests.accounts.factories import UserFactory
from tests.outbox.factories import MessageFactory

pytestmark = pytest.mark.django_db
State = Message.State


def test_a_doorbell_rung_twice_sends_one_mail():
    message = MessageFactory()

    deliver(message.pk)
    deliver(message.pk)

    assert len(mail.outbox) == 1


def test_a_doorbell_that_was_heard_sends_what_else_is_due():
    late, waiting = MessageFactory.create_batch(2)

    deliver(late.pk)

    assert len(mail.outbox) == 2
    deliver(waiting.pk)
    assert len(mail.outbox) == 2


def test_a_brake_pulled_meanwhile_stops_within_a_second(monkeypatch):
    MessageFactory.create_batch(3)
    hours = iter(range(0, 100, 2))
    monkeypatch.setattr(relay.time, "monotonic", lambda: next(hours))
    Brake.pull("A mistake")

    relay.send_what_is_due(until=90)

    assert len(mail.outbox) == 2


def test_a_sweep_sends_what_lost_its_doorbell_and_shows_a_sign_of_life():
    MessageFactory.create_batch(3)
    MessageFactory(next_attempt_at=timezone.now() + timedelta(hours=1))

    sweep()
    sweep()

    assert len(mail.outbox) == 3
    assert Heartbeat.age(SWEEP) < timedelta(seconds=10)


def test_the_brake_stops_doorbells_and_sweeps_until_a_person_releases_it():
    message = MessageFactory()
    Brake.pull("Restored from a backup")

    deliver(message.pk)
    sweep()
    stopped = len(mail.outbox)
    Brake.release("Lan")
    sweep()

    brake = Brake.objects.get()
    assert (stopped, len(mail.outbox)) == (0, 1)
    assert (brake.on, brake.released_by) == (False, "Lan")


def test_releasing_twice_keeps_who_did_it_first():
    Brake.pull("why")

    assert Brake.release("Lan") is True
    assert Brake.release("Minh") is False
    assert Brake.objects.get().released_by == "Lan"


@pytest.mark.parametrize(("days", "stopped"), [(3, False), (7, True)])
def test_a_portal_that_stood_still_for_a_week_asks_first(days, stopped):
    MessageFactory()
    Heartbeat.objects.create(name=SWEEP, at=timezone.now() - timedelta(days=days))

    sweep()

    assert Brake.is_on() is stopped
    assert len(mail.outbox) == (0 if stopped else 1)


def test_a_flood_is_held_back_and_the_next_mail_still_flows(monkeypatch):
    monkeypatch.setattr(models.messages, "USUAL", 5)
    MessageFactory.create_batch(6)

    sweep()
    held = Message.objects.filter(state=State.HELD).count()
    MessageFactory()
    sweep()

    assert held == 6
    assert len(mail.outbox) == 1


def test_who_may_release_what_is_held_is_told_once_by_mail(monkeypatch):
    monkeypatch.setattr(models.messages, "USUAL", 5)
    officer, _other = UserFactory(staff=True), UserFactory(staff=True)
    right = Permission.objects.get(codename="change_message")
    officer.user_permissions.add(right)
    MessageFactory.create_batch(6, template="events/event_off", subject="Hoãn buổi gặp")

    sweep()
    sweep()

    (told,) = mail.outbox
    assert told.to == [officer.email]
    assert "Hoãn buổi gặp" in told.body
    assert "?state__exact=held" in told.body


def test_a_flood_of_doorbells_is_held_back_too(monkeypatch):
    monkeypatch.setattr(models.messages, "USUAL", 5)

    for _ in range(8):
        deliver(MessageFactory().pk)

    assert len(mail.outbox) == 5
    assert Message.objects.filter(state=State.HELD).count() == 3


def test_a_flood_of_one_form_stops_no_other_mail(monkeypatch):
    monkeypatch.setattr(models.messages, "USUAL", 5)
    MessageFactory.create_batch(8, template="bulletin/subscription_asked")
    code = MessageFactory(template="accounts/login_code")

    deliver(code.pk)

    code.refresh_from_db()
    assert code.state == State.SENT
    held = Message.objects.filter(state=State.HELD)
    assert {message.template for message in held} == {"bulletin/subscription_asked"}
    assert held.count() == 8


def test_three_times_the_best_day_is_no_flood(monkeypatch):
    monkeypatch.setattr(models.messages, "USUAL", 5)
    MessageFactory.create_batch(
        4, state=State.SENT, sent_at=timezone.now() - timedelta(days=2)
    )
    MessageFactory.create_batch(12)

    sweep()

    assert len(mail.outbox) == 12


def test_what_staff_released_is_not_held_again(monkeypatch):
    monkeypatch.setattr(models.messages, "USUAL", 5)
    MessageFactory.create_batch(6)
    sweep()

    released = Message.objects.all().try_again()
    sweep()

    assert released == 6
    assert len(mail.outbox) == 6


def test_try_again_moves_only_what_waits_for_a_person():
    MessageFactory(sent=True)
    failed = MessageFactory(state=State.FAILED, attempts=12, last_error="550")

    assert Message.objects.all().try_again() == 1

    failed.refresh_from_db()
    assert (failed.state, failed.attempts, failed.last_error) == (State.QUEUED, 0, "")


def test_the_oldest_due_message_is_known():
    when = timezone.now() - timedelta(minutes=7)
    MessageFactory(next_attempt_at=when)
    MessageFactory()

    assert Message.objects.oldest_due() == when
    assert Message.objects.filter(key="none").oldest_due() is None


def test_the_balance_adds_up_and_can_be_drawn_twice():
    MessageFactory.create_batch(2, sent=True)
    MessageFactory(state=State.FAILED)
    MessageFactory(state=State.UNCERTAIN)
    MessageFactory(state=State.HELD)
    MessageFactory()

    balance()
    balance()

    day = Balance.objects.get()
    assert (day.promised, day.sent, day.failed) == (6, 2, 1)
    assert (day.uncertain, day.held, day.waiting) == (1, 1, 1)
    assert day.is_settled is False


@pytest.mark.parametrize("state", [State.QUEUED, State.HELD])
def test_what_comes_too_late_to_be_of_use_is_skipped_and_says_so(state):
    now = timezone.now()
    late = MessageFactory(state=state, useful_until=now - timedelta(minutes=1))
    useful = MessageFactory(useful_until=now + timedelta(days=1))

    deliver(late.pk)
    sweep()
    sweep()

    late.refresh_from_db()
    useful.refresh_from_db()
    assert (late.state, useful.state) == (State.SKIPPED, State.SENT)
    assert late.last_error
    assert [mail.to for mail in mail.outbox] == [[useful.to]]
    assert Message.objects.filter(pk=late.pk).try_again() == 0


def test_what_is_under_way_when_its_time_ends_is_left_to_its_worker():
    now = timezone.now()
    row = MessageFactory(useful_until=now + timedelta(hours=1))
    taken = Message.objects.claim(pk=row.pk)
    Message.objects.filter(pk=row.pk).update(useful_until=now - timedelta(minutes=1))

    sweep()

    assert taken.settle(State.SENT)
    assert Message.objects.get(pk=row.pk).state == State.SENT


def test_a_message_that_stops_its_worker_each_time_is_left_to_staff():
    row = MessageFactory()
    Message.objects.claim(pk=row.pk)
    ago = timezone.now() - timedelta(seconds=1)
    again = Message.objects.filter(pk=row.pk)

    again.update(lease_until=ago, attempts=len(models.LADDER) - 1)
    assert again.due().exists()
    again.update(attempts=len(models.LADDER))
    sweep()

    row.refresh_from_db()
    assert (row.state, len(mail.outbox)) == (State.FAILED, 0)


def test_the_balance_counts_what_was_too_late():
    MessageFactory(useful_until=timezone.now() - timedelta(minutes=1))
    sweep()

    balance()

    today = Balance.objects.get(day=timezone.localdate())
    assert (today.promised, today.skipped, today.is_settled) == (1, 1, True)
