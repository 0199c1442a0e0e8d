"""The door in a real Chromium: log in, lose the session, come back, use a passkey."""

import os
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.sessions.models import Session
from django.urls import reverse

from accounts.actions import give_totp
from federation.models import Union
from tests.accounts.door import SECRET, code
from tests.accounts.factories import PASSWORD, UserFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SHOTS = os.environ.get("SHOTS", "")
TEXT = "Lễ ra mắt chi hội, mồng 5 tháng Chạp"


@pytest.fixture(autouse=True)
def _union(transactional_db):
    """The head of every page is named after the union."""
    names = {"name_vi": "Liên hiệp thử", "name_en": "Test union", "city_vi": "Phố"}
    Union.objects.create(
        kind="union", slug="lien-hiep", document_symbol="LH", city_en="Town", **names
    )


def look(page, name):
    """No violation of axe-core; a picture when someone wants to look."""
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{name}.png", full_page=True)
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def log_in(page, user, steps=0):
    page.fill("input[name=login]", user.email)
    page.fill("input[name=password]", PASSWORD)
    page.click(".gate__form form button")
    page.fill("input[name=code]", code(steps=steps))
    page.click(".gate__form form button")


def test_the_pages_of_the_door_are_accessible(page):
    for lang in ("vi", "en"):
        start = "/en/accounts/" if lang == "en" else "/tai-khoan/"
        page.goto(start + ("login/" if lang == "en" else "dang-nhap/"))
        look(page, f"login-{lang}")
    page.set_viewport_size({"width": 390, "height": 844})
    page.emulate_media(color_scheme="dark")
    page.goto("/tai-khoan/mat-khau/quen/")
    look(page, "forgotten-phone-dark")


def test_what_was_typed_survives_an_ended_session(page):
    user = UserFactory(superuser=True)
    give_totp(user, SECRET)
    page.goto(reverse("admin:accounts_user_add"))
    log_in(page, user, steps=-1)
    page.wait_for_url("**/admin/accounts/user/add/")
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / "admin-add.png")
    page.fill("input[name=full_name]", TEXT)
    page.fill("input[name=email]", "moi@example.vn")
    Session.objects.all().delete()

    page.click("[name=_save]")
    look(page, "login-again")
    log_in(page, user)
    page.wait_for_selector("text=" + TEXT)
    look(page, "continue")
    page.click("form[action*=admin] button")

    page.wait_for_url("**/admin/accounts/user/**")
    assert TEXT in page.content()
    if SHOTS:
        page.goto("/admin/")
        page.screenshot(path=Path(SHOTS) / "admin-home.png", full_page=True)


def test_a_passkey_is_set_up_and_opens(page):
    user = UserFactory()
    page.goto(reverse("account_login"))
    page.goto(page.url.replace("127.0.0.1", "localhost"))
    cdp = page.context.new_cdp_session(page)
    cdp.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasUserVerification": True,
    }
    options |= {"isUserVerified": True, "hasResidentKey": True}
    cdp.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    page.fill("input[name=login]", user.email)
    page.fill("input[name=password]", PASSWORD)
    page.click(".gate__form form button")
    base = page.url.split("/", 3)
    base = f"{base[0]}//{base[2]}"
    page.goto(base + reverse("account_second_factor"))
    look(page, "second-factor")
    page.goto(base + reverse("mfa_add_webauthn"))
    look(page, "passkey-add")

    page.click("#add_passkey")
    page.wait_for_selector("#codes")
    look(page, "recovery-codes")
    page.context.clear_cookies()
    page.goto(base + reverse("account_login"))
    page.fill("input[name=login]", user.email)
    page.fill("input[name=password]", PASSWORD)
    page.click(".gate__form form button")
    page.click("#use_passkey")
    page.wait_for_url("**" + reverse("account_inside"))

    look(page, "overview")
    assert user.authenticator_set.filter(type="webauthn").count() == 1
