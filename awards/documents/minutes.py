"""The minutes of a meeting as Word."""

from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from django.utils.translation import override

from awards.documents.decision import lines
from federation import papers
from federation.models import Union
from members.documents import spoken

MINUTES = "documents/awards/minutes.docx"


def minutes_data(meeting) -> dict:
    """Everything the minutes print, as plain text, in Vietnamese."""
    with override("vi"):
        union, numbers = Union.objects.root(), meeting.numbers()
        seats = list(meeting.seats.all())
        chair = next((seat for seat in seats if seat.is_chair), None)
        return {
            "issuer": (union.name or "").upper(),
            "round": meeting.round.title_vi,
            "form": meeting.round.form.name,
            "place": meeting.place or union.city_short,
            "day": spoken(meeting.held_on),
            "chair": chair.name if chair else "",
            "ballot": str(meeting.get_ballot_display()),
            "base": str(meeting.get_base_display()),
            "tie": str(meeting.get_tie_display()),
            "rules": meeting,
            "numbers": numbers,
            "seats": [seat_said(seat) for seat in seats],
            "discussion": lines(meeting.discussion),
            "results": results_said(meeting),
        }


def seat_said(seat) -> dict:
    return {
        "name": seat.name,
        "title": seat.title,
        "vote": _("has a vote") if seat.has_vote else _("without a vote"),
        "present": _("present") if seat.is_present else _("absent"),
    }


def results_said(meeting) -> list[dict]:
    results = meeting.results.select_related("nomination").order_by(
        "nomination__kind", "nomination__recipient_vi"
    )
    numbers = ("yes", "no", "abstain", "barred")
    return [
        {
            "number": number,
            "name": row.nomination.recipient_vi,
            "unit": row.nomination.recipient_title_vi or "",
            **{name: getattr(row, name) for name in numbers},
            "outcome": str(row.get_outcome_display()),
        }
        for number, row in enumerate(results, start=1)
    ]


def minutes_of(meeting) -> bytes:
    """The minutes as Word: the office's own template, or the one that comes with us."""
    data, rules = minutes_data(meeting), meeting.round.rules
    if rules is None or not rules.minutes_word:
        return papers.word(MINUTES, data)
    with rules.minutes_word.open("rb") as stored:
        return papers.word(stored, data)


def keep_minutes(meeting) -> None:
    """Written once, when the meeting is closed."""
    try:
        made = minutes_of(meeting)
    except papers.BrokenTemplate:
        made = papers.word(MINUTES, minutes_data(meeting))
    meeting.minutes.save("minutes.docx", ContentFile(made), save=False)
    meeting.save(update_fields=["minutes"])
