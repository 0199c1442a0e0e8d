"""Both languages are whole: every string known, translated, and kept apart."""

import ast
import re
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.core.management import call_command
from django.utils.translation import templatize

from tests.test_house import HOUSE

CATALOGUES = sorted(settings.BASE_DIR.glob("locale/*/LC_MESSAGES/django.po"))
CALLS = {
    *("_", "gettext", "gettext_lazy", "gettext_noop"),
    *("ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"),
}
IN_TEMPLATE = re.compile(
    r"""\b(gettext|ngettext|pgettext|npgettext)\(\s*u?('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")
    (?:\s*,\s*u?('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"))?""",
    re.VERBOSE,
)


def spoken_in_python(path: Path):
    for node in ast.walk(ast.parse(path.read_text())):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        if name not in CALLS or not node.args:
            continue
        text = node.args[1 if name.startswith("pgettext") else 0]
        if isinstance(text, ast.Constant) and isinstance(text.value, str):
            yield text.value


def spoken_in_template(path: Path):
    for function, first, second in IN_TEMPLATE.findall(templatize(path.read_text())):
        text = second if function in {"pgettext", "npgettext"} else first
        yield ast.literal_eval(text).replace("%%", "%")


def spoken():
    """Every message id in code and templates, with the place it stands in."""
    for app in HOUSE:
        for path in (settings.BASE_DIR / app).rglob("*.py"):
            if "migrations" not in path.parts:
                yield from ((text, path) for text in spoken_in_python(path))
    for ending in ("*.html", "*.txt"):
        for path in (settings.BASE_DIR / "templates").rglob(ending):
            yield from ((text, path) for text in spoken_in_template(path))


def test_words_are_called_by_a_name_that_the_catalogue_knows():
    """`gettext as _now` is not extracted: its words would stay English for ever."""
    odd = [
        f"{path}: {name.asname}"
        for app in HOUSE
        for path in (settings.BASE_DIR / app).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ImportFrom)
        if node.module == "django.utils.translation"
        for name in node.names
        if name.asname not in {None, "_"} and "gettext" in name.name
    ]

    assert odd == []


def test_there_is_a_vietnamese_catalogue():
    assert [path.parts[-3] for path in CATALOGUES] == ["vi"]


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-3])
def test_catalogue_is_complete(path):
    catalogue = polib.pofile(str(path))

    assert [entry.msgid for entry in catalogue.untranslated_entries()] == []
    assert [entry.msgid for entry in catalogue.fuzzy_entries()] == []


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-3])
def test_catalogue_knows_every_string_of_the_house(path):
    known = {entry.msgid for entry in polib.pofile(str(path)) if not entry.obsolete}
    known = {text.replace("%%", "%") for text in known}

    missing = {
        f"{where.relative_to(settings.BASE_DIR)}: {text}"
        for text, where in spoken()
        if text.strip() and text.replace("%%", "%") not in known
    }

    assert missing == set()


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-3])
def test_translations_keep_the_placeholders_of_their_source(path):
    placeholder = re.compile(r"%\(\w+\)[sdf]|\{\w*\}")

    for entry in polib.pofile(str(path)):
        for text in [entry.msgstr, *entry.msgstr_plural.values()]:
            if text and not entry.obsolete:
                assert set(placeholder.findall(text)) == set(
                    placeholder.findall(entry.msgid_plural or entry.msgid)
                ), entry.msgid


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-3])
def test_translations_are_composed_characters(path):
    import unicodedata

    text = path.read_text()

    assert text == unicodedata.normalize("NFC", text)


def test_what_packages_say_is_written_down():
    """After an upgrade of a package: `manage.py list_foreign_strings`."""
    call_command("list_foreign_strings", check=True, verbosity=0)
