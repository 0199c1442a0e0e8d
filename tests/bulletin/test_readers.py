"""Readers of the newsletter: in by two steps, out by one, forgotten in time."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bulletin.documents import send_round
from bulletin.models import Delivery, Mailing, Publication, Subscription
from bulletin.tasks import forget_readers
from outbox.models import Message
from tests.bulletin.factories import SectionFactory, mailing, reader

pytestmark = pytest.mark.django_db


def ask(client, **kwargs):
    data = {"email": "An@Vidu.example", "language": "vi"}
    return client.post(reverse("bulletin:newsletter"), data | kwargs)


def test_a_reader_comes_in_by_two_steps_and_leaves_by_one(client):
    assert ask(client).status_code == 200
    row = Subscription.objects.get()
    assert (row.email, row.state) == ("an@vidu.example", "asked")
    message = Message.objects.get()
    url = re.search(r"https?://[^/]+(/\S+)", message.text)[1]

    assert client.get(url).status_code == 200
    row.refresh_from_db()
    assert row.state == "asked"
    client.post(url)
    client.post(url)

    row.refresh_from_db()
    assert row.state == "active"
    page = client.get(row.get_absolute_url())
    assert "an@vidu.example" in page.text
    assert page["Cache-Control"] == "private, no-store"
    left = reverse("bulletin:newsletter-leave", args=[row.token])
    assert client.post(left).status_code == 302
    row.refresh_from_db()
    assert row.state == "left"


def test_one_click_leaves_without_session_and_csrf():
    row = reader()
    url = reverse("bulletin:newsletter-leave", args=[row.token])
    host = Client(enforce_csrf_checks=True)

    answers = [host.post(url, {"List-Unsubscribe": "One-Click"}) for _ in range(30)]

    assert {answer.status_code for answer in answers} == {200}
    assert not host.cookies
    row.refresh_from_db()
    assert row.state == "left"


def test_a_look_at_the_leaving_link_leaves_nobody(client):
    row = reader()

    client.get(reverse("bulletin:newsletter-leave", args=[row.token]), follow=True)

    row.refresh_from_db()
    assert row.state == "active"


def test_every_address_gets_the_same_answer(client):
    reader("co@vidu.example")

    answers = [
        ask(client, email=email).text
        for email in ("co@vidu.example", "moi@vidu.example")
    ]

    strip = [re.sub(r"value=\"[^\"]*\"|token[^>]*", "", text) for text in answers]
    assert strip[0] == strip[1]
    assert set(Message.objects.values_list("template", flat=True)) == {
        "bulletin/subscription_known",
        "bulletin/subscription_asked",
    }


def test_nobody_is_flooded_and_machines_get_nothing(client):
    for _ in range(3):
        ask(client)
    ask(client, email="may@vidu.example", website="http://x.example")

    assert Message.objects.count() == 1
    assert Subscription.objects.count() == 1


def test_who_leaves_and_asks_again_within_the_hour_is_asked_again(client):
    row = reader()

    ask(client, email=row.email)
    row.leave()
    ask(client, email=row.email)

    assert [message.template for message in Message.objects.order_by("pk")] == [
        "bulletin/subscription_known",
        "bulletin/subscription_asked",
    ]


@pytest.mark.parametrize("token", ["x", "a:b:c"])
def test_a_wrong_confirmation_is_no_page(client, token):
    url = reverse("bulletin:newsletter-confirm", args=[token])

    assert client.get(url).status_code == client.post(url).status_code == 404


def test_a_reader_changes_language_and_topics(client):
    row, topic = reader(), SectionFactory()
    url = row.get_absolute_url()

    client.post(url, {"language": "en", "topics": [topic.pk]})

    row.refresh_from_db()
    assert (row.language, list(row.topics.all())) == ("en", [topic])


@pytest.mark.parametrize(
    ("secret", "kind", "status", "state"),
    [
        ("right", "hard", 204, "bounced"),
        ("right", "soft", 204, "active"),
        ("wrong", "hard", 404, "active"),
        ("", "hard", 404, "active"),
    ],
)
def test_the_bounce_hook(client, settings, secret, kind, status, state):
    settings.BOUNCE_SECRET = "right"
    row = reader()

    answer = client.post(
        reverse("bulletin:newsletter-bounce"),
        {"address": "AN@vidu.example", "kind": kind},
        content_type="application/json",
        headers={"Authorization": f"Bearer {secret}"},
    )

    row.refresh_from_db()
    assert (answer.status_code, row.state) == (status, state)


def test_the_hook_is_off_without_a_secret_and_refuses_nonsense(client, settings):
    url = reverse("bulletin:newsletter-bounce")
    assert client.post(url).status_code == 404
    settings.BOUNCE_SECRET = "right"
    headers = {"Authorization": "Bearer right"}
    for body in ("", "[]", "{}", "nonsense"):
        answer = client.post(
            url, body, content_type="application/json", headers=headers
        )
        assert answer.status_code == 400


# --- forgotten ---


def long_ago(days: int):
    return timezone.now() - timedelta(days=days, minutes=1)


@pytest.mark.parametrize("state", ["asked", "left", "bounced"])
def test_who_does_not_read_is_forgotten_after_the_days_the_office_set(client, state):
    mailing()
    Publication.objects.update(keep_readers=10)
    ask(client)
    row = Subscription.objects.get()
    key = f"subscription-{row.pk}-"
    changes = {"asked_at": long_ago(10)}
    if state != "asked":
        changes["left_at"] = long_ago(9)
    Subscription.objects.update(state=state, **changes)

    forget_readers()
    gone = state == "asked"
    assert Subscription.objects.exists() is not gone
    assert Message.objects.filter(key__startswith=key).exists() is not gone

    if not gone:
        Subscription.objects.update(left_at=long_ago(10))
        forget_readers()
    assert not Subscription.objects.exists()
    assert not Message.objects.exists()


def test_who_reads_is_not_forgotten_nor_who_has_just_asked_again(client):
    reader(asked_at=long_ago(900), confirmed_at=long_ago(900))
    reader("lai@vidu.example", state="left", left_at=long_ago(900))
    ask(client, email="lai@vidu.example")

    forget_readers()

    assert Subscription.objects.count() == 2
    assert Message.objects.count() == 1


def test_the_bounce_hook_says_since_when(client, settings):
    settings.BOUNCE_SECRET = "right"
    row = reader(asked_at=long_ago(900))

    client.post(
        reverse("bulletin:newsletter-bounce"),
        {"address": row.email},
        content_type="application/json",
        headers={"Authorization": "Bearer right"},
    )
    forget_readers()

    assert Subscription.objects.get().state == "bounced"


def test_copies_lose_their_address_but_not_their_number():
    reader()
    found = mailing()
    found.send()
    send_round(60)
    forget_readers()
    assert Delivery.objects.get().address == "an@vidu.example"

    Mailing.objects.update(done_at=long_ago(90))
    forget_readers()
    forget_readers()

    copy = Delivery.objects.get()
    assert "@" not in copy.address
    assert len(copy.address) == 64
    assert (copy.domain, copy.subscription, copy.state) == ("", None, "sent")
    assert found.figures()["sent"] == 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM bulletin_delivery")
        assert "vidu" not in str(cursor.fetchall())
