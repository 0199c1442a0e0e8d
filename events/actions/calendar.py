"""The calendar ahead: this year and the next two, and corrections of it."""

from collections import Counter
from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext

from events.models import Anniversary, CalendarPolicy, Event, Occurrence
from events.models.calendar import milestone
from events.models.occurrences import YEARS_AHEAD
from federation.lifecycle import MoveRefused


@transaction.atomic
def generate_occurrences(
    *, anniversaries: Iterable[Anniversary] | None = None, today: date | None = None
) -> Counter:
    """Each anniversary's turn in this year and the next two; again does nothing.

    A changed base date moves what still lies ahead. What has passed stays as it was.
    """
    today = today or timezone.localdate()
    policy = CalendarPolicy.current()
    dated = Anniversary.objects.dated().prefetch_related("year_dates")
    if anniversaries is not None:
        dated = dated.filter(pk__in=[anniversary.pk for anniversary in anniversaries])
    years = range(today.year, today.year + YEARS_AHEAD + 1)
    rows = Occurrence.objects.filter(anniversary__in=dated, year__in=years)
    there = {(row.anniversary_id, row.year): row for row in rows}
    done, fresh = Counter(), []
    for anniversary in dated:
        for year in years:
            wanted = _occurrence(anniversary, year, policy)
            known = there.get((anniversary.pk, year))
            if known is None and wanted is not None:
                fresh.append(wanted)
            elif known is not None and _lies_ahead(known, wanted, today):
                done.update(_correct(known, wanted))
    Occurrence.objects.bulk_create(fresh, ignore_conflicts=True)
    return done + Counter(created=len(fresh))


def _occurrence(anniversary, year, policy) -> Occurrence | None:
    """The turn of that year as it should be; None before the first (E5)."""
    ordinal = anniversary.ordinal_in(year)
    day = anniversary.date_in(year, policy)
    if day is None or (ordinal is not None and ordinal < 1):
        return None
    return Occurrence(
        anniversary=anniversary,
        year=year,
        date=day,
        ordinal=ordinal,
        milestone=milestone(ordinal),
        is_even=policy.is_even(ordinal),
        lead_id=anniversary.responsible_id,
    )


def _lies_ahead(known: Occurrence, wanted: Occurrence | None, today: date) -> bool:
    """Its day is to come; or was wrong, unkept, and the right one is to come."""
    missed = known.status == Occurrence.Status.GENERATED
    return known.date >= today or bool(missed and wanted and wanted.date >= today)


def _correct(known: Occurrence, wanted: Occurrence | None) -> list[str]:
    """Bring a turn that lies ahead into line; what became of it stays."""
    ahead = Occurrence.objects.filter(pk=known.pk, date=known.date)
    if wanted is None:
        return _take_away(known)
    changes = {
        name: getattr(wanted, name)
        for name in ("date", "ordinal", "milestone", "is_even")
        if getattr(wanted, name) != getattr(known, name)
    }
    if known.lead_id is None and wanted.lead_id:
        changes["lead_id"] = wanted.lead_id
    if not changes or known.status == Occurrence.Status.HELD:
        return []
    ahead.update(**changes, changed_at=timezone.now())
    if "date" in changes:
        known.tasks.follow(wanted)
        was, known.date = known.date, wanted.date
        return ["moved", *["replanned"] * known.plan_items.follow(known, was)]
    return ["changed"]


def _take_away(known: Occurrence) -> list[str]:
    """A year without this day: what somebody was told of or works on is left out, not
    deleted, and says why."""
    told = known.reminders.exclude(state__in=["scheduled", "cancelled"])
    works = (
        known.greetings.all(),
        known.plan_items.all(),
        known.tasks.filter(done_at__isnull=False),
    )
    if not any(rows.exists() for rows in (told, *works)):
        known.delete()
        return ["removed"]
    if known.status not in Occurrence.OPEN:
        return []
    known.move(
        Occurrence.Status.SKIPPED,
        by=None,
        skip_reason=gettext("The day is not kept in this year."),
        changed_at=timezone.now(),
    )
    known.reminders.cancel("closed")
    return ["removed"]


def hand_over(anniversary: Anniversary, former: int | None) -> int:
    """Another association is responsible: what its predecessor led is led by it.

    What lies ahead and is not prepared; a turn led by a third one stays with it.
    """
    turns = anniversary.occurrences.upcoming().filter(
        lead=former, status__in=["generated", "planned", "assigned"]
    )
    return turns.update(lead=anniversary.responsible_id, changed_at=timezone.now())


def calendar_has_gaps(today: date | None = None) -> bool:
    """Whether a day lacks its turn at the far end: the daily run was missed."""
    last = (today or timezone.localdate()).year + YEARS_AHEAD
    turn = Occurrence.objects.filter(anniversary=OuterRef("pk"), year=last)
    old_enough = Q(base_date__isnull=True) | Q(base_date__year__lt=last)
    kept = Q(is_movable=False) | Q(year_dates__date__year=last)
    days = Anniversary.objects.dated().filter(old_enough, kept)
    return days.filter(~Exists(turn)).exists()


def publish_scheduled(now=None) -> int:
    """Events whose hour of publication has come, missed ones included."""
    done = 0
    for event in Event.objects.scheduled_until(now or timezone.now()):
        try:
            event.publish_due()
        except MoveRefused:
            continue
        done += 1
    return done
