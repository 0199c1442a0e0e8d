"""One language on one screen: no English word on a Vietnamese page behind the log-in,
and no Vietnamese letter in the English frame around what people wrote."""

import re
from html import unescape
from html.parser import HTMLParser
from importlib.util import find_spec
from itertools import chain
from pathlib import Path

import polib
import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import CharField, JSONField, TextField
from django.test import Client
from django.utils.html import strip_tags

from accounts.models import User
from federation.models import Office, Role
from portal.actions import kinds
from portal.actions.addresses import every_desk
from tests.conftest import log_in
from tests.portal.conftest import no_page
from tests.portal.test_hostile_forms import Forms

WORD = re.compile(r"[^\W\d_]{3,}")
VIETNAMESE_WORD = r"[^\W\d_]*[ăâđêôơưĂÂĐÊÔƠƯẠ-ỹ][^\W\d_]*"
SPOKEN = {"title", "aria-label", "placeholder", "alt", "data-label", "data-confirm"}
SILENT = {"script", "style", "textarea", "svg", "code", "template", "title"}
EMPTY = {"br", "img", "input", "hr", "meta", "link", "source", "wbr", "col", "area"}
# Parts of names that happen to be English words too: Long Biên, New Zealand, Noi Bai.
NAMES = {"long", "new", "don", "hanoi", "haufo"}
# The desk's code names that other floors still have to put into words.
WAITING = re.compile(
    r"content type|branch-requests|^decision$|^editing$|^.lead.$", re.IGNORECASE
)
# A number, a file, a fingerprint: one word with a digit in it.
CODE = re.compile(r"\S*\d\S*")


AT_WORK = {
    *("association_secretary", "association_leader", "union_officer", "union_leader")
}


class Page(HTMLParser):
    """What a page says in its own language: text and spoken attributes."""

    def __init__(self, text: str, skipped=()):
        super().__init__()
        self.said, self.stack, self.skipped = [], [], set(skipped)
        self.language = ""
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        icon = "material-symbols" in (given.get("class") or "")
        silent = tag in SILENT or icon or self.skipped & set(attrs)
        if tag == "html":
            self.language = given.get("lang", "")
        elif given.get("lang") not in (None, self.language):
            silent = True
        if not (silent or any(quiet for _tag, quiet in self.stack)):
            self.said += [given[name] or "" for name in SPOKEN & set(given)]
            if given.get("type") in {"submit", "button", "reset"}:
                self.said.append(given.get("value") or "")
        if tag not in EMPTY:
            self.stack.append((tag, silent))

    def handle_endtag(self, tag):
        while self.stack and self.stack.pop()[0] != tag:
            pass

    def handle_data(self, data):
        if not any(quiet for _tag, quiet in self.stack):
            self.said.append(data)


def written_in(language) -> str:
    """Everything people wrote in this language (or in none), as a page shows it."""
    other = "_vi" if language == "en" else "_en"
    texts = []
    for model in apps.get_models():
        if not model._meta.managed or model._meta.proxy:
            continue
        names = [
            field.attname
            for field in model._meta.concrete_fields
            if isinstance(field, CharField | TextField | JSONField)
            and not field.attname.endswith(other)
            and not field.choices
            and not hasattr(model, f"{field.attname}_vi")
        ]
        if names and model._meta.app_label not in {"auth", "contenttypes"}:
            texts += chain.from_iterable(model._default_manager.values_list(*names))
    plain = (strip_tags(unescape(str(text))) for text in texts if text)
    return squeezed(ADDRESS.sub("", "\n".join(plain)))


def parts(text: str) -> list[str]:
    """What a line puts together: “22/11/2026 · Phạm Thu Hà”."""
    return re.split(r"[·:;,()→/“”\n]| [–-] ", text)


def squeezed(text: str) -> str:
    return " ".join(text.split())


ADDRESS = re.compile(
    r"\S+@\S+|https?://\S+|www\.\S+|\S+\.(?:vn|org|com|pdf|docx|xlsx|jpg|png)\b"
)


def ours(said, written: str) -> list[str]:
    """What the portal says itself, not what stands in a row."""
    plain = (squeezed(strip_tags(ADDRESS.sub("", text))) for text in said)
    texts = [text.strip(":… ") for text in plain]
    return [text for text in texts if text not in written and not CODE.fullmatch(text)]


def name_in(text: str) -> str | None:
    """From the first word with a Vietnamese letter to the last: what a sentence of the
    frame names; None without one."""
    found = re.search(rf"{VIETNAMESE_WORD}(?:.*{VIETNAMESE_WORD})?", text)
    return found and found[0]


def words(texts) -> set[str]:
    return {word.lower() for text in texts for word in WORD.findall(text)}


def catalogues():
    yield polib.pofile(str(settings.BASE_DIR / "locale/vi/LC_MESSAGES/django.po"))
    for package in ("django", "unfold", "modeltranslation", "allauth"):
        root = Path(find_spec(package).origin).parent
        for path in root.rglob("locale/vi/LC_MESSAGES/*.po"):
            yield polib.pofile(str(path))


