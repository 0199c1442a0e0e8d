"""Terms of office and the congresses that began them."""

from datetime import date

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from federation.models.base import Demonstrable, days_from_to
from federation.models.organization import Organization, Union
from federation.models.records import Document
from federation.richtext import PlainCharField, PlainTextField

ROMAN = [
    *((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")),
]


def roman(number: int) -> str:
    """6 → VI, as ordinals of terms are written."""
    text = ""
    for value, letters in ROMAN:
        count, number = divmod(number, value)
        text += letters * count
    return text


def first_of(year_field):
    """1 January of the year in that column."""
    return Func(
        *(year_field, Value(1), Value(1)),
        function="make_date",
        output_field=models.DateField(),
    )


class TermQuerySet(models.QuerySet):
    def started(self, on=None):
        """Begun by that day; without a known day, on 1 January of the first year."""
        on = on or timezone.localdate()
        return self.filter(
            Q(began_on__lte=on) | Q(began_on__isnull=True, start_year__lte=on.year)
        )

    def current(self, on=None):
        """The one term of each owner running that day: begun last and not yet over.

        A term lasts through its last year unless the next one has begun (T4).
        """
        on = on or timezone.localdate()
        newer = Term.objects.started(on).filter(owner=OuterRef("owner"))
        newer = newer.filter(
            Q(epoch__gt=OuterRef("epoch"))
            | Q(epoch=OuterRef("epoch"), start_year__gt=OuterRef("start_year"))
        )
        return self.started(on).filter(
            Q(ended_on__gt=on) | Q(ended_on__isnull=True, end_year__gte=on.year),
            ~Exists(newer),
        )

    def at(self, start: int, end: int, epoch: int = 1):
        """The one an address names: its years, and its counting after a merger."""
        return self.filter(start_year=start, end_year=end, epoch=epoch)

    def public(self):
        """Those of the union and of associations that have a name to read."""
        return self.exclude(owner__kind=Organization.Kind.BRANCH).filter(
            owner__name__gt=""
        )

    def of(self, organization):
        """Those of that organisation, the latest first."""
        return self.filter(owner=organization).newest_first()

    def newest_first(self):
        return self.order_by("-epoch", "-start_year")

    def of_union(self):
        """Those of the union itself, the latest first."""
        return self.filter(owner__kind=Organization.Kind.UNION).newest_first()

    def for_rows(self):
        """Everything a list of terms prints, in one query."""
        return self.select_related("owner")


class Term(Demonstrable, models.Model):
    """A term of the union, an association or a branch; gaps between terms are real."""

    owner = models.ForeignKey(
        Organization,
        models.PROTECT,
        related_name="terms",
        verbose_name=_("organisation"),
    )
    epoch = models.PositiveSmallIntegerField(
        _("counting"),
        default=1,
        help_text=_("After a merger the ordinals begin again: then 2, 3 …"),
    )
    ordinal = models.PositiveSmallIntegerField(_("ordinal"))
    start_year = models.PositiveSmallIntegerField(_("from year"))
    end_year = models.PositiveSmallIntegerField(_("to year"))
    began_on = models.DateField(
        _("began on"),
        null=True,
        blank=True,
        help_text=_("If known: the day of the congress or of the merger."),
    )
    ended_on = models.DateField(
        _("ended on"),
        null=True,
        blank=True,
        help_text=_("Only if the next term did not simply follow."),
    )
    resolution = models.ForeignKey(
        Document,
        models.PROTECT,
        related_name="terms",
        null=True,
        blank=True,
        verbose_name=_("resolution"),
    )
    summary = PlainTextField(_("summary"), blank=True)

    objects = TermQuerySet.as_manager()

    class Meta:
        verbose_name = _("term")
        verbose_name_plural = _("terms")
        ordering = ["owner", "-start_year"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "epoch", "ordinal"],
                name="term_ordinal_once",
                violation_error_message=_("This term exists already."),
            ),
            models.CheckConstraint(
                name="term_starts_before_it_ends",
                condition=Q(start_year__lt=F("end_year")),
                violation_error_message=_("The last year must be after the first."),
            ),
            models.CheckConstraint(
                name="term_ordinal_from_one",
                condition=Q(ordinal__gte=1, epoch__gte=1),
                violation_error_message=_("Terms are counted from one."),
            ),
            models.CheckConstraint(
                name="term_begins_before_it_is_over",
                condition=Q(ended_on__isnull=True)
                | Q(ended_on__gt=Coalesce("began_on", first_of("start_year"))),
                violation_error_message=_("The term ends before it began."),
            ),
            ExclusionConstraint(
                name="term_periods_do_not_overlap",
                expressions=[
                    ("owner", RangeOperators.EQUAL),
                    (
                        days_from_to(
                            Coalesce("began_on", first_of("start_year")),
                            Coalesce("ended_on", first_of("end_year")),
                            "[)",
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_message=_(
                    "Two terms of one organisation overlap: enter the day on which "
                    "the one ended and the other began."
                ),
            ),
        ]

    def __str__(self):
        return f"{self.roman} ({self.start_year}–{self.end_year})"

    def get_absolute_url(self):
        """A branch shows its committee on its own page."""
        if self.owner.kind == Organization.Kind.BRANCH:
            return self.owner.get_absolute_url()
        if self.owner.kind == Organization.Kind.UNION:
            return reverse("federation:term", args=[self.address_word])
        return reverse(
            "federation:owners-term", args=[self.owner.slug, self.address_word]
        )

    @property
    def address_word(self) -> tuple[int, int, int]:
        """What its address tells it by: first and last year, and which epoch."""
        return self.start_year, self.end_year, self.epoch

    @property
    def roman(self):
        return roman(self.ordinal)

    @property
    def begins_on(self) -> date:
        """Its first day; where it is not known, 1 January of the first year."""
        return self.began_on or date(self.start_year, 1, 1)

    @property
    def runs_out_on(self) -> date:
        """The day by which the next congress is due.

        Written down, or as many years after its first day as the term has; at the
        latest with its last year. An extended term has another last year.
        """
        if self.ended_on:
            return self.ended_on
        last = date(self.end_year, 12, 31)
        if self.began_on is None:
            return last
        years = self.end_year - self.start_year
        first = self.began_on
        leap = (first.month, first.day) == (2, 29)
        day = first.replace(year=first.year + years, day=28 if leap else first.day)
        return min(day, last)

    def year_number(self, on: date | None = None, rule: str = Union.TermYear.FULL):
        """Which year of the term a day lies in; None outside of it or before year one.

        2022–2027: 2024 is the second full year, the third calendar year.
        """
        year = (on or timezone.localdate()).year
        number = year - self.start_year + (rule == Union.TermYear.CALENDAR)
        return number if number >= 1 and year <= self.end_year else None

    @property
    def previous(self):
        """The term before this one of the same owner, over gaps and mergers."""
        return self._neighbours("lt").order_by("-epoch", "-start_year").first()

    @property
    def next(self):
        return self._neighbours("gt").order_by("epoch", "start_year").first()

    def _neighbours(self, side):
        return self.owner.terms.select_related("owner").filter(
            Q(**{f"epoch__{side}": self.epoch})
            | Q(**{"epoch": self.epoch, f"start_year__{side}": self.start_year})
        )


class Congress(Demonstrable, models.Model):
    """The assembly that elects a term's bodies and sets its targets."""

    class Kind(models.TextChoices):
        FOUNDING = "founding", _("founding congress")
        REGULAR = "regular", _("congress of the term")
        EXTRAORDINARY = "extraordinary", _("extraordinary congress")

    class Method(models.TextChoices):
        CONSULTATION = "consultation", _("consultative election")
        BALLOT = "ballot", _("ballot")

    term = models.ForeignKey(
        Term, models.PROTECT, related_name="congresses", verbose_name=_("term")
    )
    kind = models.CharField(
        _("kind"), max_length=13, choices=Kind, default=Kind.REGULAR
    )
    starts_on = models.DateField(_("first day"), null=True, blank=True)
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    place = PlainCharField(_("place"), max_length=200, blank=True)
    delegates = models.PositiveSmallIntegerField(_("delegates"), null=True, blank=True)
    delegates_note = PlainCharField(_("note on delegates"), max_length=120, blank=True)
    method = models.CharField(_("election"), max_length=12, choices=Method, blank=True)
    source = PlainCharField(_("source"), max_length=250, blank=True)

    class Meta:
        verbose_name = _("congress")
        verbose_name_plural = _("congresses")
        ordering = ["-starts_on"]
        constraints = [
            models.CheckConstraint(
                name="congress_ends_not_before_it_starts",
                condition=Q(ends_on__isnull=True)
                | Q(starts_on__isnull=True)
                | Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("The last day is before the first."),
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.term}"
