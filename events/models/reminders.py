"""The ledger: what is to be told, when and to whom, and what became of it."""

from datetime import timedelta
from functools import partial

from django.conf import settings
from django.db import models, transaction
from django.db.models import Case, F, Q, Value, When
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from events import notifications
from events.models.occurrences import Occurrence
from events.models.rules import ReminderRule
from events.models.webhooks import Call
from federation.lifecycle import MoveRefused
from outbox.models import Message
from outbox.post import ring

MAX_ATTEMPTS = 5
# For so long it is looked what became of a mail.
FOLLOWED = timedelta(days=60)


class ReminderQuerySet(models.QuerySet):
    def scheduled(self):
        return self.filter(state=Reminder.State.SCHEDULED)

    def due(self, now=None):
        """Those whose hour has come, or was missed, and that nobody has sent."""
        return self.scheduled().filter(due_at__lte=now or timezone.now())

    def went_out(self):
        return self.filter(state__in=[Reminder.State.SENT, Reminder.State.LATE])

    def told(self):
        """What the recipient finds in the workspace, also where the mail failed."""
        undelivered = Q(state=Reminder.State.FAILED, reason=Reminder.Reason.POST)
        return self.filter(Q(state__in=["sent", "late"]) | undelivered)

    def in_trouble(self):
        """What staff should know: nobody got it, or it broke."""
        return self.filter(state__in=[Reminder.State.MISSED, Reminder.State.FAILED])

    def cancel(self, reason: str) -> int:
        """Unsent ones are not sent any more; what was sent stays."""
        return self.scheduled().update(
            state=Reminder.State.CANCELLED, reason=reason, settled_at=timezone.now()
        )

    def follow_mail(self) -> int:
        """What the post could not carry is not sent in the ledger either, until it is.

        What it carried too late to be of use was missed.
        """
        mails = Message.objects.filter(
            date__gte=timezone.now() - FOLLOWED, key__startswith="reminder"
        )
        states = Message.State
        stuck = mails.waiting_for_staff().values("key")
        late = mails.filter(state=states.SKIPPED).values("key")
        away = mails.filter(state__in=[states.QUEUED, states.SENDING, states.SENT])
        failed = {"state": Reminder.State.FAILED, "reason": Reminder.Reason.POST}
        missed = {"state": Reminder.State.MISSED, "reason": Reminder.Reason.PASSED}
        again = Case(
            When(settled_at__date__gt=F("due_at__date"), then=Value("late")),
            default=Value("sent"),
        )
        unseen = self.filter(acknowledged_at__isnull=True).exclude(mail_key="")
        return (
            unseen.went_out().filter(mail_key__in=stuck).update(**failed)
            + unseen.told().filter(mail_key__in=late).update(**missed)
            + self.filter(**failed, mail_key__in=away.values("key")).update(
                state=again, reason=""
            )
        )

    def revive(self) -> int:
        """What was cancelled, or missed by a wrong clock, and is wanted again."""
        passed = Q(state=Reminder.State.MISSED, reason=Reminder.Reason.PASSED)
        return self.filter(Q(state=Reminder.State.CANCELLED) | passed).update(
            state=Reminder.State.SCHEDULED, reason="", settled_at=None
        )

    @transaction.atomic
    def send_together(self, reminders) -> int:
        """Those of one recipient and one day, in one mail; how many were taken.

        What another sweep has in hand is left to it, without waiting for it.
        """
        mine = self.scheduled().filter(pk__in=[one.pk for one in reminders])
        mine = mine.select_for_update(skip_locked=True, of=["self"])
        free = set(mine.order_by("pk").values_list("pk", flat=True))
        taken = [one for one in reminders if one.pk in free and one.claim()]
        mailed = [one for one in taken if one.rule.channel == ReminderRule.Channel.MAIL]
        if mailed:
            key = notifications.reminders(mailed)
            self.filter(pk__in=[one.pk for one in mailed]).update(mail_key=key)
        for one in taken:
            if one.rule.is_call:
                one.call_out()
        return len(taken)

    def managed_by(self, user):
        """One's own, of any state."""
        return self.filter(recipient=user)

    def for_rows(self):
        """Everything a line of the ledger prints, in one query."""
        return self.select_related(
            *("rule__webhook", "recipient", "occurrence__lead"),
            *("occurrence__anniversary__country", "occurrence__anniversary__owner"),
        )


