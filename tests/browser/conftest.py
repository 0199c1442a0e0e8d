"""The whole portal as `make demo` runs it, and people who use it in a browser.

Servers, web, worker and beat are those of the demo, in a folder of their own: nothing
is replaced by a stand-in, mails are files, and the pages come over the network.
"""

import email
import email.policy
import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pikepdf
import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.conf import settings

from portal.embedded.servers import wait_until

START_SECONDS = 240
EXEC = [sys.executable, "-m", "portal.embedded", "exec"]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def told(mail) -> str:
    """Subject and text of a mail."""
    return f"{mail['Subject']} {mail.get_body(('plain',)).get_content()}"


class Running:
    """The portal of `make demo`, in a folder of its own."""

    def __init__(self, folder: Path):
        self.folder, self.port = folder, free_port()
        self.url = f"http://localhost:{self.port}"
        own = {"DATABASE_URL", "REDIS_URL", "CELERY_BROKER_URL", "SITE_URL", "DEBUG"}
        own |= {"CELERY_TASK_ALWAYS_EAGER", "SECRET_KEY", "ALLOWED_HOSTS", "MAIL_DIR"}
        kept = {name: value for name, value in os.environ.items() if name not in own}
        self.environment = kept | {
            "DEMO_DIR": str(folder),
            "PORT": str(self.port),
            "PYTHONPATH": str(settings.BASE_DIR),
        }

    def start(self) -> None:
        self.log = (self.folder / "demo.log").open("ab")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "portal.embedded", "demo"],
            cwd=settings.BASE_DIR,
            env=self.environment,
            stdout=self.log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        assert wait_until(self.answers, START_SECONDS, 0.5), self.said()

    def answers(self) -> bool:
        assert self.process.poll() is None, self.said()
        probe = http.client.HTTPConnection("localhost", self.port, timeout=2)
        try:
            probe.request("GET", "/healthz")
            return probe.getresponse().status == 200
        except OSError:
            return False
        finally:
            probe.close()

    def stop(self) -> None:
        self.process.send_signal(signal.SIGINT)
        self.process.wait(60)
        self.log.close()

    def said(self) -> str:
        return (self.folder / "demo.log").read_text()[-4000:]

    def manage(self, *words: str, stdin: str = "") -> str:
        """A management command beside the running portal."""
        done = subprocess.run(
            [*EXEC, sys.executable, "manage.py", *words],
            cwd=settings.BASE_DIR,
            env=self.environment,
            input=stdin,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr[-3000:]
        return done.stdout

    def shell(self, code: str) -> str:
        return self.manage("shell", "-v0", "-c", code).strip()

    @property
    def accounts(self) -> dict:
        return json.loads((self.folder / "demo-accounts.json").read_text())

    def mails(self, to: str = "") -> list:
        found = []
        for path in sorted((self.folder / "mail").glob("*.eml")):
            mail = email.message_from_bytes(
                path.read_bytes(), policy=email.policy.default
            )
            if to in mail["To"]:
                found.append(mail)
        return found

    def wait_for_mail(self, to: str, words: str, seconds: float = 40):
        """The mail to this address with these words in its subject or text."""

        def there():
            return [mail for mail in self.mails(to) if words in told(mail)]

        assert wait_until(lambda: bool(there()), seconds, 0.3), [
            (mail["To"], mail["Subject"]) for mail in self.mails()
        ]
        return there()


@pytest.fixture(scope="session")
def portal():
    folder = Path(tempfile.mkdtemp(prefix="huu-nghi-browser-"))
    folder.chmod(0o755)
    running = Running(folder)
    running.start()
    yield running
    running.stop()
    shutil.rmtree(folder, ignore_errors=True)


class Visitor:
    """Somebody in front of the portal; a script error or a blocked script fails."""

    used_codes: set[str] = set()

    def __init__(self, chromium, portal, role="", **options):
        options = {"locale": "vi-VN", "base_url": portal.url} | options
        self.context = chromium.new_context(**options)
        self.page, self.portal, self.complaints = self.context.new_page(), portal, []
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", self.hear)
        self.page.set_default_timeout(20_000)
        if role:
            self.log_in(role)

    def hear(self, message):
        if message.type == "error" and "Content Security Policy" in message.text:
            self.complaints.append(message.text)

    def log_in(self, role):
        account = self.portal.accounts[role]
        self.open("/lam-viec/")
        self.page.fill("input[name=login]", account["email"])
        self.page.fill("input[name=password]", account["password"])
        self.page.press("input[name=password]", "Enter")
        self.page.wait_for_selector("input[name=code]")
        self.page.fill("input[name=code]", self.code(account["totp_secret"]))
        self.page.press("input[name=code]", "Enter")
        self.page.wait_for_url(f"{self.portal.url}/lam-viec/**")

    def code(self, secret):
        """Six digits never used before: a code counts once."""
        while True:
            code = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
            if (secret, code) not in self.used_codes:
                self.used_codes.add((secret, code))
                return code
            time.sleep(1)

    def open(self, path):
        return self.page.goto(path, wait_until="domcontentloaded")

    def press(self, text, scope="main"):
        self.page.locator(f"{scope} >> text={text}").first.click()
        self.page.wait_for_load_state("domcontentloaded")

    def text(self):
        return self.page.inner_text("main")

    def leave(self):
        self.context.close()
        assert self.complaints == []


@pytest.fixture
def visit(chromium, portal):
    """`visit(role)`: a browser of one's own, logged in when a role is named."""
    visitors = []

    def arrive(role="", **options):
        visitors.append(Visitor(chromium, portal, role, **options))
        return visitors[-1]

    yield arrive
    for visitor in visitors:
        visitor.leave()


@pytest.fixture
def paper(tmp_path):
    """`paper(name)`: an honest PDF of one page."""

    def make(name):
        path = tmp_path / name
        with pikepdf.new() as document:
            document.add_blank_page()
            document.save(path)
        return path

    return make
