"""Each year's turn of an anniversary, from the calendar to the day itself."""

from django.conf import settings
from django.db import connection, models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _

from events.models.anniversaries import SECRETARY, Anniversary
from events.models.calendar import Milestone
from federation.lifecycle import Lifecycle, MoveRefused
from federation.models import Country, Organization
from members.models import Association

YEARS_AHEAD = 2
TONES = {
    "generated": "past",
    "prepared": "good",
    "held": "good",
    "letter_only": "past",
    "skipped": "bad",
}


class OccurrenceQuerySet(models.QuerySet):
    def facts(self):
        """Of verified anniversaries in use."""
        return self.filter(anniversary__is_verified=True, anniversary__is_active=True)

    def visible_to(self, user):
        """Staff also see the days that still have to be verified."""
        in_use = self.filter(anniversary__is_active=True)
        return in_use if user.is_staff else in_use.facts()

    def readable(self):
        """Those whose anniversary has a title in the reader's language."""
        language = (get_language() or settings.LANGUAGE_CODE)[:2]
        return self.filter(**{f"anniversary__title_{language}__gt": ""})

    def managed_by(self, user):
        """Those an association of this secretary leads."""
        return self.filter(lead__in=Association.objects.run_by(user, *SECRETARY))

    def upcoming(self, on=None):
        return self.filter(date__gte=on or timezone.localdate())

    def open(self):
        """Those that still have to be done something for."""
        return self.filter(status__in=Occurrence.OPEN)

    def for_cards(self):
        """Everything a line prints, in one query, by date."""
        return self.select_related(
            *("anniversary__country", "anniversary__owner", "lead")
        ).order_by("date", "anniversary__kind", "pk")

    def of_year(self, year: int):
        """A year's verified days in the reader's language, by date."""
        return self.facts().listed(year)

    def listed(self, year: int):
        """The year in the reader's language; what may be seen is chosen before."""
        return self.readable().filter(year=year).for_cards()

    def years(self) -> range:
        """The years the calendar reaches: from the first row on, two ahead."""
        this = timezone.localdate().year
        first = self.order_by("year").values_list("year", flat=True).first()
        return range(min(first or this, this), this + YEARS_AHEAD + 1)

    def of(self, organization):
        """Led by it, or its own founding and traditional days."""
        return self.filter(
            Q(lead=organization.pk) | Q(anniversary__owner=organization.pk)
        )

    def version(self) -> str:
        """Another one after every change of what a calendar of days prints.

        Each row carries the number of the transaction that wrote it (xmin): a changed
        row raises the sum, a row more or less changes the count.
        """
        tables = [
            model._meta.db_table
            for model in (Occurrence, Anniversary, Country, Organization)
        ]
        parts = [
            f"(SELECT count(*) || '-' || coalesce(sum(xmin::text::bigint), 0) "  # noqa: S608
            f"FROM {connection.ops.quote_name(table)})"
            for table in tables
        ]
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT concat_ws('|', {', '.join(parts)})")
            return cursor.fetchone()[0]

    def next_of_each(self):
        """Of every anniversary the first turn in the selection, by id."""
        first = self.order_by("anniversary_id", "date").distinct("anniversary_id")
        return Occurrence.objects.filter(pk__in=first.values("pk"))

    def marks(self) -> list[dict]:
        """The circles of the drum: date, title, milestone (none, five, round)."""
        return [
            {
                "date": occurrence.date.isoformat(),
                "title": occurrence.title,
                "milestone": occurrence.mark,
            }
            for occurrence in self
        ]


