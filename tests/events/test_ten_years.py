"""Ten years, day by day: each expected reminder once a year, every year."""

import calendar
import csv
import os
from collections import Counter
from datetime import date, timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from events import actions
from events.models import Anniversary, Reminder, ReminderRule
from outbox import post
from outbox.models import Message
from tests.events.factories import CountryFactory, OfficeFactory

DATA = settings.BASE_DIR / "portal" / "data"
FIRST, YEARS = 2027, 10
# The whole table, swept on each of 3,652 mornings: EVENTS_FULL=1, it takes minutes.
# Without it: the 29 February and some ordinary days, on mornings with something to do.
# The calendar ahead is made at the beginning of a month: hourly it would be the same.
WORDS = {"subject": "s", "text": "t", "html": "h"}
FULL = bool(os.environ.get("EVENTS_FULL"))
SOME = {"BN", "CN", "CU", "FR", "JP", "LA", "RU", "US"}


def load_days() -> list[Anniversary]:
    """The verified days of the table as it stands."""
    days = []
    with (DATA / "diplomatic_relations.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if not FULL and row["iso2"] not in SOME:
                continue
            names = {"name_vi": row["name_vi"], "name_en": row["name_en"]}
            country = CountryFactory(iso2=row["iso2"], **names)
            titles = {"title_vi": row["name_vi"], "title_en": row["name_en"]}
            common = {**titles, "country": country, "is_verified": True}
            if row["verified"] == "yes":
                base = date.fromisoformat(row["established_on"])
                days.append(
                    Anniversary(
                        kind="diplomatic", base_date=base, precision="day", **common
                    )
                )
            if FULL and row["national_day"]:
                month, day = map(int, row["national_day"].split("-"))
                days.append(
                    Anniversary(kind="national_day", month=month, day=day, **common)
                )
    return Anniversary.objects.bulk_create(days)


def expected(days, rules) -> Counter:
    """By year of the anniversary: what the table of rules asks for, counted anew."""
    wanted = Counter()
    for anniversary in days:
        for year in range(FIRST + 1, FIRST + YEARS):
            ordinal = anniversary.base_date and year - anniversary.base_date.year
            kind = {0: "decade", 5: "five"}.get(ordinal % 10 if ordinal else 1, "other")
            wanted[year] += sum(
                rule.kind == anniversary.kind and rule.milestone in ("", kind)
                for rule in rules
            )
    return wanted


def the_next_morning(today: date) -> date:
    """Tomorrow; in the short form the next that has work, or a quarter's first."""
    tomorrow = today + timedelta(days=1)
    if FULL:
        return tomorrow
    waiting = Reminder.objects.scheduled().order_by("due_at")
    due_at = waiting.values_list("due_at", flat=True).first()
    new_quarter = date(
        today.year + today.month // 10, (today.month + 2) // 3 * 3 % 12 + 1, 1
    )
    return max(tomorrow, min(timezone.localdate(due_at), new_quarter))


@pytest.fixture
def plain_mail(monkeypatch):
    """What a mail says is tested elsewhere; here thousands of them are counted."""
    monkeypatch.setattr(post, "write", lambda template, context: WORDS)


@pytest.mark.django_db
def test_ten_years_day_by_day(time_machine, plain_mail):
    time_machine.move_to("2026-12-31 12:00 +0700", tick=False)
    OfficeFactory(officer=True)
    days = load_days()
    actions.load_rules(DATA / "reminder_rules.csv")
    rules = list(ReminderRule.objects.all())
    today = date(FIRST, 1, 1)
    while today.year < FIRST + YEARS:
        time_machine.move_to(f"{today} 08:01 +0700", tick=False)
        if today.day == 1 and (FULL or today.month % 3 == 1):
            actions.generate()
        actions.sweep()
        today = the_next_morning(today)

    # Years ahead are not over; in the first one early reminders were past already.
    sent = Counter()
    over = Reminder.objects.filter(occurs_on__year__lt=FIRST + YEARS)
    for reminder in over.filter(occurs_on__year__gt=FIRST):
        assert reminder.state == Reminder.State.SENT
        sent[reminder.occurs_on.year] += 1
    assert sent == expected(days, rules)
    assert not Reminder.objects.exclude(state__in=["sent", "scheduled"]).exists()
    # Several of one day share a mail; no mail carries what no row promised.
    carried = Reminder.objects.went_out().values_list("mail_key", flat=True)
    assert set(carried) == set(Message.objects.values_list("key", flat=True))
    # Where no milestone differs, the second year is like the first.
    plain = [rule.pk for rule in rules if rule.milestone in ("", "other")]
    ordinary = over.filter(rule__in=plain, occurrence__milestone="other")
    for year in (FIRST + 1, FIRST + 2):
        turns = ordinary.filter(occurs_on__year=year)
        per_day = Counter(turns.values_list("occurrence", flat=True))
        assert set(per_day.values()) <= {2, 3}
    leap = over.filter(occurrence__anniversary__country__iso2="BN").exclude(
        occurrence__anniversary__kind="national_day"
    )
    kept = set(leap.values_list("occurs_on", flat=True))
    assert {day.day for day in kept if calendar.isleap(day.year)} == {29}
    assert {day.day for day in kept if not calendar.isleap(day.year)} == {28}
