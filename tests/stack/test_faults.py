"""R1 and R4: reminders fall due while everything dies; nothing lost, nothing twice.

In small in every run; `make faults` is the full form: 10,000 due and 200 kills.
"""

import contextlib
import os
import random
import signal
import subprocess
import time
from collections import Counter, defaultdict
from datetime import timedelta

import pghistory
import psycopg
import pytest
from django.db import DatabaseError, InterfaceError, connection
from django.utils import timezone

from events.models import Occurrence, Reminder
from events.models.calendar import morning
from outbox.models import Message
from portal.embedded.servers import end, wait_until
from tests.events.factories import (
    AnniversaryFactory,
    CountryFactory,
    OfficeFactory,
    ReminderRuleFactory,
    UnionFactory,
)
from tests.outbox.factories import MessageFactory
from tests.stack.conftest import CELERY, database_url
from tests.stack.sink import Sink

pytestmark = [pytest.mark.stack, pytest.mark.django_db(transaction=True)]
FULL = os.environ.get("FAULTS") == "full"
OFFICERS, DAYS, KILLS = (100, 100, 200) if FULL else (20, 25, 10)
PATIENCE = 300  # seconds after the last fault, however much was due
SLOTS = 2  # processes of one worker
WORKERS = ("worker", "worker-2")
BEATS = ("beat", "beat-2")


