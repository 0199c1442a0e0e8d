"""Compile the catalogues without the gettext tools."""

from pathlib import Path

import polib
from django.conf import settings
from django.core.management import BaseCommand


class Command(BaseCommand):
    help = "Write django.mo beside every django.po that is newer."
    requires_system_checks = []

    def handle(self, **options):
        for folder in settings.LOCALE_PATHS:
            for source in sorted(Path(folder).rglob("*.po")):
                target = source.with_suffix(".mo")
                stale = not target.exists() or (
                    target.stat().st_mtime < source.stat().st_mtime
                )
                if stale:
                    draft = target.with_suffix(".mo.part")
                    polib.pofile(str(source)).save_as_mofile(str(draft))
                    draft.replace(target)
                    if options["verbosity"]:
                        self.stdout.write(f"{target}")
