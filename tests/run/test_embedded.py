"""The embedded servers and the supervisor, killed for real."""

import fcntl
import os
import signal
import socket
import sys
import time
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from django.utils import timezone

from outbox.models import Heartbeat
from portal.embedded import __main__ as command_line
from portal.embedded.demo import Demo, write_secretly
from portal.embedded.servers import Postgres, Refused, Valkey, end, wait_until
from portal.embedded.supervisor import Program, Supervisor
from tests.stack.conftest import database_url


@pytest.fixture
def folder(tmp_path):
    """Where also the unprivileged user may go."""
    return tmp_path


@pytest.fixture
def demo(tmp_path, monkeypatch):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    one = Demo("ha-noi", 8000)
    one.folder = tmp_path / "var"
    return one


@pytest.mark.stack
def test_postgres_keeps_what_was_committed_when_it_is_killed(folder):
    server = Postgres(folder, durable=True)
    server.start()
    server.wait()
    server.keep()
    try:
        with psycopg.connect(server.url()) as connection:
            connection.execute("CREATE TABLE t AS SELECT 'Hữu nghị' AS word")
        os.kill(server.process.pid, signal.SIGKILL)
        end(server.process, [])
        server.start()
        server.wait()

        with psycopg.connect(server.url()) as connection:
            kept = connection.execute("SELECT word FROM t").fetchone()
            locale = connection.execute(
                "SELECT datlocprovider, datlocale FROM pg_database"
                " WHERE datname = current_database()"
            ).fetchone()
    finally:
        server.stop()

    assert kept == ("Hữu nghị",)
    assert locale in {("b", "C.UTF-8"), (b"b", "C.UTF-8")}


@pytest.mark.stack
def test_a_stale_pid_file_of_another_program_is_no_obstacle(folder):
    server = Postgres(folder, durable=False)
    server.start()
    server.wait()
    server.stop()
    (server.data / "postmaster.pid").write_text(f"{os.getpid()}\n{server.data}\n")

    again = Postgres(folder, durable=False)
    again.data.joinpath(".kept").touch()
    again.start()
    again.wait()
    again.stop()

    assert not (server.data / "postmaster.pid").exists()


@pytest.mark.stack
def test_valkey_with_a_damaged_file_starts_empty(folder):
    server = Valkey(folder, durable=True)
    server.start()
    server.wait()
    server.stop()
    for path in server.data.rglob("*.manifest"):
        path.write_text("nonsense")

    server.start()
    server.wait()
    try:
        assert server.answers()
    finally:
        server.stop()


def test_a_second_copy_is_refused_with_a_sentence(demo):
    demo.folder.mkdir()
    with (demo.folder / ".lock").open("a+") as held:
        held.write("process 7, http://localhost:8000/")
        held.flush()
        fcntl.flock(held, fcntl.LOCK_EX)

        with pytest.raises(Refused, match="already runs \\(process 7, http"):
            demo.only_one().__enter__()


def test_a_folder_that_cannot_be_written_is_named(demo, tmp_path):
    (tmp_path / "var").write_text("a file where the folder should be")

    with pytest.raises(Refused, match="cannot be written"):
        demo.only_one().__enter__()


def test_a_port_that_is_taken_is_named_with_another_to_try(demo):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        demo.port = taken.getsockname()[1]

        with pytest.raises(Refused, match=f"Port {demo.port} is taken"):
            demo.check_port()


@pytest.mark.parametrize("text", ["eight", "0", "70000", "-1"])
def test_a_port_that_is_none_is_refused(text, monkeypatch):
    monkeypatch.setenv("PORT", text)

    with pytest.raises(Refused, match="PORT is a number"):
        command_line.wanted_port()


def test_starting_over_leaves_a_foreign_database_alone(demo):
    demo.external = True

    with pytest.raises(Refused, match="left alone"):
        demo.start_over()


def test_starting_over_removes_data_and_keeps_the_key(demo):
    for name in ("postgres", "mail"):
        (demo.folder / name).mkdir(parents=True)
    key = demo.secret_key()

    demo.start_over()

    assert not (demo.folder / "postgres").exists()
    assert demo.secret_key() == key


@pytest.mark.django_db(transaction=True)
def test_a_demo_that_slept_goes_on_and_a_foreign_database_is_left_alone(demo, capsys):
    Heartbeat.objects.create(name="x", at=timezone.now() - timedelta(days=9))
    demo.environment = {"DATABASE_URL": database_url()}

    demo.external = True
    demo.wake_up()
    assert Heartbeat.objects.exists()

    demo.external = False
    demo.wake_up()
    assert not Heartbeat.objects.exists()
    assert "slept" in capsys.readouterr().out


def test_another_city_has_a_folder_of_its_own():
    assert Demo("hai-phong", 8000).folder.name == "hai-phong"
    assert Demo("ha-noi", 8000).folder.name == "var"


def test_secrets_are_readable_by_their_owner_alone(tmp_path):
    write_secretly(tmp_path / "key", "secret")

    assert (tmp_path / "key").stat().st_mode & 0o777 == 0o600


def test_the_supervisor_starts_again_what_dies_and_ends_all(tmp_path, capsys):
    sleep = [sys.executable, "-c", "import time; time.sleep(60)"]
    program = Program("web", sleep, dict(os.environ), tmp_path / "web.log")
    supervisor = Supervisor()
    supervisor.add(program)
    first = program.process.pid
    os.kill(first, signal.SIGKILL)
    program.process.wait()

    for _ in range(100):
        supervisor.start_again(program) if program.process.poll() is not None else None
        if program.process.pid != first:
            break
        time.sleep(0.05)

    second = program.process
    assert second.pid != first
    assert second.poll() is None
    supervisor.stop()
    assert second.poll() is not None
    assert "web stopped (signal 9); it starts again" in capsys.readouterr().out


@pytest.mark.skipif(sys.platform != "linux", reason="a courtesy of Linux")
def test_what_we_start_dies_with_us(tmp_path):
    code = (
        "import os, sys, time; from pathlib import Path;"
        "from portal.embedded.supervisor import Program;"
        "p = Program('x', [sys.executable, '-c', 'import time; time.sleep(60)'],"
        f" dict(os.environ), Path({str(tmp_path / 'x.log')!r})); p.start();"
        f"Path({str(tmp_path / 'pid')!r}).write_text(str(p.process.pid));"
        "time.sleep(60)"
    )
    parent = Program(
        "parent", [sys.executable, "-c", code], dict(os.environ), tmp_path / "p.log"
    )
    parent.start()
    note = tmp_path / "pid"
    assert wait_until(lambda: note.exists() and note.read_text(), 30)
    child = int(note.read_text())
    parent.process.kill()
    parent.process.wait()

    def is_gone():
        try:
            return Path(f"/proc/{child}/stat").read_text().split()[2] == "Z"
        except OSError:
            return True

    assert wait_until(is_gone, 10)