class Occurrence(Lifecycle):
    """One anniversary in one year, from the calendar to the day itself."""

    class Status(models.TextChoices):
        GENERATED = "generated", _("in the calendar")
        PLANNED = "planned", _("planned")
        ASSIGNED = "assigned", _("assigned")
        PREPARED = "prepared", _("prepared")
        HELD = "held", _("held")
        LETTER_ONLY = "letter_only", _("letter only")
        SKIPPED = "skipped", _("left out")

    OPEN = ("generated", "planned", "assigned", "prepared", "letter_only")
    BEFORE = {Status.GENERATED, Status.PLANNED, Status.ASSIGNED, Status.PREPARED}
    MOVES = {
        Status.GENERATED: {Status.SKIPPED, Status.LETTER_ONLY},
        Status.PLANNED: {Status.GENERATED},
        Status.ASSIGNED: {Status.PLANNED},
        Status.PREPARED: {Status.ASSIGNED},
        Status.HELD: {Status.PREPARED},
        Status.LETTER_ONLY: BEFORE,
        Status.SKIPPED: BEFORE | {Status.LETTER_ONLY},
    }

    anniversary = models.ForeignKey(
        Anniversary,
        models.CASCADE,
        related_name="occurrences",
        verbose_name=_("anniversary"),
    )
    year = models.PositiveSmallIntegerField(_("year"))
    date = models.DateField(_("date"), db_index=True)
    ordinal = models.PositiveSmallIntegerField(_("years"), null=True, blank=True)
    milestone = models.CharField(
        _("milestone"), max_length=6, choices=Milestone, default=Milestone.OTHER
    )
    is_even = models.BooleanField(_("“even” year"), default=False)
    status = models.CharField(
        _("status"), max_length=11, choices=Status, default=Status.GENERATED
    )
    lead = models.ForeignKey(
        Association,
        models.PROTECT,
        related_name="led_occurrences",
        null=True,
        blank=True,
        verbose_name=_("led by"),
    )
    ceremony_on = models.DateField(
        _("day of the ceremony"),
        null=True,
        blank=True,
        help_text=_("Only when it differs from the anniversary's own day."),
    )
    skip_reason = models.CharField(_("reason"), max_length=250, blank=True)
    changed_at = models.DateTimeField(_("changed"), default=timezone.now)

    objects = OccurrenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("occurrence")
        verbose_name_plural = _("calendar of occurrences")
        ordering = ["date", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["anniversary", "year"], name="occurrence_once_a_year"
            ),
            models.CheckConstraint(
                name="occurrence_ordinal_from_one",
                condition=Q(ordinal__isnull=True) | Q(ordinal__gte=1),
            ),
            models.CheckConstraint(
                name="occurrence_skipped_with_reason",
                condition=~Q(status="skipped") | ~Q(skip_reason=""),
                violation_error_message=_("Say why it is left out."),
            ),
        ]

    def __str__(self):
        return f"{self.title} ({self.year})"

    @property
    def title(self):
        return self.anniversary.title

    @property
    def mark(self) -> str:
        """The drum's word for the milestone."""
        return {"decade": "round", "five": "five"}.get(self.milestone, "none")

    @property
    def mark_class(self) -> str:
        """The style sheet's word for the milestone: round, five, other."""
        return {"decade": "round", "five": "five"}.get(self.milestone, "other")

    @property
    def short_title(self) -> str:
        """The country where its name says enough, as in a table of a year."""
        anniversary = self.anniversary
        if anniversary.kind == Anniversary.Kind.DIPLOMATIC and anniversary.country:
            return anniversary.country.name or self.title
        return self.title

    @property
    def label(self) -> str:
        """`Title, 60 years`; a day without a first year has no number."""
        return self._with_years(self.title)

    @property
    def short_label(self) -> str:
        """The same for a narrow place: `Cuba, 66 years`."""
        return self._with_years(self.short_title)

    def _with_years(self, title: str) -> str:
        if not self.ordinal:
            return title
        text = ngettext("%(title)s, %(n)s year", "%(title)s, %(n)s years", self.ordinal)
        return text % {"title": title, "n": self.ordinal}

    @property
    def tone(self) -> str:
        """How `components/state.html` shows the status."""
        return TONES.get(self.status, "wait")

    @property
    def days_left(self) -> int:
        return (self.date - timezone.localdate()).days

    def get_absolute_url(self):
        return self.anniversary.get_absolute_url()

    @transaction.atomic
    def plan(self, *, by) -> None:
        """Taken into the plan; the checklist of its kind and milestone comes along."""
        self.move(self.Status.PLANNED, by=by, changed_at=timezone.now())
        self.tasks.lay_out(self)

    def assign(self, *, by) -> None:
        """Only with an association that leads."""
        if not self.lead_id:
            raise MoveRefused(_("Name the association that leads first."))
        self.move(self.Status.ASSIGNED, by=by, changed_at=timezone.now())

    def prepare(self, *, by) -> None:
        self.move(self.Status.PREPARED, by=by, changed_at=timezone.now())

    @transaction.atomic
    def hold(self, *, by) -> None:
        """It took place; nobody is reminded of it any more."""
        self.move(self.Status.HELD, by=by, changed_at=timezone.now())
        self.reminders.cancel("closed")

    def send_letter_only(self, *, by) -> None:
        self.move(self.Status.LETTER_ONLY, by=by, changed_at=timezone.now())

    @transaction.atomic
    def skip(self, *, by, reason: str) -> None:
        """Left out this year, with a reason; unsent reminders are cancelled (W4)."""
        if not reason.strip():
            raise MoveRefused(_("Say why it is left out."))
        self.move(
            self.Status.SKIPPED,
            by=by,
            skip_reason=reason.strip()[:250],
            changed_at=timezone.now(),
        )
        self.reminders.cancel("closed")

    @transaction.atomic
    def reopen(self, *, by) -> None:
        """Back into the calendar; what was cancelled and still lies ahead returns."""
        self.move(
            self.Status.GENERATED, by=by, skip_reason="", changed_at=timezone.now()
        )
        closed = self.reminders.filter(reason="closed", due_at__gt=timezone.now())
        closed.revive()
