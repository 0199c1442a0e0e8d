"""A newsletter as mail: written once per language, sent copy by copy."""

import contextlib
import logging
import re
import smtplib
import time
from datetime import timedelta
from email.utils import format_datetime

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.template import Context
from django.template.loader import get_template, render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from bulletin.models import Delivery, Mailing, Publication
from federation.lifecycle import MoveRefused
from outbox.models import Brake, Heartbeat, message_id
from outbox.relay import TROUBLE, is_down, settle, smtp_code

logger = logging.getLogger(__name__)
# Stands in the written text where each reader's own address of leaving comes.
LEAVE = "https://leave.invalid/"
State = Delivery.State


def write(mailing: Mailing, language: str) -> dict[str, str]:
    """Subject, text and HTML in one language; the leaving address is still open."""
    with translation.override(language):
        context = {
            "mailing": mailing,
            "articles": mailing.contents(),
            "publication": Publication.objects.select_related("owner").first(),
            "SITE_URL": settings.SITE_URL,
            "leave": LEAVE,
            "language": language,
        }
        template = get_template("mail/bulletin/newsletter.txt").template
        text = template.render(Context(context, autoescape=False))
        html = render_to_string("mail/bulletin/newsletter.html", context)
        return {"subject": mailing.subject, "text": text.strip() + "\n", "html": html}


def leaving_at(url: str, words: dict) -> dict[str, str]:
    """The written words with this address of leaving."""
    return {name: text.replace(LEAVE, url) for name, text in words.items()}


def newsletter_url(language: str) -> str:
    """Where everybody may come in: a trial copy has nobody to leave."""
    with translation.override(language):
        return settings.SITE_URL + reverse("bulletin:newsletter")


def leave_url(delivery: Delivery) -> str:
    with translation.override(delivery.language):
        token = delivery.subscription.token
        return settings.SITE_URL + reverse("bulletin:newsletter-leave", args=[token])


def letter(delivery: Delivery, words: dict, relay) -> EmailMultiAlternatives:
    """One reader's copy, with the one-click way out of RFC 8058."""
    url = leave_url(delivery)
    words = leaving_at(url, words)
    mail = EmailMultiAlternatives(
        words["subject"],
        words["text"],
        to=[delivery.address],
        connection=relay,
        headers={
            "Message-ID": message_id(delivery.key),
            "Date": format_datetime(delivery.mailing.begun_at or timezone.now()),
            "List-Unsubscribe": f"<{url}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Precedence": "bulk",
            "X-Outbox-Key": delivery.key,
            "Content-Language": delivery.language,
        },
    )
    mail.attach_alternative(words["html"], "text/html")
    return mail


# No such mailbox (RFC 3463: 5.1.x, 5.2.1), not a full one nor a matter of trust.
NOBODY = re.compile(rb"5\.(1\.\d+|2\.1)\b")


def is_dead(error: Exception) -> bool:
    """The mail server knows no such mailbox, now or ever."""
    if not isinstance(error, smtplib.SMTPRecipientsRefused):
        return False
    code, text = next(iter(error.recipients.values()))
    says_why = re.match(rb"\d\.\d+\.\d+", text)
    return code in {550, 551, 553} and bool(not says_why or NOBODY.match(text))


class Round:
    """One worker's turn: copy after copy over one connection, until its time is up."""

    def __init__(self, seconds: float):
        self.end = time.monotonic() + seconds
        self.written, self.left, self.looked = {}, {}, 0.0
        self.relay = None

    def run(self) -> int:
        """How many copies were handed over."""
        sent = 0
        try:
            while time.monotonic() < self.end and not self.is_stopped():
                delivery = Delivery.objects.claim(self.busy())
                if delivery is None:
                    break
                most = delivery.mailing.per_minute
                self.left[delivery.domain] = self.left.get(delivery.domain, most) - 1
                if delivery.state == State.SENDING:
                    sent += self.hand_over(delivery)
        finally:
            self.close()
        return sent

    def is_stopped(self) -> bool:
        """Once a second: has staff pulled the brake, what have other workers sent?"""
        if time.monotonic() - self.looked > 1:
            self.left, self.looked = Delivery.objects.allowances(), time.monotonic()
            self.brake = Brake.is_on() or is_down()
        return self.brake

    def busy(self) -> list[str]:
        """Mail hosts that have had enough for this minute."""
        return [host for host, number in self.left.items() if number <= 0]

    def words(self, delivery: Delivery) -> dict:
        key = (delivery.mailing_id, delivery.language)
        if key not in self.written:
            self.written[key] = write(delivery.mailing, delivery.language)
        return self.written[key]

    def hand_over(self, delivery: Delivery) -> bool:
        try:
            words = self.words(delivery)
        except Exception as error:
            logger.exception("Newsletter %s cannot be written", delivery.mailing_id)
            delivery.settle(State.QUEUED)
            delivery.mailing.hold_back(f"{type(error).__name__}: {error}")
            return False
        try:
            relay = self.open()
        except (OSError, smtplib.SMTPException) as error:
            delivery.settle(State.QUEUED, str(error), later=timedelta(minutes=1))
            Heartbeat.beat(TROUBLE)
            self.end = 0
            return False
        try:
            letter(delivery, words, relay).send()
        except Exception as error:  # noqa: BLE001 (its traceback names the reader)
            logger.warning("Copy %s: %s", delivery.pk, type(error).__name__)
            self.close()
            self.settle_error(delivery, error)
            return False
        # Tries for half a minute: what went out must not look as if it had not.
        is_settled = settle(delivery, State.SENT)
        delivery.subscription.reached()
        return is_settled

    def settle_error(self, delivery: Delivery, error: Exception) -> None:
        """Refused for good, refused for now, or nobody knows."""
        code, words = smtp_code(error), f"{type(error).__name__}: {error}"
        if code >= 500 or isinstance(error, ValueError):
            delivery.settle(State.FAILED, words)
            if is_dead(error):
                delivery.subscription.refused()
        elif code and delivery.attempts < Delivery.MOST:
            later = timedelta(minutes=5 * 2**delivery.attempts)
            delivery.settle(State.QUEUED, words, later=later)
        else:
            delivery.settle(State.FAILED if code else State.UNCERTAIN, words)

    def open(self):
        if self.relay is None:
            relay = get_connection()
            relay.open()
            self.relay = relay
        return self.relay

    def close(self) -> None:
        if self.relay is not None:
            with contextlib.suppress(OSError, smtplib.SMTPException):
                self.relay.close()
            self.relay = None


def send_round(seconds: float) -> int:
    """Settle what was lost, send what is due, close what is done."""
    Delivery.objects.settle_lost()
    sent = Round(seconds).run()
    open_copies = Delivery.objects.filter(state__in=["queued", "sending"])
    for mailing in Mailing.objects.filter(status=Mailing.Status.SENDING):
        if not open_copies.filter(mailing=mailing).exists():
            with contextlib.suppress(MoveRefused):  # another worker was faster
                mailing.move(Mailing.Status.SENT, done_at=timezone.now())
    return sent
