"""A term that runs out: who is told, how early, and never twice."""

import datetime
import threading

import pytest
import time_machine
from django.db import connection

from federation import notifications, tasks
from federation.models import (
    Role,
    Term,
    TermReminder,
    TermReminderRule,
)
from federation.models.base import months_before
from outbox.models import Message
from tests.federation.factories import (
    OfficeFactory,
    OrganizationFactory,
    TermFactory,
    TermReminderRuleFactory,
    UnionFactory,
)

pytestmark = pytest.mark.django_db

day = datetime.date


@pytest.mark.parametrize(
    ("fields", "ends"),
    [
        ({}, day(2027, 12, 31)),
        ({"began_on": day(2022, 12, 20)}, day(2027, 12, 20)),
        ({"began_on": day(2022, 12, 20), "ended_on": day(2026, 3, 1)}, day(2026, 3, 1)),
        ({"began_on": day(2025, 8, 28)}, day(2027, 12, 31)),
        (
            {"start_year": 2024, "end_year": 2029, "began_on": day(2024, 2, 29)},
            day(2029, 2, 28),
        ),
    ],
)
def test_when_the_next_congress_is_due(fields, ends):
    term = TermFactory.build(
        **{"owner": None, "ordinal": 6, "start_year": 2022, "end_year": 2027} | fields
    )

    assert term.runs_out_on == ends


@pytest.mark.parametrize(
    ("last", "months", "first"),
    [
        (day(2027, 12, 31), 6, day(2027, 6, 30)),
        (day(2027, 3, 31), 1, day(2027, 2, 28)),
        (day(2027, 1, 15), 3, day(2026, 10, 15)),
        (day(2027, 1, 15), 24, day(2025, 1, 15)),
    ],
)
def test_so_many_months_earlier(last, months, first):
    assert months_before(last, months) == first


@pytest.fixture
def rules():
    return [TermReminderRuleFactory(months=months) for months in (6, 3, 1)]


@pytest.fixture
def officer():
    return OfficeFactory(
        organization=UnionFactory(), role=Role.UNION_OFFICER, user__language="en"
    ).user


@pytest.fixture
def association():
    return OrganizationFactory(name_vi="Hội Việt – Lào", name_en="Laos association")


@pytest.fixture
def secretary(association):
    return OfficeFactory(organization=association, role=Role.ASSOCIATION_SECRETARY).user


@pytest.fixture
def term(association):
    return TermFactory(owner=association, ordinal=2, start_year=2021, end_year=2026)


def sweep(on):
    with time_machine.travel(f"{on} 09:00 +0700"):
        tasks.remind_of_terms()


def sent():
    return set(Message.objects.values_list("to", "language"))


def ledger():
    rows = TermReminder.objects.order_by("-months")
    return [(row.months, row.state) for row in rows]


def test_secretary_and_office_are_told_each_in_their_language(
    rules, officer, secretary, term
):
    OfficeFactory(role=Role.ASSOCIATION_SECRETARY)  # of another association
    sweep("2026-06-29")
    assert not Message.objects.exists()

    sweep("2026-06-30")

    assert sent() == {(officer.email, "en"), (secretary.email, "vi")}
    subjects = {mail.language: mail.subject for mail in Message.objects.all()}
    assert subjects == {
        "vi": "Nhiệm kỳ II của Hội Việt – Lào kết thúc ngày 31/12/2026",
        "en": "Term II of Laos association ends on 31 December 2026",
    }
    assert ledger() == [(6, "sent")]
    assert set(TermReminder.objects.get().told.all()) == {officer, secretary}


def test_each_goes_out_once_however_often_the_sweep_runs(rules, officer, term):
    for on in ("2026-06-30", "2026-06-30", "2026-07-15", "2026-09-30", "2026-09-30"):
        sweep(on)
    for on in ("2026-11-30", "2026-12-01", "2026-12-31", "2027-01-02"):
        sweep(on)

    assert ledger() == [(6, "sent"), (3, "sent"), (1, "sent")]
    assert Message.objects.count() == 3


def test_a_day_that_was_missed_is_made_up_for_and_says_so(rules, officer, term):
    sweep("2026-07-02")

    assert ledger() == [(6, "late")]
    mail = Message.objects.get()
    assert mail.subject.startswith("Late: ")
    assert "30 June 2026" in mail.text


