"""Load the reference tables; safe to repeat, says what became of every row."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from federation.models import Union
from members.actions import load_requirements
from portal.actions import reference
from portal.actions.reference import DATA


class Command(BaseCommand):
    help = (
        "Loads countries, days to remember, twin cities, associations and forms of "
        "commendation from CSV. What staff corrected is kept."
    )

    def add_arguments(self, parser):
        parser.add_argument("--path", type=Path, help="directory of the CSV tables")
        parser.add_argument(
            "--city", default="", help="whose union an empty portal gets: a slug"
        )

    def handle(self, *, path, city, **options):
        if path and not path.is_dir():
            raise CommandError(f"There is no directory {path}.")
        reports = reference.load(path=path, city=choose_city(city))
        for report in reports:
            for line in report.lines():
                self.stdout.write(line)
        refused = sum(len(report.refused) for report in reports)
        refused += self.load_requirements(path)
        if refused:
            raise CommandError(f"{refused} refused; everything else is loaded.")

    def load_requirements(self, path) -> int:
        """The papers a dossier needs; returns how many rows were refused."""
        name = "dossier_requirements.csv"
        file = path / name if path and (path / name).exists() else DATA / name
        report = load_requirements(file)
        numbers = ", ".join(f"{key} {len(rows)}" for key, rows in report.items())
        self.stdout.write(f"{name}: {numbers}")
        for line, column, reason in report["refused"]:
            self.stdout.write(f"  line {line}, {column}: {reason}")
        return len(report["refused"])


def choose_city(asked: str) -> str:
    """The city of this portal: its root's, else the one asked for."""
    root = Union.objects.first()
    city = asked or (root.slug if root else settings.CITY)
    if not city:
        raise CommandError("Say whose portal this is: --city or CITY, see unions.csv.")
    if root and city != root.slug:
        raise CommandError(
            f"This portal belongs to {root.slug}; {city} needs a database of its own."
        )
    return city
