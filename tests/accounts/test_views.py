"""The door, step by step, as a browser without JavaScript walks it."""

import re
import time

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.core.signing import dumps
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import translation

from accounts.actions import give_totp
from accounts.models import Invitation, LoginEvent, User
from outbox.models import Message
from tests.accounts.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
Kind = LoginEvent.Kind
NEW = {"password1": "mot-cau-moi-2026", "password2": "mot-cau-moi-2026"}


def code(secret=SECRET, steps=0):
    counter = int(time.time()) // 30 + steps
    return totp.format_hotp_value(totp.hotp_value(secret, counter))


def try_password(client, email, password=PASSWORD, **extra):
    data = {"login": email, "password": password}
    return client.post(reverse("account_login"), data, **extra)


def enter(client, user):
    """Password and code, as far as the desk."""
    try_password(client, user.email)
    return client.post(reverse("mfa_authenticate"), {"code": code()})


@pytest.fixture
def person():
    user = UserFactory()
    give_totp(user, SECRET)
    return user


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


# --- guessing ---------------------------------------------------------------------


def is_held_back(response):
    return "quarter of an hour" in response.content.decode()


@pytest.fixture(autouse=True)
def _english():
    """Sentences are looked for in English, whatever the state of the catalogue."""
    with translation.override("en"):
        yield


@pytest.fixture
def english_client():
    return Client(headers={"accept-language": "en"})


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


# --- passwords --------------------------------------------------------------------


def test_forgotten_answers_the_same_and_mails_only_the_owner(client, person):
    answers = [
        client.post(reverse("account_reset_password"), {"email": email})
        for email in (person.email, "nobody@example.vn")
    ]

    assert len({(a.status_code, a.url) for a in answers}) == 1
    assert [m.to for m in Message.objects.all()] == [person.email]


def test_at_most_three_links_in_a_quarter_of_an_hour(client, person):
    for _ in range(5):
        client.post(reverse("account_reset_password"), {"email": person.email})

    assert Message.objects.count() == 3


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


# --- the second factor, the first time ----------------------------------------------


def test_staff_set_up_an_app_before_anything_else(client):
    user = UserFactory(staff=True)
    try_password(client, user.email)
    asked = client.get("/admin/")
    assert asked.url.startswith(reverse("account_second_factor"))
    client.get(asked.url)
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    before = client.session.session_key

    done = client.post(reverse("mfa_activate_totp"), {"code": code(secret)})
    codes = client.get(done.url)

    assert done.url == reverse("mfa_view_recovery_codes")
    assert len(codes.context["codes"]) == 10
    assert codes.context["onwards"] == "/admin/"
    assert client.session.session_key != before
    assert client.get("/admin/").status_code == 200
    assert client.get(done.url).status_code == 302  # shown once


def test_the_code_that_set_the_app_up_does_not_open(client):
    user = UserFactory()
    try_password(client, user.email)
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    used = code(secret)
    client.post(reverse("mfa_activate_totp"), {"code": used})
    other = Client()
    try_password(other, user.email)

    other.post(reverse("mfa_authenticate"), {"code": used})

    assert "_auth_user_id" not in other.session


def test_secrets_are_sealed_in_the_database(person):
    assert SECRET not in str(Authenticator.objects.get().data)


def test_a_secretary_may_choose_codes_by_mail(client):
    user = UserFactory()
    try_password(client, user.email)
    client.post(reverse("account_mail_code"), {"send": "1"})
    sent = re.search(r"\d{6}", Message.objects.get().subject).group()
    client.post(reverse("account_mail_code"), {"code": sent})
    again = Client()
    step = try_password(again, user.email)
    second = re.search(r"\d{6}", Message.objects.order_by("-pk")[0].subject).group()

    assert client.get(reverse("account_second_factor")).status_code == 302  # is past it
    assert step.url == reverse("account_confirm_login_code")
    assert "_auth_user_id" not in again.session

    again.post(step.url, {"code": second})

    assert "_auth_user_id" in again.session
    assert again.get(reverse("account_second_factor")).status_code == 302


def test_staff_may_not_choose_codes_by_mail(as_user):
    client = as_user(UserFactory(staff=True), factor=None)

    assert client.get(reverse("account_mail_code")).status_code == 404


def test_without_its_app_a_session_starts_over_with_choosing(as_user, person):
    client = as_user(person)
    session = client.session
    records = session["account_authentication_methods"]
    records.append({"method": "password", "at": time.time(), "reauthenticated": True})
    session["account_authentication_methods"] = records
    session.save()

    response = client.post(reverse("mfa_deactivate_totp"))

    assert response.url == reverse("account_second_factor")
    assert client.get(reverse("portal:workspace")).status_code == 302


# --- invitation -----------------------------------------------------------------------


def invitation_link():
    return re.search(r"http://localhost(/\S+)", Message.objects.last().text).group(1)


def test_an_invitation_leads_to_password_and_second_factor(client):
    user = UserFactory(password="!")
    Invitation.send(user)

    response = client.post(invitation_link(), NEW)

    assert response.url == reverse("account_second_factor")
    assert client.get(response.url).status_code == 200
    assert client.get(invitation_link()).status_code == 410


def test_an_invitation_runs_out_after_seven_days(client):
    Invitation.send(UserFactory(password="!"))
    link = invitation_link()

    with time_machine.travel(time.time() + 7 * 86400 + 60):
        assert client.get(link).status_code == 410


def test_a_second_invitation_replaces_the_first(client):
    user = UserFactory(password="!")
    first = Invitation.send(user)
    old = invitation_link()
    Invitation.send(user)

    assert client.get(old).status_code == 410
    assert client.get(invitation_link()).status_code == 200
    assert Message.objects.filter(key=f"invitation-{first.pk}").count() == 1


def test_a_made_up_link_is_no_invitation(client):
    user = UserFactory(password="!")
    Invitation.send(user)
    forged = dumps(Invitation.objects.get().pk, salt="something.else")

    for token in (forged, "x", "1:2:3"):
        path = reverse("account_invitation", args=[token])
        assert client.get(path).status_code == 410


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
