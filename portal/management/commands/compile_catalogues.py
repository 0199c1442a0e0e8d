"""Compile the catalogues without the gettext tools."""

from pathlib import Path

import polib
from django.conf import settings
from django.core.management import BaseCommand
from django.utils.translation.reloader import translation_file_changed


class Command(BaseCommand):
    help = "Write django.mo beside every django.po that is newer, and speak it at once."
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
                    catalogue(source).save_as_mofile(str(draft))
                    draft.replace(target)
                    translation_file_changed(self, target)
                    if options["verbosity"]:
                        self.stdout.write(f"{target}")


def catalogue(source: Path) -> polib.POFile:
    """The catalogue, with each counted word once more for when nothing is counted.

    Before Python 3.11.4 a word that has a plural was not found without a number.
    """
    found = polib.pofile(str(source))
    plain = {(entry.msgctxt, entry.msgid) for entry in found if not entry.msgid_plural}
    for entry in [entry for entry in found if any(entry.msgstr_plural.values())]:
        if (entry.msgctxt, entry.msgid) not in plain:
            text = entry.msgstr_plural[0]
            found.append(polib.POEntry(msgid=entry.msgid, msgstr=text))
            found[-1].msgctxt = entry.msgctxt
    return found
