"""Hand a mail over: to the mail server, or into a folder as an .eml file."""

import contextlib
import hashlib
import logging
import os
import smtplib
import tempfile
import time
from datetime import timedelta
from email.utils import format_datetime, parsedate_to_datetime
from pathlib import Path

from celery import shared_task
from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import InterfaceError, OperationalError, connection
from django.utils import timezone

from outbox.models import NO_RELAY, Brake, Heartbeat, Message

logger = logging.getLogger(__name__)
# The name under which it is remembered that the mail server did not answer.
TROUBLE = "outbox.relay-trouble"
# For so many seconds a doorbell that was heard sends what else is due.
WHILE_AT_IT = 2


class RelayDown(Exception):
    """The mail server cannot be reached: no message's fault."""


class EmlFiles(BaseEmailBackend):
    """One .eml file per mail in MAIL_DIR; a repeated mail overwrites its own file."""

    def open(self):
        Path(settings.MAIL_DIR).mkdir(parents=True, exist_ok=True)
        return False

    def send_messages(self, messages):
        self.open()
        for message in messages:
            self.write(Path(settings.MAIL_DIR), message.message())
        return len(messages)

    def write(self, folder, mail):
        name = hashlib.sha256(mail["Message-ID"].encode()).hexdigest()[:16]
        stamp = timezone.now() if mail["Date"] is None else mail["Date"]
        target = folder / f"{file_stamp(stamp)}-{name}.eml"
        handle, draft = tempfile.mkstemp(dir=folder, prefix=".", suffix=".part")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(mail.as_bytes(linesep="\r\n"))
                file.flush()
                os.fsync(file.fileno())
            Path(draft).replace(target)  # a reader never sees half a mail
        except BaseException:
            Path(draft).unlink(missing_ok=True)
            raise


def file_stamp(date) -> str:
    """The date of a mail as the beginning of a file name, so that files sort."""
    when = parsedate_to_datetime(date) if isinstance(date, str) else date
    return when.astimezone(timezone.get_default_timezone()).strftime("%Y%m%d-%H%M%S")


def compose(message: Message, relay) -> EmailMultiAlternatives:
    """The mail as it goes out; its Message-ID and Date are those of the row."""
    mail = EmailMultiAlternatives(
        message.subject,
        message.text,
        to=[message.to],
        connection=relay,
        headers={
            "Message-ID": message.message_id,
            "Date": format_datetime(message.date),
            "X-Outbox-Key": message.key,
            "Auto-Submitted": "auto-generated",
            "Content-Language": message.language,
        },
    )
    if message.html:
        mail.attach_alternative(message.html, "text/html")
    return mail


class Line:
    """One connection to the mail server, opened when first needed, for many mails."""

    # A mail server hangs up on who stays for ever.
    MOST = 100

    def __init__(self):
        self.relay, self.carried = None, 0

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.close()

    def carry(self, message: Message) -> None:
        """Hand one mail over; after an error the next begins on a fresh line."""
        relay = self.open()
        try:
            if not compose(message, relay).send():
                raise ValueError("no recipient")
        except Exception:
            self.close()
            raise
        self.carried += 1

    def open(self):
        """The connection, asked whether it still lives before each further mail: so
        one that was cut meanwhile leaves no mail uncertain."""
        if self.relay is None or self.carried >= self.MOST or not self.is_alive():
            self.close()
            relay = get_connection()
            try:
                relay.open()
            except OSError as error:
                raise RelayDown(f"{type(error).__name__}: {error}") from error
            self.relay, self.carried = relay, 0
        return self.relay

    def is_alive(self) -> bool:
        smtp = getattr(self.relay, "connection", None)
        try:
            return smtp is None or smtp.noop()[0] == 250
        except OSError:
            return False

    def close(self) -> None:
        relay, self.relay = self.relay, None
        if relay is not None:
            with contextlib.suppress(OSError):
                relay.close()


def send_next(line: Line, **which) -> bool:
    """Claim one due message, send it outside the transaction, settle it.

    Returns False when nothing was due. Raises RelayDown when no mail server is there.
    """
    message = Message.objects.claim(**which)
    if message is None:
        return False
    try:
        line.carry(message)
    except RelayDown as error:
        Heartbeat.beat(TROUBLE)
        settle(message, Message.State.QUEUED, f"{NO_RELAY}{error}")
        raise
    except (OSError, ValueError) as error:
        settle(message, outcome(message, error), f"{type(error).__name__}: {error}")
        logger.warning("Message %s: %s", message.pk, type(error).__name__)
    except Exception as error:
        settle(message, outcome(message, error), f"{type(error).__name__}: {error}")
        logger.exception("Message %s was not sent", message.pk)
    else:
        settle(message, Message.State.SENT)
        if line.carried == 1 and Heartbeat.stop(TROUBLE):
            Message.objects.relay_is_back()
    return True


def outcome(message: Message, error: Exception) -> str:
    """The state after an error: refused for good, uncertain, or again later."""
    code = smtp_code(error)
    if code >= 500 or isinstance(error, ValueError):
        return Message.State.FAILED
    if message.policy == Message.Policy.AT_MOST_ONCE and not code:
        return Message.State.UNCERTAIN
    return Message.State.FAILED if message.is_exhausted else Message.State.QUEUED


def smtp_code(error: Exception) -> int:
    """What the mail server answered; 0 when it did not."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return max(code for code, _text in error.recipients.values())
    return getattr(error, "smtp_code", 0)


def settle(message, state: str, error: str = "") -> bool:
    """Write the outcome down, with fresh connections for up to 30 seconds.

    `message` is a Message or any row that settles itself; whether it was still ours.

    Without this every restart of the database would become a repeated mail.
    """
    give_up = time.monotonic() + 30
    while True:
        try:
            return message.settle(state, error)
        except (OperationalError, InterfaceError):
            if time.monotonic() > give_up:
                raise
            connection.close()
            time.sleep(0.5)


def is_down() -> bool:
    """Whether the mail server did not answer within the last minute."""
    age = Heartbeat.age(TROUBLE)
    return age is not None and age < timedelta(minutes=1)


def send_what_is_due(until: float, **first) -> None:
    """One message at a time over one line, so that a bad one stops nobody.

    That staff have pulled the brake meanwhile is noticed within a second.
    """
    looked = time.monotonic()
    try:
        with Line() as line:
            send_next(line, **first)
            while time.monotonic() < until and send_next(line):
                if time.monotonic() > looked + 1:
                    looked = time.monotonic()
                    if Brake.is_on():
                        return
    except RelayDown:
        return


@shared_task(name="outbox.deliver", expires=240)
def deliver(message_id: int) -> None:
    """Send one message now, and what else waits; what goes wrong is the sweep's."""
    if not Message.objects.due().filter(pk=message_id).exists():
        return
    if Brake.is_stopped() or is_down():
        return
    Message.objects.hold_flood()
    send_what_is_due(time.monotonic() + WHILE_AT_IT, pk=message_id)
