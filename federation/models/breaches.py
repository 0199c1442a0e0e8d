"""The register of breaches of personal data, and the clock of the law."""

import logging
from datetime import date, timedelta

import pgtrigger
from django.conf import settings
from django.contrib.admin.models import CHANGE, LogEntry
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from federation import notifications
from federation.lifecycle import Lifecycle, MoveRefused
from federation.models.base import Demonstrable
from federation.models.organization import Office, Role
from federation.models.privacy import PrivacyLimit
from federation.richtext import PlainCharField, PlainTextField
from federation.uploads import DocumentField

logger = logging.getLogger(__name__)


def who_watches() -> list:
    """The data protection officers; while there is none, the leaders of the union."""
    officers = Office.objects.of_union(Role.DPO).people()
    return officers or Office.objects.of_union(Role.UNION_LEADER).people()


class BreachQuerySet(models.QuerySet):
    def to_report(self):
        """Neither reported nor closed: the clock runs."""
        done = [Breach.Status.REPORTED, Breach.Status.CLOSED]
        return self.exclude(status__in=done)

    def late(self, now=None):
        """The limit is over and nobody was told."""
        return self.to_report().filter(report_by__lt=now or timezone.now())

    def to_notice(self, now=None):
        """Serious ones of which the authority has had no first notice in time."""
        rows = self.to_report().filter(is_serious=True, noticed_at=None)
        return rows.filter(notice_by__lt=now or timezone.now())

    def remind(self, now=None) -> None:
        """The sweep: once before the limit and once when it is over."""
        now = now or timezone.now()
        for row in self.to_notice(now):
            row.try_to_tell("notice")
        ahead = PrivacyLimit.objects.filter(key=PrivacyLimit.Key.BREACH_SOON).first()
        soon = now + timedelta(days=ahead.days if ahead else 0)
        for row in self.to_report().filter(report_by__lte=soon):
            row.try_to_tell("due" if row.report_by <= now else "soon")

    def remind_of_the_year(self, today=None) -> None:
        """The sweep: once a year, so many days before its report is due."""
        today = today or timezone.localdate()
        limits = PrivacyLimit.objects.in_bulk(field_name="key")
        due, ahead = limits.get("yearly"), limits.get("yearly_soon")
        if due is None:
            return
        last = date(today.year, 12, 31) - timedelta(days=due.days)
        if today < last - timedelta(days=ahead.days if ahead else 0):
            return
        found = self.filter(detected_at__year=today.year).count()
        for user in who_watches():
            notifications.breaches_of_the_year(due, to=user, last=last, found=found)


