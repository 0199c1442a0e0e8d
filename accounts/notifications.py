"""Who is told what about their account."""

import secrets

from django.core import signing
from django.urls import reverse
from django.utils import translation

from outbox.post import post


def localized(user, name: str, *args) -> str:
    """The address of a page in this person's language."""
    with translation.override(user.language):
        return reverse(name, args=args)


def tell(user, key: str, occasion: str, **context) -> None:
    post(
        key=key,
        to=user.email,
        language=user.language,
        template=f"accounts/{occasion}",
        secret=True,
        person=user,
        **context,
    )


def invitation(invited) -> None:
    token = signing.dumps(invited.pk, salt="accounts.invitation")
    tell(
        invited.user,
        f"invitation-{invited.pk}",
        "invitation",
        invitation=invited,
        path=localized(invited.user, "account_invitation", token),
    )


def password_reset(user, uid: str, key: str) -> None:
    tell(
        user,
        f"password-reset-{user.pk}-{secrets.token_hex(8)}",
        "password_reset",
        path=localized(user, "account_reset_password_from_key", uid, key),
    )


def password_changed(user) -> None:
    tell(
        user,
        f"password-changed-{user.pk}-{secrets.token_hex(8)}",
        "password_changed",
        path=localized(user, "account_reset_password"),
    )


def login_code(user, code: str) -> None:
    key = f"login-code-{user.pk}-{secrets.token_hex(8)}"
    tell(user, key, "login_code", code=code)


def second_factor_changed(user, event) -> None:
    tell(
        user,
        f"second-factor-{event.pk}",
        "second_factor_changed",
        event=event,
        path=localized(user, "account_inside"),
    )