@pytest.fixture(scope="module")
def english():
    """Words that an English interface says and a Vietnamese one never does."""
    asked, answered = set(), set()
    for catalogue in catalogues():
        for entry in catalogue:
            asked |= words([entry.msgid, entry.msgid_plural])
            answered |= words([entry.msgstr, *entry.msgstr_plural.values()])
    return {word for word in asked if word.isascii()} - answered - NAMES


def rights_on(user, model) -> frozenset:
    """What the desk of a model can differ by."""
    label, name = model._meta.app_label, model._meta.model_name
    return frozenset(
        right
        for right in user.get_all_permissions()
        if right.startswith(f"{label}.") and right.rsplit("_", 1)[-1] == name
    )


def desks_of_staff(language):
    """(person, kinds): each desk for everybody who has other rights on it.

    In English the workspace alone: the desk is the office's, in Vietnamese.
    """
    if language == "en":
        for role in sorted(AT_WORK):
            held = Office.objects.filter(role=role).select_related("user")
            yield held.first().user, set()
        return
    seen, known = set(), set()
    roles = Group.objects.filter(name__in=Role.values).order_by("name")
    for role in roles:
        user = User.objects.filter(is_staff=True, groups=role).first()
        if user is None:
            continue
        fresh = {"admin"}
        for model, desk in every_desk():
            rights = (model, rights_on(user, model))
            if rights not in seen:
                # History and deletion look the same to everybody who has them.
                fresh |= marks(model, PAGES if model not in known else PAGES[:3])
                if model not in known:
                    fresh |= marks(model, kinds.own_pages(desk))
                known.add(model)
                seen.add(rights)
        yield user, fresh


PAGES = ("changelist", "add", "change", "history", "delete")
SAYS_NO_MORE = {"changelist", "history", "delete"}


def marks(model, pages=PAGES) -> set[str]:
    return {f"{model._meta.label_lower}-{page}" for page in pages}


def sent_empty(client, path, page):
    """What a form says to nothing, or the next page of what it did; taken back."""
    fields = chain.from_iterable(form.items() for _action, form in Forms(page).found)
    counts = {name: value for name, (_kind, value) in fields if name.endswith("_FORMS")}
    with transaction.atomic():
        answer = client.post(path, counts, follow=True)
        transaction.set_rollback(True)
    return answer


def is_form(kind, answer) -> bool:
    """Lists are sent too, and deletion is asked again, but neither says more."""
    page = kind.name.rpartition("-")[2]
    is_html = answer.get("Content-Type", "").startswith("text/html")
    return is_html and page not in SAYS_NO_MORE and b'method="post"' in answer.content


def pages_of(user, language, fresh, sent):
    """(name, answer) of every page of the workspace and the desk, as this person; of
    each kind with a form, what it answers when it is sent empty."""
    User.objects.filter(pk=user.pk).update(language=language)
    user.language = language
    client = log_in(Client(raise_request_exception=False), user)
    found = []
    if Office.objects.held_by(user, *AT_WORK).exists():
        found += kinds.workspace(user, language)
    if user.is_staff:
        desk = kinds.desk(user, language)
        found += [kind for kind in desk if kind.name in fresh]
    for kind in found:
        for path in kind.paths:
            answer = client.get(path)
            if answer.status_code == 404:
                continue
            yield f"{path} as {user}", answer
            if kind.name not in sent and is_form(kind, answer):
                sent.add(kind.name)
                empty = sent_empty(client, path, answer.text)
                yield f"{path} sent empty as {user}", empty
            break


def said_by(people, language):
    """({what is said: where first}, pages that broke)."""
    found, broken, sent = {}, [], set()
    for user, fresh in people:
        for name, answer in pages_of(user, language, fresh, sent):
            if answer.status_code >= 500:
                broken.append(name)
            elif answer.get("Content-Type", "").startswith("text/html"):
                for said in Page(answer.text).said:
                    found.setdefault(said, name)
            elif answer.streaming:
                list(answer.streaming_content)  # closes the file
    return found, broken


@pytest.fixture(scope="module")
def read(made, django_db_blocker):
    """`read(language)`: what `said_by` finds for every role.

    Read at once: a connection that waits too long in its transaction is closed.
    """
    known = {}

    def once(language):
        if language not in known:
            with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
                patch.setattr("portal.urls.handler404", no_page)
                known[language] = said_by(desks_of_staff(language), language)
        return known[language]

    return once


@pytest.mark.django_db
def test_no_page_of_any_role_breaks(read):
    _pages, broken = read("vi")

    assert broken == []


@pytest.mark.django_db
def test_the_vietnamese_desk_speaks_no_english(read, english, django_db_blocker):
    pages, _broken = read("vi")
    written, found = written_in("en"), {}

    for piece, name in pages.items():
        for said in ours([piece], written):
            if words([said]) & english and not WAITING.search(said):
                found.setdefault(said, name)

    assert found == {}, "\n".join(f"{k} | {v}" for k, v in found.items())
    assert len(set(pages.values())) > 100


@pytest.mark.django_db
def test_the_english_workspace_speaks_no_vietnamese(read):
    pages, _broken = read("en")
    written, found = written_in("vi") + written_in("en"), {}

    for piece, name in pages.items():
        for said in ours(parts(piece), written):
            if (name_in(said) or "") not in written:
                found.setdefault(said, name)

    assert found == {}, "\n".join(f"{k} | {v}" for k, v in found.items())
