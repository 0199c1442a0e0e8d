"""The year's plan: the list the office gets in time, and the plan drawn from it."""

from datetime import date

from django.db import models, transaction
from django.db.models import ExpressionWrapper, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from events import notifications
from events.models import AnnualPlan, CalendarPolicy, Milestone, Occurrence, PlanItem
from federation.lifecycle import MoveRefused
from federation.models import Office, Role

OWN = ("founding", "traditional", "treaty", "other")


def candidates(year: int):
    """What a plan of that year may hold: every verified day that is not left out;
    national days come after the others."""
    days = Occurrence.objects.facts().filter(year=year).for_cards()
    national = ExpressionWrapper(
        Q(anniversary__kind="national_day"), models.BooleanField()
    )
    return days.exclude(status="skipped").order_by(national, *days.query.order_by)


def is_proposed(occurrence) -> bool:
    """Ticked from the start: decade years, five-year marks and our own days.

    National days return each year and get their letter: they are there to be chosen.
    """
    special = occurrence.milestone != Milestone.OTHER
    return special or occurrence.anniversary.kind in OWN


@transaction.atomic
def draw_up_plan(*, year: int, occurrences) -> tuple[AnnualPlan, int]:
    """The plan of the year with these days; those in it already stay as they are."""
    AnnualPlan.objects.get_or_create(year=year)
    plan = AnnualPlan.objects.select_for_update().get(year=year)
    if not plan.is_draft:
        raise MoveRefused(_("Only the draft of a plan takes more days."))
    known = set(plan.items.values_list("occurrence_id", flat=True))
    rows = [
        PlanItem(
            plan=plan,
            occurrence=day,
            title_vi=day.anniversary.title_vi or "",
            title_en=day.anniversary.title_en or "",
            month=(day.ceremony_on or day.date).month,
            lead_id=day.lead_id,
        )
        for day in {day.pk: day for day in occurrences}.values()
        if day.pk not in known
    ]
    return plan, len(PlanItem.objects.bulk_create(rows, ignore_conflicts=True))


def announce_year(today: date | None = None) -> int:
    """From 1 November (or the day chosen) on: next year's list to each officer, once.

    A day that was missed is made up for, and who is appointed meanwhile gets it too,
    until the end of January.
    """
    today = today or timezone.localdate()
    policy = CalendarPolicy.current()
    year = today.year + 1
    if (today.month, today.day) < (policy.list_month, policy.list_day):
        year = today.year
        if today.month > 1:
            return 0
    officers = Office.objects.of_union(Role.UNION_OFFICER).select_related("user")
    people = {office.user_id: office.user for office in officers}
    days = list(candidates(year))
    for user in people.values() if days else ():
        notifications.year_ahead(user, year, days)
    return len(people) if days else 0
