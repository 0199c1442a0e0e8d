"""Mail decided on, and what became of it."""

import hashlib
import uuid
from collections import Counter
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models, transaction
from django.db.models import Count, Max, Min, Q
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

# Minutes to wait after each attempt that did not succeed: the sixth attempt comes
# after an hour, the last after two days. Then a person decides.
LADDER = (1, 2, 5, 10, 20, 40, 60, 120, 240, 480, 720, 1440)
PATIENT = 6
# More than this at once, and more than three times what was ever usual, is a mistake
# until a person says otherwise.
USUAL = 500
# How the error of a message begins that no mail server was there to refuse.
NO_RELAY = gettext_noop("The mail server cannot be reached: ")
STOPPED = gettext_noop("The worker stopped while sending.")


def message_id(key: str) -> str:
    """The same for ever for one occasion, so that a repeated mail is recognisable."""
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:40]}@{host}>"


class MessageQuerySet(models.QuerySet):
    def due(self):
        """Whose time has come, those included whose worker died on the way.

        At most once means: what was under way when the worker died is not repeated.
        """
        now = timezone.now()
        return self.filter(
            Q(useful_until__isnull=True) | Q(useful_until__gt=now),
            Q(state=Message.State.QUEUED, next_attempt_at__lte=now)
            | Q(
                state=Message.State.SENDING,
                lease_until__lt=now,
                attempts__lt=len(LADDER),
                policy=Message.Policy.AT_LEAST_ONCE,
            ),
        )

    def waiting_for_staff(self):
        """Only a person moves these on."""
        return self.filter(
            state__in=[
                Message.State.FAILED,
                Message.State.UNCERTAIN,
                Message.State.HELD,
            ]
        )

    @transaction.atomic
    def claim(self, **which) -> "Message | None":
        """Take one due message: for LEASE seconds nobody else will send it."""
        row = (
            self.due()
            .filter(**which)
            .order_by("next_attempt_at")
            .select_for_update(skip_locked=True)
            .first()
        )
        if row is None:
            return None
        now = timezone.now()
        row.state, row.token, row.claimed_at = row.State.SENDING, uuid.uuid4(), now
        row.lease_until = now + timedelta(seconds=settings.OUTBOX_LEASE)
        row.attempts += 1
        row.save(
            update_fields=["state", "token", "claimed_at", "lease_until", "attempts"]
        )
        return row

    def settle_lost(self) -> int:
        """Whose worker died and which may not be repeated: staff decide. So they do
        about one that has stopped its worker time and again."""
        lost = self.filter(state=Message.State.SENDING, lease_until__lt=timezone.now())
        stopped = {"token": None, "last_error": gettext(STOPPED)}
        once = lost.filter(policy=Message.Policy.AT_MOST_ONCE)
        often = lost.filter(attempts__gte=len(LADDER))
        return once.update(state=Message.State.UNCERTAIN, **stopped) + often.update(
            state=Message.State.FAILED, **stopped
        )

    def skip_outlived(self) -> int:
        """What would come too late to be of use is not sent, and says so."""
        waiting = [Message.State.QUEUED, Message.State.HELD, Message.State.SENDING]
        late = self.filter(useful_until__lte=timezone.now(), state__in=waiting)
        late = late.exclude(lease_until__gt=timezone.now())
        return late.update(
            state=Message.State.SKIPPED,
            token=None,
            last_error=gettext("It would have come too late to be of use."),
        )

    def try_again(self) -> int:
        """Queue those that wait for a person, from the first attempt on."""
        now = timezone.now()
        return self.waiting_for_staff().update(
            state=Message.State.QUEUED,
            attempts=0,
            next_attempt_at=now,
            released_at=now,
            last_error="",
        )

    def usual_at_most(self) -> int:
        """How many may go out in an hour: three times the best day, or USUAL."""
        now = timezone.now()
        days = (
            self.filter(
                sent_at__gte=now - timedelta(days=30),
                sent_at__lt=now - timedelta(hours=1),
            )
            .annotate(day=TruncDate("sent_at"))
            .values("day")
            .annotate(number=Count("pk"))
            .order_by("-number")
        )
        best = days.first()
        return max(3 * best["number"] if best else 0, USUAL)

    def hold_flood(self) -> int:
        """Hold what is due of an occasion that is told far more often than ever.

        Every template counts for itself: who floods one form stops no other mail. What
        staff released flows.
        """
        now = timezone.now()
        unasked = self.filter(released_at__isnull=True)
        flood = unasked.filter(state=Message.State.QUEUED, next_attempt_at__lte=now)
        gone = unasked.filter(sent_at__gte=now - timedelta(hours=1))
        numbers = Counter()
        for rows in (flood, gone):
            counts = rows.order_by().values("template").annotate(number=Count("pk"))
            numbers.update(dict(counts.values_list("template", "number")))
        return sum(
            flood.filter(template=template).update(
                state=Message.State.HELD,
                last_error=gettext("Held back: %(number)s messages within an hour.")
                % {"number": number},
            )
            for template, number in numbers.items()
            if number > USUAL
            and number > self.filter(template=template).usual_at_most()
        )

    def held_lately(self):
        """Of each template that was held back in the last 24 hours: how many, and when
        the last of them was written."""
        lately = self.filter(
            state=Message.State.HELD, date__gte=timezone.now() - timedelta(hours=24)
        )
        groups = lately.order_by("template").values_list("template")
        return groups.annotate(Count("pk"), Max("date"))

    def relay_is_back(self) -> int:
        """Whoever waits only because no mail server was there is due at once."""
        waiting = self.filter(
            state=Message.State.QUEUED, last_error__startswith=NO_RELAY
        )
        return waiting.update(next_attempt_at=timezone.now())

    def oldest_due(self):
        """Since when the oldest unsent message has been due; None when none is."""
        return self.due().aggregate(oldest=Min("next_attempt_at"))["oldest"]


