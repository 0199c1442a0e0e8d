"""A term that runs out: how early somebody is told, and the ledger of what was told."""

import logging
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from federation import notifications
from federation.models.base import months_before
from federation.models.organization import Office, Organization, Role
from federation.models.terms import Term
from federation.richtext import PlainCharField

logger = logging.getLogger(__name__)
FARTHEST = 24  # months


def who_cares_for(owner) -> list:
    """The secretaries of that organisation or of its association, and the office."""
    secretaries = Q(role=Role.ASSOCIATION_SECRETARY, organization=owner)
    if owner.kind == Organization.Kind.BRANCH:
        above = Q(role=Role.ASSOCIATION_SECRETARY, organization=owner.parent_id)
        secretaries |= above
    office = Office.objects.of_union(Role.UNION_OFFICER)
    return (Office.objects.current().filter(secretaries) | office).people()


class TermReminderRule(models.Model):
    """So many months before a term runs out its secretaries and the office are told."""

    months = models.PositiveSmallIntegerField(
        _("months before"),
        unique=True,
        validators=[MinValueValidator(1), MaxValueValidator(FARTHEST)],
    )
    task = PlainCharField(
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

    class Meta:
        verbose_name = _("rule for the end of terms")
        verbose_name_plural = _("rules for the end of terms")
        ordering = ["-months"]
        constraints = [
            models.CheckConstraint(
                name="term_reminder_rule_within_two_years",
                condition=Q(months__range=(1, FARTHEST)),
                violation_error_message=_("From 1 to 24 months before."),
            ),
        ]

    def __str__(self):
        text = ngettext("%(n)s month before", "%(n)s months before", self.months)
        return text % {"n": self.months}


@dataclass
class DueReminder:
    """A rule whose day has come for a term, and that nobody has settled."""

    term: Term
    rule: TermReminderRule
    ends_on: date
    due_on: date

    @property
    def identity(self) -> tuple:
        return self.term.pk, self.ends_on, self.rule.months

    @property
    def key(self) -> str:
        """The identity in words: the outbox posts it once to each person."""
        return f"term-{self.term.pk}-{self.ends_on:%Y%m%d}-{self.rule.months}m"


class TermReminderQuerySet(models.QuerySet):
    def for_rows(self):
        """Everything a line of the ledger prints."""
        return self.select_related("term__owner").prefetch_related("told")

    def due(self, today=None) -> list[list[DueReminder]]:
        """For each running term what its rules ask for by that day and nobody settled.

        The nearest to the end comes last. A term that was replaced is not running; one
        that was extended has another end, and with it other reminders.
        """
        today = today or timezone.localdate()
        rules = list(TermReminderRule.objects.filter(is_active=True))
        terms = Term.objects.current(today).filter(
            end_year__lte=today.year + 3, owner__ended_on=None
        )
        settled = set(self.values_list("term", "ends_on", "months"))
        found = []
        for term in terms.select_related("owner").order_by("pk"):
            rows = [DueReminder(term, rule, *days_of(term, rule)) for rule in rules]
            open_rows = [row for row in rows if row.identity not in settled]
            found.append(
                [
                    row
                    for row in sorted(open_rows, key=lambda row: row.due_on)
                    if row.rule.valid_from <= row.due_on <= today <= row.ends_on
                ]
            )
        return [rows for rows in found if rows]

    def send_due(self, today=None) -> int:
        """The sweep: one mail for each term, however many of its days were missed."""
        today, sent = today or timezone.localdate(), 0
        for *earlier, nearest in self.due(today):
            try:
                sent += TermReminder.settle(earlier, nearest, today)
            except Exception:
                logger.exception("Reminder %s was not sent", nearest.key)
        return sent


def days_of(term, rule) -> tuple[date, date]:
    """The end of the term, and the day on which the rule reminds of it."""
    return term.runs_out_on, months_before(term.runs_out_on, rule.months)


class TermReminder(models.Model):
    """What became of one rule for one end of one term; the row makes it happen once."""

    class State(models.TextChoices):
        SENT = "sent", _("sent")
        LATE = "late", _("sent late")
        MISSED = "missed", _("missed: a nearer one went out")

    term = models.ForeignKey(
        Term, models.CASCADE, related_name="reminders", verbose_name=_("term")
    )
    ends_on = models.DateField(_("end of the term"))
    months = models.PositiveSmallIntegerField(_("months before"))
    due_on = models.DateField(_("due"))
    state = models.CharField(_("state"), max_length=6, choices=State)
    settled_at = models.DateTimeField(_("settled"), default=timezone.now)
    told = models.ManyToManyField(
        settings.AUTH_USER_MODEL, related_name="+", blank=True, verbose_name=_("told")
    )

    objects = TermReminderQuerySet.as_manager()

    class Meta:
        verbose_name = _("reminder of a term’s end")
        verbose_name_plural = _("reminders of terms’ ends")
        ordering = ["-settled_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["term", "ends_on", "months"], name="term_reminder_once"
            ),
        ]

    def __str__(self):
        return f"{self.term} · {self.months}"

    @classmethod
    @transaction.atomic
    def settle(cls, earlier: list, nearest: DueReminder, today: date) -> bool:
        """Claim and post together; the database lets one sweep win. False: nobody told.

        While nobody holds an office that could be told, the row stays due.
        """
        people = who_cares_for(nearest.term.owner)
        late = nearest.due_on < today
        row, is_mine = cls.claim(nearest, late=late) if people else (None, False)
        if not is_mine:
            return False
        row.told.set(people)
        for missed in earlier:
            cls.claim(missed, missed=True)
        for user in people:
            notifications.term_runs_out(nearest, to=user, late=late, today=today)
        return True

    @classmethod
    def claim(cls, due: DueReminder, *, late=False, missed=False):
        """The row, and whether it was written by this call."""
        states = cls.State
        state = states.MISSED if missed else states.LATE if late else states.SENT
        return cls.objects.get_or_create(
            term=due.term,
            ends_on=due.ends_on,
            months=due.rule.months,
            defaults={"due_on": due.due_on, "state": state},
        )
