"""Load the reference tables; safe to repeat, says what became of every row."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from federation.models import Union
from portal.actions import reference


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
        if refused:
            raise CommandError(f"{refused} refused; everything else is loaded.")


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
