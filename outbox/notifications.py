"""Who looks after the mail is told by mail that some of it waits for them."""

from django.contrib.auth.backends import ModelBackend
from django.utils import timezone

from outbox.models import Message
from outbox.post import post


def held() -> None:
    """A flood was held back: once for each kind of mail and day, to who may release."""
    for template, number, last in Message.objects.held_lately():
        rows = Message.objects.filter(template=template, state=Message.State.HELD)
        example = rows.latest("date").subject
        for user in who_may_release():
            post(
                key=f"held-{template}-{timezone.localdate(last)}-{user.pk}",
                to=user.email,
                language=user.language,
                template="outbox/held",
                user=user,
                number=number,
                example=example,
            )


def who_may_release():
    """Staff with the right to send again what was held back."""
    holders = ModelBackend().with_perm("outbox.change_message", is_active=True)
    return holders.filter(is_staff=True)