class Reminder(models.Model):
    """One reminder to one person: of which rule, which day, and what became of it.

    The row is made ahead of time and is unique by its identity, so that two sweeps,
    two beats or a restart cannot make a second one.
    """

    class State(models.TextChoices):
        SCHEDULED = "scheduled", _("scheduled")
        SENT = "sent", _("sent")
        LATE = "late", _("sent late")
        MISSED = "missed", _("missed")
        CANCELLED = "cancelled", _("cancelled")
        FAILED = "failed", _("failed")

    class Reason(models.TextChoices):
        PASSED = "passed", _("the day had passed")
        NOBODY = "nobody", _("nobody held the office")
        LEFT = "left", _("no longer in office")
        CLOSED = "closed", _("held or left out")
        MOVED = "moved", _("the date moved")
        RULE = "rule", _("the rule changed")
        UNVERIFIED = "unverified", _("the day is no longer verified")
        ERROR = "error", _("the mail could not be written")
        REFUSED = "refused", _("the program did not take it")
        POST = "post", _("the mail was refused or is held back")

    rule = models.ForeignKey(
        ReminderRule,
        models.PROTECT,
        related_name="reminders",
        verbose_name=_("rule"),
    )
    occurrence = models.ForeignKey(
        Occurrence,
        models.CASCADE,
        related_name="reminders",
        verbose_name=_("occurrence"),
    )
    occurs_on = models.DateField(_("date of the anniversary"))
    offset = models.CharField(_("how early"), max_length=6)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="reminders",
        null=True,
        blank=True,
        verbose_name=_("recipient"),
        help_text=_("Empty when nobody held the office."),
    )
    due_at = models.DateTimeField(_("due"))
    state = models.CharField(
        _("state"), max_length=9, choices=State, default=State.SCHEDULED
    )
    reason = models.CharField(_("reason"), max_length=10, choices=Reason, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    mail_key = models.CharField(
        _("mail"),
        max_length=200,
        blank=True,
        help_text=_("The occasion under which the outbox carried it."),
    )
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)
    acknowledged_at = models.DateTimeField(_("acknowledged"), null=True, blank=True)

    objects = ReminderQuerySet.as_manager()

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("ledger of reminders")
        ordering = ["-due_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["rule", "occurrence", "occurs_on", "offset", "recipient"],
                name="reminder_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="reminder_settled_when_not_scheduled",
                condition=Q(state="scheduled", settled_at__isnull=True)
                | (~Q(state="scheduled") & Q(settled_at__isnull=False)),
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"], condition=Q(state="scheduled"), name="reminder_due"
            ),
            models.Index(
                fields=["mail_key"],
                condition=~Q(mail_key=""),
                name="reminder_carried",
            ),
            models.Index(
                fields=["mail_key"],
                condition=Q(state="failed"),
                name="reminder_undelivered",
            ),
        ]

    def __str__(self):
        return f"{self._meta.verbose_name} {date_format(self.occurs_on)}"

    def get_absolute_url(self):
        return reverse("events:workspace-reminder", args=[self.pk])

    @property
    def identity(self) -> tuple:
        """What may exist only once."""
        place = (self.rule_id, self.occurrence_id, self.occurs_on)
        return (*place, self.offset, self.recipient_id)

    @property
    def key(self) -> str:
        """The identity in words: the outbox posts it once."""
        who = self.recipient_id or "nobody"
        return (
            f"reminder-{self.rule_id}-{self.occurrence_id}-"
            f"{self.occurs_on:%Y-%m-%d}-{self.offset}-{who}"
        )

    @property
    def days_left(self) -> int:
        return (self.occurs_on - timezone.localdate()).days

    def is_made_up_for(self, today) -> bool:
        """Told of late rather than never: it waited for its day to be verified, or a
        wrong clock said that the day had passed."""
        if self.reason == self.Reason.UNVERIFIED:
            return True
        return self.reason == self.Reason.PASSED and self.occurs_on >= today

    def settle(self, state: str, reason: str = "") -> bool:
        """One conditional UPDATE decides who has it; False when somebody else did."""
        now = timezone.now()
        mine = type(self).objects.scheduled().filter(pk=self.pk)
        if not mine.update(state=state, reason=reason, settled_at=now):
            return False
        self.state, self.reason, self.settled_at = state, reason, now
        return True

    def claim(self) -> bool:
        """Take it for sending, or write down why nobody is told; True when taken.

        Late is after its day. Once the anniversary itself has passed it would only
        confuse: it is written down as missed instead.
        """
        today = timezone.localdate()
        if today > self.occurs_on:
            self.settle(self.State.MISSED, self.Reason.PASSED)
            return False
        if self.recipient is None and not self.rule.is_call:
            self.settle(self.State.MISSED, self.Reason.NOBODY)
            return False
        late = today > timezone.localdate(self.due_at)
        return self.settle(self.State.LATE if late else self.State.SENT)

    def send(self) -> bool:
        """Once, however often the sweep runs; claimed and posted together."""
        return bool(type(self).objects.send_together([self]))

    def call_out(self) -> None:
        """Decided in the claim's transaction; made by a worker until it is taken."""
        key = self.key
        call = Call(webhook=self.rule.webhook, reminder=self, key=key)
        call.body = notifications.told_to_a_program(self)
        call.save()
        type(self).objects.filter(pk=self.pk).update(mail_key=key)
        transaction.on_commit(partial(ring, call.pk, "events.call"))

    def failed_once(self) -> None:
        """Count a failure; after five the row leaves the way of the others."""
        mine = type(self).objects.scheduled().filter(pk=self.pk)
        mine.update(attempts=F("attempts") + 1)
        mine.filter(attempts__gte=MAX_ATTEMPTS).update(
            state=self.State.FAILED,
            reason=self.Reason.ERROR,
            settled_at=timezone.now(),
        )

    def acknowledge(self, *, by) -> None:
        """Seen by whom it was sent to; the first time counts."""
        sent = type(self).objects.told().filter(pk=self.pk, recipient=by)
        now = timezone.now()
        if not sent.filter(acknowledged_at__isnull=True).update(acknowledged_at=now):
            raise MoveRefused(_("This reminder is acknowledged already."))
        self.acknowledged_at = now