class Message(models.Model):
    """One mail to one person about one occasion; the key names the occasion."""

    class State(models.TextChoices):
        QUEUED = "queued", _("waiting")
        SENDING = "sending", _("being sent")
        SENT = "sent", _("sent")
        FAILED = "failed", _("refused")
        UNCERTAIN = "uncertain", _("uncertain")
        HELD = "held", _("held back")
        SKIPPED = "skipped", _("too late, not sent")

    class Policy(models.TextChoices):
        AT_LEAST_ONCE = "at_least_once", _("never lost, rarely twice")
        AT_MOST_ONCE = "at_most_once", _("never twice, rarely uncertain")

    key = models.CharField(_("occasion"), max_length=200, unique=True)
    to = models.EmailField(_("to"))
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    template = models.CharField(_("template"), max_length=120, blank=True)
    subject = models.CharField(_("subject"), max_length=250)
    text = models.TextField(_("text"))
    html = models.TextField(_("HTML"), blank=True)
    message_id = models.CharField(_("Message-ID"), max_length=250, unique=True)
    date = models.DateTimeField(_("written"))
    is_secret = models.BooleanField(
        _("for its recipient alone"),
        default=False,
        help_text=_("It holds what opens an account or shows who reads or comes."),
    )
    policy = models.CharField(
        _("delivery"), max_length=13, choices=Policy, default=Policy.AT_LEAST_ONCE
    )
    state = models.CharField(
        _("state"), max_length=9, choices=State, default=State.QUEUED
    )
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_attempt_at = models.DateTimeField(_("next attempt"), default=timezone.now)
    useful_until = models.DateTimeField(
        _("of use until"),
        null=True,
        blank=True,
        help_text=_("What has not been sent by then is not sent any more."),
    )
    claimed_at = models.DateTimeField(_("last attempt"), null=True, blank=True)
    lease_until = models.DateTimeField(_("taken until"), null=True, blank=True)
    token = models.UUIDField(_("token"), null=True, blank=True)
    last_error = models.TextField(_("error"), blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    released_at = models.DateTimeField(_("released by staff"), null=True, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        indexes = [
            models.Index(
                fields=["next_attempt_at"],
                name="outbox_unsent",
                condition=Q(state__in=["queued", "sending"]),
            ),
            models.Index(fields=["-date"], name="outbox_newest"),
            models.Index(fields=["sent_at"], name="outbox_sent"),
        ]
        constraints = [
            models.CheckConstraint(
                name="message_sent_at_with_state",
                condition=Q(state="sent", sent_at__isnull=False)
                | (~Q(state="sent") & Q(sent_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="message_sending_has_token_and_lease",
                condition=~Q(state="sending")
                | Q(token__isnull=False, lease_until__isnull=False),
            ),
        ]

    def __str__(self):
        return self.subject

    @property
    def masked_to(self) -> str:
        """The address as staff see it; whose mail is secret, is not read off it."""
        name, _at, host = self.to.rpartition("@")
        return f"{name[:1]}…@{host}" if self.is_secret else self.to

    def settle(self, state: str, error: str = "") -> bool:
        """Write down what became of it, unless the lease has passed to another."""
        mine = type(self).objects.filter(pk=self.pk, token=self.token)
        return bool(
            mine.update(
                state=state,
                token=None,
                lease_until=None,
                sent_at=timezone.now() if state == self.State.SENT else None,
                last_error=error[:2000],
                next_attempt_at=self.next_turn(),
                # A mail server that is away does not use up a message's attempts.
                attempts=min(self.attempts, PATIENT)
                if error.startswith(NO_RELAY)
                else self.attempts,
            )
        )

    def next_turn(self):
        """When to try again after as many attempts as there were."""
        step = LADDER[min(self.attempts, len(LADDER)) - 1] if self.attempts else 0
        return timezone.now() + timedelta(minutes=step)

    @property
    def is_exhausted(self) -> bool:
        return self.attempts >= len(LADDER)
