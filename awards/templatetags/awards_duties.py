"""What waits for each person about commendations, as rows of the board."""

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from awards.models import CommendationRound, Nomination, Objection, Seat
from members.templatetags.members_duties import row_of


def duties(user) -> list[dict]:
    """Returned to one's association, to be checked, to be answered, to be voted on."""
    found = returned(user)
    if user.has_perm("awards.check_nomination"):
        found += to_check()
    if user.has_perm("awards.change_objection"):
        found += to_answer()
    if user.has_perm("awards.vote_council"):
        found += to_vote(user)
    return found


def returned(user) -> list[dict]:
    rows = Nomination.objects.managed_by(user).filter(status="returned")
    return [
        row_of(
            str(row),
            row.remark,
            _("Correct"),
            row.get_absolute_url(),
            row.round.closes_on,
        )
        for row in rows.select_related("round").in_order()
    ]


def to_check() -> list[dict]:
    waiting = Count("nominations", filter=Q(nominations__status="submitted"))
    rounds = CommendationRound.objects.annotate(waiting=waiting).filter(waiting__gt=0)
    return [
        row_of(
            row.title or row.title_vi,
            ngettext(
                "%(n)d nomination to check", "%(n)d nominations to check", row.waiting
            )
            % {"n": row.waiting},
            _("Check"),
            f"{row.get_desk_url()}?show=check",
            row.closes_on,
        )
        for row in rounds.order_by("closes_on", "pk")
    ]


def to_answer() -> list[dict]:
    rows = Objection.objects.unanswered().select_related("nomination__round")
    return [
        row_of(
            str(row.nomination),
            _("An objection to answer"),
            _("Answer"),
            reverse("awards:desk-answer", args=[row.pk]),
            row.nomination.round.notice_until,
        )
        for row in rows.order_by("received_at", "pk")
    ]


def to_vote(user) -> list[dict]:
    seats = Seat.objects.voting_now(user).select_related("meeting__round")
    return [
        row_of(
            seat.meeting.round.title or seat.meeting.round.title_vi,
            _("The council votes"),
            _("Vote"),
            reverse("awards:desk-my-votes"),
            None,
        )
        for seat in seats
    ]
