"""Take every row of sample data out again; facts and reference tables stay."""

from django.core.management.base import BaseCommand, CommandError

from portal.actions import demo


class Command(BaseCommand):
    help = "Removes all sample data in one transaction: accounts, branches, events …"

    def add_arguments(self, parser):
        parser.add_argument("--yes", action="store_true", help="do not ask")

    def handle(self, *, yes, **options):
        if not yes and input("Remove all sample data? Type yes: ").strip() != "yes":
            raise CommandError("Nothing was removed.")
        try:
            removed = demo.remove()
        except demo.Held as held:
            raise CommandError(
                f"Nothing was removed: these rows rest on sample data. {held}"
            ) from None
        for label, number in sorted(removed.items()):
            self.stdout.write(f"{label}: {number}")
        self.stdout.write(f"{sum(removed.values())} rows removed.")
