"""The way in, as a browser without JavaScript walks it."""

import time

from allauth.mfa.totp.internal import auth as totp
from django.urls import reverse

from accounts.models import LoginEvent
from tests.accounts.factories import PASSWORD

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
