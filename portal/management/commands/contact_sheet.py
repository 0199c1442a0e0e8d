"""Photograph every kind of page of a running demo and lay the pictures out.

Telephone and desktop, Vietnamese and English, light and dark; as a passer-by and as the
demo's people. Beside the sheets, `findings.txt` lists what a machine can see.
"""

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import connection
from django.utils.translation import override

from accounts.models import User
from portal.actions import camera, kinds

GROUPS = kinds.WALKS | {"mails": []}
SIZES = {"phone": (camera.PHONE, 3000), "desktop": (camera.DESKTOP, 2400)}
THEMES = ("light", "dark")
# What a picture cannot hide: a page wider than its window, a picture that is not there.
LOOK = """() => {
  const wide = document.documentElement.scrollWidth - window.innerWidth;
  const broken = [...document.images].filter(i => i.complete && !i.naturalWidth);
  return [wide > 0 ? `${wide} px too wide` : "",
    broken.length ? `${broken.length} broken pictures` : ""].filter(Boolean);
}"""
SHEET = """<!doctype html><meta charset="utf-8"><style>
body {{ margin: 0; padding: 16px; font: 13px/1.3 sans-serif; background: #ccc }}
section {{ display: grid; grid-template-columns: repeat(4, {width}px); gap: 12px }}
h2 {{ grid-column: 1 / -1; margin: 12px 0 0; font-size: 15px }}
figure {{ margin: 0; max-height: {height}px; overflow: hidden }}
img {{ width: 100%; display: block }}</style>{rows}"""


class Command(BaseCommand):
    help = "Every kind of page on contact sheets, from a running demo, into var/."

    def add_arguments(self, parser):
        parser.add_argument("--url", default="http://127.0.0.1:8000")
        parser.add_argument("--into", default=str(settings.BASE_DIR / "var/sheets"))
        parser.add_argument("--group", choices=GROUPS, action="append")
        parser.add_argument("--only", default="", help="kinds with these letters")
        parser.add_argument("--size", choices=SIZES, action="append")

    def handle(self, *, url, into, group, only, size, **options):
        self.folder = settings.BASE_DIR / into
        self.folder.mkdir(parents=True, exist_ok=True)
        self.url, self.only, self.found = url, only, []
        self.sizes = size or list(SIZES)
        with camera.browser() as self.browser:
            for name in group or GROUPS:
                self.taken = {}
                for role, pages in GROUPS[name]:
                    self.photograph(role, pages)
                if name == "mails":
                    self.photograph_mails()
                self.lay_out(name)
        report = "\n".join(sorted(set(self.found)))
        (self.folder / "findings.txt").write_text(report + "\n")
        self.stdout.write(report or "Nothing found.")

    def photograph(self, role, pages):
        visitor = camera.Visitor(self.browser, self.url, role)
        self.known = {name for name, _size in self.taken} - {
            "portal:workspace",
            "admin",
        }
        user = User.objects.get(email=visitor.email) if role else kinds.ANYBODY
        spoken = user.language if role else ""
        for language, _name in settings.LANGUAGES:
            if role:  # the admin speaks the language of the account
                User.objects.filter(pk=user.pk).update(language=language)
            with override(language):
                wanted = [kind for kind in pages(user, language) if self.wants(kind)]
            connection.close()
            for name in self.sizes:
                for theme in THEMES:
                    self.walk(visitor, wanted, (role, language, name, theme))
        if role:
            User.objects.filter(pk=user.pk).update(language=spoken)

    def wants(self, kind) -> bool:
        """Each kind once: by the first who may open it."""
        return self.only in kind.name and kind.name not in self.known

    def walk(self, visitor, wanted, how):
        role, _language, size, theme = how
        width, height = SIZES[size]
        page = visitor.page(width, theme)
        for kind in wanted:
            if self.opens(page, kind):
                self.take(page, f"{kind.name}~{role}", how, height)
        page.close()

    def opens(self, page, kind) -> bool:
        for path in kind.paths:
            kind_of_file = page.request.head(self.url + path).headers
            if "text/html" not in kind_of_file.get("content-type", ""):
                return False
            answer = page.goto(self.url + path, wait_until="load")
            if answer.ok or kind.name.startswith("error-"):
                return page.url.split("?")[0].endswith(path.split("?")[0])
        return False

    def take(self, page, name, how, height):
        _role, language, size, theme = how
        stem = name.replace(":", "-").strip("~")
        path = self.folder / f"{stem}.{size}.{language}.{theme}.png"
        tall = page.evaluate("document.documentElement.scrollHeight")
        clip = {"x": 0, "y": 0, "width": SIZES[size][0], "height": min(tall, height)}
        page.screenshot(path=path, clip=clip, full_page=True)
        self.found += [f"{path.name}: {each}" for each in page.evaluate(LOOK)]
        self.taken.setdefault((name.split("~")[0], size), {}).setdefault(stem, [])
        self.taken[name.split("~")[0], size][stem].append(path.name)

    def photograph_mails(self):
        for language, _name in settings.LANGUAGES:
            found = kinds.mails(language)
            for size in self.sizes:
                for theme in THEMES:
                    visitor = camera.Visitor(self.browser, self.url)
                    page = visitor.page(SIZES[size][0], theme)
                    for name, html in found.items():
                        page.set_content(html)
                        self.take(page, name, ("", language, size, theme), 3000)
                    page.close()

    def lay_out(self, group):
        """A page with all pictures of the group, and sheets of a few kinds each."""
        for size in self.sizes:
            stems = [
                (stem, pictures)
                for (_kind, taken_at), found in self.taken.items()
                if taken_at == size
                for stem, pictures in found.items()
            ]
            width, height, few = (300, 1150, 2) if size == "phone" else (480, 700, 3)
            for start in range(0, len(stems), few):
                rows = "".join(map(row, stems[start : start + few]))
                html = SHEET.format(width=width, height=height, rows=rows)
                name = f"sheet-{group}-{size}-{start // few + 1:02}"
                (self.folder / f"{name}.html").write_text(html)
                page = self.browser.new_page(
                    viewport={"width": 4 * width + 80, "height": 600}
                )
                page.goto(f"file://{self.folder / name}.html")
                page.screenshot(path=self.folder / f"{name}.png", full_page=True)
                page.close()


def row(taken) -> str:
    stem, pictures = taken
    figures = "".join(f'<figure><img src="{name}"></figure>' for name in pictures)
    return f"<section><h2>{stem}</h2>{figures}</section>"
