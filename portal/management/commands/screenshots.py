"""Photograph a running demo with the system's Chromium.

Without `--all`: the three pictures of the README, into docs/img. With `--all DIR`:
every page below, telephone and desktop, both languages, light and dark.
"""

import json
import os
import shutil
from pathlib import Path

from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

PUBLIC = [
    *("/", "/gioi-thieu/", "/hoi-thanh-vien/", "/chi-hoi/", "/su-kien/"),
    *("/ngay-ky-niem/", "/ban-tin/", "/khen-thuong/", "/van-ban/", "/hop-tac/"),
    *("/so-lieu/", "/tim-kiem/?q=huu+nghi", "/quoc-gia/LA/", "/khong-co/"),
]
README = [
    ("home.png", "/", ""),
    ("dossier.png", "/lam-viec/", "association_secretary"),
    ("admin.png", "/admin/", "union_officer"),
]


def code(secret: str) -> str:
    """The six digits an authenticator shows now."""
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(secret, counter))


class Command(BaseCommand):
    help = "Photograph a running demo: the README's pictures, or all pages."

    def add_arguments(self, parser):
        parser.add_argument("--url", default="http://127.0.0.1:8000")
        parser.add_argument("--all", metavar="DIR", help="every page into this folder")
        parser.add_argument("--only", default="", help="only paths with these letters")

    def handle(self, *, url, all, only, **options):
        from playwright.sync_api import sync_playwright

        chromium = shutil.which("chromium") or shutil.which("chromium-browser")
        if not chromium:
            raise CommandError("Chromium is missing: install Debian's chromium.")
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
        with sync_playwright() as play:
            browser = play.chromium.launch(
                executable_path=chromium, args=["--no-sandbox", "--disable-gpu"]
            )
            if all:
                self.photograph_all(browser, url, Path(all), only)
            else:
                self.photograph_readme(browser, url)
            browser.close()

    def photograph_readme(self, browser, url):
        folder = settings.BASE_DIR / "docs" / "img"
        folder.mkdir(parents=True, exist_ok=True)
        for name, path, role in README:
            page = self.page(browser, 1440, "light", height=1000)
            if role:
                self.log_in(page, url, role)
            page.goto(url + path, wait_until="networkidle")
            page.screenshot(path=folder / name)
            page.close()
            self.stdout.write(f"docs/img/{name}")

    def photograph_all(self, browser, url, folder, only):
        folder.mkdir(parents=True, exist_ok=True)
        for path in PUBLIC:
            if only not in path:
                continue
            for width in (390, 1440):
                for theme in ("light", "dark"):
                    page = self.page(browser, width, theme)
                    for language in ("vi", "en"):
                        page.goto(url + path, wait_until="networkidle")
                        if language == "en" and not self.to_english(page):
                            continue
                        stem = path.strip("/?").replace("/", "-") or "home"
                        name = f"{stem}.{language}.{width}.{theme}.png"
                        page.screenshot(path=folder / name, full_page=True)
                    page.close()

    def page(self, browser, width, theme, height=900):
        return browser.new_page(
            viewport={"width": width, "height": height}, color_scheme=theme
        )

    def to_english(self, page) -> bool:
        link = page.locator("link[rel=alternate][hreflang=en]")
        if not link.count():
            return False
        page.goto(
            page.url.split("//", 1)[0]
            + "//"
            + link.first.get_attribute("href").split("//", 1)[1]
        )
        return True

    def log_in(self, page, url, role):
        account = json.loads(Path(settings.DEMO_ACCOUNTS).read_text())[role]
        page.goto(f"{url}/lam-viec/")
        page.fill("input[name=login]", account["email"])
        page.fill("input[name=password]", account["password"])
        page.press("input[name=password]", "Enter")
        page.fill("input[name=code]", code(account["totp_secret"]))
        page.press("input[name=code]", "Enter")
        page.wait_for_load_state("networkidle")
