"""Requests about personal data, and what becomes of the data of whoever asks."""

import logging
from datetime import timedelta

import pgtrigger
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from federation import notifications
from federation.lifecycle import Lifecycle, MoveRefused
from federation.models.base import Demonstrable
from federation.models.breaches import who_watches
from federation.models.organization import Office
from federation.models.people import Person
from federation.models.privacy import HIDES_PHOTOS, Channel, PrivacyLimit
from federation.richtext import PlainCharField, PlainTextField

logger = logging.getLogger(__name__)


class DataRequestQuerySet(models.QuerySet):
    def open(self):
        """Neither answered nor refused."""
        done = [DataRequest.Status.DONE, DataRequest.Status.REFUSED]
        return self.exclude(status__in=done)

    def for_rows(self):
        """Everything a line prints, with the limit that runs now."""
        waiting = Q(status=DataRequest.Status.RECEIVED)
        later = Q(status=DataRequest.Status.EXTENDED)
        limit = models.Case(
            models.When(waiting, then="acknowledge_by"),
            models.When(later, then="extended_to"),
            default="due_on",
        )
        return self.select_related("person").annotate(next_limit=limit)

    def remind(self, today=None) -> None:
        """The sweep: once before a limit ends and once on its day, missed ones too."""
        today = today or timezone.localdate()
        ahead = PrivacyLimit.objects.filter(key=PrivacyLimit.Key.REMIND).first()
        days = timedelta(days=ahead.days if ahead else 0)
        people = who_watches()
        for row in self.open().for_rows().filter(next_limit__lte=today + days):
            occasion = "due" if row.next_limit <= today else "soon"
            try:
                with transaction.atomic():
                    for user in people:
                        notifications.data_request_due(row, to=user, occasion=occasion)
            except Exception:
                logger.exception("Nobody is reminded of request %s", row.pk)


class DataRequest(Demonstrable, Lifecycle):
    """Somebody asks to see, correct, receive, restrict or delete their data."""

    class Kind(models.TextChoices):
        VIEW = "view", _("see")
        CORRECT = "correct", _("correct")
        PROVIDE = "provide", _("receive a copy")
        WITHDRAW = "withdraw", _("withdraw consent")
        RESTRICT = "restrict", _("restrict the use")
        OBJECT = "object", _("object to the use")
        DELETE = "delete", _("delete")

    class Status(models.TextChoices):
        RECEIVED = "received", _("received")
        ACKNOWLEDGED = "acknowledged", _("first reply sent")
        EXTENDED = "extended", _("extended")
        DONE = "done", _("done")
        REFUSED = "refused", _("refused")

    MOVES = {
        Status.ACKNOWLEDGED: {Status.RECEIVED},
        Status.EXTENDED: {Status.ACKNOWLEDGED},
        Status.DONE: {Status.ACKNOWLEDGED, Status.EXTENDED},
        Status.REFUSED: {Status.ACKNOWLEDGED, Status.EXTENDED},
    }

    kind = models.CharField(_("asks to"), max_length=8, choices=Kind)
    status = models.CharField(
        _("status"),
        max_length=12,
        choices=Status,
        default=Status.RECEIVED,
        editable=False,
    )
    person = models.ForeignKey(
        Person,
        models.PROTECT,
        related_name="data_requests",
        null=True,
        blank=True,
        verbose_name=_("person"),
        help_text=_("Empty while it is not known whose data are meant."),
    )
    name = PlainCharField(_("name of whoever asks"), max_length=150)
    contact = PlainCharField(_("where to answer"), max_length=200)
    channel = models.CharField(_("channel"), max_length=9, choices=Channel)
    via_third_party = models.BooleanField(
        _("others process the data for us"), default=False
    )
    received_on = models.DateField(_("received"), default=timezone.localdate)
    text = PlainTextField(_("what is asked"), blank=True)
    # Rows that bear the name alone, each said by the officer to be theirs.
    also = models.JSONField(
        _("said to be theirs"),
        default=list,
        db_default=models.Value([], models.JSONField()),
        editable=False,
    )
    acknowledge_by = models.DateField(_("first reply by"), editable=False)
    acknowledged_at = models.DateTimeField(_("replied"), null=True, editable=False)
    due_on = models.DateField(_("due"), editable=False)
    extended_to = models.DateField(_("extended to"), null=True, blank=True)
    extension_reason = PlainTextField(_("reason of the extension"), blank=True)
    outcome = PlainTextField(
        _("outcome"),
        blank=True,
        help_text=_("What was done; of a refusal: the reason, as it was told."),
    )
    settled_at = models.DateTimeField(_("settled"), null=True, editable=False)

    objects = DataRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request about personal data")
        verbose_name_plural = _("requests about personal data")
        ordering = ["-received_on", "-pk"]
        permissions = [("decide_datarequest", _("may settle requests about data"))]
        constraints = [
            models.CheckConstraint(
                name="data_request_extension_with_reason",
                condition=~Q(status="extended")
                | Q(extended_to__gt=F("due_on")) & ~Q(extension_reason=""),
            ),
            models.CheckConstraint(
                name="data_request_extended_to_a_later_day",
                condition=Q(extended_to=None) | Q(extended_to__gt=F("due_on")),
                violation_error_message=_("Enter a day after the limit first."),
            ),
            models.CheckConstraint(
                name="data_request_settled_with_outcome",
                condition=~Q(status__in=["done", "refused"])
                | ~Q(outcome="") & Q(settled_at__isnull=False),
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="data_request_stays",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Q(old__is_demo=False),
            ),
        ]

    def __str__(self):
        return f"{self.name} · {self.get_kind_display()}"

    def clean(self):
        if self._state.adding and self.kind and self.received_on:
            try:
                self.set_limits()
            except MoveRefused as refusal:
                raise ValidationError(str(refusal)) from None

    def receive(self) -> None:
        """Enter it; the limits are those of this day, whatever they become later."""
        self.set_limits()
        self.save()

    def set_limits(self) -> None:
        limits = PrivacyLimit.objects
        self.acknowledge_by = limits.day("acknowledge", self.received_on)
        others = self.via_third_party
        self.due_on = limits.day(self.kind, self.received_on, via_third_party=others)

    def acknowledge(self, *, by) -> None:
        self.move(self.Status.ACKNOWLEDGED, by=by, acknowledged_at=timezone.now())

    def extend(self, *, by) -> None:
        """Once, to a later day and with a reason."""
        if not (self.extended_to and self.extended_to > self.due_on):
            raise MoveRefused(_("Enter a day after the limit first."))
        if not self.extension_reason:
            raise MoveRefused(_("Enter the reason of the extension first."))
        self.move(self.Status.EXTENDED, by=by)

    def settle(self, *, by) -> None:
        self._close(self.Status.DONE, by=by)

    def refuse(self, *, by) -> None:
        self._close(self.Status.REFUSED, by=by)

    def _close(self, status, *, by) -> None:
        if not self.outcome:
            raise MoveRefused(_("Enter the outcome first."))
        self.move(status, by=by, settled_at=timezone.now())


