"""Days to remember each year, and how the calendar treats them."""

from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.db.models.functions import ExtractYear
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.models.calendar import days_in_month, observed
from federation.lifecycle import MoveRefused
from federation.models import Country, Demonstrable, Organization, Precision, Role
from members.models import Association

SECRETARY = (Role.ASSOCIATION_SECRETARY, Role.ASSOCIATION_LEADER)


class CalendarPolicy(models.Model):
    """What the office decides about the calendar: one row, or the defaults."""

    class LeapDay(models.TextChoices):
        FEBRUARY = "02-28", _("28 February")
        MARCH = "03-01", _("1 March")

    class Even(models.TextChoices):
        TENS = "0", _("years that end in 0")
        FIVES = "05", _("years that end in 0 or 5")

    leap_day = models.CharField(
        _("29 February in common years"),
        max_length=5,
        choices=LeapDay,
        default=LeapDay.FEBRUARY,
    )
    even_years = models.CharField(
        _("“even” years"), max_length=2, choices=Even, default=Even.FIVES
    )
    list_month = models.PositiveSmallIntegerField(
        _("next year's list: month"),
        default=11,
        help_text=_("From this day on the office has the list of next year's days."),
    )
    list_day = models.PositiveSmallIntegerField(_("next year's list: day"), default=1)

    keep_registrations = models.PositiveSmallIntegerField(
        _("days registrations are kept"),
        default=30,
        help_text=_("After the event; then names and addresses are deleted."),
    )
    confirm_days = models.PositiveSmallIntegerField(
        _("days to confirm a registration"),
        default=2,
        help_text=_("Then the address is deleted."),
    )
    remind_hours = models.PositiveSmallIntegerField(
        _("hours before an event guests are reminded"), default=24
    )

    class Meta:
        verbose_name = _("rules of the calendar")
        verbose_name_plural = _("rules of the calendar")
        constraints = [
            models.CheckConstraint(
                name="calendar_policy_is_one_row", condition=Q(pk=1)
            ),
            models.CheckConstraint(
                name="calendar_policy_list_on_a_day",
                condition=Q(list_month__range=(1, 12), list_day__range=(1, 28)),
                violation_error_message=_("Give a month and a day from 1 to 28."),
            ),
        ]

    def __str__(self):
        return str(self._meta.verbose_name)

    @classmethod
    def current(cls):
        """The row, or the defaults while the office has decided nothing."""
        return cls.objects.filter(pk=1).first() or cls(pk=1)

    def is_even(self, ordinal: int | None) -> bool:
        """Whether the press would call the number of years even."""
        return ordinal is not None and str(ordinal)[-1] in self.even_years

    def observed(self, month: int, day: int, year: int) -> date:
        in_march = self.leap_day == self.LeapDay.MARCH
        return observed(month, day, year, leap_day_in_march=in_march)


class AnniversaryQuerySet(models.QuerySet):
    def facts(self):
        """Verified and in use: what the public may be told and mail may say."""
        return self.filter(is_verified=True, is_active=True)

    def visible_to(self, user):
        """Staff also see what still has to be verified."""
        return self if user.is_staff else self.facts()

    def readable(self):
        """Those that have a title in the reader's language."""
        return self.filter(title__gt="")

    def dated(self):
        """Those in use whose day in the year is known, verified or not."""
        full = Q(base_date__isnull=False, precision=Precision.DAY)
        listed = Q(is_movable=True)
        return self.filter(full | listed | Q(month__isnull=False), is_active=True)

    def managed_by(self, user):
        """Those an association of this secretary is responsible for."""
        return self.filter(responsible__in=Association.objects.run_by(user, *SECRETARY))

    def for_cards(self):
        """Everything a line prints, in one query."""
        return self.select_related("country", "owner", "responsible")


