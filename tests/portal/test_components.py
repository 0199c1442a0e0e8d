"""The page of components shows every one; what is written of the design is true."""

import re

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from tests.federation.factories import UnionFactory

CSS = settings.BASE_DIR / "static" / "css"
DESIGN = settings.BASE_DIR / "docs" / "design.md"


def named_in(css: str) -> set[str]:
    """The classes a style sheet dresses."""
    selectors = re.sub(r"/\*.*?\*/|\{[^{}]*\}", " ", css, flags=re.DOTALL)
    return set(re.findall(r"\.([a-zA-Z][\w-]*)", selectors))


def dressed() -> set[str]:
    """All that the style sheets of the site dress."""
    sheets = ("components.css", "pages.css", "bulletin.css")
    return set().union(*(named_in((CSS / name).read_text()) for name in sheets))


def worn_in(page: str) -> set[str]:
    return {
        name for names in re.findall(r'class="([^"]*)"', page) for name in names.split()
    }


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_class_of_a_component_has_a_specimen(staff_client, language):
    UnionFactory(responsible_vi="Văn phòng", responsible_en="The office")
    with override(language):
        page = staff_client.get(reverse("portal:components")).text

    lacking = dressed() - worn_in(page)

    assert lacking == set()


def test_no_class_of_a_component_is_dressed_and_never_worn():
    """Looked for by its name, or the part before what a row adds to it."""
    folders = ("templates", "static/js", "federation", "members", "events", "portal")
    texts = [
        path.read_text()
        for folder in (*folders, "awards", "bulletin", "accounts")
        for path in (settings.BASE_DIR / folder).rglob("*")
        if path.suffix in {".html", ".svg", ".js", ".py"}
        and path.name not in {"specimens.html", "page_specimens.html"}
    ]
    words = set(re.findall(r"[\w-]+", " ".join(texts)))
    added = {name.rpartition("--")[0] + "--" for name in words if name.endswith("--")}

    dead = {
        name
        for name in dressed() - words
        if name.rpartition("--")[0] + "--" not in added
    }

    assert dead == set()


def tokens() -> dict[str, str]:
    """As they are first said; what follows are other means for other eyes."""
    css = (CSS / "tokens.css").read_text()
    return dict(reversed(re.findall(r"(--[\w-]+): (.+?);", css)))


def test_the_design_names_tokens_that_exist_with_their_values():
    text, known = DESIGN.read_text(), tokens()
    named = set(re.findall(r"`(--[\w-]+)`", text))

    assert named <= known.keys()
    assert known.keys() - named == set(), "a token nobody wrote about"
    for name, light, dark in re.findall(
        r"\| `(--[\w-]+)` \| (#\w{6}) \| (#\w{6}) \|", text
    ):
        assert known[name] in {f"light-dark({light}, {dark})", light}, name


def test_the_design_names_components_and_templates_that_exist():
    text = DESIGN.read_text()
    classes = set()
    for path in CSS.glob("*.css"):
        classes |= named_in(path.read_text())

    named = set(re.findall(r"`\.([a-z][\w-]*)`", text))
    files = set(
        re.findall(r"`((?:templates|static|portal|federation)/[\w./-]+)`", text)
    )

    assert named <= classes
    gone = {file for file in files if not (settings.BASE_DIR / file).exists()}
    assert gone == set()
    assert len(named) > 20
