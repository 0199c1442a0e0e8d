"""Write down what the packages say to staff and nobody has put into Vietnamese yet.

`manage.py list_foreign_strings` writes portal/formats/foreign.py, where makemessages
finds the strings; `--check` only compares. Run it after an upgrade of a package.
"""

import ast
import re
from importlib.util import find_spec
from pathlib import Path

import polib
from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation.template import templatize

TARGET = Path(settings.BASE_DIR) / "portal" / "formats" / "foreign.py"
# What of each package can reach a screen of ours; allauth's templates cannot.
SOURCES = {
    "django": [
        *("contrib/admin/**/*.py", "contrib/admin/templates/**/*.html"),
        *("contrib/auth/**/*.py", "contrib/contenttypes/**/*.py", "forms/**/*.py"),
        *("core/validators.py", "db/models/**/*.py", "utils/*.py"),
        *("views/generic/*.py", "template/defaultfilters.py"),
    ],
    "unfold": ["**/*.py", "templates/**/*.html", "contrib/filters/**/*.html"],
    "modeltranslation": ["**/*.py", "templates/**/*.html"],
    "allauth": ["account/adapter.py", "mfa/adapter.py", "mfa/models.py"],
    "ckeditor": ["**/*.py", "templates/**/*.html"],
    "pghistory": ["**/*.py", "templates/**/*.html"],
}
SKIPPED = re.compile(
    r"/(tests?|migrations|management|locale)/|unfold/contrib/(?!filters|forms)"
    r"|unfold_crispy|/admindocs/|db/models/sql/|/datasets"
)
# What a package says in Vietnamese, but not in our voice: we say it ourselves.
NOT_OURS = re.compile(r"hệ thống|vui lòng|\w!|\s\.", re.IGNORECASE)
CALL = re.compile(r"\b(?:_|n?p?gettext(?:_lazy|_noop)?)\(")


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true")

    def handle(self, *args, check, **options):
        text = render(wanted())
        if not check:
            TARGET.write_text(text)
            self.stdout.write(f"{TARGET.name}: {text.count(chr(10)) - 10} lines")
        elif text != TARGET.read_text():
            raise CommandError("Run manage.py list_foreign_strings and translate.")


def wanted() -> set[tuple]:
    """Strings of the packages without a Vietnamese text of their own."""
    found, known = set(), set()
    for package, patterns in SOURCES.items():
        root = Path(find_spec(package).origin).parent
        known |= translated(root)
        for pattern in patterns:
            for path in root.glob(pattern):
                if not SKIPPED.search(str(path)):
                    found |= messages_of(path)
    return {message for message in found if message not in known}


def translated(root: Path) -> set[tuple]:
    """What a package says in Vietnamese in those of its apps that are installed."""
    spoken = {Path(app.path) for app in apps.get_app_configs()} | {root / "conf"}
    return {
        (entry.msgctxt or "", entry.msgid, entry.msgid_plural)
        for path in root.glob("**/locale/vi/LC_MESSAGES/django.po")
        if path.parents[3] in spoken
        for entry in polib.pofile(str(path))
        if entry.translated() and not NOT_OURS.search(entry.msgstr)
    }


def messages_of(path: Path) -> set[tuple]:
    """(context, id, plural) of every string a file marks for translation."""
    text = path.read_text()
    if path.suffix == ".html":
        text = templatize(text, origin=str(path))
    calls = (call_at(text, match) for match in CALL.finditer(text))
    return {message for message in calls if message and message[1].strip()}


def call_at(text: str, match) -> tuple | None:
    """The call that starts here, when all it is given are plain strings."""
    depth, end = 0, match.end() - 1
    for end in range(match.end() - 1, min(len(text), match.end() + 4000)):
        depth += {"(": 1, ")": -1}.get(text[end], 0)
        if depth == 0:
            break
    name = match.group()[:-1].removesuffix("_lazy").removesuffix("_noop")
    source = "f" + text[match.end() - 1 : end + 1]
    try:
        arguments = ast.parse(source, mode="eval").body.args
        strings = [ast.literal_eval(argument) for argument in arguments[: size(name)]]
    except (SyntaxError, ValueError):
        return None
    if len(strings) < size(name) or not all(isinstance(s, str) for s in strings):
        return None
    context = strings.pop(0) if "pgettext" in name else ""
    return (context, strings[0], strings[1] if len(strings) > 1 else "")


def size(name: str) -> int:
    """How many strings a function of this name is given."""
    return {"ngettext": 2, "pgettext": 2, "npgettext": 3}.get(name, 1)


def render(messages: set[tuple]) -> str:
    lines = [
        "# ruff: noqa",
        "# fmt: off",
        '"""What packages say to staff, listed for our catalogue.',
        "",
        "Written by manage.py list_foreign_strings: do not edit.",
        '"""',
        "",
        "from django.utils.translation import gettext, ngettext, npgettext, pgettext",
        "",
        "FOREIGN = [",
    ]
    for context, text, plural in sorted(messages):
        strings = [string for string in (context, text, plural) if string]
        name = "n" * bool(plural) + "p" * bool(context) + "gettext"
        given = ", ".join(repr(string) for string in strings)
        number = ", 1" if plural else ""
        lines.append(f"    lambda: {name}({given}{number}),")
    return "\n".join([*lines, "]", ""])
