"""Write a mail down in the same transaction as the change it reports."""

import logging
import time
from datetime import datetime

from celery import current_app
from django.conf import settings
from django.db import IntegrityError, transaction
from django.template import Context
from django.template.loader import get_template, render_to_string
from django.utils import timezone, translation
from kombu.exceptions import OperationalError

from outbox.models import Message, message_id
from outbox.relay import deliver

logger = logging.getLogger(__name__)
# After a broker that did not answer, requests do not wait for it again for so long.
QUIET_SECONDS = 15
quiet_until = 0.0


def post(
    *,
    key: str,
    to: str,
    language: str,
    template: str,
    policy: str = Message.Policy.AT_LEAST_ONCE,
    secret: bool = False,
    words: dict[str, str] | None = None,
    useful_until: datetime | None = None,
    bell: bool = True,
    **context,
) -> Message:
    """Post the mail `templates/mail/<template>.txt` once per key.

    Its first line is the subject. The text is stored in the recipient's language: what
    goes out is what was decided. Or it is written already: `words`. A `secret` one
    shows staff neither text nor address. What has not left at `useful_until` is not
    sent any more. Without a `bell` the next sweep takes it.
    """
    written = Message.objects.filter(key=key).first()
    if written is not None:
        return written
    language = language or settings.LANGUAGE_CODE
    if words is None:
        with translation.override(language):
            words = write(template, context)
    row = {"key": key, "message_id": message_id(key), "date": timezone.now(), **words}
    row |= {"to": to, "language": language, "template": template, "policy": policy}
    row |= {"is_secret": secret, "useful_until": useful_until}
    message, is_new = put_down(row)
    if is_new and bell:
        ring_after_commit(message.pk)
    return message


def put_down(row: dict) -> tuple[Message, bool]:
    """The message and whether it is new; another process may have been faster."""
    try:
        with transaction.atomic():
            return Message.objects.create(**row), True
    except IntegrityError:
        return Message.objects.get(key=row["key"]), False


def ring_after_commit(pk: int) -> None:
    """A named function: a partial cannot be logged by `robust`, should it fail."""

    def nudge():
        ring(pk)

    transaction.on_commit(nudge, robust=True)


def write(template: str, context: dict) -> dict[str, str]:
    """Subject, text and HTML of a mail in the active language."""
    context = {"SITE_URL": settings.SITE_URL, **context}
    plain = get_template(f"mail/{template}.txt").template
    draft = plain.render(Context(context, autoescape=False)).strip()
    subject, _line, body = draft.partition("\n")
    foot = render_to_string("mail/foot.txt", context).strip()
    subject = " ".join(subject.split())[:250]
    sender = {"sender": foot.partition("\n")[0]}
    html = render_to_string(
        "mail/base.html",
        context | {"subject": subject, "parts": parts(body), "foot": foot, **sender},
    )
    text = f"{body.strip()}\n\n-- \n{foot}\n"
    return {"subject": subject, "text": text, "html": html}


def parts(body: str) -> list[dict]:
    """The paragraphs of a text; the first that is a label and a link is the button."""
    found, has_button = [], False
    for paragraph in body.strip().split("\n\n"):
        lines = [line.strip() for line in paragraph.strip().splitlines()]
        label, _line, url = (" ".join(lines[:-1]), "", lines[-1] if lines else "")
        is_link = bool(label) and url.startswith(settings.SITE_URL) and " " not in url
        if is_link and not has_button:
            has_button = True
            found.append({"label": label.removesuffix(":"), "url": url})
        elif lines:
            found.append({"lines": lines})
    return found


def ring(pk: int, task: str = "") -> None:
    """The doorbell of one message, or of another row's task; a sweep comes anyway."""
    global quiet_until
    if time.monotonic() < quiet_until:
        return
    try:
        if task:
            current_app.send_task(task, [pk], expires=240)
        else:
            deliver.delay(pk)
    except (OperationalError, OSError) as error:
        quiet_until = time.monotonic() + QUIET_SECONDS
        logger.warning("No broker (%s): the sweep sends the mail", type(error).__name__)
