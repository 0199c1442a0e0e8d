"""Measure the server time of every public page, desk and form: the 95th percentile.

Run it on data of the size that counts: `manage.py seed_benchmark` first.
"""

import gc
import json
import time
from pathlib import Path
from secrets import token_bytes
from statistics import quantiles

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.test import Client
from django.utils.translation import override

from accounts.models import User
from portal.actions import kinds

VISITORS = [
    ("", kinds.public),
    ("association_secretary", kinds.workspace),
    ("union_officer", kinds.workspace),
    ("union_officer", kinds.desk),
    ("admin", kinds.desk),
]


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("--rounds", type=int, default=20)
        parser.add_argument("--limit", type=int, default=300, help="milliseconds")
        parser.add_argument("--only", default="", help="kinds with these letters")

    def handle(self, *, rounds, limit, only, **options):
        measured = {}
        for role, pages in VISITORS:
            client, user = self.visitor(role)
            with override("vi"):
                wanted = [kind for kind in pages(user, "vi") if only in kind.name]
            known = {name for _role, name in measured}
            for kind in wanted:
                times = [] if kind.name in known else self.measure(client, kind, rounds)
                if times:
                    measured[role, kind.name] = times
        slow = self.report(measured, limit)
        if slow:
            raise CommandError(f"{slow} of {len(measured)} take more than {limit} ms.")

    def visitor(self, role):
        """A client past the log-in, as the demo's person of this role."""
        host = settings.ALLOWED_HOSTS[0].lstrip(".").replace("*", "localhost")
        client = Client(SERVER_NAME=host)
        if not role:
            return client, kinds.ANYBODY
        accounts = json.loads(Path(settings.DEMO_ACCOUNTS).read_text())
        user = User.objects.get(email=accounts[role]["email"])
        client.force_login(user)
        session, now = client.session, time.time()
        session["account_authentication_methods"] = [
            {"method": method, "at": now} for method in ("password", "mfa")
        ]
        session["account_authentication_methods_user"] = str(user.pk)
        session.save()
        return client, user

    def measure(self, client, kind, rounds) -> list[float]:
        """Milliseconds of each round at the first address that opens; none if none."""
        for path in kind.paths:
            if self.take(client, path)[0] == 200:
                gc.collect()
                gc.freeze()  # as the server does when it starts
                return [self.take(client, path)[1] for _ in range(max(rounds, 2))]
        return []

    def take(self, client, path) -> tuple[int, float]:
        """The status of one answer, and how many milliseconds it took.

        Each time from another network, or the limits of pages would answer instead.
        """
        network = ".".join(str(part) for part in token_bytes(3))
        start = time.perf_counter()
        answer = client.get(path, REMOTE_ADDR=f"{network}.1")
        if answer.streaming:
            list(answer.streaming_content)  # a file is read and closed
        return answer.status_code, 1000 * (time.perf_counter() - start)

    def report(self, measured, limit) -> int:
        rows = sorted(
            (quantiles(times, n=20, method="inclusive")[-1], min(times), name, role)
            for (role, name), times in measured.items()
        )
        self.stdout.write("  p95 ms  best ms  page")
        for worst, best, name, role in reversed(rows):
            self.stdout.write(f"{worst:8.0f} {best:8.0f}  {name} {role}")
        return sum(worst > limit for worst, _best, _name, _role in rows)
