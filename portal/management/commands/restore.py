"""Bring a backup back, check it, and stop all mail until a person has looked."""

import json
import shutil
from pathlib import Path

from django.conf import settings
from django.core.management import BaseCommand, CommandError, call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from outbox.models import Brake
from portal.management.commands.backup import counts, program, run, sums


class Command(BaseCommand):
    help = "Restore the backup in DIR; everything there is now is replaced."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("dir", type=Path)
        parser.add_argument(
            "--replace", action="store_true", help="the database may hold data"
        )

    def handle(self, *, dir, replace, **options):
        manifest = self.check(dir)
        if not replace and connection.introspection.table_names():
            raise CommandError("The database is not empty; say --replace.")
        run(
            *(program("pg_restore"), "--clean", "--if-exists", "--no-owner"),
            *("--single-transaction", "--exit-on-error"),
            *("-d", connection.settings_dict["NAME"], str(dir / "database.dump")),
        )
        connection.close()
        if (found := counts()) != manifest["tables"]:
            wrong = [
                name for name in found if found[name] != manifest["tables"].get(name)
            ]
            raise CommandError(f"Rows differ after restoring: {', '.join(wrong)}")
        self.bring_files(dir / "media")
        call_command("migrate", verbosity=0, interactive=False)
        Brake.pull(f"Restored from the backup of {manifest['made'][:16]}.")
        self.stdout.write(
            f"{sum(found.values())} rows are back. All mail is stopped: look at what"
            " waits in /admin/outbox/message/, then release /admin/outbox/brake/."
        )

    def check(self, folder: Path) -> dict:
        """Refuse what is damaged, incomplete or of a later version."""
        try:
            manifest = json.loads((folder / "manifest.json").read_text())
            wanted = manifest["files"]
            complete = {"tables", "made", "migrations"} <= set(manifest)
            if not complete or "database.dump" not in wanted:
                raise ValueError
        except (OSError, ValueError, KeyError, TypeError):
            raise CommandError(f"{folder} holds no complete backup.") from None
        found = sums(folder)
        if damaged := [name for name in wanted if found.get(name) != wanted[name]]:
            raise CommandError(f"Damaged or missing: {', '.join(damaged[:5])}")
        here = set(MigrationLoader(None).disk_migrations)
        if newer := [
            each for each in manifest["migrations"] if tuple(each) not in here
        ]:
            name = ".".join(newer[0])
            raise CommandError(f"The backup is of a later version (it has {name}).")
        return manifest

    def bring_files(self, source: Path) -> None:
        target = Path(settings.MEDIA_ROOT)
        if source.exists():
            shutil.copytree(source, target, dirs_exist_ok=True)
