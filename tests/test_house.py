"""What holds for the whole house is tested once for the whole house."""

import ast
import re

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.core.management import call_command
from django.urls import URLPattern, get_resolver
from django.utils.translation import override

from federation.access import Private
from federation.admin import Desk, PlainDesk
from portal.celery import app as celery_app

HOUSE = [
    *("portal", "outbox", "accounts", "federation"),
    *("members", "events", "bulletin", "awards"),
]
ROOMS = {
    *("__init__", "apps", "models", "translation", "notifications", "forms"),
    *("views", "workspace", "urls", "admin", "tasks"),
    *("actions", "desk", "feeds", "sitemaps", "exports", "search", "api", "documents"),
}
SPECIAL = {
    "portal": {
        *("settings", "celery", "wsgi", "context_processors", "embedded"),
        *("middleware", "health", "schedule"),
    },
    "accounts": {"middleware", "adapter", "history", "asking"},
    "federation": {
        *("lifecycle", "access", "richtext", "sortkey", "papers", "written"),
        "addresses",
    },
    "outbox": {"post", "relay"},
}
BELOW_THE_DESK = {"accounts", "outbox"}
MODULES = sorted(
    path
    for app in HOUSE
    for path in (settings.BASE_DIR / app).rglob("*.py")
    if "migrations" not in path.parts and path.stat().st_size > 1
)


def name_of(path):
    return str(path.relative_to(settings.BASE_DIR))


@pytest.mark.parametrize("app", HOUSE)
def test_an_app_has_only_the_agreed_rooms(app):
    found = {path.stem for path in (settings.BASE_DIR / app).glob("*.py")}

    assert found <= ROOMS | SPECIAL.get(app, set())


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_room_says_what_it_holds_and_is_no_hall(path):
    text = path.read_text()

    assert ast.get_docstring(ast.parse(text)), "a module says in one line what it holds"
    assert len(text.splitlines()) <= 400, "a room over 400 lines wants a second room"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_functions_are_short(path):
    long = [
        f"{node.name} ({node.end_lineno - node.lineno + 1})"
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef) and node.end_lineno - node.lineno >= 35
    ]

    assert long == []


@pytest.mark.parametrize(
    "model", [m for m in apps.get_models() if m._meta.app_label in HOUSE], ids=str
)
def test_nothing_hides_in_save(model):
    assert "save" not in vars(model)


@pytest.mark.parametrize("name", settings.CELERY_BEAT_SCHEDULE)
def test_every_beat_entry_is_named_after_its_task(name):
    celery_app.loader.import_default_modules()

    assert settings.CELERY_BEAT_SCHEDULE[name]["task"] == name
    assert name in celery_app.tasks


def addresses(resolver=None, prefix="", namespaces=()):
    """Every address of ours: (path pattern, namespaces, callback)."""
    for entry in (resolver or get_resolver()).url_patterns:
        path = prefix + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield path, namespaces, entry.callback
        else:
            inner = namespaces + ((entry.namespace,) if entry.namespace else ())
            yield from addresses(entry, path, inner)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_address_is_served_by_its_own_app(language):
    with override(language):
        found = list(addresses())

    for path, namespaces, callback in found:
        if namespaces and namespaces[0] in HOUSE:
            module = getattr(callback, "view_class", callback).__module__
            assert module.split(".")[0] == namespaces[0], path


def test_a_page_behind_a_secret_address_is_nobody_elses():
    """Not kept on the way, not listed. (Pages of accounts are never stored anyway.)"""
    secret = [
        (path, callback)
        for path, spaces, callback in addresses()
        if "token>" in path and spaces
    ]

    assert len(secret) >= 7
    for path, callback in secret:
        assert issubclass(callback.view_class, Private), path


def test_addresses_are_words_of_their_language():
    """No English word in a Vietnamese address, and no address twice.

    The admin and the open data have the same addresses in every language.
    """

    def of_pages():
        found = {path for path, spaces, _ in addresses() if spaces}
        return {p for p in found if "admin" not in p and not p.startswith("api/v1/")}

    with override("vi"):
        vietnamese = of_pages()
    with override("en"):
        english = of_pages()

    words = re.compile(r"workspace|accounts|events|associations|branches|awards")
    assert {path for path in vietnamese if words.search(path)} == set()
    assert len(vietnamese) == len(english)


