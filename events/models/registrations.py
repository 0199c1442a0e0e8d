"""Who comes to an open event: no account, two clicks, and gone after a time."""

import secrets
from datetime import timedelta

from django.db import IntegrityError, models, transaction
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events import notifications
from events.models.anniversaries import CalendarPolicy
from events.models.events import Event
from federation.lifecycle import MoveRefused


def new_token() -> str:
    """144 random bits: nobody guesses somebody else's link."""
    return secrets.token_urlsafe(18)


class RegistrationQuerySet(models.QuerySet):
    def alive(self):
        """Neither cancelled nor forgotten."""
        return self.exclude(state=Registration.State.CANCELLED)

    def told(self):
        """Who is told of a change: whoever confirmed; an address asked only is not."""
        states = (Registration.State.CONFIRMED, Registration.State.WAITING)
        return self.filter(state__in=states)

    def coming(self):
        return self.filter(state=Registration.State.CONFIRMED)

    def waiting(self):
        """The waiting list, in the order of the clicks."""
        return self.filter(state=Registration.State.WAITING).order_by(
            "confirmed_at", "pk"
        )

    def unconfirmed(self, now=None):
        """Nobody clicked in time: the address may not even be theirs."""
        days = CalendarPolicy.current().confirm_days
        long_ago = (now or timezone.now()) - timedelta(days=days)
        return self.filter(state=Registration.State.PENDING, created_at__lt=long_ago)

    def ask(self, event, *, email: str, **who) -> None:
        """A mail to the address; known or not, the answer on the page is the same."""
        mine = self.alive().filter(event=event, email__iexact=email)
        known = mine.first()
        if known is None:
            known = self._made(mine, event=event, email=email, **who)
        if known.state == Registration.State.PENDING:
            days = CalendarPolicy.current().confirm_days
            notifications.registration_asked(known, days=days)
        else:
            notifications.registration_again(known)

    def _made(self, mine, **values) -> "Registration":
        """A new one; of two requests at once the second finds the first one's."""
        try:
            with transaction.atomic():
                return self.create(**values)
        except IntegrityError:
            return mine.get()

    def to_remind(self, now=None):
        """Coming soon and not reminded yet; never after it has begun.

        Who has confirmed within that time knows it anyway.
        """
        now = now or timezone.now()
        ahead = timedelta(hours=CalendarPolicy.current().remind_hours)
        soon = Event.objects.filter(starts_at__gt=now, starts_at__lte=now + ahead)
        off = (Event.Status.CANCELLED, Event.Status.POSTPONED)
        return self.coming().filter(
            event__in=soon.exclude(status__in=off),
            confirmed_at__lt=F("event__starts_at") - ahead,
            reminded_at__isnull=True,
        )

    def outlived(self, now=None):
        """Of events that are over for as long as the office keeps them.

        Who has cancelled, or whose event was, has no more to wait for than the answer
        to a question about it. Guests of a postponed one were told that their seat
        stays: they wait for its new day, ten times as long at most.
        """
        now = now or timezone.now()
        policy = CalendarPolicy.current()
        kept = timedelta(days=policy.keep_registrations)
        asked = now - min(kept, timedelta(days=policy.confirm_days))
        waits = Q(event__status=Event.Status.POSTPONED)
        off = Q(event__status=Event.Status.CANCELLED, event__updated_at__lt=asked)
        return self.filter(
            (self._ended(now - kept) & ~waits)
            | (self._ended(now - 10 * kept) & waits)
            | Q(cancelled_at__lt=asked)
            | off
        )

    @staticmethod
    def _ended(by) -> Q:
        no_end = Q(event__ends_at__isnull=True, event__starts_at__lt=by)
        return Q(event__ends_at__lt=by) | no_end


class Registration(models.Model):
    """One person for one open event. It has no history: it is to be forgotten."""

    class State(models.TextChoices):
        PENDING = "pending", _("to be confirmed by mail")
        CONFIRMED = "confirmed", _("comes")
        WAITING = "waiting", _("on the waiting list")
        CANCELLED = "cancelled", _("cancelled")

    event = models.ForeignKey(
        Event,
        models.CASCADE,
        related_name="registrations",
        verbose_name=_("event"),
    )
    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("e-mail"))
    language = models.CharField(_("language"), max_length=2)
    state = models.CharField(
        _("state"), max_length=9, choices=State, default=State.PENDING
    )
    token = models.CharField(max_length=40, unique=True, default=new_token)
    created_at = models.DateTimeField(_("registered"), default=timezone.now)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    cancelled_at = models.DateTimeField(_("cancelled"), null=True, blank=True)
    reminded_at = models.DateTimeField(_("reminded"), null=True, blank=True)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        ordering = ["event", "confirmed_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                "event",
                Lower("email"),
                condition=~Q(state="cancelled"),
                name="registration_once_per_address",
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("events:registration", args=[self.token])

    @property
    def tone(self) -> str:
        tones = {"confirmed": "good", "cancelled": "bad"}
        return tones.get(self.state, "wait")

    @transaction.atomic
    def confirm(self) -> None:
        """The click in the mail: to the end of the waiting list, then whose turn it is.

        Who waits has the older claim to a seat that came free meanwhile.
        """
        event = Event.objects.select_for_update().get(pk=self.event_id)
        if not event.takes_registrations_now:
            raise MoveRefused(_("Registration for this event is closed."))
        pending = [self.State.PENDING]
        if not self._move(pending, self.State.WAITING, confirmed_at=timezone.now()):
            raise MoveRefused(_("This registration is confirmed or cancelled already."))
        event.fill_seats()
        self.refresh_from_db()
        if self.state == self.State.WAITING:
            notifications.registration_confirmed(self)

    @transaction.atomic
    def cancel(self) -> None:
        """The seat goes to who has waited longest."""
        event = Event.objects.select_for_update().get(pk=self.event_id)
        alive = [self.State.PENDING, self.State.CONFIRMED, self.State.WAITING]
        if not self._move(alive, self.State.CANCELLED, cancelled_at=timezone.now()):
            raise MoveRefused(_("This registration is cancelled already."))
        event.fill_seats()

    def get_seat(self) -> None:
        """From the waiting list to a seat, and told so."""
        if self._move([self.State.WAITING], self.State.CONFIRMED):
            notifications.registration_confirmed(self)

    def remind(self) -> bool:
        """Once, so long before as the office wishes."""
        with transaction.atomic():
            mine = Registration.objects.to_remind().filter(pk=self.pk)
            if not mine.update(reminded_at=timezone.now()):
                return False
            notifications.registration_reminder(self)
        return True

    def _move(self, sources: list[str], to: str, **changes) -> bool:
        rows = Registration.objects.filter(pk=self.pk, state__in=sources)
        if not rows.update(state=to, **changes):
            return False
        self.state = to
        return True
