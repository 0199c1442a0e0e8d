"""For which anniversaries, how long before the day, whom to tell, and how."""

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from events.models.anniversaries import Anniversary
from events.models.calendar import Milestone, before
from events.models.webhooks import Webhook


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
