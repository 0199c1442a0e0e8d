"""Who leads a branch: proposed in a dossier, then official in its committee."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from federation.models import Body, Demonstrable
from federation.models.terms import first_of
from federation.sortkey import fold
from members.models.rules import EDITABLE, rests_with_its_request


class CommitteeSeatQuerySet(models.QuerySet):
    def in_order(self):
        """The head first, then deputies, secretary and members."""
        rank = [
            When(role=role, then=Value(place))
            for place, role in enumerate(CommitteeSeat.Role.values)
        ]
        return self.order_by(Case(*rank), "display_order", "pk")

    def sitting(self):
        """Those whose place nobody has taken since."""
        return self.filter(until=None)

    def on(self, day=None):
        """In office on that day, first and last day included.

        Without a first day it is the committee's term that began; without a last one
        they sit until another committee of the branch follows.
        """
        day = day or timezone.localdate()
        began = Coalesce(
            "since", "body__term__began_on", first_of("body__term__start_year")
        )
        rows = self.filter(body__isnull=False).alias(_began=began)
        rows = rows.filter(Q(_began__lte=day) | Q(_began=None))
        today = Q(until=None) & Q(body__committee_of__isnull=False)
        return rows.filter(Q(until__gte=day) | today)

    def of_branch(self, branch):
        """Everybody who ever sat in a committee of it."""
        return self.filter(body__owner=branch.pk).select_related("body__term")


class CommitteeSeat(Demonstrable, models.Model):
    """A place in a branch's committee; telephone numbers are never public."""

    class Role(models.TextChoices):
        HEAD = "head", _("branch head")
        DEPUTY = "deputy", _("deputy head")
        SECRETARY = "secretary", _("secretary")
        MEMBER = "member", _("committee member")

    request = models.ForeignKey(
        "members.BranchRequest",
        models.CASCADE,
        related_name="seats",
        null=True,
        blank=True,
        verbose_name=_("request"),
    )
    body = models.ForeignKey(
        Body,
        models.CASCADE,
        related_name="seats",
        null=True,
        blank=True,
        verbose_name=_("branch committee"),
    )
    role = models.CharField(
        _("position"), max_length=9, choices=Role, default=Role.MEMBER
    )
    name = models.CharField(_("full name"), max_length=150)
    job_title = models.CharField(_("job title"), max_length=150, blank=True)
    workplace = models.CharField(_("place of work"), max_length=200, blank=True)
    phone = models.CharField(
        _("telephone"),
        max_length=40,
        blank=True,
        help_text=_("For the office only, never on public pages."),
    )
    since = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)
    display_order = models.PositiveSmallIntegerField(_("order"), default=100)

    objects = CommitteeSeatQuerySet.as_manager()

    class Meta:
        verbose_name = _("committee seat")
        verbose_name_plural = _("committee seats")
        constraints = [
            models.CheckConstraint(
                name="seat_proposed_or_official",
                condition=Q(request__isnull=False, body__isnull=True)
                | Q(request__isnull=True, body__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["request"],
                condition=Q(role="head"),
                name="one_proposed_head",
                violation_error_message=_("A branch has one head."),
            ),
            models.UniqueConstraint(
                fields=["body"],
                condition=Q(role="head", until__isnull=True),
                name="one_branch_head",
                violation_error_message=_("A branch has one head."),
            ),
            models.CheckConstraint(
                name="seat_ends_not_before_it_began",
                condition=Q(until__isnull=True)
                | Q(since__isnull=True)
                | Q(until__gte=F("since")),
                violation_error_message=_("The last day is before the first."),
            ),
        ]
        triggers = [rests_with_its_request("proposed_seat_rests", EDITABLE)]

    def __str__(self):
        return f"{self.name} · {self.get_role_display()}"

    @property
    def begins_on(self) -> date:
        """Its first day; where it is not known, that of the committee's term."""
        term = self.body.term if self.body_id else None
        return self.since or (term.begins_on if term else date.min)


@dataclass
class Tenure:
    """One place in one branch held by one person without a break."""

    seats: list[CommitteeSeat]

    @property
    def first(self) -> CommitteeSeat:
        return self.seats[0]

    @property
    def last(self) -> CommitteeSeat:
        return self.seats[-1]

    def goes_on_with(self, seat) -> bool:
        until = self.last.until
        return until is None or seat.begins_on <= until + timedelta(days=1)


def tenures(seats) -> list[Tenure]:
    """Who held which place, from when to when in total, the latest first.

    Each seat knows the `tenure` it is part of.
    """
    found: dict[tuple, list[Tenure]] = {}
    for seat in sorted(seats, key=lambda seat: (seat.begins_on, seat.pk)):
        known = found.setdefault((seat.role, fold(seat.name)), [])
        if known and known[-1].goes_on_with(seat):
            known[-1].seats.append(seat)
        else:
            known.append(Tenure([seat]))
        seat.tenure = known[-1]
    every = [tenure for known in found.values() for tenure in known]
    return sorted(every, key=lambda found: found.first.begins_on, reverse=True)
