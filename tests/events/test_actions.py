"""The calendar ahead, and a ledger that follows days, rules and offices."""

from datetime import date

import pytest

from events import actions
from events.models import CalendarPolicy, Occurrence, Reminder, ReminderRule
from federation.lifecycle import MoveRefused
from tests.accounts.factories import UserFactory
from tests.events.factories import (
    AnniversaryFactory,
    AssociationFactory,
    OfficeFactory,
    ReminderRuleFactory,
)

pytestmark = [pytest.mark.django_db]
TODAY = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def clock(time_machine):
    time_machine.move_to("2026-11-22 10:00 +0700")
    return time_machine


@pytest.fixture
def secretary():
    return OfficeFactory()


@pytest.fixture
def officer():
    return OfficeFactory(officer=True)


@pytest.fixture
def anniversary(secretary, officer):
    """24 June 1967: 60 years in 2027."""
    return AnniversaryFactory(responsible_id=secretary.organization_id)


def states(**filters):
    rows = Reminder.objects.filter(**filters).order_by("due_at", "recipient", "pk")
    return [(row.occurs_on, row.state, row.reason) for row in rows]


# --- occurrences --------------------------------------------------------------


def test_this_year_and_two_ahead_and_nothing_twice(anniversary):
    first = actions.generate_occurrences()
    second = actions.generate_occurrences()

    found = Occurrence.objects.order_by("year").values_list(
        "date", "ordinal", "milestone", "is_even"
    )
    assert list(found) == [
        (date(2026, 6, 24), 59, "other", False),
        (date(2027, 6, 24), 60, "decade", True),
        (date(2028, 6, 24), 61, "other", False),
    ]
    assert (first["created"], second) == (3, {})


def test_29_february_follows_the_office_policy():
    AnniversaryFactory(base_date=date(1992, 2, 29))
    actions.generate_occurrences()

    assert Occurrence.objects.get(year=2027).date == date(2027, 2, 28)
    assert Occurrence.objects.get(year=2028).date == date(2028, 2, 29)

    CalendarPolicy.objects.create(pk=1, leap_day=CalendarPolicy.LeapDay.MARCH)
    actions.generate_occurrences()

    assert Occurrence.objects.get(year=2027).date == date(2027, 3, 1)
    assert Occurrence.objects.get(year=2028).date == date(2028, 2, 29)
    # 2026 has passed and stays.
    assert Occurrence.objects.get(year=2026).date == date(2026, 2, 28)


def test_there_is_no_anniversary_in_or_before_the_first_year():
    AnniversaryFactory(base_date=date(2027, 1, 10))

    actions.generate_occurrences()

    found = Occurrence.objects.values_list("year", "ordinal")
    assert list(found) == [(2028, 1)]


def test_only_a_known_day_has_occurrences():
    AnniversaryFactory(base_date=date(1950, 1, 1), precision="year", is_verified=False)
    AnniversaryFactory(base_date=None, precision="", is_verified=False)
    AnniversaryFactory(is_active=False)

    actions.generate_occurrences()

    assert not Occurrence.objects.exists()


def test_a_national_day_has_no_number_of_years():
    AnniversaryFactory(national_day=True)

    actions.generate_occurrences()

    occurrence = Occurrence.objects.get(year=2026)
    assert (occurrence.date, occurrence.ordinal) == (date(2026, 12, 2), None)
    assert occurrence.milestone == "other"


def test_a_corrected_day_moves_what_lies_ahead_and_its_reminders(anniversary):
    ReminderRuleFactory()
    actions.generate()
    anniversary.verify(
        by=UserFactory(), source="Danh sách của Bộ", base_date=date(1967, 7, 1)
    )

    done = actions.generate()

    assert done["moved"] == 2
    days = Occurrence.objects.order_by("year").values_list("date", flat=True)
    assert list(days) == [date(2026, 6, 24), date(2027, 7, 1), date(2028, 7, 1)]
    assert states(occurrence__year=2027) == [
        *[(date(2027, 6, 24), "cancelled", "moved")] * 2,
        *[(date(2027, 7, 1), "scheduled", "")] * 2,
    ]
    assert actions.generate() == {}


def test_a_corrected_day_leaves_what_was_sent(anniversary, clock):
    ReminderRuleFactory()
    actions.generate()
    clock.move_to("2027-05-25 09:00 +0700")
    actions.sweep()
    anniversary.verify(by=UserFactory(), source="Sách", base_date=date(1967, 7, 24))

    actions.generate()

    assert states(occurrence__year=2027) == [
        *[(date(2027, 6, 24), "sent", "")] * 2,
        *[(date(2027, 7, 24), "scheduled", "")] * 2,
    ]


def test_verifying_needs_a_source_and_a_day():
    anniversary = AnniversaryFactory(unverified=True)

    with pytest.raises(MoveRefused):
        anniversary.verify(by=UserFactory(), source=" ", base_date=date(1967, 6, 24))

    anniversary.refresh_from_db()
    assert not anniversary.is_verified


def test_the_day_is_verified_by_name_and_date():
    anniversary, user = AnniversaryFactory(unverified=True), UserFactory()

    anniversary.verify(by=user, source="Báo X", month=6, day=24)

    anniversary.refresh_from_db()
    assert (anniversary.verified_by, anniversary.verification_source) == (user, "Báo X")
    assert anniversary.verified_at is not None
    assert anniversary.month_and_day == (6, 24)
    assert anniversary.base_date is None


# --- the ledger ---------------------------------------------------------------


def test_the_ledger_is_made_ahead_once(anniversary, secretary, officer):
    ReminderRuleFactory()

    first, second = actions.generate(), actions.generate()

    told = Reminder.objects.filter(occurrence__year=2027)
    assert {row.recipient for row in told} == {secretary.user, officer.user}
    assert {row.due_at.isoformat() for row in told} == {"2027-05-25T01:00:00+00:00"}
    # 2026 has passed: three years, two ahead, two people.
    assert first["created"] == 3 + 4
    assert second == {}


