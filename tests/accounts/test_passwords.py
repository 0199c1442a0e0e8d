"""New passwords, and sessions that end."""

import re
import threading
import time
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import LoginEvent, User
from outbox.models import Message
from tests.accounts.door import NEW, enter, try_password
from tests.accounts.factories import PASSWORD, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
Kind = LoginEvent.Kind


# --- passwords --------------------------------------------------------------------


def test_forgotten_answers_the_same_and_mails_only_the_owner(client, person):
    answers = [
        client.post(reverse("account_reset_password"), {"email": email})
        for email in (person.email, "nobody@example.vn")
    ]

    assert len({(a.status_code, a.url) for a in answers}) == 1
    assert [m.to for m in Message.objects.all()] == [person.email]


def test_at_most_three_links_in_a_quarter_of_an_hour(client, person):
    now = timezone.now()
    for minutes in range(0, 10, 2):
        with time_machine.travel(now + timedelta(minutes=minutes)):
            client.post(reverse("account_reset_password"), {"email": person.email})

    assert Message.objects.count() == 3


def test_a_form_sent_twice_is_one_mail(client, person):
    for email in (person.email, person.email.upper(), person.email):
        client.post(reverse("account_reset_password"), {"email": email})

    assert Message.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_form_sent_five_times_at_once_is_one_mail(person):
    barrier = threading.Barrier(5)

    def ask():
        try:
            barrier.wait()
            Client().post(reverse("account_reset_password"), {"email": person.email})
        finally:
            connection.close()

    threads = [threading.Thread(target=ask) for _number in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert Message.objects.count() == 1


def test_a_new_password_ends_every_session_and_leaves_the_second_factor(client, person):
    inside = Client()
    enter(inside, person)
    client.post(reverse("account_reset_password"), {"email": person.email})
    link = re.search(r"http://localhost(/\S+)", Message.objects.first().text).group(1)
    form = client.get(link).url
    client.post(form, NEW)

    again = Client().get(link)

    assert inside.get(reverse("account_inside")).status_code == 302
    assert "_auth_user_id" not in client.session
    assert "không còn hiệu lực" in again.content.decode()
    assert try_password(client, person.email, "mot-cau-moi-2026").url == reverse(
        "mfa_authenticate"
    )


@pytest.mark.parametrize(
    "weak", ["ngan", "1234567890", "password123", "nguyenthithu@example", "a" * 9]
)
def test_weak_passwords_are_refused(as_user, person, weak):
    person.full_name, person.email = "Nguyễn Thị Thử", "nguyenthithu@example.vn"
    person.save()
    data = {"oldpassword": PASSWORD, "password1": weak, "password2": weak}

    response = as_user(person).post(reverse("account_change_password"), data)

    assert response.status_code == 200
    assert response.context["form"].errors["password1"]


def test_changing_the_password_keeps_this_browser_only(as_user, person):
    here, there = as_user(person), as_user(person)
    new = "mot-cau-moi-2026"
    data = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    key = here.session.session_key

    here.post(reverse("account_change_password"), data)

    assert here.get(reverse("account_inside")).status_code == 200
    assert here.session.session_key != key
    assert there.get(reverse("account_inside")).status_code == 302
    assert Message.objects.get().template == "accounts/password_changed"


# --- sessions ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("staff", "minutes", "lives"),
    [(True, 29, True), (True, 31, False), (False, 119, True), (False, 121, False)],
)
def test_idle_sessions_end(as_user, staff, minutes, lives):
    client = as_user(UserFactory(is_staff=staff))
    start = time.time()
    client.get(reverse("account_inside"))

    with time_machine.travel(start + minutes * 60):
        response = client.get(reverse("account_inside"))

    assert (response.status_code == 200) is lives


def test_no_session_outlives_twelve_hours(as_user):
    client = as_user(UserFactory())
    start = time.time()
    client.get(reverse("account_inside"))

    seen = []
    for hour in range(1, 13):
        with time_machine.travel(start + hour * 3600 + 60):
            seen.append(client.get(reverse("account_inside")).status_code)

    assert seen == [200] * 11 + [302]


def test_a_closed_account_is_out_with_the_next_request(as_user, person):
    client = as_user(person)
    User.objects.filter(pk=person.pk).update(is_active=False)

    assert client.get(reverse("account_inside")).status_code == 302


def test_other_browsers_can_be_logged_out(as_user, person):
    here, there = as_user(person), as_user(person)

    here.post(reverse("account_end_sessions"))

    assert here.get(reverse("account_inside")).status_code == 200
    assert there.get(reverse("account_inside")).status_code == 302
