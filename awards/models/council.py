"""Meetings of the council: who was there, how they voted, what came of it."""

import uuid

import pgtrigger
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from awards.models.nominations import Nomination
from awards.models.rounds import CommendationRound
from awards.models.rules import Voting
from awards.models.tokens import key_of
from federation.lifecycle import Lifecycle, MoveRefused
from federation.models import Appointment, Body, Demonstrable, Person
from federation.richtext import PlainCharField, PlainTextField
from federation.uploads import DocumentField
from federation.written import written


class Choice(models.TextChoices):
    """What a voting member says."""

    YES = "yes", pgettext_lazy("vote", "for")
    NO = "no", _("against")
    ABSTAIN = "abstain", _("abstains")


class CouncilMeeting(Lifecycle, Voting, Demonstrable):
    """One meeting on one round, under the rules it was called under."""

    class Status(models.TextChoices):
        OPEN = "open", _("in preparation")
        CLOSED = "closed", _("closed")

    MOVES = {Status.CLOSED: {Status.OPEN}}

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    round = models.ForeignKey(
        CommendationRound,
        models.PROTECT,
        related_name="meetings",
        verbose_name=_("round of commendation"),
    )
    held_on = models.DateField(_("held on"))
    place = PlainCharField(_("place"), max_length=200, blank=True)
    discussion = PlainTextField(
        _("course of the meeting"),
        blank=True,
        help_text=_("For the minutes; what nobody needs to read stays out."),
    )
    status = models.CharField(
        _("status"), max_length=6, choices=Status, default=Status.OPEN, editable=False
    )
    minutes = DocumentField(_("minutes"), folder="minutes", blank=True, editable=False)
    called_by = models.ForeignKey(
        "accounts.User",
        models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name=_("called by"),
    )

    class Meta:
        verbose_name = _("meeting of the council")
        verbose_name_plural = _("meetings of the council")
        ordering = ["-held_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["round"],
                condition=Q(status="open"),
                name="one_open_meeting_a_round",
                violation_error_message=_("There is an open meeting of this round."),
            )
        ]

    def __str__(self):
        return f"{self.round} · {self.held_on:%d/%m/%Y}"

    def get_absolute_url(self):
        return reverse("awards:desk-meeting", args=[self.public_id])

    def call_members(self) -> None:
        """Whoever sits in the council that day; who has a vote is as last time."""
        before = Seat.objects.filter(meeting__held_on__lte=self.held_on)
        before = before.exclude(meeting=self).order_by("meeting__held_on", "pk")
        known = {seat.name: seat.has_vote for seat in before}
        rows = Appointment.objects.on(self.held_on).filter(body__kind=Body.Kind.COUNCIL)
        Seat.objects.bulk_create(
            Seat(
                meeting=self,
                person=row.person,
                name=row.person.full_name,
                title=row.title_vi or row.title or "",
                is_chair=number == 0,
                has_vote=known.get(row.person.full_name, True),
            )
            for number, row in enumerate(
                rows.select_related("person").order_by("display_order", "pk")
            )
        )

    @property
    def is_open(self) -> bool:
        return self.status == self.Status.OPEN

    def numbers(self) -> dict[str, int]:
        """Voting members, those present, and those without a vote: one query."""
        seats = list(self.seats.all())
        voting = [seat for seat in seats if seat.has_vote]
        return {
            "members": len(voting),
            "present": sum(seat.is_present for seat in voting),
            "ex_officio": sum(seat.is_present and not seat.has_vote for seat in seats),
        }

    def require_quorum(self) -> dict[str, int]:
        """The numbers, or a refusal that says how many are needed."""
        numbers = self.numbers()
        present, members = numbers["present"], numbers["members"]
        if not self.has_quorum(present=present, members=members):
            words = _(
                "No quorum: %(present)d of %(members)d voting members are present, "
                "%(percent)s per cent are needed."
            )
            raise MoveRefused(
                words
                % {
                    "present": present,
                    "members": members,
                    "percent": written(self.quorum_percent),
                }
            )
        return numbers

    @transaction.atomic
    def close(self, *, by) -> None:
        """Every nomination in order has its result; the nominations get it."""
        numbers = self.require_quorum()
        if not self.seats.filter(is_chair=True, is_present=True).exists():
            raise MoveRefused(_("Say who chaired the meeting; the chair was present."))
        results = {row.nomination_id: row for row in self.results.all()}
        valid = list(self.round.nominations.filter(status=Nomination.Status.VALID))
        if left := [row for row in valid if row.pk not in results]:
            words = _("Without a result so far: %s")
            raise MoveRefused(words % ", ".join(str(row) for row in left[:5]))
        if off := [row for row in valid if results[row.pk].said != numbers["present"]]:
            words = _("Counted before somebody came or left; count again: %s")
            raise MoveRefused(words % ", ".join(str(row) for row in off[:5]))
        if self.results.filter(outcome=Result.Outcome.AGAIN).exists():
            raise MoveRefused(_("A tie is to be voted on again."))
        if not valid:
            raise MoveRefused(_("There is nothing to vote on: no nomination is valid."))
        self.move(self.Status.CLOSED, by=by)
        for row in valid:
            row.move(results[row.pk].outcome, by=by)