class Breach(Demonstrable, Lifecycle):
    """Personal data were lost, changed, or seen by who may not see them."""

    class Status(models.TextChoices):
        DETECTED = "detected", _("found")
        CONTAINED = "contained", _("contained")
        ASSESSED = "assessed", _("assessed")
        REPORTED = "reported", _("reported to the authority")
        CLOSED = "closed", _("closed")

    MOVES = {
        Status.CONTAINED: {Status.DETECTED},
        Status.ASSESSED: {Status.CONTAINED},
        Status.REPORTED: {Status.ASSESSED},
        Status.CLOSED: {Status.ASSESSED, Status.REPORTED},
    }

    title = PlainCharField(_("what happened, in one line"), max_length=200)
    status = models.CharField(
        _("status"),
        max_length=9,
        choices=Status,
        default=Status.DETECTED,
        editable=False,
    )
    detected_at = models.DateTimeField(
        _("found at"),
        default=timezone.now,
        help_text=_("The time to report it runs from this moment."),
    )
    is_serious = models.BooleanField(
        _("serious incident of cyber security"),
        default=False,
        help_text=_("Then the authority has a first notice sooner, before the report."),
    )
    happened_at = models.DateTimeField(
        _("happened at, if it is known"), null=True, blank=True
    )
    description = PlainTextField(
        _("what happened"),
        help_text=_("How it came about and was found. Name nobody whose data it is."),
    )
    data_kinds = PlainTextField(
        _("which data"), help_text=_("Kinds of data, not the data themselves.")
    )
    people = models.PositiveIntegerField(
        _("how many people, about"), null=True, blank=True
    )
    measures = PlainTextField(_("what was done against it"), blank=True)
    consequences = PlainTextField(_("what may come of it"), blank=True)
    notice = PlainCharField(
        _("first notice"),
        max_length=250,
        blank=True,
        help_text=_("Of a serious incident: to whom, how, number and time."),
    )
    reference = PlainCharField(
        _("notice to the authority"),
        max_length=250,
        blank=True,
        help_text=_("To whom, number and day of the notice."),
    )
    outcome = PlainTextField(
        _("how it ended"),
        blank=True,
        help_text=_("Without a notice to the authority: why none was due."),
    )
    record = DocumentField(_("written record"), folder="breaches", blank=True)
    report_by = models.DateTimeField(_("to be reported by"), editable=False)
    notice_by = models.DateTimeField(_("first notice by"), null=True, editable=False)
    noticed_at = models.DateTimeField(_("first notice at"), null=True, editable=False)
    contained_at = models.DateTimeField(_("contained at"), null=True, editable=False)
    assessed_at = models.DateTimeField(_("assessed at"), null=True, editable=False)
    reported_at = models.DateTimeField(_("reported at"), null=True, editable=False)
    closed_at = models.DateTimeField(_("closed at"), null=True, editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name=_("recorded by"),
    )

    objects = BreachQuerySet.as_manager()

    class Meta:
        verbose_name = _("breach of personal data")
        verbose_name_plural = _("breaches of personal data")
        ordering = ["-detected_at", "-pk"]
        permissions = [("decide_breach", _("may settle breaches of personal data"))]
        constraints = [
            models.CheckConstraint(
                name="breach_happened_before_it_was_found",
                condition=Q(happened_at=None) | Q(happened_at__lte=F("detected_at")),
                violation_error_message=_("It was found before it happened."),
            ),
            models.CheckConstraint(
                name="breach_reported_under_a_reference",
                condition=Q(reported_at=None) | ~Q(reference=""),
                violation_error_message=_("Enter the notice to the authority first."),
            ),
            models.CheckConstraint(
                name="breach_noticed_with_its_notice",
                condition=Q(noticed_at=None) | ~Q(notice=""),
                violation_error_message=_("Enter the first notice first."),
            ),
            models.CheckConstraint(
                name="breach_closed_with_its_outcome",
                condition=~Q(status="closed")
                | Q(closed_at__isnull=False) & ~Q(outcome=""),
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(
                name="breach_clock_stays",
                fields=["detected_at", "notice_by", "report_by", "recorded_by"],
            ),
            pgtrigger.Protect(
                name="breach_stays",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Q(old__is_demo=False),
            ),
        ]

    def __str__(self):
        return self.title

    def clean(self):
        if self.detected_at and self.detected_at > timezone.now():
            words = _("This moment has not come yet.")
            raise ValidationError({"detected_at": words})
        if self._state.adding and self.detected_at:
            try:
                self.set_limit()
            except MoveRefused as refusal:
                raise ValidationError(str(refusal)) from None

    def set_limit(self) -> None:
        """Both are kept: it may turn out later that an incident is a serious one."""
        found, first = self.detected_at, PrivacyLimit.objects.filter(key="notice")
        self.notice_by = next((row.after(found, row.days) for row in first), None)
        self.report_by = PrivacyLimit.objects.day("breach", self.detected_at)

    @transaction.atomic
    def detect(self, *, by) -> None:
        """Enter it; the limit is that of this day, and whoever watches learns of it."""
        self.set_limit()
        self.recorded_by = by
        self.save()
        self.tell("found", but=by)

    @transaction.atomic
    def tell(self, occasion: str, *, but=None) -> None:
        """Once to each person, however often the sweep runs."""
        for user in who_watches():
            if user != but:
                notifications.breach_to_report(self, to=user, occasion=occasion)

    def try_to_tell(self, occasion: str) -> None:
        """One that cannot be told holds no other up."""
        try:
            self.tell(occasion)
        except Exception:
            logger.exception("Nobody is reminded of breach %s", self.pk)

    @transaction.atomic
    def give_notice(self, *, by) -> None:
        """The authority had the first word of a serious incident; once."""
        self.ask_for("notice", _("Enter the first notice first."))
        rows = Breach.objects.to_report().filter(pk=self.pk, noticed_at=None)
        self.noticed_at = timezone.now()
        if not rows.update(noticed_at=self.noticed_at):
            raise MoveRefused(_("This is no longer possible: the status has changed."))
        words = gettext("First notice given to the authority.")
        LogEntry.objects.log_actions(by.pk, [self], CHANGE, words, single_object=True)

    def contain(self, *, by) -> None:
        """It goes on no longer."""
        self.ask_for("measures", _("Enter what was done against it first."))
        self.move(self.Status.CONTAINED, by=by, contained_at=timezone.now())

    def assess(self, *, by) -> None:
        """How many people it concerns and what may come of it is known."""
        words = _("Enter how many people, and what may come of it, first.")
        self.ask_for("consequences", words)
        if self.people is None:
            raise MoveRefused(words)
        self.move(self.Status.ASSESSED, by=by, assessed_at=timezone.now())

    def report(self, *, by) -> None:
        """The authority was told, under this reference."""
        self.ask_for("reference", _("Enter the notice to the authority first."))
        self.move(self.Status.REPORTED, by=by, reported_at=timezone.now())

    def close(self, *, by) -> None:
        self.ask_for("outcome", _("Enter how it ended first."))
        self.move(self.Status.CLOSED, by=by, closed_at=timezone.now())

    @property
    def next_limit(self):
        """What is due first: of a serious incident, the first notice."""
        waits = self.is_serious and self.noticed_at is None
        return self.notice_by if waits and self.notice_by else self.report_by

    def ask_for(self, name: str, words) -> None:
        if not getattr(self, name):
            raise MoveRefused(words)
