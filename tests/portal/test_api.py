"""The open data: what the public pages show and nothing else, for programs."""

import re
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from events.models import Anniversary
from portal import middleware
from portal.api import PAGES
from tests.awards.factories import AwardFactory, CommendationRoundFactory
from tests.bulletin.factories import ArticleFactory
from tests.events.factories import AnniversaryFactory, EventFactory, OccurrenceFactory
from tests.federation.factories import FigureFactory, UnionFactory
from tests.members.factories import AssociationFactory, BranchFactory

pytestmark = pytest.mark.django_db
API = "/api/v1/"
PAST = datetime(2020, 5, 19, 2, 0, tzinfo=UTC)


def figure():
    return FigureFactory(owner=UnionFactory())


def round_of_two():
    found = CommendationRoundFactory(published=True)
    AwardFactory(round=found)
    return found


# The list, how a row of it is made, and the queries for any number of rows.
LISTS = [
    ("associations/", AssociationFactory, 3),
    ("branches/", BranchFactory, 3),
    ("events/?when=past", lambda: EventFactory(starts_at=PAST), 2),
    ("anniversaries/?year=2027", OccurrenceFactory, 2),
    ("articles/", lambda: ArticleFactory(published=True), 3),
    ("rounds/", round_of_two, 2),
    ("figures/", figure, 3),
]


def get(client, path):
    answer = client.get(API + path)
    assert answer["Content-Type"].startswith("application/json"), answer.text[:200]
    return answer


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(("path", "make", "queries"), LISTS)
def test_a_list_costs_the_same_for_any_number_of_rows(
    client, number, path, make, queries, django_assert_num_queries
):
    for _row in range(number):
        make()
    get(client, path)

    with django_assert_num_queries(queries):
        answer = get(client, path)

    assert answer.json()["count"] >= number
    assert len(answer.json()["items"]) == answer.json()["count"]


def hidden_branch():
    return BranchFactory(is_listed=False)


def hidden_event():
    return EventFactory(publish_state="draft")


# The list, a row that no reader may see, the address of the row.
HIDDEN = [
    ("branches", hidden_branch),
    ("events", hidden_event),
    ("articles", ArticleFactory),
    ("rounds", CommendationRoundFactory),
]


@pytest.mark.parametrize("who", ["stranger", "staff"])
@pytest.mark.parametrize(("kind", "make"), HIDDEN)
def test_what_is_not_public_is_told_to_nobody(kind, make, who, client, staff_client):
    """Not to staff either: they ask here as strangers do."""
    row, asking = make(), staff_client if who == "staff" else client

    lists = [get(asking, f"{kind}/")]
    lists += [get(asking, "events/?when=past")] if kind == "events" else []

    assert get(asking, f"{kind}/{row.slug}/").status_code == 404
    assert [one.json()["items"] for one in lists] == [[]] * len(lists)


def test_a_day_that_nobody_verified_is_told_to_nobody(client, staff_client):
    OccurrenceFactory(anniversary=AnniversaryFactory(unverified=True))
    told = OccurrenceFactory()

    for asking in (client, staff_client):
        days = get(asking, "anniversaries/?year=2027").json()["items"]
        assert [day["id"] for day in days] == [told.pk]
    assert Anniversary.objects.count() == 2


def test_a_row_speaks_the_language_asked_for_and_links_to_its_page(client):
    branch = BranchFactory(name_vi="Chi hội A", name_en="Branch A", slug="a")

    vietnamese = get(client, "branches/a/").json()
    english = get(client, "branches/a/?lang=en").json()

    assert (vietnamese["name"], english["name"]) == ("Chi hội A", "Branch A")
    assert vietnamese["url"] == settings.SITE_URL + branch.get_absolute_url()
    assert english["url"].startswith(f"{settings.SITE_URL}/en/")
    assert english["languages"] == ["vi", "en"]
    assert english["founded_on"] == branch.founded_on.isoformat()


def test_without_a_text_in_a_language_there_is_no_row_in_it(client):
    BranchFactory(name_en="", slug="a")

    assert get(client, "branches/a/?lang=en").status_code == 404
    assert get(client, "branches/?lang=en").json()["count"] == 0
    assert get(client, "branches/").json()["count"] == 1


def test_what_has_no_page_in_the_language_has_no_link(client):
    BranchFactory(slug="a", association=AssociationFactory(name_en=""))

    told = get(client, "branches/a/?lang=en").json()["association"]

    assert (told["url"], told["name"][:3]) == (None, "Hội")