def test_an_unverified_day_reminds_nobody(secretary, officer):
    AnniversaryFactory(responsible_id=secretary.organization_id, unverified=True)
    ReminderRuleFactory()

    actions.generate()

    assert Occurrence.objects.count() == 3
    assert not Reminder.objects.exists()


def test_a_day_that_loses_its_verification_is_silent(anniversary):
    ReminderRuleFactory()
    actions.generate()
    type(anniversary).objects.update(is_verified=False)

    actions.generate()

    reasons = set(Reminder.objects.values_list("state", "reason"))
    assert reasons == {("cancelled", "unverified")}


def test_a_new_rule_never_fires_for_the_past(anniversary, clock):
    actions.generate()
    clock.move_to("2027-06-01 10:00 +0700")
    ReminderRuleFactory(valid_from=date(2027, 6, 1))
    ReminderRuleFactory(amount=7, valid_from=date(2027, 6, 20))

    actions.generate()

    assert not Reminder.objects.filter(occurrence__year=2027).exists()
    assert Reminder.objects.filter(occurrence__year=2028).count() == 4


def test_milestones_choose_the_rule(anniversary):
    ReminderRuleFactory(milestone="decade", amount=3, unit="months")
    ReminderRuleFactory(milestone="five")
    ReminderRuleFactory(milestone="other", amount=7)

    actions.generate()

    found = Reminder.objects.values_list("occurs_on", "offset").distinct()
    assert set(found) == {(date(2027, 6, 24), "3m"), (date(2028, 6, 24), "7d")}


def test_an_edited_or_retired_rule_takes_its_reminders_along(anniversary):
    rule = ReminderRuleFactory(milestone="decade")
    actions.generate()
    ReminderRule.objects.update(amount=45)
    actions.generate()

    found = set(Reminder.objects.values_list("offset", "state", "reason"))
    assert found == {("30d", "cancelled", "rule"), ("45d", "scheduled", "")}

    ReminderRule.objects.update(is_active=False)
    actions.generate()
    assert not Reminder.objects.scheduled().exists()

    ReminderRule.objects.filter(pk=rule.pk).update(is_active=True)
    actions.generate()
    assert Reminder.objects.scheduled().count() == 2


def test_skipping_cancels_and_reopening_restores(anniversary):
    ReminderRuleFactory()
    actions.generate()
    occurrence, user = Occurrence.objects.get(year=2027), UserFactory()
    occurrence.skip(by=user, reason="Đã gộp với lễ khác")

    assert (
        states(occurrence__year=2027)
        == [(date(2027, 6, 24), "cancelled", "closed")] * 2
    )
    assert actions.generate() == {}

    occurrence.reopen(by=user)
    assert states(occurrence__year=2027) == [(date(2027, 6, 24), "scheduled", "")] * 2


def test_without_a_secretary_the_office_is_told(officer):
    AnniversaryFactory(responsible=AssociationFactory())
    ReminderRuleFactory(audience="responsible", milestone="decade")

    actions.generate()

    assert [row.recipient for row in Reminder.objects.all()] == [officer.user]


def test_an_empty_office_is_seen_in_the_ledger(clock):
    AnniversaryFactory()
    ReminderRuleFactory(milestone="decade")
    actions.generate()
    clock.move_to("2027-05-25 09:00 +0700")

    actions.sweep()

    assert states() == [(date(2027, 6, 24), "missed", "nobody")]


def test_the_preview_writes_nothing(anniversary, secretary, officer):
    ReminderRuleFactory()
    actions.generate_occurrences()

    lines = actions.preview()

    assert not Reminder.objects.exists()
    assert [(line.due_on, line.recipient) for line in lines] == [
        (date(2027, 5, 25), secretary.user),
        (date(2027, 5, 25), officer.user),
    ]


# --- the default rules --------------------------------------------------------


def test_the_default_rules_load_once(settings):
    path = settings.BASE_DIR / "portal" / "data" / "reminder_rules.csv"

    first, second = actions.load_rules(path), actions.load_rules(path)

    assert first["refused"] == second["refused"] == []
    assert (first["created"], first["unchanged"]) == (25, 0)
    assert (second["created"], second["unchanged"]) == (0, 25)
    rule = ReminderRule.objects.get(kind="diplomatic", milestone="decade", amount=12)
    assert (rule.unit, rule.audience) == ("months", "both")
    assert rule.task_vi == "Đưa vào kế hoạch năm sau."
    assert rule.task_en == "Put it into next year's plan."


def test_loading_keeps_what_the_office_changed(settings):
    path = settings.BASE_DIR / "portal" / "data" / "reminder_rules.csv"
    actions.load_rules(path)
    ReminderRule.objects.filter(kind="treaty").update(is_active=False)

    actions.load_rules(path)

    assert not ReminderRule.objects.active().filter(kind="treaty").exists()


def test_a_bad_line_refuses_that_line_only(tmp_path):
    path = tmp_path / "rules.csv"
    path.write_text(
        "kind,milestone,amount,unit,audience,task_vi,task_en\n"
        "diplomatic,,thirty,days,both,,\n"
        "wedding,,30,days,both,,\n"
        "founding,,30,days,both,,\n",
        encoding="utf-8",
    )

    report = actions.load_rules(path)

    assert report["created"] == 1
    assert [line[:2] for line in report["refused"]] == [(2, "amount"), (3, "kind")]


def test_a_table_without_its_columns_is_refused(tmp_path):
    path = tmp_path / "rules.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")

    assert len(actions.load_rules(path)["refused"]) == 7
