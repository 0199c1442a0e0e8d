"""Broken text is refused; public pages are fresh, private ones never stored."""

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from outbox.models import Message
from portal import middleware
from portal.middleware import MAILS_OF_ONE
from tests.accounts.factories import UserFactory
from tests.events.factories import EventFactory
from tests.federation.factories import UnionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def union():
    return UnionFactory()


@pytest.mark.parametrize(
    "query", ["q=%00", "q=%ED%A0%80", "q=%FF", "%00=a", "q=a%00b&page=2"]
)
def test_a_query_that_is_no_text_is_refused_in_our_own_words(client, query):
    response = client.get(f"{reverse('portal:search')}?{query}")

    assert response.status_code == 400
    assert "errors/error.html" in [template.name for template in response.templates]


def test_a_form_that_is_no_text_is_refused(client):
    response = client.post(reverse("account_login"), {"login": "a\0b"})

    assert response.status_code == 400


def test_a_path_with_nul_is_refused(client):
    assert client.get("/su-kien/%00/").status_code in {400, 404}


def test_an_anonymous_page_is_revalidated_and_costs_nothing_when_unchanged(client):
    url = reverse("portal:search")
    first = client.get(url)
    again = client.get(url, headers={"if-none-match": first["ETag"]})

    assert first["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert (again.status_code, again.content) == (304, b"")


def test_another_language_has_another_tag(client):
    assert client.get("/")["ETag"] != client.get("/en/")["ETag"]


def test_a_changed_page_has_a_new_tag(client, union):
    before = client.get("/")["ETag"]
    type(union).objects.update(tagline_vi="Một câu mới")

    assert client.get("/", headers={"if-none-match": before}).status_code == 200


def test_pages_of_someone_logged_in_are_never_stored(staff_client):
    assert staff_client.get("/")["Cache-Control"] == "private, no-store"
    assert "no-store" in staff_client.get("/admin/")["Cache-Control"]


def test_a_missing_page_is_not_stored(client):
    response = client.get("/khong-co/")

    assert response.status_code == 404
    assert response["Cache-Control"] == "private, no-store"


def test_head_tells_the_same_as_get(client):
    got, head = client.get("/"), client.head("/")

    assert head.status_code == got.status_code
    assert head["ETag"] == got["ETag"]


def test_every_answer_carries_the_security_headers(client):
    response = client.get("/")

    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "geolocation=()" in response["Permissions-Policy"]


@pytest.mark.parametrize("path", ["/", "/en/", "/tim-kiem/", "/khong-co/"])
def test_the_policy_allows_nothing_inline(client, path):
    policy = client.get(path)["Content-Security-Policy"]

    assert "default-src 'none'" in policy
    assert "script-src 'self';" in f"{policy};"
    assert "unsafe" not in policy


def test_cookies_are_closed_to_scripts_and_other_sites(client):
    response = client.get(reverse("account_login"))

    cookie = response.cookies[settings.CSRF_COOKIE_NAME]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")


@pytest.mark.parametrize(
    "target", ["//evil.example", "https://evil.example/", "/\\evil.example"]
)
def test_no_parameter_leads_to_another_host(as_user, client, target):
    page = client.get(reverse("account_login"), {"next": target}).text
    leads = re.findall(r'(?:href|src|action|formaction)="([^"]*)"', page)
    out = as_user(UserFactory()).post(reverse("account_logout"), {"next": target})

    assert [lead for lead in leads if urlsplit(lead).netloc == "evil.example"] == []
    assert [lead for lead in leads if lead.startswith(("//", "/\\"))] == []
    assert out.status_code == 302
    assert out.url == "/"


def test_a_foreign_host_is_refused():
    response = Client(headers={"host": "evil.example"}).get("/")

    assert response.status_code == 400


@pytest.mark.parametrize("path", ["/tai-khoan/dang-nhap/", "/en/accounts/login/"])
def test_more_fields_than_anybody_types_are_refused_in_our_own_words(client, path):
    response = client.post(path, {f"n{n}": "x" for n in range(1001)})

    assert response.status_code == 413
    assert "errors/error.html" in [template.name for template in response.templates]


def test_more_text_than_anybody_types_is_refused_in_our_own_words(client):
    response = client.post(reverse("account_login"), {"login": "x" * 3_000_000})

    assert response.status_code == 413
    assert "errors/error.html" in [template.name for template in response.templates]


def asked(client, number: int = 0, **headers) -> int:
    address = {"email": f"n{number}@vidu.example", "language": "vi"}
    return client.post(reverse("bulletin:newsletter"), address, **headers)


def test_a_form_that_writes_mail_is_counted_by_the_hour(client):
    answers = [asked(client, number) for number in range(MAILS_OF_ONE + 1)]

    assert {answer.status_code for answer in answers[:-1]} == {200}
    assert answers[-1].status_code == 429
    assert answers[-1]["Retry-After"] == "3600"
    assert Message.objects.count() == MAILS_OF_ONE
    # Other forms of the same network are not held back.
    assert client.post(reverse("account_login"), {}).status_code == 200


def test_the_forms_that_write_mail_are_counted_together_for_everybody(
    client, monkeypatch
):
    monkeypatch.setattr(middleware, "MAILS_OF_ALL", 2)
    registering = reverse("events:register", args=["khong-co"])

    first = asked(client, 1, REMOTE_ADDR="203.0.113.7")
    second = client.post(registering, {}, REMOTE_ADDR="198.51.100.7")
    third = asked(client, 3, REMOTE_ADDR="192.0.2.7")

    assert (first.status_code, second.status_code) == (200, 404)
    assert third.status_code == 429
    for network in ("203.0.113.7", "198.51.100.7", "192.0.2.7"):
        cache.delete(f"portal.posts.mail.{network}")


def test_an_unconfirmed_address_gets_nobody_elses_words(client):
    event = EventFactory(
        is_open=True,
        takes_registrations=True,
        starts_at=timezone.now() + timedelta(days=9),
    )
    words = {"name": "Mua ngay http://xau.example", "email": "an@vidu.example"}

    client.post(reverse("events:register", args=[event.slug]), words)

    message = Message.objects.get()
    assert "xau.example" not in message.subject + message.text + message.html
    assert message.is_secret
