"""Pages as the W3C checker reads them: `make vnu` asks the checker itself."""

import json
import os
import subprocess
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.utils.translation import override

from accounts.models import User
from portal.actions import kinds
from tests.conftest import log_in

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta"}
VOID |= {"source", "track", "wbr"}
# What ends by itself when its neighbour begins.
OPTIONAL = {"li", "p", "dt", "dd", "option", "tr", "td", "th", "tbody", "thead"}


class Strict(HTMLParser):
    """What is open is closed, in order; no name is given twice."""

    def __init__(self, text):
        super().__init__()
        self.open, self.ids, self.faults = [], Counter(), []
        self.feed(text)
        self.faults += [f"open: {tag}" for tag in self.open]
        self.faults += [f"twice: {name}" for name, n in self.ids.items() if n > 1]

    def handle_starttag(self, tag, attrs):
        if tag not in VOID:
            self.open.append(tag)
        self.ids.update(value for name, value in attrs if name == "id")
        names = Counter(name for name, _value in attrs)
        self.faults += [f"{tag} {name} twice" for name, n in names.items() if n > 1]

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        while self.open and self.open[-1] != tag and self.open[-1] in OPTIONAL:
            self.open.pop()
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"closed: {tag} in line {self.getpos()[0]}")


def answers(language):
    """(name, text) of each public page, each of the account and of the workspace."""
    accounts = json.loads(Path(settings.DEMO_ACCOUNTS).read_text())
    for group in ("public", "account", "errors", "workspace"):
        seen = set()
        for role, of in kinds.WALKS[group]:
            user, client = kinds.ANYBODY, Client(raise_request_exception=False)
            if role:
                user = User.objects.get(email=accounts[role]["email"])
                log_in(client, user)
            with override(language):
                found = [kind for kind in of(user, language) if kind.name not in seen]
            for kind in found:
                if text := first_page(client, kind.paths):
                    seen.add(kind.name)
                    yield f"{kind.name}.{role or 'anybody'}.{language}", text


def first_page(client, paths) -> str:
    for path in paths:
        answer = client.get(path, headers={"host": "localhost"})
        if answer.get("Content-Type", "").startswith("text/html"):
            if answer.status_code == 200 or "/4" in path or "/5" in path:
                return answer.text
        elif answer.streaming:
            list(answer.streaming_content)  # closes the file
    return ""


@pytest.mark.django_db
@pytest.mark.usefixtures("made")
def test_every_page_is_valid_html(tmp_path):
    """Well-formed here; by every rule of HTML, in English too, when VNU names the
    checker."""
    checker, faults, number = os.environ.get("VNU"), {}, 0
    for language in ("vi", "en") if checker else ("vi",):
        for name, text in answers(language):
            number += 1
            if found := Strict(text).faults:
                faults[name] = found[:5]
            file = tmp_path / f"{name.replace(':', '-')}.html"
            file.write_text(text)

    assert faults == {}
    assert number > 150
    if checker:
        command = ["java", "-jar", checker, "--errors-only", "--format", "gnu"]
        done = subprocess.run([*command, tmp_path], capture_output=True, text=True)
        assert done.stderr.replace(f"{tmp_path}/", "") == ""
