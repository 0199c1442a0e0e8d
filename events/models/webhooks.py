"""Programs elsewhere that are told of what falls due, and each call to them."""

import base64
import secrets
import uuid
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Min, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from outbox.models import LADDER

SECRET_PREFIX = "whsec_"  # noqa: S105 - the name of a format, not a secret


def new_secret() -> str:
    """192 random bits, as the Standard Webhooks write them."""
    return SECRET_PREFIX + base64.b64encode(secrets.token_bytes(24)).decode()


def check_address(url: str) -> None:
    """Only https, and only to a host that the configuration of the server names."""
    parts = urlsplit(url)
    place = parts.netloc.lower().removesuffix(":443")
    if parts.scheme != "https":
        raise ValidationError(_("The address begins with https://."), code="scheme")
    if place not in settings.WEBHOOK_HOSTS:
        text = _("Who runs the server has to allow this host first: %(host)s.")
        raise ValidationError(text, params={"host": place}, code="host")


class Webhook(models.Model):
    """A program elsewhere: where it listens, and what our calls are signed with."""

    name = models.CharField(_("name"), max_length=100, unique=True)
    url = models.CharField(
        _("address"),
        max_length=300,
        validators=[check_address],
        help_text=_("https:// only, and only hosts the server's settings allow."),
    )
    secret = models.CharField(
        _("secret"), max_length=60, default=new_secret, editable=False
    )
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("program that is called")
        verbose_name_plural = _("programs that are called")
        ordering = ["name"]

    def __str__(self):
        return self.name

    @property
    def key(self) -> bytes:
        """What a call is signed with."""
        return base64.b64decode(self.secret.removeprefix(SECRET_PREFIX))


class CallQuerySet(models.QuerySet):
    def due(self):
        """Whose time has come, those included whose worker died on the way."""
        now = timezone.now()
        return self.filter(
            Q(state=Call.State.QUEUED, next_attempt_at__lte=now)
            | Q(state=Call.State.CALLING, lease_until__lt=now)
        )

    @transaction.atomic
    def claim(self, **which) -> "Call | None":
        """Take one that is due: for LEASE seconds nobody else will make it."""
        row = (
            self.due()
            .filter(**which)
            .order_by("next_attempt_at", "pk")
            .select_for_update(skip_locked=True)
            .first()
        )
        if row is None:
            return None
        row.state, row.token = row.State.CALLING, uuid.uuid4()
        lease = timedelta(seconds=settings.OUTBOX_LEASE)
        row.lease_until = timezone.now() + lease
        row.attempts += 1
        row.save(update_fields=["state", "token", "lease_until", "attempts"])
        return row

    def try_again(self) -> int:
        """Those a person looked at, from the first attempt on."""
        return self.filter(state=Call.State.FAILED).update(
            state=Call.State.QUEUED,
            attempts=0,
            next_attempt_at=timezone.now(),
            last_error="",
        )

    def oldest_due(self):
        """Since when the oldest call has been due; None when none is."""
        return self.due().aggregate(oldest=Min("next_attempt_at"))["oldest"]


class Call(models.Model):
    """What one reminder tells one program; repeated until it is taken."""

    class State(models.TextChoices):
        QUEUED = "queued", _("waiting")
        CALLING = "calling", _("being called")
        TAKEN = "taken", pgettext_lazy("of a call", "accepted")
        FAILED = "failed", _("refused")

    webhook = models.ForeignKey(
        Webhook, models.PROTECT, related_name="calls", verbose_name=_("program")
    )
    reminder = models.OneToOneField(
        "events.Reminder",
        models.CASCADE,
        related_name="call",
        verbose_name=_("reminder"),
    )
    key = models.CharField(_("occasion"), max_length=200, unique=True)
    body = models.TextField(_("text"))
    state = models.CharField(
        _("state"), max_length=7, choices=State, default=State.QUEUED
    )
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_attempt_at = models.DateTimeField(_("next attempt"), default=timezone.now)
    lease_until = models.DateTimeField(_("taken until"), null=True, blank=True)
    token = models.UUIDField(null=True, blank=True, editable=False)
    last_error = models.TextField(_("error"), blank=True)
    taken_at = models.DateTimeField(_("accepted at"), null=True, blank=True)

    objects = CallQuerySet.as_manager()

    class Meta:
        verbose_name = _("call to a program")
        verbose_name_plural = _("calls to programs")
        ordering = ["-pk"]
        indexes = [
            models.Index(
                fields=["next_attempt_at"],
                name="call_unmade",
                condition=Q(state__in=["queued", "calling"]),
            )
        ]
        constraints = [
            models.CheckConstraint(
                name="call_taken_at_with_state",
                condition=Q(state="taken", taken_at__isnull=False)
                | (~Q(state="taken") & Q(taken_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="call_calling_has_token_and_lease",
                condition=~Q(state="calling")
                | Q(token__isnull=False, lease_until__isnull=False),
            ),
        ]

    def __str__(self):
        return self.key

    def settle(self, state: str, error: str = "") -> bool:
        """Write down what became of it, unless the lease has passed to another."""
        mine = type(self).objects.filter(pk=self.pk, token=self.token)
        step = LADDER[min(self.attempts, len(LADDER)) - 1]
        return bool(
            mine.update(
                state=state,
                token=None,
                lease_until=None,
                taken_at=timezone.now() if state == self.State.TAKEN else None,
                next_attempt_at=timezone.now() + timedelta(minutes=step),
                last_error=error[:500],
            )
        )

    @property
    def is_exhausted(self) -> bool:
        return self.attempts >= len(LADDER)
