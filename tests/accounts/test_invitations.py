"""The second factor the first time, and invitations."""

import re
import time

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.core.signing import dumps
from django.test import Client
from django.urls import reverse

from accounts.models import Invitation, LoginEvent
from outbox.models import Message
from tests.accounts.door import NEW, SECRET, code, try_password
from tests.accounts.factories import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
Kind = LoginEvent.Kind


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
