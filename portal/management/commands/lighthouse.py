"""Lighthouse's mobile profile on the pages readers come to, from a running portal."""

import json
import os
import subprocess

from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse

from bulletin.models import Article
from events.models import Event
from members.models import Association
from portal.actions import camera

VERSION = "13.5.0"
# The least each may score.
FLOORS = {"performance": 98, "accessibility": 100, "best-practices": 100, "seo": 100}
# Told not to stand in the indexes of others, which Lighthouse counts as a fault.
NOT_INDEXED = {"results"}
# Known afterwards: how long a reader waits, and what moved meanwhile.
TIMES = (
    "first-contentful-paint",
    "largest-contentful-paint",
    "cumulative-layout-shift",
)


class Command(BaseCommand):
    help = "Scores of Lighthouse (needs Node 20 or later with npx, and Chromium)."

    def add_arguments(self, parser):
        parser.add_argument("--url", default="http://localhost:8000")
        parser.add_argument("--program", default=f"npx --yes lighthouse@{VERSION}")
        parser.add_argument("--only", default="", help="pages with these letters")

    def handle(self, *, url, program, only, **options):
        low = []
        for name, path in pages().items():
            if only in name:
                report = measured(program.split(), url + path)
                low += self.tell(name, report)
        if low:
            raise CommandError("Too low: " + "; ".join(low))

    def tell(self, name, report) -> list[str]:
        scores = {
            key: round(100 * (report["categories"][key]["score"] or 0))
            for key in FLOORS
        }
        times = [report["audits"][audit]["displayValue"] for audit in TIMES]
        words = " ".join(f"{key} {score}" for key, score in scores.items())
        self.stdout.write(f"{name:12} {words}  ({', '.join(times)})")
        for key in FLOORS:
            for part in report["categories"][key]["auditRefs"]:
                audit = report["audits"][part["id"]]
                if part["weight"] and audit["score"] not in (None, 1):
                    self.stdout.write(f"    {part['id']}: {audit['score']}")
        asked = dict(FLOORS)
        if name in NOT_INDEXED:
            del asked["seo"]
        return [f"{name} {key}" for key, least in asked.items() if scores[key] < least]


def pages() -> dict[str, str]:
    first = {
        "article": Article.objects.published(),
        "event": Event.objects.published(),
        "association": Association.objects.living(),
    }
    found = {name: rows.first().get_absolute_url() for name, rows in first.items()}
    return {
        "home": reverse("portal:home"),
        "list": reverse("members:associations"),
        **found,
        "search": reverse("portal:search"),
        "results": reverse("portal:search") + "?q=huu+nghi",
    }


def measured(program, address) -> dict:
    chromium = os.environ.get("CHROME_PATH") or camera.chromium()
    done = subprocess.run(
        [
            *(*program, address, "--output=json", "--quiet"),
            "--chrome-flags=--headless=new --no-sandbox",
        ],
        env=os.environ | {"CHROME_PATH": chromium},
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise CommandError(done.stderr[-2000:])
    return json.loads(done.stdout)
