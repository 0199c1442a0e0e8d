"""How many members an association or a branch has: reported, and listed by name."""

from dataclasses import dataclass
from functools import cached_property

from django.db import models
from django.db.models import Count, F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from federation.models import Demonstrable, Organization
from members.models.branches import Branch
from members.models.register import Member


class MembershipCountQuerySet(models.QuerySet):
    def latest_of(self, organization):
        """The newest count of an association or branch by today, or None."""
        rows = self.filter(organization=organization, as_of__lte=timezone.localdate())
        return rows.order_by("-as_of", "-pk").first()

    def last_reported(self):
        """The newest number that each organisation told itself."""
        told = self.filter(basis=MembershipCount.Basis.REPORTED)
        newest = told.order_by("organization", "-as_of", "-pk")
        return newest.distinct("organization")


class MembershipCount(Demonstrable, models.Model):
    """How many members on a day; a total needs no list of names."""

    class Basis(models.TextChoices):
        COMPUTED = "computed", _("computed")
        REPORTED = "reported", _("reported")

    organization = models.ForeignKey(
        Organization,
        models.PROTECT,
        related_name="membership_counts",
        verbose_name=_("organisation"),
    )
    as_of = models.DateField(_("as of"))
    total = models.PositiveIntegerField(_("members"))
    women = models.PositiveIntegerField(_("of them women"), null=True, blank=True)
    youth = models.PositiveIntegerField(_("of them young"), null=True, blank=True)
    organizations = models.PositiveIntegerField(
        _("member organisations"), null=True, blank=True
    )
    basis = models.CharField(
        _("basis"), max_length=8, choices=Basis, default=Basis.REPORTED
    )
    source = models.CharField(_("source"), max_length=250, blank=True)

    objects = MembershipCountQuerySet.as_manager()

    class Meta:
        verbose_name = _("number of members")
        verbose_name_plural = _("numbers of members")
        ordering = ["-as_of", "organization"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "as_of", "basis"],
                name="membership_count_once",
                violation_error_message=_("There is a number for this day."),
            ),
            models.CheckConstraint(
                name="membership_parts_within_total",
                condition=(Q(women__isnull=True) | Q(women__lte=F("total")))
                & (Q(youth__isnull=True) | Q(youth__lte=F("total"))),
                violation_error_message=_("A part is larger than the total."),
            ),
        ]

    def __str__(self):
        return f"{self.organization}: {self.total}"


@dataclass(frozen=True)
class Line:
    """A branch, or those in no branch: what was reported, who is in the register."""

    branch: Branch | None
    reported: MembershipCount | None = None
    listed: int = 0
    women: int = 0


class Numbers:
    """The members of an association in numbers: names are not needed for them.

    What the association reports, what its branches report together, and what the
    register counts stand side by side; none overwrites another.
    """

    def __init__(self, association):
        self.association = association
        self.branches = list(association.branches.living().in_order())

    @cached_property
    def _reported(self) -> dict:
        owners = [self.association.pk, *(branch.pk for branch in self.branches)]
        rows = MembershipCount.objects.filter(organization__in=owners)
        return {row.organization_id: row for row in rows.last_reported()}

    @property
    def own(self) -> MembershipCount | None:
        return self._reported.get(self.association.pk)

    @cached_property
    def lines(self) -> list[Line]:
        """Each living branch; last, those of no branch or of one that has ended."""
        women = Count("pk", filter=Q(gender=Member.Gender.FEMALE))
        rows = self.association.members.today().order_by().values_list("branch")
        found = {pk: counts for pk, *counts in rows.annotate(Count("pk"), women=women)}
        lines = [
            Line(branch, self._reported.get(branch.pk), *found.pop(branch.pk, (0, 0)))
            for branch in self.branches
        ]
        rest = [sum(column) for column in zip(*found.values(), strict=True)]
        return [*lines, Line(None, None, *rest)] if rest else lines

    @property
    def told(self) -> list[MembershipCount]:
        """The numbers of those branches that have reported."""
        found = self._reported
        return [found[branch.pk] for branch in self.branches if branch.pk in found]

    @property
    def reported(self) -> int | None:
        """What the branches report, added up; None while none has."""
        return sum(count.total for count in self.told) if self.told else None

    @property
    def women(self) -> int | None:
        known = [count.women for count in self.told if count.women is not None]
        return sum(known) if known else None

    @property
    def listed(self) -> int:
        return sum(line.listed for line in self.lines)

    @property
    def listed_women(self) -> int:
        return sum(line.women for line in self.lines)
