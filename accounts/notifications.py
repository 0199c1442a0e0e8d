"""Who is told what about their account."""

from django.core import signing
from django.urls import reverse
from django.utils import translation

from outbox.post import post


def invitation(invited) -> None:
    token = signing.dumps(invited.pk, salt="accounts.invitation")
    with translation.override(invited.user.language):
        path = reverse("account_invitation", args=[token])
    post(
        key=f"invitation-{invited.pk}",
        to=invited.user.email,
        language=invited.user.language,
        template="accounts/invitation",
        invitation=invited,
        path=path,
    )
