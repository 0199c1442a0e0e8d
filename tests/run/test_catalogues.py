"""The catalogue is compiled without the gettext tools, and spoken at once."""

from pathlib import Path

import polib
import pytest
from django.core.management import call_command
from django.utils.translation import gettext, ngettext, override
from django.utils.translation.reloader import translation_file_changed


@pytest.fixture
def written(tmp_path, settings):
    """A folder of catalogues beside ours with one counted word."""
    folder = tmp_path / "vi" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    source = polib.POFile()
    source.metadata = {
        "Content-Type": "text/plain; charset=UTF-8",
        "Plural-Forms": "nplurals=1; plural=0;",
    }
    entry = polib.POEntry(msgid="drum", msgid_plural="drums")
    entry.msgstr_plural = {0: "trống"}
    source.append(entry)
    source.save(str(folder / "django.po"))
    settings.LOCALE_PATHS = [str(tmp_path)]
    yield folder / "django.mo"
    settings.LOCALE_PATHS = []
    translation_file_changed(None, Path("django.mo"))


def test_what_is_compiled_is_spoken_by_the_same_process(written):
    with override("vi"):
        before = gettext("drum")
        call_command("compile_catalogues", verbosity=0)

    with override("vi"):
        assert (before, gettext("drum")) == ("drum", "trống")


def test_a_counted_word_is_also_found_without_a_number(written):
    call_command("compile_catalogues", verbosity=0)

    plain = {entry.msgid: entry.msgstr for entry in polib.mofile(str(written))}
    assert plain.get("drum") == "trống"
    with override("vi"):
        assert ngettext("drum", "drums", 2) == "trống"
