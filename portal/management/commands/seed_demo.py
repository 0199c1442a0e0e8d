"""Fill the portal with a city's facts and sample data; safe to repeat."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from federation.models import Union
from portal.actions import demo


class Command(BaseCommand):
    help = (
        "Loads the reference tables, a city's facts with their sources, and sample "
        "data marked as such, which remove_demo takes out again."
    )

    def add_arguments(self, parser):
        parser.add_argument("--city", choices=demo.CITIES, help="default: CITY")

    def handle(self, *, city, **options):
        root = Union.objects.first()
        city = city or settings.CITY or (root.slug if root else demo.CITIES[0])
        if city not in demo.CITIES:
            raise CommandError(f"CITY is {city}; there are {', '.join(demo.CITIES)}.")
        if root and root.slug != city:
            raise CommandError(
                f"This portal belongs to {root.slug}; {city} needs another database."
            )
        made = demo.seed(city)
        for label, number in sorted(made.items()):
            self.stdout.write(f"{label}: {number}")
        self.stdout.write(f"{sum(made.values())} rows made for {city}.")
        self.stdout.write(f"Accounts: {settings.DEMO_ACCOUNTS}")