class SeatQuerySet(models.QuerySet):
    def voting_now(self, user):
        """Seats of this person at meetings where everybody votes for themselves."""
        return self.filter(
            person__user=user,
            has_vote=True,
            is_present=True,
            meeting__status=CouncilMeeting.Status.OPEN,
            meeting__ballot=CouncilMeeting.Ballot.OPEN,
        )


class Seat(models.Model):
    """Somebody at one meeting: as a voting member or by office without a vote."""

    meeting = models.ForeignKey(
        CouncilMeeting,
        models.CASCADE,
        related_name="seats",
        verbose_name=_("meeting of the council"),
    )
    person = models.ForeignKey(
        Person,
        models.SET_NULL,
        related_name="council_seats",
        null=True,
        blank=True,
        verbose_name=_("person"),
    )
    name = PlainCharField(_("name"), max_length=150)
    title = PlainCharField(_("title at that time"), max_length=200, blank=True)
    has_vote = models.BooleanField(_("has a vote"), default=True)
    is_chair = models.BooleanField(_("chairs"), default=False)
    is_present = models.BooleanField(_("present"), default=False)

    objects = SeatQuerySet.as_manager()

    class Meta:
        verbose_name = _("seat at a meeting")
        verbose_name_plural = _("seats at meetings")
        ordering = ["-is_chair", "-has_vote", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting"],
                condition=Q(is_chair=True),
                name="one_chair_a_meeting",
                violation_error_message=_("A meeting has one chair."),
            ),
            models.UniqueConstraint(
                fields=["meeting", "name"],
                name="seated_once",
                violation_error_message=_("This person has a seat already."),
            ),
        ]

    def __str__(self):
        return self.name

    def bias_about(self, nomination) -> str:
        """Why this member has no vote on it; empty: they have."""
        if self.barred.filter(nomination=nomination).exists():
            return str(_("declared a conflict of interest"))
        same = nomination.person_id and nomination.person_id == self.person_id
        if same or key_of(self.name) == key_of(nomination.recipient_vi or ""):
            return str(_("is nominated"))
        user = self.person.user if self.person else None
        return str(nomination.bias_of(user)) if user else ""


class Barred(models.Model):
    """A member at the table has a conflict of interest about one nomination."""

    seat = models.ForeignKey(
        Seat, models.CASCADE, related_name="barred", verbose_name=_("member")
    )
    nomination = models.ForeignKey(
        Nomination,
        models.CASCADE,
        related_name="barred",
        verbose_name=_("nomination"),
    )
    reason = PlainCharField(_("reason"), max_length=300)

    class Meta:
        verbose_name = _("member without a vote on a nomination")
        verbose_name_plural = _("members without a vote on a nomination")
        constraints = [
            models.UniqueConstraint(fields=["seat", "nomination"], name="barred_once")
        ]

    def __str__(self):
        return f"{self.seat} · {self.nomination}"