def test_after_a_long_silence_only_the_nearest_goes_out(rules, officer, term):
    sweep("2026-12-05")

    assert ledger() == [(6, "missed"), (3, "missed"), (1, "late")]
    assert Message.objects.count() == 1


def test_after_the_end_nobody_is_told(rules, officer, term):
    sweep("2027-01-01")

    assert (ledger(), Message.objects.count()) == ([], 0)


def test_a_term_that_was_replaced_is_silent_and_the_new_one_speaks_in_its_time(
    rules, officer, term
):
    Term.objects.filter(pk=term.pk).update(ended_on=day(2026, 5, 20))
    TermFactory(
        owner=term.owner,
        ordinal=3,
        start_year=2026,
        end_year=2031,
        began_on=day(2026, 5, 20),
    )
    for on in ("2026-06-30", "2026-09-30", "2026-11-30"):
        sweep(on)
    assert not Message.objects.exists()

    sweep("2030-11-20")

    assert Message.objects.get().subject == (
        "Term III of Laos association ends on 20 May 2031"
    )


def test_a_term_that_was_extended_reminds_again_for_its_new_end(rules, officer, term):
    sweep("2026-06-30")
    Term.objects.filter(pk=term.pk).update(end_year=2027)

    for on in ("2026-09-30", "2026-12-31", "2027-06-30"):
        sweep(on)

    assert ledger() == [(6, "sent"), (6, "sent")]
    ends = TermReminder.objects.order_by("ends_on").values_list("ends_on", flat=True)
    assert list(ends) == [day(2026, 12, 31), day(2027, 12, 31)]
    assert Message.objects.count() == 2


def test_the_office_may_change_the_offsets(rules, officer, term):
    TermReminderRule.objects.filter(months=6).update(months=9)

    sweep("2026-03-31")

    assert ledger() == [(9, "sent")]


def test_a_rule_does_not_reach_back_behind_its_own_day(officer, term):
    TermReminderRuleFactory(months=6, valid_from=day(2026, 7, 1))
    TermReminderRuleFactory(months=2, is_active=False)

    sweep("2026-11-15")

    assert ledger() == []


def test_a_branchs_end_is_told_to_its_associations_secretary(
    rules, officer, secretary, association
):
    branch = OrganizationFactory(kind="branch", parent=association)
    TermFactory(owner=branch, ordinal=1, start_year=2021, end_year=2026)

    sweep("2026-06-30")

    assert {mail for mail, _language in sent()} == {officer.email, secretary.email}


def test_an_organisation_that_ended_has_no_congress_to_come(rules, officer, term):
    type(term.owner).objects.filter(pk=term.owner_id).update(
        status="dissolved", ended_on=day(2025, 1, 1)
    )

    sweep("2026-06-30")

    assert not Message.objects.exists()


def test_while_nobody_holds_an_office_the_reminder_waits(rules, term):
    sweep("2026-06-30")
    assert ledger() == []
    OfficeFactory(organization=UnionFactory(), role=Role.UNION_OFFICER)

    sweep("2026-07-04")

    assert (ledger(), Message.objects.count()) == ([(6, "late")], 1)


def test_a_former_secretary_is_not_told(rules, officer, secretary, term):
    secretary.offices.update(until=day(2026, 6, 29))

    sweep("2026-06-30")

    assert sent() == {(officer.email, "en")}


def test_one_bad_row_does_not_stop_the_others(rules, officer, term, monkeypatch):
    TermFactory(owner=OrganizationFactory(), ordinal=1, start_year=2021, end_year=2026)
    tell = notifications.term_runs_out

    def break_one(due, **fields):
        if due.term == term:
            raise ValueError
        tell(due, **fields)

    monkeypatch.setattr(notifications, "term_runs_out", break_one)
    sweep("2026-06-30")
    monkeypatch.undo()
    assert Message.objects.count() == 1

    sweep("2026-07-01")

    assert Message.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_at_once_tell_once(rules, officer, term):
    barrier, counts = threading.Barrier(3), []

    def run():
        try:
            barrier.wait()
            counts.append(TermReminder.objects.send_due(day(2026, 6, 30)))
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(counts) == [0, 0, 1]
    assert (TermReminder.objects.count(), Message.objects.count()) == (1, 1)
