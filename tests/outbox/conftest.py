"""A mail template of the tests' own."""

import copy
from pathlib import Path

import pytest

from outbox import post


@pytest.fixture(autouse=True)
def own_templates(settings):
    templates = copy.deepcopy(settings.TEMPLATES)
    templates[0]["DIRS"].append(Path(__file__).parent / "templates")
    settings.TEMPLATES = templates


@pytest.fixture(autouse=True)
def broker_was_never_away(monkeypatch):
    monkeypatch.setattr(post, "quiet_until", 0.0)
