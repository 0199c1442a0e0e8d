"""Fill the portal up to the size of a large federation, for measuring."""

from django.core.management.base import BaseCommand

from portal.actions import benchmark


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("--associations", type=int, default=60)
        parser.add_argument("--branches", type=int, default=400)
        parser.add_argument("--members", type=int, default=100_000)

    def handle(self, *, associations, branches, members, **options):
        found = benchmark.grow(associations, branches, members)
        for kind, number in found.items():
            self.stdout.write(f"{number:>7} {kind}")
