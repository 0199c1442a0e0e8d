"""The public pages: rounds, one round, the check of a certificate."""

import datetime as dt
import itertools
import os
import random
import re
import time
from collections import Counter
from urllib.parse import unquote

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import translation

from awards.models import Award, AwardCheck
from awards.models.tokens import ALPHABET, new_token
from awards.views import CHECKS_A_MINUTE
from tests.awards.factories import (
    AwardFactory,
    CommendationDecisionFactory,
    CommendationRoundFactory,
    DocumentFactory,
)
from tests.federation.factories import UnionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _portal():
    """A portal has its union; checks are not counted over from another test."""
    UnionFactory()
    cache.clear()


def test_the_addresses_are_those_that_were_agreed():
    with translation.override("vi"):
        assert reverse("awards:list") == "/khen-thuong/"
        assert reverse("awards:detail", args=["x"]) == "/khen-thuong/x/"
        assert reverse("awards:verify", args=["T"]) == "/xac-minh/T/"
    with translation.override("en"):
        assert reverse("awards:list") == "/en/awards/"
        assert reverse("awards:verify", args=["T"]) == "/en/verify/T/"


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same(client, count, django_assert_num_queries):
    CommendationRoundFactory.create_batch(count, published=True)
    hidden = CommendationRoundFactory()

    # number of rounds, rounds, received, public notices, friends from abroad, the
    # rounds of the chart, the union
    with django_assert_num_queries(7):
        response = client.get(reverse("awards:list"))

    assert len(response.context["rounds"]) == count
    assert hidden.title_vi not in response.text


def test_a_round_shows_its_reported_numbers(client):
    round_ = CommendationRoundFactory(
        published=True, declared_collectives=29, declared_individuals=40
    )

    text = client.get(round_.get_absolute_url()).text

    assert ">29<" in text
    assert ">40<" in text
    assert ">69<" in text


@pytest.mark.parametrize("count", [1, 3])
def test_a_round_costs_the_same(client, count, django_assert_num_queries):
    round_ = CommendationRoundFactory(published=True)
    AwardFactory.create_batch(count, round=round_)
    AwardFactory.create_batch(count, round=round_, individual=True)
    CommendationDecisionFactory(round=round_)

    # the round, its decisions, its recipients, the union
    with django_assert_num_queries(4):
        response = client.get(round_.get_absolute_url())

    assert len(response.context["collectives"]) == count
    assert len(response.context["individuals"]) == count


def test_a_round_that_is_not_published_is_not_found(client):
    round_ = CommendationRoundFactory()

    assert client.get(round_.get_absolute_url()).status_code == 404


def test_a_round_without_english_has_no_english_page(client):
    round_ = CommendationRoundFactory(published=True, title_en="")

    assert client.get(f"/khen-thuong/{round_.slug}/").status_code == 200
    assert client.get(f"/en/awards/{round_.slug}/").status_code == 404


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_valid_certificate_says_what_was_agreed(client, language):
    award = AwardFactory(individual=True, presented_on=dt.date(2020, 11, 12))
    with translation.override(language):
        path = reverse("awards:verify", args=[award.token])

    response = client.get(path)

    assert response.status_code == 200
    assert "cert--good" in response.text
    assert "Lê Minh An" in response.text
    assert award.register_mark in response.text
    assert AwardCheck.objects.get().count == 1


def test_a_certificate_of_the_samples_says_so(client):
    sample, real = AwardFactory(is_demo=True), AwardFactory()

    marks = [
        "dữ liệu minh họa" in client.get(row.get_absolute_url()).text
        for row in (sample, real)
    ]

    assert marks == [True, False]


def test_a_revoked_certificate_says_why(client):
    award = AwardFactory()
    Award.objects.filter(pk=award.pk).update(
        status="revoked",
        revoked_on=dt.date(2022, 3, 3),
        ground="false_achievement",
        revocation=DocumentFactory(code="05/QĐ"),
    )

    text = client.get(award.get_absolute_url()).text

    assert "cert--bad" in text
    assert "05/QĐ" in text
    assert "Khai gian thành tích." in text or "not true" in text


