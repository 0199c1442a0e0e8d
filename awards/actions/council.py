"""The council at work: called, counted, put on public notice."""

from collections import Counter
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from awards import documents
from awards.models import (
    Choice,
    CommendationRound,
    CouncilMeeting,
    CouncilRules,
    Nomination,
    Result,
    Seat,
    Vote,
)
from federation.lifecycle import MoveRefused

Status = CommendationRound.Status


@transaction.atomic
def call_meeting(round_, *, by, held_on, place="", rules=None) -> CouncilMeeting:
    """A meeting on a closed round, with its members and the rules of today."""
    if round_.status != Status.CLOSED:
        raise MoveRefused(_("Close the round for nominations first."))
    unchecked = round_.nominations.filter(status=Nomination.Status.SUBMITTED).count()
    if unchecked:
        words = _("%(number)d nominations are not checked yet.")
        raise MoveRefused(words % {"number": unchecked})
    rules = rules or round_.rules or CouncilRules.objects.first()
    if rules is None:
        raise MoveRefused(_("Choose the rules of the council for this round first."))
    if round_.meetings.filter(status=CouncilMeeting.Status.OPEN).exists():
        raise MoveRefused(_("There is an open meeting of this round."))
    if round_.rules_id != rules.pk:
        round_.rules = rules
        round_.save(update_fields=["rules"])
    meeting = CouncilMeeting.objects.create(
        round=round_,
        held_on=held_on,
        place=place,
        called_by=by,
        is_demo=round_.is_demo,
        **rules.voting(),
    )
    meeting.call_members()
    return meeting


def voters(meeting, nomination) -> tuple[list[Seat], list[Seat]]:
    """Who votes on it, and who is present but barred by a conflict of interest."""
    seats = meeting.seats.filter(has_vote=True, is_present=True)
    seats = list(seats.select_related("person__user"))
    barred = [seat for seat in seats if seat.bias_about(nomination)]
    return [seat for seat in seats if seat not in barred], barred


@transaction.atomic
def note_votes(meeting, nomination, choices: dict[int, str], *, by=None) -> Result:
    """Open vote: what each member said, by seat; then the result."""
    _require_open(meeting, nomination, CouncilMeeting.Ballot.OPEN)
    may, barred = voters(meeting, nomination)
    asked = {seat.pk: seat for seat in may}
    if foreign := set(choices) - set(asked):
        names = [seat.name for seat in barred if seat.pk in foreign]
        words = _("No vote on this nomination: %s")
        raise MoveRefused(words % (", ".join(names) or "–"))
    Vote.objects.filter(seat__meeting=meeting, nomination=nomination).delete()
    Vote.objects.bulk_create(
        Vote(seat=asked[pk], nomination=nomination, choice=Choice(choice))
        for pk, choice in choices.items()
    )
    if silent := [seat.name for seat in may if seat.pk not in choices]:
        words = _("Not voted yet: %s. Who says nothing abstains by saying so.")
        raise MoveRefused(words % ", ".join(silent))
    counted = Counter(choices.values())
    chair = next((seat.pk for seat in may if seat.is_chair), None)
    return _keep(meeting, nomination, counted, barred, choices.get(chair, ""))


@transaction.atomic
def count_votes(meeting, nomination, *, yes, no, abstain, chair="") -> Result:
    """Secret vote: the numbers of the tellers; they add up to who may vote."""
    _require_open(meeting, nomination, CouncilMeeting.Ballot.SECRET)
    may, barred = voters(meeting, nomination)
    if yes + no + abstain != len(may):
        words = _(
            "%(name)s: %(given)d votes were counted, but %(may)d members may vote."
        )
        numbers = {"given": yes + no + abstain, "may": len(may)}
        raise MoveRefused(words % {"name": nomination, **numbers})
    is_tie = yes == no and meeting.tie == CouncilMeeting.Tie.CHAIR
    if is_tie and yes and not chair and any(seat.is_chair for seat in may):
        words = _("%s: as many for as against. Enter what the chair decides.")
        raise MoveRefused(words % nomination)
    counted = {"yes": yes, "no": no, "abstain": abstain}
    return _keep(meeting, nomination, counted, barred, chair if is_tie else "")


def _require_open(meeting, nomination, ballot) -> None:
    rows = CouncilMeeting.objects.select_for_update(of=["self"])
    meeting = rows.get(pk=meeting.pk)
    if not meeting.is_open:
        raise MoveRefused(_("The meeting is closed; its results stay."))
    if meeting.ballot != ballot:
        raise MoveRefused(_("This meeting votes in another way."))
    if nomination.round_id != meeting.round_id:
        raise MoveRefused(_("This nomination belongs to another round."))
    if nomination.status != Nomination.Status.VALID:
        raise MoveRefused(_("Only nominations that are in order are voted on."))


def _keep(meeting, nomination, counted, barred, chair) -> Result:
    numbers = meeting.require_quorum()
    votes = {name: counted.get(name, 0) for name in Choice.values}
    outcome = meeting.outcome(
        votes,
        present=numbers["present"] - len(barred),
        members=numbers["members"] - len(barred),
        chair=chair,
    )
    row, _new = Result.objects.update_or_create(
        meeting=meeting,
        nomination=nomination,
        defaults={
            **votes,
            "barred": len(barred),
            "chair": chair or "",
            "outcome": outcome,
        },
    )
    return row


@transaction.atomic
def close_meeting(meeting, *, by) -> None:
    """The results become those of the nominations; the minutes are written once."""
    meeting.close(by=by)
    meeting.round.move(Status.REVIEWED, by=by)
    documents.keep_minutes(meeting)


@transaction.atomic
def open_notice(round_, *, by, begins=None) -> None:
    """Everybody reads who is recommended and may object, for the days of the rules."""
    days = round_.rules.notice_days if round_.rules else 0
    begins = begins or timezone.localdate()
    if round_.status != Status.REVIEWED:
        raise MoveRefused(_("The council has not closed its meeting yet."))
    if not days:
        raise MoveRefused(_("The rules of this round have no public notice."))
    if begins < timezone.localdate():
        raise MoveRefused(_("The public notice cannot begin in the past."))
    if round_.notice_from:
        raise MoveRefused(_("The public notice has a day already."))
    last = begins + timedelta(days=days - 1)
    rows = CommendationRound.objects.filter(pk=round_.pk, notice_from=None)
    rows.update(notice_from=begins, notice_until=last)
    round_.notice_from, round_.notice_until = begins, last
