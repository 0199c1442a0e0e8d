"""Whatever walks the portal finds every page of it, with rows."""

import re
from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils.translation import override

from portal.actions import kinds
from portal.actions.addresses import every_address

# Their word is a secret that no row tells, or a file.
SECRET = {"image", "card", "desk-file", "account_invitation"}
SECRET |= {"account_reset_password_from_key"}
SECRET |= {"bulletin:preview", "events:my-calendar"}
SECRET |= {f"bulletin:newsletter-{step}" for step in ("confirm", "leave", "manage")}
# Their word is one of a few of our own.
NUMBERED = {
    "sitemap-section",
    "portal:error",
    "bulletin:issue-edition",
    "events:desk-year",
}
NUMBERED |= {"awards:desk-export"}
# Their word is that of a row of another kind, the one something is made for.
NUMBERED |= {
    f"events:desk-{step}" for step in ("letter-new", "plan-add", "plan-choose")
}

# Files nobody has sent in the demo.
WITHOUT_SAMPLES = [
    *("federation:document-file", "events:paper"),
    *("bulletin:issue-pdf", "bulletin:attachment"),
]


@pytest.mark.django_db
def test_every_address_knows_whose_rows_it_shows():
    """A new one that cannot be told from its view is told in `addresses.TOLD`."""
    unknown = {
        address.name
        for address in every_address()
        if address.words and address.model() is None
    }

    assert unknown == SECRET | NUMBERED


@pytest.mark.django_db
@pytest.mark.usefixtures("made")
@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_public_kind_of_page_opens_with_the_demo(client, language):
    found = list(kinds.public(kinds.ANYBODY, language))
    closed = {"readyz", "metrics", "portal:components", "desk-search"}

    shut = [
        kind.name
        for kind in found
        if kind.name not in closed
        and not any(client.get(path).status_code == 200 for path in kind.paths)
    ]

    with override(language):
        home = reverse("portal:home")
    assert home in {path for kind in found for path in kind.paths}
    assert shut == WITHOUT_SAMPLES


# Nobody comes here to go on: what keys do, what is not a page.
ENDS = {"portal:shortcuts"}


@pytest.mark.django_db
@pytest.mark.usefixtures("made")
@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_public_kind_of_page_has_a_next_step(client, language):
    """Besides the path, the links of its text and the question whether it helped."""
    found = []
    for kind in kinds.public(kinds.ANYBODY, language):
        answers = (client.get(path) for path in kind.paths)
        answer = next((one for one in answers if one.status_code == 200), None)
        if answer is None or not answer["Content-Type"].startswith("text/html"):
            continue
        main = re.search(r"<main.*?</main>", answer.text, re.DOTALL)[0]
        main = re.sub(r'<form class="rate.*?</form>', "", main, flags=re.DOTALL)
        if not re.search(r'class="(more|button)', main):
            found.append(kind.name)

    assert set(found) <= ENDS


@pytest.mark.django_db
@pytest.mark.usefixtures("made")
@pytest.mark.parametrize("kind", ["members:branches", "members.branch-changelist"])
def test_public_pages_and_desks_are_measured(kind):
    out = StringIO()

    call_command("bench", rounds=2, limit=60_000, only=kind, stdout=out)

    assert kind in out.getvalue()
