"""A browser in front of a running portal: looks at pages and photographs them."""

import json
import os
import shutil
from contextlib import contextmanager
from pathlib import Path

from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.conf import settings
from django.core.management.base import CommandError
from django.urls import reverse

PHONE, DESKTOP = 390, 1440


def code(secret: str) -> str:
    """The six digits an authenticator shows now."""
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(secret, counter))


def chromium() -> str:
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if not found:
        raise CommandError("Chromium is missing: install Debian's chromium.")
    return found


@contextmanager
def browser():
    """The system's Chromium."""
    from playwright.sync_api import sync_playwright

    # Playwright keeps a loop running in this thread; Django takes it for async.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as play:
        started = play.chromium.launch(
            executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"]
        )
        yield started
        started.close()


class Visitor:
    """Somebody with a demo account, or a passer-by; one log-in serves all sizes."""

    def __init__(self, browser, url: str, role: str = ""):
        self.browser, self.url = browser, url
        self.state, self.email = None, ""
        if role:
            self.log_in(role)

    def page(self, width: int = DESKTOP, theme: str = "light", height: int = 900):
        return self.browser.new_page(
            viewport={"width": width, "height": height},
            color_scheme=theme,
            storage_state=self.state,
        )

    def log_in(self, role: str) -> None:
        account = json.loads(Path(settings.DEMO_ACCOUNTS).read_text())[role]
        self.email = account["email"]
        page = self.page()
        page.goto(self.url + reverse("portal:workspace"))
        page.fill("input[name=login]", account["email"])
        page.fill("input[name=password]", account["password"])
        page.press("input[name=password]", "Enter")
        while page.locator("input[name=code]").count():  # a code opens once
            page.fill("input[name=code]", code(account["totp_secret"]))
            page.press("input[name=code]", "Enter")
            page.wait_for_load_state("networkidle")
            page.wait_for_timeout(500)
        self.state = page.context.storage_state()
        page.close()
