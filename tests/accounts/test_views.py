"""The door, step by step, as a browser without JavaScript walks it."""

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.test import Client
from django.urls import NoReverseMatch, reverse

from accounts.models import LoginEvent
from tests.accounts.door import code, enter, try_password
from tests.accounts.factories import PASSWORD, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
Kind = LoginEvent.Kind


def test_log_in_takes_password_and_code(client, person):
    first = try_password(client, person.email)
    assert first.url == reverse("mfa_authenticate")
    assert "_auth_user_id" not in client.session

    second = client.post(first.url, {"code": code()})

    assert second.status_code == 302
    assert client.get(reverse("account_inside")).status_code == 200
    assert LoginEvent.objects.for_people().get().kind == Kind.LOGGED_IN


@pytest.mark.parametrize("typed", ["{}", "  {} ", "{upper}"])
def test_the_same_account_however_it_is_typed(client, person, typed):
    email = typed.format(person.email, upper=person.email.upper())

    assert try_password(client, email).url == reverse("mfa_authenticate")


def test_log_in_keeps_where_one_was_going(client, person):
    target = reverse("portal:workspace")
    to_login = client.get(target).url
    client.post(to_login, {"login": person.email, "password": PASSWORD, "next": target})

    response = client.post(reverse("mfa_authenticate"), {"code": code()})

    assert response.url == target


@pytest.mark.parametrize(
    "evil",
    ["https://evil.example/", "//evil.example", "\\\\evil.example", "javascript:x"],
)
def test_next_never_leads_away(client, person, evil):
    data = {"login": person.email, "password": PASSWORD, "next": evil}
    client.post(reverse("account_login"), data)

    response = client.post(reverse("mfa_authenticate"), {"code": code()})

    assert response.url == reverse("account_inside")


def test_the_session_gets_a_new_id(client, person):
    client.get(reverse("account_login"))
    try_password(client, person.email)
    before = client.session.session_key

    client.post(reverse("mfa_authenticate"), {"code": code()})

    assert client.session.session_key != before


def test_a_code_opens_once(client, person):
    enter(client, person)
    other = Client()
    try_password(other, person.email)

    response = other.post(reverse("mfa_authenticate"), {"code": code()})

    assert response.status_code == 200
    assert "_auth_user_id" not in other.session


@pytest.mark.parametrize(
    ("steps", "opens"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)]
)
def test_a_code_is_good_one_step_before_and_after(client, person, steps, opens):
    with time_machine.travel(1_800_000_015, tick=False):
        try_password(client, person.email)
        client.post(reverse("mfa_authenticate"), {"code": code(steps=steps)})

    assert ("_auth_user_id" in client.session) is opens


def test_five_wrong_codes_are_enough(client, person):
    try_password(client, person.email)
    for _ in range(5):
        client.post(reverse("mfa_authenticate"), {"code": "000000"})

    client.post(reverse("mfa_authenticate"), {"code": code()})

    assert "_auth_user_id" not in client.session


def test_recovery_codes_open_once(client, person):
    Authenticator.objects.create(
        user=person,
        type="recovery_codes",
        data={"seed": totp.encrypt("ab" * 40), "used_mask": 0},
    )
    codes = Authenticator.objects.get(type="recovery_codes").wrap()
    spare = codes.get_unused_codes()[0]
    opened = []

    for _ in range(2):
        browser = Client()
        try_password(browser, person.email)
        browser.post(reverse("mfa_authenticate"), {"code": spare})
        opened.append("_auth_user_id" in browser.session)

    assert opened == [True, False]


# --- what there is not ----------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["account_signup", "account_email", "socialaccount_login", "mfa_trust"]
)
def test_there_is_no_way_in_but_the_office(name):
    with pytest.raises(NoReverseMatch):
        reverse(name)


@pytest.mark.parametrize("path", ["signup/", "email/", "social/signup/", "dang-ky/"])
def test_no_address_signs_anybody_up(client, path):
    for start in ("/tai-khoan/", "/en/accounts/", "/accounts/"):
        assert client.get(start + path).status_code == 404


def test_the_door_opens_while_the_cache_is_away(client, person, settings):
    """Nothing on the way in hangs on Redis: attempts and codes are in the database."""
    nowhere = settings.CACHES["default"] | {"LOCATION": "redis://127.0.0.1:1/0"}
    settings.CACHES = {"default": nowhere}

    assert client.get(reverse("account_login")).status_code == 200
    assert try_password(client, person.email, "sai").status_code == 200
    assert enter(client, person).status_code == 302
    assert client.get(reverse("account_inside")).status_code == 200


def test_a_first_log_in_needs_no_cache(client, settings):
    nowhere = settings.CACHES["default"] | {"LOCATION": "redis://127.0.0.1:1/0"}
    settings.CACHES = {"default": nowhere}
    user = UserFactory()
    try_password(client, user.email)
    form = client.get(reverse("mfa_activate_totp")).context["form"]

    done = client.post(reverse("mfa_activate_totp"), {"code": code(form.secret)})

    assert done.url == reverse("mfa_view_recovery_codes")
    assert client.get(done.url).status_code == 200
    asked = client.post(reverse("account_reset_password"), {"email": user.email})
    assert asked.status_code == 302
