"""Say in one line each whether everything the portal needs is there."""

import tempfile
from datetime import timedelta
from pathlib import Path

from celery import current_app
from django.conf import settings
from django.core.cache import cache
from django.core.management import BaseCommand, CommandError
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from outbox.models import Brake, Heartbeat, Message
from outbox.tasks import SWEEP


class Sick(Exception):
    """What is wrong and what to do about it."""


def database() -> str:
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        raise Sick(f"{len(plan)} migrations are missing: manage.py migrate")
    return "reached, the schema is current"


def broker() -> str:
    with current_app.connection_for_write() as line:
        line.ensure_connection(max_retries=1, timeout=3)
    return "reached"


def memory() -> str:
    cache.set("doctor", "well", 10)
    if cache.get("doctor") != "well":
        raise Sick("the cache forgets at once")
    return "reached"


def mail() -> str:
    """Health is the age of the oldest due message, not a process that exists."""
    if Brake.is_on():
        return f"STOPPED: {Brake.objects.get().reason} (/admin/outbox/brake/)"
    age = Heartbeat.age(SWEEP)
    if age is None or age > timedelta(minutes=2):
        raise Sick(f"the last sweep was {age or 'never'} ago: are worker and beat up?")
    oldest = Message.objects.oldest_due()
    if oldest and timezone.now() - oldest > timedelta(minutes=5):
        raise Sick(f"a message has been due since {oldest:%Y-%m-%d %H:%M} UTC")
    waiting = Message.objects.waiting_for_staff().count()
    return f"flows; {waiting} messages wait for staff"


def files() -> str:
    folder = Path(settings.MEDIA_ROOT)
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=folder):
        return f"{folder} can be written"


def catalogues() -> str:
    for folder in settings.LOCALE_PATHS:
        for source in Path(folder).rglob("*.po"):
            if not source.with_suffix(".mo").exists():
                raise Sick(f"{source.name} is not compiled: compile_catalogues")
    return "compiled"


CHECKS = {
    check.__name__: check
    for check in (database, broker, memory, mail, files, catalogues)
}


class Command(BaseCommand):
    help = "Check database, broker, cache (memory), mail, files and catalogues."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("checks", nargs="*", help=f"of {', '.join(CHECKS)}")
        parser.add_argument("--quiet", action="store_true")

    def handle(self, *, checks, quiet, **options):
        if unknown := set(checks) - set(CHECKS):
            raise CommandError(f"Unknown: {', '.join(sorted(unknown))}")
        sick = 0
        for name in checks or CHECKS:
            try:
                found, mark = CHECKS[name](), "ok  "
            except (Sick, DatabaseError, OSError, RuntimeError) as error:
                found, mark = error, "SICK"
                sick += 1
            except Exception as error:  # noqa: BLE001 - whatever a client library raises
                found, mark = f"{type(error).__name__}: {error}", "SICK"
                sick += 1
            if not quiet or mark == "SICK":
                self.stdout.write(f"{mark} {name:<11} {found}")
        if sick:
            raise CommandError(f"{sick} of {len(checks or CHECKS)} are sick.")
