"""Measured, not asserted to the millisecond: `make bench-calendar` prints the figures.

The sweep over 10,000 and over 1,000,000 future reminders with 100 due, and 10,000
mails to a mail server on this machine. Run by hand; a normal run leaves it out.
"""

import os
import resource
import time
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from events import actions
from events.models import Reminder
from outbox import relay
from outbox.models import Message
from tests.events.factories import (
    AnniversaryFactory,
    OccurrenceFactory,
    OfficeFactory,
    ReminderRuleFactory,
    UnionFactory,
)
from tests.outbox.factories import MessageFactory
from tests.stack.sink import Sink

pytestmark = [pytest.mark.bench, pytest.mark.django_db]
MILLION = int(os.environ.get("BENCH_ROWS", "1000000"))
MAILS = int(os.environ.get("BENCH_MAILS", "10000"))


def say(capsys, text: str) -> None:
    with capsys.disabled():
        print(f"\n{text}")  # noqa: T201


def memory() -> float:
    """The most this process has held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def future_reminders(rule, user, number: int) -> None:
    """So many rows due in the years ahead, written by the database itself."""
    day = OccurrenceFactory(year=2040)
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute("ALTER TABLE events_reminder DISABLE TRIGGER USER")
        cursor.execute(
            """
            INSERT INTO events_reminder (rule_id, occurrence_id, occurs_on, "offset",
                recipient_id, due_at, state, reason, attempts, mail_key)
            SELECT %s, %s, date '2040-01-01' + n, '1d', %s,
                now() + interval '30 days' + n * interval '1 second',
                'scheduled', '', 0, '' FROM generate_series(1, %s) AS n
            """,
            [rule.pk, day.pk, user.pk, number],
        )
        # Nothing may be left to check when the table is altered again.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        cursor.execute("ALTER TABLE events_reminder ENABLE TRIGGER USER")
        cursor.execute("ANALYZE events_reminder")


def due_reminders(rule, user, number: int) -> None:
    today = timezone.localdate()
    rows = []
    for count in range(number):
        date = today + timedelta(days=20 + count)
        anniversary = AnniversaryFactory(country=None)
        day = OccurrenceFactory(anniversary=anniversary, year=date.year, date=date)
        rows.append(
            Reminder(
                rule=rule,
                occurrence=day,
                occurs_on=date,
                offset=rule.offset,
                recipient=user,
                due_at=timezone.now() - timedelta(days=1, seconds=count),
            )
        )
    Reminder.objects.bulk_create(rows)


@pytest.mark.parametrize("number", [10_000, MILLION])
def test_the_sweep_follows_what_is_due_not_the_table(capsys, number):
    UnionFactory()
    user = OfficeFactory(officer=True).user
    rule = ReminderRuleFactory(audience="office", amount=400)
    future_reminders(rule, user, number)
    due_reminders(rule, user, 100)
    plain = time.perf_counter()
    assert Reminder.objects.due().count() == 100
    found = time.perf_counter()

    done = actions.send_due_reminders()

    swept = time.perf_counter()
    assert done["sent"] == 100
    say(
        capsys,
        f"{number:>9,} future reminders, 100 due: found in "
        f"{1000 * (found - plain):.1f} ms, swept in {swept - found:.2f} s",
    )


@pytest.mark.django_db(transaction=True)
def test_mails_to_a_server_on_this_machine(capsys, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    Message.objects.bulk_create(MessageFactory.build_batch(MAILS), batch_size=1000)
    with Sink() as sink:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", sink.port
        with relay.Line() as line:
            for _n in range(100):
                relay.send_next(line)
            before, began = memory(), time.perf_counter()
            busy = time.process_time()
            while relay.send_next(line):
                pass
        seconds = time.perf_counter() - began
        each = 1000 * (time.process_time() - busy) / (MAILS - 100)

        assert len(sink.letters) == MAILS
        assert len({message_id for _k, message_id, _d in sink.letters}) == MAILS
    say(
        capsys,
        f"{MAILS:,} mails: {(MAILS - 100) / seconds:.0f} a second by one process, "
        f"{each:.1f} ms of processor time each, "
        f"memory {before:.0f} MB at the beginning, {memory():.0f} MB at the end",
    )
