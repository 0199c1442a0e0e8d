"""What watches the portal learns the truth."""

import pytest
from django.urls import reverse

from outbox.models import Heartbeat
from outbox.tasks import SWEEP
from portal import health

pytestmark = pytest.mark.django_db


def test_the_process_answers_without_the_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get("/healthz")

    assert (response.status_code, response.text) == (200, "ok")


def test_ready_names_what_is_missing(client, monkeypatch):
    monkeypatch.setitem(health.CHECKS, "broker", lambda: None)
    monkeypatch.setitem(health.CHECKS, "cache", lambda: None)

    silent = client.get("/readyz")
    Heartbeat.beat(SWEEP)
    alive = client.get("/readyz")

    assert silent.status_code == 503
    assert silent.json()["worker"] == "ConnectionError"
    assert alive.json() == {
        "ready": True,
        "database": "ok",
        "cache": "ok",
        "broker": "ok",
        "worker": "ok",
    }


def test_metrics_are_for_allowed_addresses(client):
    assert client.get("/metrics", REMOTE_ADDR="203.0.113.9").status_code == 404

    text = client.get("/metrics", REMOTE_ADDR="127.0.0.1").text

    assert 'portal_messages{state="queued"} 0' in text


def test_metrics_do_not_believe_a_claimed_address(client):
    response = client.get(
        "/metrics",
        REMOTE_ADDR="203.0.113.9",
        headers={"x-forwarded-for": "127.0.0.1"},
    )

    assert response.status_code == 404


def test_crawlers_learn_where_the_map_is(client, settings):
    settings.SITE_URL = "https://portal.example"

    maps = [
        line.removeprefix("Sitemap: https://portal.example")
        for line in client.get("/robots.txt").text.splitlines()
        if line.startswith("Sitemap: ")
    ]

    assert maps[0] == "/sitemap.xml"
    assert maps[1:] == ["/ban-tin/tin-moi.xml", "/en/bulletin/news.xml"]
    for path in maps:
        assert client.get(path)["Content-Type"].startswith("application/xml"), path


def test_the_security_contact_is_valid_for_a_year(client):
    text = client.get(reverse("security")).text

    assert "Contact: " in text
    assert "Expires: 20" in text