def make_due() -> int:
    """Each officer is to be told of each day, and each on a day of its own."""
    UnionFactory()
    users = [OfficeFactory(officer=True).user for _n in range(OFFICERS)]
    rule = ReminderRuleFactory(audience="office", amount=300)
    today, days = timezone.localdate(), []
    for number in range(DAYS):
        date = today + timedelta(days=number + 10)
        iso = chr(65 + number // 26) + chr(65 + number % 26)
        anniversary = AnniversaryFactory(
            country=CountryFactory(iso2=iso), base_date=date.replace(year=1967)
        )
        days.append(
            Occurrence(anniversary=anniversary, year=date.year, date=date, ordinal=60)
        )
    rows = [
        Reminder(
            rule=rule,
            occurrence=day,
            occurs_on=day.date,
            offset=rule.offset,
            recipient=user,
            due_at=morning(rule.due_on(day.date)),
        )
        for day in Occurrence.objects.bulk_create(days)
        for user in users
    ]
    return len(Reminder.objects.bulk_create(rows))


def a_usual_day(number: int) -> None:
    """The brake for floods knows days like this one: nothing is held back."""
    sent_at = timezone.now() - timedelta(days=2)
    rows = MessageFactory.build_batch(
        number, state="sent", sent_at=sent_at, template="events/late_reminder"
    )
    Message.objects.bulk_create(rows)


# Read by Python itself when a program starts: the clock of everything that is ours.
CLOCK = """
import datetime, os, pathlib
days = int(pathlib.Path(os.environ["CLOCK_FILE"]).read_text())
if days:
    import time_machine
    now = datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=days)
    time_machine.travel(now, tick=True).start()
"""


class Storm:
    """Kills one part after the other while there is work, and counts."""

    def __init__(self, stack):
        self.stack, self.kills = stack, Counter()
        self.dice = random.Random(20261122)
        self.clock_file = stack.folder / "clock"
        self.clock_file.write_text("0")
        (stack.folder / "sitecustomize.py").write_text(CLOCK)
        stack.environment["CLOCK_FILE"] = str(self.clock_file)
        stack.environment["PYTHONPATH"] += f"{os.pathsep}{stack.folder}"

    def start(self) -> None:
        for name in WORKERS:
            command = [*CELERY, "worker", "-l", "WARNING", "-n", f"{name}@%h"]
            command += ["--concurrency", str(SLOTS), "--without-gossip"]
            self.stack.start(name, [*command, "--without-mingle"])
        for name in BEATS:
            self.stack.start(name)

    def strike(self) -> None:
        what = self.dice.choice(
            ["child", "child", "child", "worker", "beat", "broker", "database"]
        )
        if sum(self.kills.values()) in (KILLS // 3, 2 * KILLS // 3):
            what = "clock"
        getattr(self, what)()
        self.kills[what] += 1

    def child(self) -> None:
        """A process of the pool, in the middle of whatever it does."""
        name = self.dice.choice(WORKERS)
        found = subprocess.run(
            ["pgrep", "-P", str(self.stack.programs[name].process.pid)],
            capture_output=True,
            text=True,
        )
        for pid in found.stdout.split()[:1]:
            with contextlib.suppress(ProcessLookupError):
                os.kill(int(pid), signal.SIGKILL)

    def worker(self) -> None:
        self.again(self.dice.choice(WORKERS))

    def beat(self) -> None:
        self.again(self.dice.choice(BEATS))

    def clock(self) -> None:
        """Everything dies, and it is a day later."""
        self.clock_file.write_text(str(int(self.clock_file.read_text()) + 1))
        for name in (*WORKERS, *BEATS):
            self.again(name)

    def again(self, name: str) -> None:
        program = self.stack.programs[name]
        program.process.kill()
        end(program.process, [])
        program.start()

    def broker(self) -> None:
        """Killed, and back without anything it knew."""
        broker = self.stack.broker
        os.kill(broker.process.pid, signal.SIGKILL)
        end(broker.process, [])
        for file in broker.data.rglob("*.aof"):
            file.unlink()
        broker.start()
        broker.wait()

    def database(self) -> None:
        """A process of PostgreSQL: alone on the machine by kill -9, which throws
        everybody out and recovers from the log; on a shared server politely, and
        only out of this database."""
        connection.close()
        with psycopg.connect(database_url(), autocommit=True) as line:
            if connection.settings_dict["HOST"].startswith("/"):
                os.kill(line.info.backend_pid, signal.SIGKILL)
                return
            line.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


def patiently(ask):
    """The answer of the database, which may have been killed a moment ago."""
    for _time in range(100):
        try:
            return ask()
        except (DatabaseError, InterfaceError):
            connection.close()
            time.sleep(0.2)
    return ask()


def is_quiet() -> bool:
    waiting = Reminder.objects.due().exists()
    unsent = Message.objects.exclude(state=Message.State.SENT).exists()
    return not (waiting or unsent)


def keep_commits() -> None:
    """What was committed survives a kill, as in production."""
    name = connection.settings_dict["NAME"]
    with connection.cursor() as cursor:
        cursor.execute(f'ALTER DATABASE "{name}" SET synchronous_commit = on')
        cursor.execute("SET synchronous_commit = on")


def test_reminders_survive_everything(stack, capsys):
    keep_commits()
    due = make_due()
    a_usual_day(due)
    with Sink() as sink:
        stack.environment |= {
            "MAIL_DIR": "",
            "EMAIL_URL": f"smtp://127.0.0.1:{sink.port}",
            "EVENTS_SWEEP": "15",
        }
        storm, began = Storm(stack), time.monotonic()
        storm.start()
        assert wait_until(lambda: sink.letters, PATIENCE), logs(stack)
        while sum(storm.kills.values()) < KILLS and not patiently(is_quiet):
            storm.strike()
            time.sleep(storm.dice.uniform(0.1, 1.0))
        last_kill = time.monotonic()
        assert wait_until(lambda: patiently(is_quiet), PATIENCE, 0.5), where()
        settled = time.monotonic()
        # In November the office gets next year's list as well: not counted here.
        letters = [one for one in sink.letters if one[0].startswith("reminder")]
    report = check(due, letters, storm.kills)
    assert not FULL or sum(storm.kills.values()) == KILLS, "too quick to be killed"
    with capsys.disabled():
        print(  # noqa: T201
            f"\n{due} due, kills {dict(storm.kills)}, {settled - began:.0f} s in all, "
            f"{settled - last_kill:.0f} s after the last kill; {report}"
        )


def where() -> str:
    """How far it came, when it did not come to its end."""
    return str(
        (
            Counter(Reminder.objects.values_list("state", flat=True)),
            Counter(Message.objects.values_list("state", flat=True)),
            set(Message.objects.exclude(last_error="").values_list("last_error")),
        )
    )


def logs(stack) -> str:
    return "\n".join(log.read_text()[-1500:] for log in stack.folder.glob("*.log"))


def check(due: int, letters: list, kills: Counter) -> str:
    """Lost, doubled and repeated are counted apart (trust.md R1)."""
    # The sweep has made the ledger of the years ahead as well: that is not due yet.
    ours = Reminder.objects.filter(due_at__lte=timezone.now())
    rows = list(ours.values_list("state", "mail_key"))
    states = Counter(state for state, _key in rows)
    keys = {key for _state, key in rows}
    assert states == {Reminder.State.LATE: due}
    assert len(keys) == due, "one mail each, one day each"

    ids, dates = defaultdict(set), defaultdict(set)
    for key, message_id, date in letters:
        ids[key].add(message_id)
        dates[key].add(date)
    lost = keys - set(ids)
    unexpected = set(ids) - keys
    doubled = [key for key in ids if len(ids[key]) > 1 or len(dates[key]) > 1]
    repeated = len(letters) - len(ids)
    assert (lost, unexpected, doubled) == (set(), set(), [])
    # What SMTP cannot exclude: killed between the last dot and the note of it.
    deaths = kills["worker"] * SLOTS + kills["child"]
    deaths += (kills["database"] + kills["clock"]) * SLOTS * len(WORKERS)
    assert repeated <= deaths, (repeated, deaths)

    (history,) = pghistory.core.event_models(tracks_model=Reminder)
    transitions = Counter(
        history.objects.filter(
            pgh_label="update", state=Reminder.State.LATE, mail_key=""
        ).values_list("pgh_obj_id", flat=True)
    )
    assert set(transitions.values()) == {1}, "never claimed twice"
    assert set(transitions) == set(ours.values_list("pk", flat=True))
    return f"0 lost, 0 doubled, {repeated} repeated on the wire (at most {deaths})"
