"""The ledger of reminders under any order of operations (hypothesis, stateful).

Days move, are left out and come back; rules come and go; officers leave; the clock
jumps; sweeps run in between, or do not. Whatever happens: nothing is lost, nothing is
told twice, nobody is told who should not be.
"""

import os
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine as clocks
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from events import actions
from events.actions.reminders import Recipients, planned_reminders
from events.models import Anniversary, Occurrence, Reminder, ReminderRule
from federation.lifecycle import MoveRefused
from federation.models import Office
from outbox import post
from outbox.models import Message
from tests.accounts.factories import UserFactory
from tests.events.factories import (
    AnniversaryFactory,
    OfficeFactory,
    ReminderRuleFactory,
    UnionFactory,
)

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
FULL = bool(os.environ.get("EVENTS_FULL"))
DAYS = st.dates(date(1950, 1, 1), date(1999, 12, 31))
WHICH = st.integers(0, 99)
OUT = (Reminder.State.SENT, Reminder.State.LATE)


def one_of(rows, which):
    """A row of those there are, chosen by a number; None when there is none."""
    rows = list(rows.order_by("pk"))
    return rows[which % len(rows)] if rows else None


class Ledger(RuleBasedStateMachine):
    def __init__(self):
        super().__init__()
        self.block = transaction.atomic()
        self.block.__enter__()
        self.now = datetime(2026, 11, 20, 7, tzinfo=HANOI)
        self.clock = clocks.travel(self.now, tick=False)
        self.clock.start()
        self.told, self.actor = {}, UserFactory()

    def teardown(self):
        self.clock.stop()
        transaction.set_rollback(True)
        self.block.__exit__(None, None, None)

    @initialize(bases=st.lists(DAYS, min_size=1, max_size=3))
    def begin(self, bases):
        self.union = UnionFactory()
        OfficeFactory(officer=True)
        for base in bases:
            AnniversaryFactory(base_date=base)
        ReminderRuleFactory(audience="office", amount=30)
        actions.generate()

    # --- time ------------------------------------------------------------------------

    @rule(hours=st.integers(1, 24 * 60))
    def time_passes(self, hours):
        self.set_clock(self.now + timedelta(hours=hours))

    @rule()
    def the_clock_jumps_back_a_day(self):
        self.set_clock(self.now - timedelta(days=1))

    def set_clock(self, now):
        self.now = now
        self.clock.stop()
        self.clock = clocks.travel(now, tick=False)
        self.clock.start()

    # --- the machinery ---------------------------------------------------------------

    @rule()
    def generate(self):
        actions.generate()

        again = actions.generate()
        assert not {"created", "cancelled", "restored"} & set(+again)
        self.check_nothing_is_lost()

    @rule()
    def sweep(self):
        before = {row.pk for row in Reminder.objects.filter(state__in=OUT)}
        mails = Message.objects.count()
        actions.sweep()

        fresh = Reminder.objects.filter(state__in=OUT).exclude(pk__in=before)
        self.check_who_was_told(fresh.for_rows())
        days = {(one.recipient_id, one.due_at) for one in fresh}
        assert Message.objects.count() - mails == len(days)
        assert not Reminder.objects.due().exists()
        actions.sweep()
        assert Message.objects.count() - mails == len(days)

    # --- what people do --------------------------------------------------------------

    @rule(which=WHICH, base=DAYS)
    def the_day_is_corrected(self, which, base):
        day = one_of(Anniversary.objects, which)
        day.verify(by=self.actor, source="Công báo", base_date=base)
        actions.follow(day)

    @rule(which=WHICH)
    def the_day_is_doubted(self, which):
        day = one_of(Anniversary.objects, which)
        Anniversary.objects.filter(pk=day.pk).update(
            is_verified=False, verified_by=None
        )
        actions.follow(day)

    @rule(which=WHICH, move=st.sampled_from(["skip", "hold", "reopen", "plan"]))
    def a_turn_moves(self, which, move):
        turn = one_of(Occurrence.objects.upcoming(), which)
        if turn is None:
            return
        reason = {"reason": "Không tổ chức"} if move == "skip" else {}
        try:
            getattr(turn, move)(by=self.actor, **reason)
        except MoveRefused:
            return
        if turn.status not in Occurrence.OPEN:
            assert not turn.reminders.scheduled().exists()

    @rule(amount=st.integers(0, 90))
    def a_rule_comes(self, amount):
        if not ReminderRule.objects.filter(amount=amount).exists():
            today = timezone.localdate()
            ReminderRuleFactory(audience="office", amount=amount, valid_from=today)
            actions.schedule_reminders()
            fresh = Reminder.objects.filter(rule__amount=amount)
            assert not fresh.filter(due_at__date__lt=today).exists()

    @rule(which=WHICH, active=st.booleans())
    def a_rule_goes_or_comes_back(self, which, active):
        chosen = one_of(ReminderRule.objects, which)
        ReminderRule.objects.filter(pk=chosen.pk).update(is_active=active)
        actions.schedule_reminders()

    @rule()
    def an_officer_comes(self):
        if Office.objects.current().count() < 3:
            OfficeFactory(officer=True, since=timezone.localdate())

    @precondition(lambda self: Office.objects.current().exists())
    @rule(which=WHICH)
    def an_officer_leaves(self, which):
        office = one_of(Office.objects.current(), which)
        yesterday = timezone.localdate() - timedelta(days=1)
        since = min(office.since, yesterday)
        Office.objects.filter(pk=office.pk).update(until=yesterday, since=since)

    # --- what always holds -----------------------------------------------------------

    @invariant()
    def what_was_told_stays_told(self):
        rows = Reminder.objects.filter(state__in=OUT)
        now = dict(rows.values_list("pk", "mail_key"))
        assert self.told.items() <= now.items()
        self.told = now

    @invariant()
    def every_mail_carries_what_a_row_promised_and_no_row_lacks_its_mail(self):
        carried = set(Reminder.objects.filter(state__in=OUT).values_list("mail_key"))
        assert carried == set(Message.objects.values_list("key"))

    @invariant()
    def no_rule_reminds_of_what_was_due_before_it(self):
        for row in Reminder.objects.select_related("rule"):
            assert timezone.localdate(row.due_at) >= row.rule.valid_from

    def check_who_was_told(self, fresh):
        today = timezone.localdate()
        in_office = set(Office.objects.current().values_list("user", flat=True))
        for one in fresh:
            assert one.recipient_id in in_office
            assert one.occurrence.status in Occurrence.OPEN
            assert one.occurrence.anniversary.is_verified
            assert one.rule.is_active
            assert one.occurs_on == one.occurrence.date >= today
            late = timezone.localdate(one.due_at) < today
            assert one.state == (OUT[1] if late else OUT[0])

    def check_nothing_is_lost(self):
        """All that rules ask for from today on is written down, or was told."""
        today = timezone.localdate()
        days = Occurrence.objects.upcoming(today).for_cards()
        rules = ReminderRule.objects.prefetch_related("people")
        written = {
            row.identity
            for row in Reminder.objects.filter(
                state__in=["scheduled", "missed", "failed", *OUT]
            )
        }
        for planned in planned_reminders(days, rules, Recipients()):
            if planned.due_on >= max(today, planned.rule.valid_from):
                assert planned.identity in written


@pytest.mark.django_db
def test_nothing_is_lost_or_doubled_in_any_order(monkeypatch):
    words = {"subject": "s", "text": "t", "html": "h"}
    monkeypatch.setattr(post, "write", lambda template, context: words)

    run_state_machine_as_test(
        Ledger,
        settings=settings(
            max_examples=150 if FULL else 12,
            stateful_step_count=40 if FULL else 15,
            deadline=None,
            derandomize=not FULL,
            suppress_health_check=list(HealthCheck),
        ),
    )
