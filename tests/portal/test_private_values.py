"""Nothing private of the demo stands on a page, feed, map of the site or search."""

import re
from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from federation.models import DataRequest, Organization, Person
from members.models import CommitteeSeat, ProposedMember
from tests.portal.test_crawl import LINK, inside, made

__all__ = ["made"]
FILES = {"/sitemap.xml", "/robots.txt"}


def private_values() -> dict[str, str]:
    """Each private value of the demo, and where it is kept."""
    public_phones = set(Organization.objects.values_list("phone", flat=True))
    public_mails = set(Organization.objects.values_list("email", flat=True))
    found = {
        **dict.fromkeys(User.objects.values_list("email", flat=True), "account"),
        **dict.fromkeys(phones(CommitteeSeat), "committee seat"),
        **{row.contact: "request" for row in DataRequest.objects.all()},
        **{row.name: "request" for row in DataRequest.objects.all()},
    }
    for row in ProposedMember.objects.all():
        found[row.name] = "proposed member"
        found[row.address] = "proposed member"
    public = set(Person.objects.public().values_list("full_name", flat=True))
    public |= set(
        CommitteeSeat.objects.filter(body__isnull=False).values_list("name", flat=True)
    )
    hidden = Person.objects.exclude(pk__in=Person.objects.public().values("pk"))
    found |= dict.fromkeys(hidden.values_list("full_name", flat=True), "person")
    for value in ("", None, *public_phones, *public_mails, *public):
        found.pop(value, None)
    return {value: kept for value, kept in found.items() if len(value) > 5}


def phones(model):
    return model.objects.exclude(phone="").values_list("phone", flat=True)


@pytest.fixture(scope="module")
def texts(made, django_db_blocker):
    """{address: text} of everything a visitor can reach, feeds and search included."""
    client, found = Client(), {}
    waiting = ["/", "/en/", *FILES, reverse("bulletin:rss"), reverse("bulletin:atom")]
    with django_db_blocker.unblock():
        search = reverse("portal:search")
        waiting += [f"{search}?q={quote(value)}" for value in private_values()]
        while waiting:
            path = waiting.pop()
            if path in found:
                continue
            answer = client.get(path)
            text = b"".join(answer) if answer.streaming else answer.content
            found[path] = text.decode("utf-8", "replace")
            if answer.status_code == 200 and "html" in answer["Content-Type"]:
                links = {inside(link) for link in LINK.findall(found[path])}
                waiting += sorted(links - {""})
    return found


def test_the_demo_has_private_values(made, django_db_blocker):
    with django_db_blocker.unblock():
        kinds = set(private_values().values())

    assert {"account", "committee seat", "proposed member"} <= kinds


def test_no_private_value_is_on_any_public_page(texts, django_db_blocker):
    with django_db_blocker.unblock():
        values = private_values()
    digits = {re.sub(r"\D", "", v): v for v in values if re.fullmatch(r"[\d .+-]+", v)}

    leaks = {
        (path, value, values[value])
        for path, text in texts.items()
        for value in values
        if value in without_the_question(path, text)
    }
    leaks |= {
        (path, value, values[value])
        for path, text in texts.items()
        for number, value in digits.items()
        if "?q=" not in path and number in re.sub(r"[ .-]", "", text)
    }

    assert leaks == set()
    assert len(texts) > 200


def without_the_question(path: str, text: str) -> str:
    """The page of a search repeats what was asked; what it found is what counts."""
    if "?q=" not in path:
        return text
    links = re.findall(r"<li\b.*?</li>|<article\b.*?</article>", text, re.S)
    return "\n".join(links)