class Vote(models.Model):
    """An open vote, by name; a secret one leaves numbers only."""

    seat = models.ForeignKey(
        Seat, models.CASCADE, related_name="votes", verbose_name=_("member")
    )
    nomination = models.ForeignKey(
        Nomination,
        models.CASCADE,
        related_name="votes",
        verbose_name=_("nomination"),
    )
    choice = models.CharField(_("vote"), max_length=7, choices=Choice)

    class Meta:
        verbose_name = _("vote")
        verbose_name_plural = _("votes")
        constraints = [
            models.UniqueConstraint(fields=["seat", "nomination"], name="voted_once")
        ]
        triggers = [
            pgtrigger.Trigger(
                name="vote_is_allowed",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func="""
                IF NOT EXISTS (
                    SELECT FROM awards_seat s
                    JOIN awards_councilmeeting m ON m.id = s.meeting_id
                    WHERE s.id = NEW.seat_id AND s.has_vote AND s.is_present
                    AND m.status = 'open' AND m.ballot = 'open'
                ) OR EXISTS (
                    SELECT FROM awards_barred
                    WHERE seat_id = NEW.seat_id AND nomination_id = NEW.nomination_id
                ) OR EXISTS (
                    SELECT FROM awards_seat s
                    JOIN awards_nomination n ON n.person_id = s.person_id
                    WHERE s.id = NEW.seat_id AND n.id = NEW.nomination_id
                ) THEN
                    RAISE EXCEPTION 'no vote here'
                        USING ERRCODE = 'check_violation';
                END IF;
                RETURN NEW;
                """,
            ),
        ]

    def __str__(self):
        return f"{self.seat} · {self.nomination}"


class Result(models.Model):
    """What the council said about one nomination, with the numbers."""

    class Outcome(models.TextChoices):
        RECOMMENDED = "recommended", _("recommended")
        NOT_RECOMMENDED = "not_recommended", _("not recommended")
        AGAIN = "again", _("to be voted again")

    meeting = models.ForeignKey(
        CouncilMeeting,
        models.CASCADE,
        related_name="results",
        verbose_name=_("meeting of the council"),
    )
    nomination = models.ForeignKey(
        Nomination,
        models.CASCADE,
        related_name="results",
        verbose_name=_("nomination"),
    )
    yes = models.PositiveSmallIntegerField(pgettext_lazy("vote", "for"), default=0)
    no = models.PositiveSmallIntegerField(_("against"), default=0)
    abstain = models.PositiveSmallIntegerField(_("abstentions"), default=0)
    barred = models.PositiveSmallIntegerField(_("without a vote here"), default=0)
    chair = models.CharField(
        _("the chair’s vote"), max_length=7, choices=Choice, blank=True
    )
    outcome = models.CharField(_("result"), max_length=15, choices=Outcome)

    class Meta:
        verbose_name = _("result of the council")
        verbose_name_plural = _("results of the council")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "nomination"], name="one_result_a_meeting"
            )
        ]
        triggers = [
            pgtrigger.Trigger(
                name="result_stays",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func="""
                IF EXISTS (
                    SELECT FROM awards_councilmeeting
                    WHERE id = COALESCE(NEW.meeting_id, OLD.meeting_id)
                    AND status = 'closed' AND NOT is_demo
                ) THEN
                    RAISE EXCEPTION 'the meeting is closed'
                        USING ERRCODE = 'check_violation';
                END IF;
                RETURN COALESCE(NEW, OLD);
                """,
            ),
        ]

    def __str__(self):
        return f"{self.nomination}: {self.get_outcome_display()}"

    @property
    def said(self) -> int:
        """How many voting members this result speaks of."""
        return self.yes + self.no + self.abstain + self.barred