TRIES = 5_000 if os.environ.get("FAULTS") == "full" else 100
FOREIGN = "7" * 28  # of another union's portal: as good a code as any, not ours
GUESSES = ["abc", "0123456789ABCDEFGHJKMNPQRST!", "ư" * 28, "x" * 500, "7777-" * 7]


def said(response, path) -> tuple:
    """Status, headers and page; the address asked for is no news to who asked."""
    page = re.sub(r'(nonce|value)="[^"]*"', "", unquote(response.text))
    page = re.sub(r"\d\d:\d\d(:\d\d)?", "", page.replace(path, ""))
    left = {"Content-Length", "Content-Security-Policy", "ETag", "Expires"}
    headers = {
        name: unquote(value).replace(path, "")
        for name, value in response.headers.items()
        if name not in left
    }
    return response.status_code, headers, page


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("token", GUESSES)
def test_unknown_malformed_and_foreign_codes_get_the_same_answer(
    client, token, language
):
    start = {"vi": "/xac-minh/", "en": "/en/verify/"}[language]

    reference = client.get(f"{start}{FOREIGN}/")
    response = client.get(f"{start}{token}/")

    assert reference.status_code == 404
    assert said(response, f"{token}/") == said(reference, f"{FOREIGN}/")
    assert not AwardCheck.objects.exists()


def near(award) -> str:
    """A real code but for one letter."""
    at = random.randrange(len(award.token))
    other = random.choice(ALPHABET.replace(award.token[at], ""))
    return award.token[:at] + other + award.token[at + 1 :]


def test_guesses_find_nothing_and_have_to_wait(client):
    """From one network nearly all wait; from ten thousand none is right either."""
    awards = AwardFactory.create_batch(3)
    guess = itertools.cycle([new_token, lambda: near(awards[0]), lambda: "0" * 28])
    began = time.monotonic()

    one = Counter(
        client.get(f"/xac-minh/{next(guess)()}/").status_code for _n in range(TRIES)
    )
    minutes = 1 + int((time.monotonic() - began) // 60 + 1)
    many = Counter(
        client.get(
            f"/xac-minh/{next(guess)()}/", REMOTE_ADDR=f"10.{n >> 8}.{n & 255}.1"
        ).status_code
        for n in range(TRIES)
    )

    assert set(one) == {404, 429}
    assert one[404] <= CHECKS_A_MINUTE * minutes
    assert many == {404: TRIES}
    assert not AwardCheck.objects.exists()


def test_a_code_typed_in_groups_leads_to_its_page(client):
    award = AwardFactory()

    typed = client.get("/xac-minh/", {"code": award.token_groups.lower()})
    grouped = client.get(f"/xac-minh/{award.token_groups}/")

    assert typed.url == grouped.url == award.get_absolute_url()


def test_what_is_no_code_is_answered_like_an_unknown_one(client):
    response = client.get("/xac-minh/", {"code": "không phải mã"})

    assert response.status_code == 404
    assert "cert--" not in response.text


def test_the_page_is_neither_indexed_nor_stored(client):
    response = client.get(AwardFactory().get_absolute_url())

    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in response["Cache-Control"]
    assert response["Referrer-Policy"] == "no-referrer"


def test_too_many_checks_have_to_wait(client):
    award = AwardFactory()
    for _number in range(CHECKS_A_MINUTE):
        client.get("/xac-minh/0000/")

    response = client.get(award.get_absolute_url())

    assert response.status_code == 429
    assert award.recipient_vi not in response.text
    assert not AwardCheck.objects.exists()


def test_a_check_costs_little(client, django_assert_num_queries):
    award = AwardFactory()
    client.get(award.get_absolute_url())

    # the award with all it says, one more look (the day exists), the union
    with django_assert_num_queries(3):
        client.get(award.get_absolute_url())
