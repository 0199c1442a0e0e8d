"""An expired session in the middle of a form: nothing typed is lost."""

import time

import pytest
import time_machine
from django.contrib.admin import site
from django.test import Client
from django.urls import reverse

from accounts.actions import give_totp
from accounts.admin import UserAdmin
from accounts.models import KeptForm, User
from tests.accounts.door import SECRET, code, enter
from tests.accounts.factories import PASSWORD, UserFactory
from tests.conftest import log_in

pytestmark = pytest.mark.django_db
ORIGIN = {"origin": "http://testserver"}
TEXT = "Lễ ra mắt chi hội, mồng 5 tháng Chạp"


@pytest.fixture
def person():
    user = UserFactory(superuser=True)
    give_totp(user, SECRET)
    return user


@pytest.fixture
def target():
    return reverse("admin:accounts_user_add")


def send_late(client, target):
    """Fill in a form, wait too long, send it."""
    with time_machine.travel(time.time() + 31 * 60):
        data = {"full_name": TEXT, "tags": ["a", "b"], "password": "x"}
        return client.post(target, data, headers=ORIGIN)


def come_back(client, user):
    with time_machine.travel(time.time() + 32 * 60):
        data = {"login": user.email, "password": PASSWORD}
        data["next"] = reverse("account_continue")
        client.post(reverse("account_login"), data)
        landed = client.post(reverse("mfa_authenticate"), {"code": code()})
        return client.get(landed.url)


@pytest.fixture
def browser(person, target):
    client = Client()
    enter(client, person)
    client.get(target)
    return client


def test_what_was_typed_waits_behind_the_log_in(browser, person, target):
    response = send_late(browser, target)
    page = come_back(browser, person)

    assert response.url.startswith(reverse("account_login"))
    assert page.context["kept"]["path"] == target
    assert page.context["kept"]["fields"] == [
        ["full_name", TEXT],
        ["tags", "a"],
        ["tags", "b"],
    ]
    assert TEXT in page.content.decode()


def test_it_is_told_by_the_names_the_form_gives_its_fields(browser, person, target):
    with time_machine.travel(time.time() + 31 * 60):
        data = {"full_name": TEXT, "language": "en", "email": "", "unknown": "x"}
        browser.post(target, data, headers=ORIGIN)

    page = come_back(browser, person)

    assert page.context["shown"] == [
        ("Họ và tên", TEXT),
        ("Ngôn ngữ", "Tiếng Anh"),
        ("unknown", "x"),
    ]


def test_it_can_be_continued_though_its_page_fails(browser, person, target):
    send_late(browser, target)
    failing = type("Broken", (UserAdmin,), {"get_form": None})

    site._registry[User].__class__, kept = failing, UserAdmin
    try:
        page = come_back(browser, person)
    finally:
        site._registry[User].__class__ = kept

    assert page.status_code == 200
    assert TEXT in page.text


def test_it_is_unreadable_in_the_database(browser, target):
    send_late(browser, target)

    sealed = bytes(KeptForm.objects.get().sealed)

    assert TEXT.encode() not in sealed
    assert b"full_name" not in sealed


def test_another_person_never_sees_it(browser, target):
    send_late(browser, target)
    other = UserFactory(superuser=True)
    log_in(browser, other)

    response = browser.get(reverse("account_continue"))

    assert response.status_code == 302


def test_another_browser_never_sees_it(browser, person, target, as_user):
    send_late(browser, target)

    assert as_user(person).get(reverse("account_continue")).status_code == 302


def test_it_is_gone_after_half_an_hour(browser, person, target):
    send_late(browser, target)

    with time_machine.travel(time.time() + 62 * 60):
        log_in(browser, person)
        assert browser.get(reverse("account_continue")).status_code == 302


def test_strangers_and_other_sites_plant_nothing(client, browser, target):
    client.post(target, {"full_name": "x"}, headers=ORIGIN)
    with time_machine.travel(time.time() + 31 * 60):
        evil = {"origin": "https://evil.example"}
        browser.post(target, {"full_name": "x"}, headers=evil)

    assert not KeptForm.objects.exists()


def test_once_it_arrived_it_is_forgotten(browser, person, target):
    send_late(browser, target)
    come_back(browser, person)

    with time_machine.travel(time.time() + 32 * 60):
        browser.post(target, {"full_name": TEXT})

    assert not KeptForm.objects.exists()


def test_it_can_be_thrown_away(browser, person, target):
    send_late(browser, target)
    come_back(browser, person)

    with time_machine.travel(time.time() + 32 * 60):
        browser.post(reverse("account_continue"))

    assert not KeptForm.objects.exists()


def test_a_page_from_before_a_log_in_elsewhere_loses_nothing(person, target):
    browser = Client(enforce_csrf_checks=True)
    log_in(browser, person)
    browser.get(target)
    data = {"full_name": TEXT, "csrfmiddlewaretoken": "a" * 64}

    response = browser.post(target, data, headers=ORIGIN)
    page = browser.get(response.url)

    assert response.url == reverse("account_continue")
    assert TEXT in page.content.decode()


def test_a_forged_post_stays_refused(person, target):
    browser = Client(enforce_csrf_checks=True)
    log_in(browser, person)

    evil = {"origin": "https://evil.example"}
    response = browser.post(target, {"full_name": "x"}, headers=evil)

    assert response.status_code == 403
    assert not KeptForm.objects.exists()
