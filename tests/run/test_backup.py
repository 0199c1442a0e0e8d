"""A backup is one only when it comes back, whole, and sends no old mail."""

import io
import json
import shutil

import pytest
from django.core.management import CommandError, call_command

from outbox.models import Brake, Message
from tests.outbox.factories import MessageFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.stack]


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path / "media")
    (tmp_path / "media").mkdir()
    (tmp_path / "media" / "paper.pdf").write_bytes(b"%PDF-")
    return tmp_path / "media"


@pytest.fixture
def backup(media, tmp_path):
    MessageFactory(key="kept")
    call_command("backup", tmp_path / "backups", stdout=io.StringIO())
    (folder,) = (tmp_path / "backups").iterdir()
    return folder


def test_what_was_lost_comes_back_and_all_mail_is_stopped(backup, media):
    Message.objects.all().delete()
    shutil.rmtree(media)

    call_command("restore", backup, replace=True, stdout=io.StringIO())

    assert Message.objects.get().key == "kept"
    assert (media / "paper.pdf").read_bytes() == b"%PDF-"
    assert Brake.is_on()


@pytest.mark.parametrize(
    "damage",
    ["truncated", "one bit", "no dump", "no file", "no manifest", "empty manifest"],
)
def test_a_damaged_backup_is_refused_before_anything_is_touched(backup, damage):
    dump, manifest = backup / "database.dump", backup / "manifest.json"
    data = dump.read_bytes()
    {
        "truncated": lambda: dump.write_bytes(data[:-100]),
        "one bit": lambda: dump.write_bytes(data[:500] + b"\0" + data[501:]),
        "no dump": dump.unlink,
        "no file": (backup / "media" / "paper.pdf").unlink,
        "no manifest": manifest.unlink,
        "empty manifest": lambda: manifest.write_text("{}"),
    }[damage]()

    with pytest.raises(CommandError):
        call_command("restore", backup, replace=True)

    assert Message.objects.count() == 1
    assert not Brake.is_on()


def test_a_backup_of_a_later_version_is_refused(backup):
    path = backup / "manifest.json"
    manifest = json.loads(path.read_text())
    manifest["migrations"].append(["outbox", "9999_of_the_future"])
    path.write_text(json.dumps(manifest))

    with pytest.raises(CommandError, match="later version"):
        call_command("restore", backup, replace=True)


def test_a_database_that_holds_data_is_replaced_only_on_demand(backup):
    with pytest.raises(CommandError, match="--replace"):
        call_command("restore", backup)
