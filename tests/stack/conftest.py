"""Real workers, a real beat, a real broker, real mail files."""

import email
import os
import sys
import time
from urllib.parse import quote

import pytest
from celery import Celery
from django.conf import settings
from django.db import connection

from portal.embedded.servers import Valkey, wait_until
from portal.embedded.supervisor import Program

# Minutes of real processes: only `make faults` collects them.
FULL = os.environ.get("FAULTS") == "full"
collect_ignore = [] if FULL else ["test_at_once.py", "test_certificates.py"]
CELERY = [sys.executable, "-m", "celery", "-A", "portal"]
WORKER = [*CELERY, "worker", "-l", "INFO", "--concurrency", "2"]
WORKER += ["--without-gossip", "--without-mingle"]


def database_url() -> str:
    about = connection.settings_dict
    who = quote(about["USER"] or "postgres", safe="")
    if about["PASSWORD"]:
        who += ":" + quote(about["PASSWORD"], safe="")
    port = f":{about['PORT']}" if about["PORT"] else ""
    return f"postgres://{who}@{quote(about['HOST'], safe='')}{port}/{about['NAME']}"


class Stack:
    """What runs beside a test, against the test's own database."""

    def __init__(self, folder):
        self.folder, self.mail = folder, folder / "mail"
        self.mail.mkdir()
        self.broker = Valkey(folder, durable=True)
        self.broker.start()
        self.broker.wait()
        self.environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "portal.settings",
            "DATABASE_URL": database_url(),
            "REDIS_URL": self.broker.url(),
            "CELERY_BROKER_URL": self.broker.url(),
            "CELERY_TASK_ALWAYS_EAGER": "0",
            "MAIL_DIR": str(self.mail),
            "OUTBOX_LEASE": "4",
            "OUTBOX_SWEEP": "2",
            "PYTHONPATH": str(settings.BASE_DIR),
        }
        self.programs = {}

    def start(self, name: str, command=None) -> None:
        schedule = str(self.folder / f"{name}-schedule")
        beat = [*CELERY, "beat", "-l", "INFO", "-s", schedule]
        command = command or (WORKER if name == "worker" else beat)
        log = self.folder / f"{name}.log"
        self.programs[name] = Program(name, command, self.environment, log)
        self.programs[name].start()

    def ask(self, task: str, *args) -> None:
        """The doorbell of a web process, at the real broker."""
        app = Celery(set_as_current=False)
        with app.connection(self.broker.url()) as line:
            app.send_task(task, args, connection=line)

    def kill(self, name: str) -> None:
        """kill -9, the whole family."""
        self.programs[name].process.kill()
        from portal.embedded.servers import end

        end(self.programs.pop(name).process, [])

    def mails(self) -> list:
        files = sorted(self.mail.glob("*.eml"))
        return [email.message_from_bytes(file.read_bytes()) for file in files]

    def wait_for(self, number: int, seconds: float) -> float:
        """Until so many mails lie there; how long it took."""
        start = time.monotonic()
        arrived = wait_until(lambda: len(self.mails()) >= number, seconds, 0.1)
        logs = [log.read_text()[-1500:] for log in self.folder.glob("*.log")]
        assert arrived, f"{len(self.mails())} of {number}\n" + "\n".join(logs)
        return time.monotonic() - start

    def stop(self) -> None:
        for program in self.programs.values():
            program.process.kill()
            program.stop()
        self.broker.stop()


@pytest.fixture
def stack(transactional_db, tmp_path):
    running = Stack(tmp_path)
    yield running
    running.stop()
