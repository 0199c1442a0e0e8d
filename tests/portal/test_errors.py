"""Every error wears the portal's own page, in both languages."""

import pytest
from django.core.cache import cache
from django.db import OperationalError
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from portal import middleware, views
from tests.accounts.factories import UserFactory

STATUSES = views.Components.extra_context["errors"]


@pytest.fixture
def strict():
    """A visitor as in production: an error is a page, not a traceback."""
    return Client(raise_request_exception=False)


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("status", STATUSES)
def test_each_error_has_a_page_of_its_own(staff_client, status, language):
    with override(language):
        answer = staff_client.get(reverse("portal:error", args=[status]))

    assert answer.status_code == status
    assert f'<html lang="{language}">' in answer.text
    assert answer.text.count("<h1>") == 1


@pytest.mark.django_db
def test_specimens_are_for_staff(client, staff_client):
    path = reverse("portal:error", args=[503])

    assert client.get(path).status_code == 302
    assert staff_client.get(reverse("portal:error", args=[999])).status_code == 404


@pytest.mark.parametrize("path", ["/", "/en/", "/khong-co/", "/admin/"])
def test_without_a_database_the_reader_is_told_to_come_back(strict, monkeypatch, path):
    def away(*args, **kwargs):
        raise OperationalError("connection refused")

    monkeypatch.setattr("django.db.backends.base.base.BaseDatabaseWrapper.cursor", away)
    strict.cookies["session"] = "a" * 32

    answer = strict.get(path)

    assert answer.status_code == 503
    assert answer["Retry-After"] == "60"
    assert "Trở lại" in answer.text
    assert "Back in a moment" in answer.text


@pytest.mark.django_db
def test_a_fault_of_ours_stays_a_500(strict, monkeypatch):
    monkeypatch.setattr(views.Home, "get", lambda *args: 1 / 0)

    answer = strict.get("/")

    assert answer.status_code == 500
    assert "Retry-After" not in answer


@pytest.mark.django_db
def test_whoever_is_not_logged_in_sends_no_flood_of_forms(client, monkeypatch):
    monkeypatch.setattr(middleware, "STRANGERS_POSTS", 2)
    path = reverse("account_reset_password")

    answers = [client.post(path, {"email": "a@example.org"}) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [302, 302, 429]
    assert answers[-1]["Retry-After"] == "60"
    assert '<html lang="vi">' in answers[-1].text


@pytest.mark.django_db
def test_people_at_work_are_not_counted(as_user, monkeypatch):
    monkeypatch.setattr(middleware, "STRANGERS_POSTS", 0)
    client = as_user(UserFactory())

    answer = client.post(reverse("account_end_sessions"))

    assert answer.status_code == 302


@pytest.mark.django_db
def test_without_a_cache_nobody_is_held_back(client, monkeypatch):
    def lost(*args, **kwargs):
        raise ConnectionError

    monkeypatch.setattr(middleware, "STRANGERS_POSTS", 0)
    monkeypatch.setattr(cache, "add", lost)

    answer = client.post(reverse("account_reset_password"), {"email": "a@example.org"})

    assert answer.status_code == 302