def test_every_address_with_a_token_is_private():
    """Behind the door itself, one floor below, allauth's own views say so."""
    open_ones = [
        path
        for path, namespaces, callback in addresses()
        if "token>" in path and namespaces
        if not issubclass(getattr(callback, "view_class", type(callback)), Private)
    ]

    assert open_ones == []


def test_no_migration_is_missing(db):
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_templates_hold_nothing_that_the_policy_forbids():
    """No inline script, style or handler on pages under the strict policy."""
    forbidden = re.compile(
        r"<style|\sstyle=|\son[a-z]+=|javascript:|<script(?![^>]*src=)"
    )
    allowed = re.compile(r"<script[^>]*type=\"application/(ld\+)?json\"")
    root = settings.BASE_DIR / "templates"
    found = [
        f"{path.relative_to(root)}: {line.strip()}"
        for path in root.rglob("*.html")
        if path.relative_to(root).parts[0] not in {"admin", "mail"}
        for line in path.read_text().splitlines()
        if forbidden.search(line) and not allowed.search(line)
    ]

    assert found == []


INCLUDE = re.compile(r'{%\s*include\s+"([^"]+)"([^%]*)%}')


def carries_a_form(name: str, texts: dict, above=()) -> bool:
    """It needs the token against forged posts, or what it includes does."""
    text = texts.get(name, "")
    return "{% csrf_token %}" in text or any(
        carries_a_form(found[1], texts, (*above, name))
        for found in INCLUDE.finditer(text)
        if found[1] not in (*above, name)
    )


def test_a_form_that_is_included_alone_gets_its_token():
    """`only` takes away what the request gives; a post without the token is refused."""
    root = settings.BASE_DIR / "templates"
    texts = {str(p.relative_to(root)): p.read_text() for p in root.rglob("*.html")}
    bare = [
        (name, found[1])
        for name, text in texts.items()
        for found in INCLUDE.finditer(text)
        if found[2].rstrip().endswith(" only")
        and "csrf_token=csrf_token" not in found[2]
        and carries_a_form(found[1], texts)
    ]

    assert bare == []


def test_papers_are_set_in_our_own_type():
    """A name typst does not know falls back to its own type without an error."""
    named = {
        name
        for path in (settings.BASE_DIR / "templates").rglob("*.typ")
        for names in re.findall(r'font: (\([^)]*\)|"[^"]*")', path.read_text())
        for name in re.findall(r'"([^"]*)"', names)
    }

    assert named == {"Newsreader 16pt", "Be Vietnam Pro"}


def test_every_translation_in_templates_is_trimmed():
    root = settings.BASE_DIR / "templates"
    found = [
        str(path.relative_to(root))
        for path in root.rglob("*.html")
        for tag in re.findall(r"{% blocktranslate[^%]*%}", path.read_text())
        if "trimmed" not in tag
    ]

    assert found == []


@pytest.mark.parametrize(
    "model",
    [m for m in admin.site._registry if m._meta.app_label in HOUSE],
    ids=str,
)
def test_every_model_has_a_name_staff_understand(model):
    with override("vi"):
        name = str(model._meta.verbose_name)

    assert name != model._meta.model_name, "the verbose name is missing"


def app_of(desk) -> str:
    return type(desk).__module__.partition(".")[0]


# Accounts and the outbox stand below the floor that the desk's parts are on.
@pytest.mark.parametrize(
    "desk",
    [d for d in admin.site._registry.values() if app_of(d) not in BELOW_THE_DESK],
    ids=lambda desk: type(desk).__name__,
)
def test_every_desk_is_made_of_the_same_parts(desk):
    """History, folding search, plain deletion: nobody puts them together by hand."""
    assert app_of(desk) in HOUSE, "a package's own screen: take it off, or make a desk"
    assert isinstance(desk, Desk | PlainDesk)
