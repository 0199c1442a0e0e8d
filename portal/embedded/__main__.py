"""Called by the Makefile: python -m portal.embedded demo | test | exec."""

import contextlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from portal.embedded.demo import BASE, Demo, first_city
from portal.embedded.servers import Postgres, Refused, Valkey


def main() -> int:
    """What to do is the first word; PORT, CITY and RESET come from the environment."""
    what, *rest = sys.argv[1:] or ["demo"]
    os.chdir(BASE)
    try:
        if what == "test":
            return test(rest)
        demo = Demo(os.environ.get("CITY") or first_city(), wanted_port())
        if what == "exec":
            return beside(demo, rest)
        demo.run(reset=os.environ.get("RESET", "0") not in {"", "0"})
    except Refused as refusal:
        sys.stderr.write(f"{refusal}\n")
        return 1
    except OSError as error:
        sys.stderr.write(f"{error.filename or 'The portal'}: {error.strerror}.\n")
        return 1
    return 0


def wanted_port() -> int:
    text = os.environ.get("PORT") or "8000"
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise Refused(f"PORT is a number from 1 to 65535, not {text}.")
    return int(text)


def test(arguments: list[str]) -> int:
    """pytest against fresh servers that are thrown away afterwards."""
    with throwaway_servers() as urls:
        environment = os.environ | urls
        # Thrown away as a whole, so no database has to be dropped by itself.
        command = [sys.executable, "-m", "pytest", "--reuse-db", *arguments]
        return subprocess.run(command, env=environment).returncode


@contextlib.contextmanager
def throwaway_servers():
    """What DATABASE_URL and REDIS_URL do not name already."""
    folder = Path(tempfile.mkdtemp(prefix="huu-nghi-test-"))
    folder.chmod(0o711)
    servers = {}
    if not os.environ.get("DATABASE_URL"):
        servers["DATABASE_URL"] = Postgres(folder, durable=False)
    if not os.environ.get("REDIS_URL"):
        servers["REDIS_URL"] = Valkey(folder, durable=False)
    try:
        for server in servers.values():
            server.start()
        for server in servers.values():
            server.wait()
        yield {name: server.url() for name, server in servers.items()}
    finally:
        for server in servers.values():
            server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def beside(demo: Demo, command: list[str]) -> int:
    """A command in the environment of the demo, whether it runs now or not."""
    notes = demo.folder / "servers.json"
    try:
        with demo.only_one():
            try:
                demo.start_servers()
                demo.prepare()
                return subprocess.run(command, env=demo.environment).returncode
            finally:
                demo.supervisor.stop()
    except Refused:
        if not notes.exists():
            raise
    os.environ.update(json.loads(notes.read_text()))
    return subprocess.run(command, env=os.environ | demo.variables()).returncode


if __name__ == "__main__":
    sys.exit(main())
