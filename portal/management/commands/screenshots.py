"""The three pictures of the README, from a running demo, into docs/img."""

from django.conf import settings
from django.core.management.base import BaseCommand

from portal.actions import camera

PICTURES = [
    ("home.png", "/", ""),
    ("dossier.png", "/lam-viec/", "association_secretary"),
    ("admin.png", "/admin/", "union_officer"),
]


class Command(BaseCommand):
    help = "Photograph the README's pictures from a running demo."

    def add_arguments(self, parser):
        parser.add_argument("--url", default="http://127.0.0.1:8000")

    def handle(self, *, url, **options):
        folder = settings.BASE_DIR / "docs" / "img"
        folder.mkdir(parents=True, exist_ok=True)
        with camera.browser() as browser:
            for name, path, role in PICTURES:
                page = camera.Visitor(browser, url, role).page(height=1000)
                page.goto(url + path, wait_until="networkidle")
                page.screenshot(path=folder / name)
                page.close()
                self.stdout.write(f"docs/img/{name}")
