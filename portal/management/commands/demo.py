"""Prepare the database, the data and the files of a demo; run by `make demo`."""

import os
import subprocess
import sys
import time
from pathlib import Path

from django.conf import settings
from django.core.management import BaseCommand, CommandError, call_command, get_commands


class Command(BaseCommand):
    help = "Migrate, load reference and demo data, compile, collect static files."
    requires_system_checks = []

    def handle(self, **options):
        static = self.collect_static()
        self.step("Catalogues", "compile_catalogues", verbosity=0)
        self.step("Schema", "migrate", verbosity=0, interactive=False)
        self.step("Roles", "sync_roles")
        self.step("Reference data", "load_reference")
        self.step("Demo data", "seed_demo")
        self.stdout.write("Static files … ", ending="")
        if static.wait():
            raise CommandError("The static files could not be collected.")
        self.stdout.write("done")

    def collect_static(self) -> subprocess.Popen:
        """Beside the rest: compressing takes a processor, the schema a disk."""
        Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
        command = [sys.executable, sys.argv[0], "collectstatic", "--no-input"]
        return subprocess.Popen([*command, "-v0", "-i", "samples"])

    def step(self, label: str, command: str, **options) -> None:
        if command not in get_commands():
            return
        self.stdout.write(f"{label} … ", ending="")
        self.stdout.flush()
        start = time.monotonic()
        with Path(os.devnull).open("w") as quiet:
            call_command(command, stdout=quiet, **options)
        self.stdout.write(f"{time.monotonic() - start:.1f} s")
