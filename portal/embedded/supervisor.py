"""Keep a handful of programs running in the foreground, and end them together."""

import signal
import subprocess
import sys
import time
from pathlib import Path

from portal.embedded.servers import Refused, die_with_parent, end

HEALTHY_SECONDS = 60
LONGEST_PAUSE = 30


def say(text: str = "") -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


class Program:
    """One of our own processes: web, worker or beat."""

    def __init__(self, name: str, command: list[str], environment: dict, log: Path):
        self.name, self.command, self.environment = name, command, environment
        self.log, self.process = log, None

    def start(self) -> None:
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C is for the supervisor
                preexec_fn=die_with_parent(),
            )

    def stop(self) -> None:
        end(self.process, [(signal.SIGTERM, 15)])

    def last_words(self) -> str:
        lines = self.log.read_text(errors="replace").strip().splitlines()
        return lines[-1] if lines else "it said nothing"


class Supervisor:
    """Starts what it is given, starts again what dies, stops all in reverse order."""

    def __init__(self):
        self.members, self.pauses = [], {}
        self.stopping = False

    def add(self, member) -> None:
        member.start()
        member.started = time.monotonic()
        self.members.append(member)

    def listen(self) -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self.please_stop)

    def please_stop(self, number, frame) -> None:
        if not self.stopping:
            self.stopping = True
            raise KeyboardInterrupt

    def look_after(self) -> None:
        """For ever: what died is started again, each time after a longer pause."""
        while True:
            for member in self.members:
                if member.process.poll() is not None:
                    self.start_again(member)
            time.sleep(0.2)

    def start_again(self, member) -> None:
        now = time.monotonic()
        if member.name not in self.pauses:
            lived = now - member.started
            short = getattr(member, "short_lives", 0) + 1
            member.short_lives = 0 if lived > HEALTHY_SECONDS else short
            pause = min(0.2 * 2**member.short_lives, LONGEST_PAUSE)
            code = member.process.returncode
            why = f"signal {-code}" if code < 0 else f"exit code {code}"
            say(f"{member.name} stopped ({why}); it starts again, see {member.log}")
            self.pauses[member.name] = now + pause
        if now >= self.pauses[member.name]:
            del self.pauses[member.name]
            end(member.process, [])  # whatever it left behind
            try:
                member.start()
            except (OSError, Refused) as error:
                say(f"{member.name}: {error}")
            member.started = time.monotonic()

    def stop(self) -> None:
        self.stopping = True
        for member in reversed(self.members):
            member.stop()