def test_filters_are_those_of_the_pages(client):
    one = BranchFactory(founded_on="2024-05-01")
    two = BranchFactory(founded_on="2020-05-01")
    slug = two.association.slug

    def found(query):
        rows = get(client, f"branches/?{query}").json()["items"]
        return [row["slug"] for row in rows]

    assert found("year=2024") == [one.slug]
    assert found(f"association={slug}") == [two.slug]
    assert found("q=so 999999") == []


def test_a_long_list_comes_in_pages_that_lead_to_each_other(client):
    BranchFactory.create_batch(3)

    first = get(client, "branches/?per_page=2&lang=en").json()
    second = client.get(first["next"].removeprefix(settings.SITE_URL)).json()

    assert (first["count"], first["pages"], len(first["items"])) == (3, 2, 2)
    assert (len(second["items"]), second["next"]) == (1, None)
    assert second["previous"].endswith("?per_page=2&lang=en&page=1")
    slugs = {row["slug"] for row in [*first["items"], *second["items"]]}
    assert len(slugs) == 3


def test_a_round_tells_its_valid_awards(client):
    award = AwardFactory(round=CommendationRoundFactory(published=True, slug="r"))

    told = get(client, "rounds/r/").json()["awards"]

    assert [row["recipient"] for row in told] == [award.recipient]
    assert set(told[0]) == {"kind", "recipient", "title"}


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("khong-co/", 404),
        ("branches/khong-co/", 404),
        ("branches/?page=2", 404),
        ("branches/?page=0", 422),
        ("branches/?page=x", 422),
        ("branches/?page=99999999999999999999", 422),
        ("branches/?per_page=101", 422),
        ("branches/?lang=fr", 422),
        ("branches/?nam=2024", 422),
        ("branches/?year=99999999999999999999", 422),
        ("branches/?host=castle", 422),
        ("branches/a/?page=1", 422),
        ("associations/?region=moon", 422),
        ("events/?kind=war", 422),
        ("events/?when=never", 422),
        ("events/?year=1", 422),
        ("anniversaries/?month=13", 422),
        ("anniversaries/?country=zz", 422),
        ("articles/?year=1066", 404),
        ("branches/?q=%00", 400),
        ("branches/?q=%FF", 400),
    ],
)
def test_what_makes_no_sense_is_refused_in_json(client, path, status):
    answer = get(client, path)

    assert answer.status_code == status
    assert answer.json()["detail"]
    assert answer["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_can_be_written(client, method):
    answer = getattr(client, method)(f"{API}branches/")

    assert (answer.status_code, answer["Allow"]) == (405, "GET")
    assert answer.json() == {"detail": "Method Not Allowed"}


def test_a_fault_of_ours_is_told_in_json_too(monkeypatch):
    def broken(self):
        raise ValueError("a secret of the server")

    monkeypatch.setattr(PAGES["api:branches"], "get_queryset", broken)
    answer = Client(raise_request_exception=False).get(f"{API}branches/")

    assert answer.status_code == 500
    assert answer.json() == {"detail": "Internal Server Error"}


def test_who_asks_too_fast_waits(client):
    for _time in range(middleware.STRANGERS_READS):
        assert client.get(API).status_code == 200

    answer = client.get(API)
    other = client.get(API, REMOTE_ADDR="10.1.2.3")

    assert (answer.status_code, answer["Retry-After"]) == (429, "60")
    assert answer.json() == {"detail": "Too Many Requests"}
    assert other.status_code == 200
    assert client.get("/").status_code == 200


def test_an_answer_may_be_kept_and_costs_nothing_when_unchanged(client):
    BranchFactory()
    first = client.get(f"{API}branches/")
    tag = {"if-none-match": first["ETag"]}

    assert first["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert client.get(f"{API}branches/", headers=tag).status_code == 304


def test_the_description_names_every_address_and_no_private_field(client):
    told = get(client, "openapi.json").json()

    named = {reverse(name) for name in PAGES if name.endswith("s")}
    assert named <= set(told["paths"])
    assert len(told["paths"]) == len(PAGES) + 2
    fields = {
        field
        for shape in told["components"]["schemas"].values()
        for field in shape.get("properties", ())
    }
    assert fields & {"phone", "email", "address", "token", "contact", "note"} == set()


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_page_about_it_keeps_our_policy(client, language):
    UnionFactory()
    answer = client.get(f"{API}docs?lang={language}")

    assert f'<html lang="{language}">' in answer.text
    assert f"{API}branches/" in answer.text
    assert "script-src 'self'" in answer["Content-Security-Policy"]
    assert "unsafe" not in answer["Content-Security-Policy"]
    inline = r'<script(?![^>]*(?:src="/static/|ld\+json"))|<style|https?://cdn'
    assert re.findall(inline, answer.text) == []
