"""Guessing is slowed down; the owner gets in."""

import re
import time

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.models import LoginEvent, User
from outbox.models import Message
from tests.accounts.door import enter, try_password

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
Kind = LoginEvent.Kind


# --- guessing ---------------------------------------------------------------------


def is_held_back(response):
    return "quarter of an hour" in response.content.decode()


def test_one_place_is_slowed_down_after_four_wrong_passwords(client, person):
    for _ in range(4):
        assert not is_held_back(try_password(client, person.email, "wrong"))

    assert is_held_back(try_password(client, person.email))
    assert try_password(client, person.email, REMOTE_ADDR="10.9.9.9").status_code == 302


def test_strangers_everywhere_leave_room_for_the_owner(client, person):
    enter(Client(REMOTE_ADDR="10.1.1.1"), person)
    with time_machine.travel(time.time() + 120):
        for n in range(12):
            try_password(client, person.email, "wrong", REMOTE_ADDR=f"10.2.0.{n}")
        wrong = LoginEvent.objects.filter(kind=Kind.WRONG_PASSWORD).count()
        stranger = try_password(client, person.email, REMOTE_ADDR="10.3.0.1")
        owner = try_password(Client(), person.email, REMOTE_ADDR="10.1.1.1")

    assert wrong == 8
    assert is_held_back(stranger)
    assert owner.status_code == 302


def test_a_claimed_address_changes_nothing(client, person):
    answers = [
        try_password(
            client,
            person.email,
            "wrong",
            headers={"x-forwarded-for": f"203.0.113.{n}", "x-real-ip": "1.2.3.4"},
        )
        for n in range(6)
    ]

    assert [is_held_back(a) for a in answers] == [False] * 4 + [True] * 2


def test_the_address_a_trusted_proxy_reports_counts(client, person, settings):
    settings.TRUSTED_PROXIES = 1
    for n in range(6):
        forwarded = f"203.0.113.{n}, 198.51.100.7"
        try_password(
            client, person.email, "wrong", headers={"x-forwarded-for": forwarded}
        )

    wrong = LoginEvent.objects.filter(kind=Kind.WRONG_PASSWORD)
    assert [event.address for event in wrong] == ["198.51.100.7"] * 4


def test_waiting_helps(client, person):
    for _ in range(5):
        try_password(client, person.email, "wrong")

    with time_machine.travel(time.time() + 16 * 60):
        assert try_password(client, person.email).status_code == 302


def test_a_new_password_by_mail_helps_at_once(client, person):
    for _ in range(5):
        try_password(client, person.email, "wrong")
    client.post(reverse("account_reset_password"), {"email": person.email})
    link = re.search(r"http://localhost(/\S+)", Message.objects.last().text).group(1)
    form = client.get(link).url
    client.post(
        form, {"password1": "mot-cau-moi-2026", "password2": "mot-cau-moi-2026"}
    )

    response = try_password(client, person.email, "mot-cau-moi-2026")

    assert response.status_code == 302


def test_unknown_accounts_are_slowed_down_alike(client, person):
    known = [try_password(client, person.email, "x") for _ in range(6)]
    other = "nobody@example.vn"
    unknown = [
        try_password(Client(), other, "x", REMOTE_ADDR="10.4.4.4") for _ in known
    ]

    def plain(response, email):
        text = response.content.decode().replace(email, "")
        return re.sub(r'csrfmiddlewaretoken" value="\w+"', "", text)

    for one, two in zip(known, unknown, strict=True):
        assert one.status_code == two.status_code
        assert plain(one, person.email) == plain(two, other)


def test_a_closed_account_answers_like_a_wrong_password(client, person):
    User.objects.update(is_active=False)

    response = try_password(client, person.email)

    assert response.status_code == 200
    assert "is not right" in response.content.decode()
