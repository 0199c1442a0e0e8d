"""What readers say of a page, what they write to the office, and what they are told."""

import uuid
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models, transaction
from django.db.models import F, Q
from django.db.models.functions import JSONObject
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from federation.lifecycle import Lifecycle, MoveRefused
from federation.models import Demonstrable, PrivacyLimit
from federation.richtext import PlainCharField, PlainTextField
from portal import notifications

LONGEST_ADDRESS = 300


class OpinionQuerySet(models.QuerySet):
    @transaction.atomic
    def add_up(self, path: str, *, is_helpful: bool) -> None:
        """One more reader found the page helpful this month, or not."""
        month = timezone.localdate().replace(day=1)
        row, _new = self.get_or_create(path=path, month=month)
        name = "helpful" if is_helpful else "unhelpful"
        self.filter(pk=row.pk).update(**{name: F(name) + 1})


class Opinion(models.Model):
    """How many readers found a page helpful in a month; nothing of who they were."""

    path = models.CharField(_("page"), max_length=LONGEST_ADDRESS)
    month = models.DateField(_("month"))
    helpful = models.PositiveIntegerField(_("found it helpful"), default=0)
    unhelpful = models.PositiveIntegerField(_("did not find it helpful"), default=0)

    objects = OpinionQuerySet.as_manager()

    class Meta:
        verbose_name = _("opinion of a page")
        verbose_name_plural = _("opinions of pages")
        constraints = [
            models.UniqueConstraint(fields=["path", "month"], name="opinion_once"),
        ]

    def __str__(self):
        return f"{self.path} · {self.month:%m/%Y}"


class AnnouncementQuerySet(models.QuerySet):
    def current(self):
        """What readers are told now: planned or going on, and not withdrawn."""
        return self.filter(is_off=False, ends_at__gt=timezone.now())

    def as_json(self):
        """The next one in one value, for a query that is asked anyway."""
        names = ["starts_at", "ends_at"]
        names += [f"reason_{code}" for code, _name in settings.LANGUAGES]
        rows = self.current().order_by("starts_at", "pk")
        fields = JSONObject(**dict(zip(names, names, strict=True)))
        return rows.values_list(fields)[:1]


class Announcement(Demonstrable, models.Model):
    """Planned downtime, from when to when; readers see it from its entry to its end."""

    starts_at = models.DateTimeField(_("begins"), db_index=True)
    ends_at = models.DateTimeField(_("ends"))
    reason = PlainCharField(
        _("what for"),
        max_length=200,
        blank=True,
        help_text=_("Part of a sentence, for example: to renew the servers"),
    )
    is_off = models.BooleanField(
        _("withdrawn"),
        default=False,
        help_text=_("Readers are no longer told; the record stays."),
    )

    objects = AnnouncementQuerySet.as_manager()

    class Meta:
        verbose_name = _("announcement of downtime")
        verbose_name_plural = _("announcements of downtime")
        ordering = ["-starts_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="downtime_ends_after_it_begins",
                violation_error_message=_("It ends after it begins."),
            ),
        ]

    def __str__(self):
        return date_format(timezone.localtime(self.starts_at), "SHORT_DATETIME_FORMAT")

    def clean(self):
        if self._state.adding and self.ends_at and self.ends_at < timezone.now():
            raise ValidationError({"ends_at": _("This is over already.")})

    def told_too_late(self, today=None) -> int:
        """How many days ahead it should have been told; 0 when that is kept.

        Counted from the day of entry, in working days when the limit says so. Without
        a limit on record nothing is too late.
        """
        limit = PrivacyLimit.objects.filter(key=PrivacyLimit.Key.DOWNTIME).first()
        if limit is None or self.is_off:
            return 0
        first = limit.after(today or timezone.localdate(), limit.days)
        return limit.days if timezone.localdate(self.starts_at) < first else 0


class FeedbackQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(status=Feedback.Status.NEW).order_by("received_at", "pk")

    @transaction.atomic
    def receive(self, number: uuid.UUID, **said) -> "Feedback":
        """Keep it and tell the office; the same form sent twice is one message."""
        row, is_new = self.get_or_create(number=number, defaults=said)
        if is_new:
            notifications.feedback_received(row)
        return row

    def forget_contacts(self, today=None) -> int:
        """Who wrote is forgotten a set time after the answer; what they said stays."""
        limit = PrivacyLimit.objects.filter(key=PrivacyLimit.Key.FEEDBACK).first()
        if limit is None:
            return 0
        last = (today or timezone.localdate()) - timedelta(days=limit.days)
        old = self.filter(settled_at__date__lte=last)
        return old.exclude(name="", email="").update(name="", email="")


class Feedback(Demonstrable, Lifecycle):
    """What a reader wrote to the office, about a page or in general, and the answer."""

    class Kind(models.TextChoices):
        QUESTION = "question", _("a question")
        MISTAKE = "mistake", _("something is wrong")
        IDEA = "idea", _("a suggestion")
        DATA = "data", _("about my personal data")

    class Status(models.TextChoices):
        NEW = "new", _("to be answered")
        ANSWERED = "answered", _("answered")
        ASIDE = "aside", _("set aside")

    MOVES = {"answered": {"new"}, "aside": {"new"}, "new": {"aside"}}

    number = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("it is"), max_length=8, choices=Kind)
    about = models.CharField(
        _("about the page"), max_length=LONGEST_ADDRESS, blank=True
    )
    text = PlainTextField(_("your message"), validators=[MaxLengthValidator(4000)])
    name = PlainCharField(_("name"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail"), max_length=200, blank=True)
    language = models.CharField(
        _("language"), max_length=8, choices=settings.LANGUAGES, editable=False
    )
    received_at = models.DateTimeField(_("received"), auto_now_add=True)
    status = models.CharField(
        _("status"), max_length=8, choices=Status, default=Status.NEW, editable=False
    )
    answer = PlainTextField(
        _("answer"),
        blank=True,
        validators=[MaxLengthValidator(8000)],
        help_text=_("Write and save it, then choose “Send the answer” in the list."),
    )
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("settled by"),
    )
    settled_at = models.DateTimeField(_("settled"), null=True, editable=False)

    objects = FeedbackQuerySet.as_manager()

    class Meta:
        verbose_name = _("message from a reader")
        verbose_name_plural = _("messages from readers")
        ordering = ["-received_at"]

    def __str__(self):
        return Truncator(self.text).chars(60)

    @transaction.atomic
    def send_answer(self, *, by) -> None:
        """To whoever left an address. Raises MoveRefused when nothing is written."""
        if not self.answer:
            raise MoveRefused(_("Write the answer first."))
        if not self.email:
            raise MoveRefused(_("No address was left: set it aside instead."))
        self.settle("answered", by=by)
        notifications.feedback_answered(self)

    def set_aside(self, *, by) -> None:
        """Nothing is to be answered."""
        self.settle("aside", by=by)

    def take_up(self, *, by) -> None:
        """It was set aside by mistake."""
        self.move("new", by=by, settled_by=None, settled_at=None)

    def settle(self, status: str, *, by) -> None:
        self.move(status, by=by, settled_by=by, settled_at=timezone.now())
