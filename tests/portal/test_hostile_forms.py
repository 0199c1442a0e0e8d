"""Every form behind the log-in, filled with what no form expects.

The pages are walked as people of each role see them, their forms are read from the HTML
and sent back: markup, decomposed letters, ten thousand letters, numbers no table holds,
ids of somebody else's rows. A message or "not found" is right; a fault never is.
"""

import unicodedata
from collections import Counter
from html.parser import HTMLParser

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import reverse_lazy

from portal.actions.addresses import desk_path, every_address, every_desk
from tests.portal.test_access_matrix import samples

MARKUP = "<script>alert(1)</script>"
# In every field a person writes in; what is chosen stays as the page offers it.
WRITTEN = {
    "markup": MARKUP,
    "emoji and decomposed": unicodedata.normalize("NFD", "👩‍👩‍👧 Hữu nghị \u202e"),
    "long": "Hữu nghị " * 1112,
    "null": "a\x00b",
}
# In every field, the chosen and the hidden too.
EVERYWHERE = {
    "number": "99999999999999999999",
    "foreign": "1",
    "markup": MARKUP,
    "nothing": "",
}
CHOSEN = {"hidden", "select", "radio", "checkbox"}
ROUNDS = [(name, value, False) for name, value in WRITTEN.items()]
ROUNDS += [(name, value, True) for name, value in EVERYWHERE.items()]


LEAVING = {reverse_lazy("account_logout"), reverse_lazy("admin:logout")}


class Forms(HTMLParser):
    """[(action, {name: (type, value)})] of the forms that change something."""

    def __init__(self, text):
        super().__init__()
        self.found, self.fields, self.select = [], None, ""
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "form" and (given.get("method") or "").lower() == "post":
            self.fields = {}
            self.found.append((given.get("action") or "", self.fields))
        name = given.get("name")
        if self.fields is None or tag not in {"input", "textarea", "select", "option"}:
            return
        if tag == "option" and self.select:
            is_first = not self.fields[self.select][1]
            if "selected" in given or is_first:
                self.fields[self.select] = ("select", given.get("value") or "")
        elif name:
            kind = tag if tag != "input" else given.get("type") or "text"
            self.select = name if tag == "select" else ""
            self.fields.setdefault(name, (kind, given.get("value") or ""))

    def handle_endtag(self, tag):
        if tag == "form":
            self.fields = None


def filled(fields, value, *, everything) -> dict:
    """Every written field with this value; every chosen one too when asked."""
    found = {}
    for name, (kind, offered) in fields.items():
        if kind == "file":
            found[name] = SimpleUploadedFile("giay.pdf", value.encode())
        elif kind in {"submit", "button", "image"} or name.endswith("_FORMS"):
            found[name] = offered
        else:
            is_kept = kind in CHOSEN and not everything
            found[name] = offered if is_kept else value
    return found


def pages(people):
    """(person, kind, path) of each page with a form, for whoever may open it."""
    for address in every_address():
        if not address.is_protected or not address.is_read:
            continue
        rows = samples(address, people)[:4] if address.words else [None]
        for person in people:
            for row in rows if person.mine else []:
                path = person.path(address, row)
                if path:
                    yield person, address.name, path


def desks(people):
    """As the office, and as those who write and award what it does not."""
    roles = {"union_officer", "publisher", "council_secretary", "dpo", "admin"}
    for person in (person for person in people if person.role in roles):
        for model, _desk in every_desk():
            yield person, model, desk_path(model, "add")


def answered(person, path, data) -> str:
    """What is wrong with the answer; whatever was written is taken back."""
    with transaction.atomic():
        told = person.client.post(path, data)
        transaction.set_rollback(True)
    if told.status_code >= 500:
        return str(told.status_code)
    if told.streaming:
        list(told.streaming_content)
        return ""
    return "markup came back" if MARKUP.encode() in told.content else ""


def sent(person, kind, path, wrong, known) -> int:
    """Every form of the page with every value; how many were sent.

    A form `known` from this kind of page, of another row or of somebody else, is sent
    with one value, in turn: whose it is differs, what reads it does not.
    """
    answer = person.client.get(path)
    if answer.streaming:
        list(answer.streaming_content)  # closes the file
    if answer.status_code != 200 or "html" not in answer.get("Content-Type", ""):
        return 0
    number = 0
    for action, fields in Forms(answer.content.decode()).found:
        target = path if not action.startswith("/") else action
        if target in LEAVING:
            continue
        form = kind, frozenset(fields)
        turn = known[form] % len(ROUNDS)
        rounds = ROUNDS[turn : turn + 1] if known[form] else ROUNDS
        for what, value, everything in rounds:
            data = filled(fields, value, everything=everything)
            number += 1
            if fault := answered(person, target, data):
                wrong.append((target, person.role, what, fault))
        known[form] += 1
    return number


@pytest.mark.django_db
@pytest.mark.parametrize("where", [pages, desks])
def test_no_form_breaks_on_what_nobody_expects(people, where):
    wrong, number, seen, known = [], 0, set(), Counter()
    for person, kind, path in where(people):
        if (person.role, path) not in seen:
            seen.add((person.role, path))
            number += sent(person, kind, path, wrong, known)

    assert wrong == [], "\n".join(map(str, sorted(set(wrong))[:40]))
    assert number > 300, number
