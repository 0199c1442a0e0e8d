"""The whole portal on one machine: servers, data, web, worker and beat."""

import contextlib
import csv
import fcntl
import hashlib
import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import psycopg

from portal.embedded.servers import Postgres, Refused, Valkey, wait_until
from portal.embedded.supervisor import Program, Supervisor, say

BASE = Path(__file__).resolve().parent.parent.parent
# Whatever of this changes is prepared again; the rest of the time is saved.
WATCHED = [
    *("requirements/embedded.txt", "*/migrations/*.py", "portal/data/**/*"),
    *("portal/management/commands/*.py", "locale/**/*.po", "static/**/*"),
]
MADE_BY_DEMO = ["postgres", "valkey", "media", "mail", "static", "log", "beat"]


def first_city() -> str:
    """Whose portal is shown unless CITY says otherwise: the first of the table."""
    with (BASE / "portal/data/unions.csv").open(encoding="utf-8", newline="") as file:
        return next(csv.DictReader(file))["slug"]


class Demo:
    """One city's portal in its own folder: var/ itself, or var/<city>/."""

    def __init__(self, city: str, port: int):
        self.city, self.port = city, port
        home = Path(os.environ.get("DEMO_DIR") or BASE / "var")
        self.folder = home if city == first_city() else home / city
        self.url = f"http://localhost:{port}"
        self.external = bool(os.environ.get("DATABASE_URL"))
        self.supervisor = Supervisor()

    def run(self, *, reset: bool) -> None:
        with self.only_one():
            if reset:
                self.start_over()
            self.check_port()
            self.supervisor.listen()
            try:
                self.start_servers()
                self.prepare()
                self.wake_up()
                self.start_programs()
                self.welcome()
                self.supervisor.look_after()
            except KeyboardInterrupt:
                say("\nStopping …")
            finally:
                self.supervisor.stop()
        say("Stopped. Everything is kept in " + shown(self.folder))

    @contextlib.contextmanager
    def only_one(self):
        """A lock of the kernel: it goes with the process, so it is never stale."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            file = (self.folder / ".lock").open("a+")
        except OSError as error:
            raise Refused(
                f"{shown(self.folder)} cannot be written: {error.strerror}."
            ) from None
        with file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                file.seek(0)
                raise Refused(
                    f"This portal already runs ({file.read().strip() or 'just now'})."
                    " Stop that one first with Ctrl-C."
                ) from None
            file.truncate(0)
            file.write(f"process {os.getpid()}, {self.url}/")
            file.flush()
            yield

    def start_over(self) -> None:
        if self.external:
            raise Refused(
                "RESET=1 starts the embedded servers over;"
                " DATABASE_URL is set, and that database is left alone."
            )
        for name in MADE_BY_DEMO:
            path = self.folder / name
            if path.is_symlink():
                shutil.rmtree(path.resolve(), ignore_errors=True)
                path.unlink()
            shutil.rmtree(path, ignore_errors=True)
        for name in (".prepared", "demo-accounts.json"):
            (self.folder / name).unlink(missing_ok=True)

    def check_port(self) -> None:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((self.host, self.port))
            except (OSError, OverflowError):
                raise Refused(
                    f"Port {self.port} is taken or forbidden;"
                    f" choose another: make demo PORT={self.port % 60000 + 10}"
                ) from None

    @property
    def host(self) -> str:
        return os.environ.get("HOST", "127.0.0.1")

    def start_servers(self) -> None:
        servers = [] if self.external else [Postgres(self.folder, durable=True)]
        if not os.environ.get("REDIS_URL"):
            servers.append(Valkey(self.folder, durable=True))
        urls = {"postgres": "DATABASE_URL", "valkey": "REDIS_URL"}
        for server in servers:
            self.supervisor.add(server)
        for server in servers:
            server.wait()
            os.environ[urls[server.name]] = server.url()
        self.environment = os.environ | self.variables()
        notes = {name: self.environment[name] for name in urls.values()}
        write_secretly(self.folder / "servers.json", json.dumps(notes))

    def variables(self) -> dict:
        """The environment of everything that runs here; what is set stays."""
        given = {
            "SECRET_KEY": self.secret_key(),
            "SITE_URL": self.url,
            "ALLOWED_HOSTS": "localhost,127.0.0.1,[::1]",
            "DEBUG": "0",
            "HTTPS": "0",
            "MAIL_DIR": str(self.folder / "mail"),
            "MEDIA_ROOT": str(self.folder / "media"),
            "STATIC_ROOT": str(self.folder / "static"),
            "DEMO_ACCOUNTS": str(self.folder / "demo-accounts.json"),
        }
        given = {name: os.environ.get(name, value) for name, value in given.items()}
        return given | {
            "CITY": self.city,
            "CELERY_BROKER_URL": os.environ["REDIS_URL"],
            "CELERY_TASK_ALWAYS_EAGER": "0",
            "PYTHONUNBUFFERED": "1",
        }

    def secret_key(self) -> str:
        path = self.folder / "secret-key"
        if not path.exists():
            write_secretly(path, secrets.token_urlsafe(64))
        return path.read_text().strip()

    def prepare(self) -> None:
        """Schema, data, catalogues and static files, when something has changed."""
        mark, now = self.folder / ".prepared", self.fingerprint()
        if not self.external and mark.exists() and mark.read_text() == now:
            return
        command = [sys.executable, "manage.py", "demo"]
        done = subprocess.run(command, cwd=BASE, env=self.environment)
        if done.returncode:
            raise Refused("The portal could not be prepared; the reason stands above.")
        for member in self.supervisor.members:
            if member.name == "postgres":
                member.keep()
        mark.write_text(now)

    def fingerprint(self) -> str:
        digest = hashlib.sha256(self.city.encode())
        for pattern in WATCHED:
            for path in sorted(BASE.glob(pattern)):
                if path.is_file():
                    about = path.stat()
                    digest.update(f"{path}{about.st_size}{about.st_mtime_ns}".encode())
        return digest.hexdigest()

    def start_programs(self) -> None:
        (self.folder / "beat").mkdir(exist_ok=True)
        celery = [sys.executable, "-m", "celery", "-A", "portal"]
        schedule = str(self.folder / "beat" / "schedule")
        web = [sys.executable, "-m", "granian", "--interface", "wsgi"]
        web += ["--host", self.host, "--port", str(self.port), "--no-ws"]
        web += ["--workers", "1", "--blocking-threads", "4"]
        web += ["--respawn-failed-workers", "--workers-kill-timeout", "10"]
        worker = [*celery, "worker", "-l", "INFO", "--concurrency", "2"]
        worker += [
            "--without-gossip",
            "--without-mingle",
            "-n",
            f"portal{self.port}@%h",
        ]
        beat = [*celery, "beat", "-l", "INFO", "-s", schedule]
        for name, command in {
            "web": [*web, "portal.wsgi:application"],
            "worker": worker,
            "beat": beat,
        }.items():
            log = self.folder / "log" / f"{name}.log"
            self.supervisor.add(Program(name, command, self.environment, log))

    def welcome(self) -> None:
        web = next(each for each in self.supervisor.members if each.name == "web")
        answered = wait_until(
            lambda: web.process.poll() is not None or self.answers(), 90
        )
        if not answered or web.process.poll() is not None:
            raise Refused(f"The web server did not start: {web.last_words()}")
        accounts = self.environment["DEMO_ACCOUNTS"]
        say(f"\n  Readers    {self.url}/   (English: {self.url}/en/)")
        say(f"  Secretary  {self.url}/lam-viec/")
        say(f"  Staff      {self.url}/admin/")
        say(f"  Accounts   {shown(Path(accounts))}")
        say(f"  Mail       {shown(Path(self.environment['MAIL_DIR']))}/ (each an .eml)")
        say(f"  Logs       {shown(self.folder / 'log')}/")
        self.warn_of_brake()
        say("\nStop with Ctrl-C; everything is kept.\n")

    def answers(self) -> bool:
        with contextlib.suppress(OSError, urllib.error.URLError):
            request = f"http://127.0.0.1:{self.port}/healthz"
            with urllib.request.urlopen(request, timeout=5) as answer:
                return answer.status == 200
        return False

    def wake_up(self) -> None:
        """A demo that slept is no restored backup: its mails are files, let them come.

        Only of our own database; the brake of any other is a person's to release.
        """
        if self.external:
            return
        slept = "DELETE FROM outbox_heartbeat WHERE at < now() - interval '5 days'"
        if self.ask(f"{slept} RETURNING at"):
            say("This demo slept for days: reminders missed meanwhile come late now.")

    def warn_of_brake(self) -> None:
        for (reason,) in self.ask('SELECT reason FROM outbox_brake WHERE "on"'):
            say(f"  Mail is stopped: {reason}")
            say(f"             release it at {self.url}/admin/outbox/brake/")

    def ask(self, query: str) -> list:
        """The rows of one query; none when the database has no such table yet."""
        with contextlib.suppress(psycopg.Error, KeyError):
            url = self.environment["DATABASE_URL"]
            url = url.replace("postgres://", "postgresql://")
            with psycopg.connect(url, connect_timeout=3) as connection:
                return connection.execute(query).fetchall()
        return []


def shown(path: Path) -> str:
    with contextlib.suppress(ValueError):
        return str(path.relative_to(Path.cwd()))
    return str(path)


def write_secretly(path: Path, text: str) -> None:
    """Readable by its owner alone, and never half written."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT, 0o600), "w") as file:
        file.write(text)
    draft.replace(path)