class ErasureQuerySet(models.QuerySet):
    def due(self, today=None):
        """Whose quarantine is over."""
        return self.filter(
            status=Erasure.Status.QUARANTINED,
            erase_on__lte=today or timezone.localdate(),
        )


class Erasure(Demonstrable, Lifecycle):
    """One person's data: looked at, out of use, then gone; the report names nobody."""

    class Status(models.TextChoices):
        PLANNED = "planned", _("dry run")
        QUARANTINED = "quarantined", _("in quarantine")
        DONE = "done", _("erased")
        UNDONE = "undone", _("undone")

    MOVES = {
        Status.QUARANTINED: {Status.PLANNED},
        Status.UNDONE: {Status.PLANNED, Status.QUARANTINED},
        Status.DONE: {Status.QUARANTINED},
    }

    person = models.ForeignKey(
        Person, models.PROTECT, related_name="erasures", verbose_name=_("person")
    )
    request = models.ForeignKey(
        DataRequest,
        models.PROTECT,
        related_name="erasures",
        null=True,
        blank=True,
        verbose_name=_("request"),
    )
    status = models.CharField(
        _("status"),
        max_length=11,
        choices=Status,
        default=Status.PLANNED,
        editable=False,
    )
    report = models.JSONField(_("report"), default=list, editable=False)
    # Places that name the person: {key, fate, why}; the words themselves are not here.
    found = models.JSONField(
        _("places found"),
        default=list,
        db_default=models.Value([], models.JSONField()),
        editable=False,
    )
    planned_at = models.DateTimeField(
        _("dry run made"), default=timezone.now, editable=False
    )
    erase_on = models.DateField(_("to be erased on"), null=True, editable=False)
    erased_at = models.DateTimeField(_("erased at"), null=True, editable=False)

    objects = ErasureQuerySet.as_manager()

    class Meta:
        verbose_name = _("erasure of personal data")
        verbose_name_plural = _("erasures of personal data")
        ordering = ["-planned_at", "-pk"]
        permissions = [
            ("decide_erasure", _("may erase personal data")),
            ("export_person", _("may export everything about a person")),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=~Q(status="undone"),
                name="erasure_once",
                violation_error_message=_("This person’s data are being erased."),
            ),
            models.CheckConstraint(
                name="erasure_after_its_quarantine",
                condition=Q(status__in=["planned", "undone"])
                | Q(erase_on__isnull=False),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="erasure_hides_photos",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=HIDES_PHOTOS,
            ),
        ]

    def __str__(self):
        return f"{self.person} · {self.get_status_display()}"

    @transaction.atomic
    def quarantine(self, *, by) -> None:
        """Out of use from now on; until the last day it can be undone."""
        self.refuse_in_office()
        self.refuse_undecided()
        last = PrivacyLimit.objects.day("quarantine", timezone.localdate())
        self.move(self.Status.QUARANTINED, by=by, erase_on=last)

    def refuse_in_office(self) -> None:
        """Whoever still acts for an organisation cannot be erased."""
        user = self.person.user_id
        if user and Office.objects.current().filter(user=user).exists():
            raise MoveRefused(_("This person still holds an office: end it first."))

    @property
    def open_places(self) -> set[str]:
        """The keys of what was found and nobody has decided on."""
        return {row["key"] for row in self.found if row["fate"] == "asked"}

    def refuse_undecided(self) -> None:
        """Nothing that was found is left without somebody having said so."""
        if number := len(self.open_places):
            words = _(
                "Say first what becomes of the places found: %(number)d are open."
            )
            raise MoveRefused(words % {"number": number})

    def undo(self, *, by) -> None:
        self.move(self.Status.UNDONE, by=by)
