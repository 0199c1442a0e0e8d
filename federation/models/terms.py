"""Terms of office and the congresses that began them."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from federation.models.base import Demonstrable
from federation.models.organization import Organization
from federation.models.records import Document

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


class TermQuerySet(models.QuerySet):
    def current(self, on=None):
        """Terms running in that day's year."""
        year = (on or timezone.localdate()).year
        return self.filter(start_year__lte=year, end_year__gte=year)


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
    resolution = models.ForeignKey(
        Document,
        models.PROTECT,
        related_name="terms",
        null=True,
        blank=True,
        verbose_name=_("resolution"),
    )
    summary = models.TextField(_("summary"), blank=True)

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
        ]

    def __str__(self):
        return f"{self.roman} ({self.start_year}–{self.end_year})"

    @property
    def roman(self):
        return roman(self.ordinal)


class Congress(Demonstrable, models.Model):
    """The assembly that elects a term's bodies."""

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
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("to"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    delegates = models.PositiveSmallIntegerField(_("delegates"), null=True, blank=True)
    delegates_note = models.CharField(
        _("note on delegates"), max_length=120, blank=True
    )
    method = models.CharField(_("election"), max_length=12, choices=Method, blank=True)
    source = models.CharField(_("source"), max_length=250, blank=True)

    class Meta:
        verbose_name = _("congress")
        verbose_name_plural = _("congresses")
        ordering = ["-starts_on"]

    def __str__(self):
        return f"{self.get_kind_display()} {self.term}"