class Anniversary(Demonstrable, models.Model):
    """A day to remember each year; only a verified day is a fact for the public."""

    class Kind(models.TextChoices):
        DIPLOMATIC = "diplomatic", _("diplomatic relations")
        NATIONAL_DAY = "national_day", _("national day")
        FOUNDING = "founding", _("founding day")
        TRADITIONAL = "traditional", _("traditional day")
        TREATY = "treaty", _("treaty")
        OTHER = "other", _("other")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    title = models.CharField(_("name"), max_length=250)
    country = models.ForeignKey(
        Country,
        models.PROTECT,
        related_name="anniversaries",
        null=True,
        blank=True,
        verbose_name=_("country"),
    )
    owner = models.ForeignKey(
        Organization,
        models.PROTECT,
        related_name="anniversaries",
        null=True,
        blank=True,
        verbose_name=_("organisation"),
    )
    base_date = models.DateField(
        _("base date"),
        null=True,
        blank=True,
        help_text=_("The first time. Empty when only day and month are known."),
    )
    precision = models.CharField(
        _("known"), max_length=5, choices=Precision, blank=True
    )
    month = models.PositiveSmallIntegerField(
        _("month"),
        null=True,
        blank=True,
        help_text=_("Day and month without a year, as for a national day."),
    )
    day = models.PositiveSmallIntegerField(_("day"), null=True, blank=True)
    is_movable = models.BooleanField(
        _("moves from year to year"),
        default=False,
        help_text=_("Kept only in the years whose day is listed below."),
    )
    responsible = models.ForeignKey(
        Association,
        models.PROTECT,
        related_name="responsible_for",
        null=True,
        blank=True,
        verbose_name=_("responsible association"),
    )
    is_active = models.BooleanField(_("in use"), default=True)
    is_historical = models.BooleanField(
        _("historical"),
        default=False,
        help_text=_("Relations with a state that no longer exists."),
    )
    remark = models.CharField(
        _("remark for readers"),
        max_length=300,
        blank=True,
        help_text=_("Former names of the state, succession, renewed relations."),
    )
    is_verified = models.BooleanField(_("date verified"), default=False)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("verified by"),
    )
    verified_at = models.DateTimeField(_("verified at"), null=True, blank=True)
    verification_source = models.CharField(
        _("verified with"), max_length=250, blank=True
    )
    sources = models.TextField(_("sources"), blank=True)
    source_note = models.TextField(
        _("note of the source"),
        blank=True,
        help_text=_("From the table shipped with the portal; it is in English."),
    )
    note = models.TextField(_("note for staff"), blank=True)
    candidate_on = models.DateField(
        _("day to be checked"),
        null=True,
        blank=True,
        help_text=_("Recalled, not found in a text: never shown as a fact."),
    )

    objects = AnniversaryQuerySet.as_manager()

    class Meta:
        verbose_name = _("anniversary")
        verbose_name_plural = _("anniversaries")
        ordering = ["kind", "country", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["country"],
                condition=Q(kind="diplomatic", is_historical=False),
                name="anniversary_one_diplomatic_per_country",
                violation_error_message=_(
                    "This country has its diplomatic anniversary already."
                ),
            ),
            models.CheckConstraint(
                name="anniversary_base_date_with_precision",
                condition=Q(base_date__isnull=True, precision="")
                | (Q(base_date__isnull=False) & ~Q(precision="")),
                violation_error_message=_("Say how exactly the base date is known."),
            ),
            models.CheckConstraint(
                name="anniversary_day_with_month",
                condition=Q(month__isnull=True, day__isnull=True)
                | Q(month__range=(1, 12), day__range=(1, 31), base_date__isnull=True),
                violation_error_message=_(
                    "Give either a base date or a day and a month."
                ),
            ),
            models.CheckConstraint(
                name="anniversary_verified_is_a_day",
                condition=Q(is_verified=False)
                | Q(month__isnull=False)
                | Q(is_movable=True)
                | Q(base_date__isnull=False, precision="day"),
                violation_error_message=_("Only a full day can be verified."),
            ),
            models.CheckConstraint(
                name="anniversary_verified_by_with_at",
                condition=Q(verified_by__isnull=True)
                | Q(is_verified=True, verified_at__isnull=False),
            ),
        ]

    def __str__(self):
        return self.title or str(self.pk)

    def get_absolute_url(self):
        if self.country_id:
            return self.country.get_absolute_url()
        if self.owner_id:
            return self.owner.get_absolute_url()
        return reverse("events:anniversaries")

    def clean(self):
        if self.month and self.day:
            valid = 1 <= self.month <= 12 and self.day <= days_in_month(self.month)
            if not valid:
                raise ValidationError({"day": _("That month has no such day.")})

    @property
    def month_and_day(self) -> tuple[int, int] | None:
        """The day in the year, as far as it is known."""
        if self.month and self.day:
            return self.month, self.day
        if self.base_date and self.precision == Precision.DAY:
            return self.base_date.month, self.base_date.day
        return None

    def date_in(self, year: int, policy: CalendarPolicy) -> date | None:
        """When it is kept in that year; a movable day only when it is listed."""
        if self.is_movable:
            listed = {row.date.year: row.date for row in self.year_dates.all()}
            return listed.get(year)
        known = self.month_and_day
        return policy.observed(*known, year) if known else None

    def ordinal_in(self, year: int) -> int | None:
        """How many years by then; None when the first year is not known."""
        return year - self.base_date.year if self.base_date else None

    @transaction.atomic
    def verify(self, *, by, source: str, base_date=None, month=None, day=None) -> None:
        """A day becomes a fact by the name of who checked it, and with what."""
        if not source.strip():
            raise MoveRefused(_("Name the source the day was checked with."))
        if self.is_movable and not self.year_dates.exists():
            raise MoveRefused(_("List the day of at least one year first."))
        self.base_date, self.month, self.day = base_date, month, day
        self.precision = Precision.DAY if base_date else ""
        self.is_verified, self.verified_by = True, by
        self.verified_at = timezone.now()
        self.verification_source = source.strip()
        self.full_clean(exclude=["title", "title_vi", "title_en"])
        self.save()


class YearDate(models.Model):
    """When a movable day falls in one year, and who says so."""

    anniversary = models.ForeignKey(
        Anniversary,
        models.CASCADE,
        related_name="year_dates",
        verbose_name=_("anniversary"),
    )
    date = models.DateField(_("date"))
    source = models.CharField(_("source"), max_length=250)

    class Meta:
        verbose_name = _("day of a year")
        verbose_name_plural = _("days of the years")
        ordering = ["date"]
        constraints = [
            models.UniqueConstraint(
                "anniversary",
                ExtractYear("date"),
                name="year_date_once_a_year",
                violation_error_message=_("This year has its day already."),
            )
        ]

    def __str__(self):
        return f"{self.date:%Y-%m-%d}"
