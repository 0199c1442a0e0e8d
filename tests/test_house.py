"""What holds for the whole house is tested once for the whole house."""

import pytest
from django.conf import settings

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
        *("middleware", "drum"),
    },
    "accounts": {"middleware", "adapter"},
    "federation": {"lifecycle", "access", "richtext", "sortkey", "uploads"},
    "outbox": {"post", "relay"},
}


@pytest.mark.parametrize("app", HOUSE)
def test_an_app_has_only_the_agreed_rooms(app):
    found = {path.stem for path in (settings.BASE_DIR / app).glob("*.py")}

    assert found <= ROOMS | SPECIAL.get(app, set())


@pytest.mark.parametrize("name", settings.CELERY_BEAT_SCHEDULE)
def test_every_beat_entry_is_named_after_its_task(name):
    celery_app.loader.import_default_modules()

    assert settings.CELERY_BEAT_SCHEDULE[name]["task"] == name
    assert name in celery_app.tasks
