"""What is to be told, when and to whom; and the ledger of what was."""

from functools import partial

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from events import notifications
from events.models.anniversaries import Anniversary
from events.models.calendar import Milestone, before
from events.models.occurrences import Occurrence
from events.models.webhooks import Call, Webhook
from federation.lifecycle import MoveRefused
from outbox.post import ring

MAX_ATTEMPTS = 5


class ReminderRuleQuerySet(models.QuerySet):
    def active(self):
        return self.filter(is_active=True)


class ReminderRule(models.Model):
    """For these anniversaries, so long before the day, tell these people by mail."""

    class Unit(models.TextChoices):
        MONTHS = "months", _("months")
        DAYS = "days", _("days")

    class Audience(models.TextChoices):
        RESPONSIBLE = "responsible", _("secretary of the responsible association")
        OFFICE = "office", _("the union's office")
        BOTH = "both", _("secretary and office")
        PEOPLE = "people", _("people named here")
        PROGRAM = "program", _("a program elsewhere")

    class Channel(models.TextChoices):
        MAIL = "mail", _("mail")
        NOTICE = "notice", _("notice in the workspace")
        HOOK = "hook", _("call to a program (webhook)")

    kind = models.CharField(_("kind"), max_length=12, choices=Anniversary.Kind)
    milestone = models.CharField(
        _("milestone"),
        max_length=6,
        choices=Milestone,
        blank=True,
        help_text=_("Empty: every year."),
    )
    amount = models.PositiveSmallIntegerField(
        _("how long before"),
        validators=[MaxValueValidator(400)],
        help_text=_(
            "0 is the day itself. Months are calendar months: where the day is "
            "lacking, the last day of the month counts."
        ),
    )
    unit = models.CharField(_("unit"), max_length=6, choices=Unit)
    audience = models.CharField(_("who"), max_length=11, choices=Audience)
    people = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        related_name="+",
        blank=True,
        verbose_name=_("people"),
        help_text=_("Only for “people named here”."),
    )
    channel = models.CharField(
        _("channel"), max_length=6, choices=Channel, default=Channel.MAIL
    )
    webhook = models.ForeignKey(
        Webhook,
        models.PROTECT,
        related_name="rules",
        null=True,
        blank=True,
        verbose_name=_("program"),
        help_text=_("Only for calls: audience and channel both say so."),
    )
    task = models.CharField(
        _("what to do"),
        max_length=200,
        blank=True,
        help_text=_("One sentence; it stands in the mail."),
    )
    is_active = models.BooleanField(_("in use"), default=True)
    valid_from = models.DateField(
        _("valid from"),
        default=timezone.localdate,
        help_text=_("A rule never reminds of what was due before this day."),
    )

    objects = ReminderRuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("reminder rule")
        verbose_name_plural = _("reminder rules")
        ordering = ["kind", "milestone", "-unit", "-amount"]
        constraints = [
            models.UniqueConstraint(
                fields=[
                    *("kind", "milestone", "amount", "unit", "channel", "audience"),
                    "webhook",
                ],
                name="reminder_rule_once",
                nulls_distinct=False,
                violation_error_message=_("This rule exists already."),
            ),
            models.CheckConstraint(
                name="reminder_rule_calls_a_program",
                condition=Q(channel="hook", audience="program", webhook__isnull=False)
                | (~Q(channel="hook") & ~Q(audience="program"))
                & Q(webhook__isnull=True),
                violation_error_message=_(
                    "A call needs a program, and the audience “a program elsewhere”."
                ),
            ),
            models.CheckConstraint(
                name="reminder_rule_within_the_calendar",
                condition=Q(unit="months", amount__lte=18)
                | Q(unit="days", amount__lte=400),
                violation_error_message=_(
                    "At most 18 months or 400 days: the calendar reaches two years."
                ),
            ),
        ]

    def __str__(self):
        parts = [self.get_kind_display(), self.get_milestone_display(), self.lead_time]
        return " · ".join(str(part) for part in parts if part)

    @property
    def offset(self) -> str:
        """`12m`, `30d`: the part of a reminder's identity that says how early."""
        return f"{self.amount}{self.unit[0]}"

    @property
    def lead_time(self) -> str:
        """The offset in words."""
        if self.amount == 0:
            return str(_("on the day"))
        if self.unit == self.Unit.MONTHS:
            text = ngettext("%(n)s month before", "%(n)s months before", self.amount)
        else:
            text = ngettext("%(n)s day before", "%(n)s days before", self.amount)
        return text % {"n": self.amount}

    @property
    def is_call(self) -> bool:
        """A program is told, and nobody by name."""
        return self.channel == self.Channel.HOOK

    @property
    def is_in_use(self) -> bool:
        return self.is_active and (self.webhook is None or self.webhook.is_active)

    def due_on(self, day):
        """When those who keep that day are to be told."""
        return before(day, **{self.unit: self.amount})

    def matches(self, occurrence) -> bool:
        same_kind = self.kind == occurrence.anniversary.kind
        return same_kind and self.milestone in ("", occurrence.milestone)


class ReminderQuerySet(models.QuerySet):
    def scheduled(self):
        return self.filter(state=Reminder.State.SCHEDULED)

    def due(self, now=None):
        """Those whose hour has come, or was missed, and that nobody has sent."""
        return self.scheduled().filter(due_at__lte=now or timezone.now())

    def went_out(self):
        return self.filter(state__in=[Reminder.State.SENT, Reminder.State.LATE])

    def in_trouble(self):
        """What staff should know: nobody got it, or it broke."""
        return self.filter(state__in=[Reminder.State.MISSED, Reminder.State.FAILED])

    def cancel(self, reason: str) -> int:
        """Unsent ones are not sent any more; what was sent stays."""
        return self.scheduled().update(
            state=Reminder.State.CANCELLED, reason=reason, settled_at=timezone.now()
        )

    def revive(self) -> int:
        """What was cancelled and is wanted again."""
        return self.filter(state=Reminder.State.CANCELLED).update(
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
            )
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
        sent = type(self).objects.went_out().filter(pk=self.pk, recipient=by)
        now = timezone.now()
        if not sent.filter(acknowledged_at__isnull=True).update(acknowledged_at=now):
            raise MoveRefused(_("This reminder is acknowledged already."))
        self.acknowledged_at = now
