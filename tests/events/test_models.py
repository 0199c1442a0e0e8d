"""Statuses move along their tables; the database keeps what must hold."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.db import IntegrityError, transaction
from django.utils import timezone

from events.models import Anniversary, Event, Occurrence, Reminder, ReminderRule
from federation.lifecycle import MoveRefused
from federation.models import PublishState
from tests.accounts.factories import UserFactory
from tests.events.factories import (
    AnniversaryFactory,
    AssociationFactory,
    CountryFactory,
    EventFactory,
    OccurrenceFactory,
    OfficeFactory,
    ReminderFactory,
    ReminderRuleFactory,
)

pytestmark = pytest.mark.django_db
Turn = Occurrence.Status
PAST = datetime(2020, 11, 12, 1, 30, tzinfo=UTC)

TURNS = [
    ("plan", {}, {Turn.GENERATED}, Turn.PLANNED),
    ("assign", {}, {Turn.PLANNED}, Turn.ASSIGNED),
    ("prepare", {}, {Turn.ASSIGNED}, Turn.PREPARED),
    ("hold", {}, {Turn.PREPARED}, Turn.HELD),
    (
        "send_letter_only",
        {},
        {Turn.GENERATED, Turn.PLANNED, Turn.ASSIGNED, Turn.PREPARED},
        Turn.LETTER_ONLY,
    ),
    (
        "skip",
        {"reason": "Gộp với lễ khác"},
        {
            *(Turn.GENERATED, Turn.PLANNED, Turn.ASSIGNED, Turn.PREPARED),
            Turn.LETTER_ONLY,
        },
        Turn.SKIPPED,
    ),
    ("reopen", {}, {Turn.SKIPPED, Turn.LETTER_ONLY}, Turn.GENERATED),
]


def turn(status):
    reason = "Gộp" if status == Turn.SKIPPED else ""
    lead = AssociationFactory()
    return OccurrenceFactory(status=status, skip_reason=reason, lead=lead)


@pytest.mark.parametrize(("name", "extra", "sources", "target"), TURNS)
def test_an_occurrence_moves_along_its_table(name, extra, sources, target):
    user = UserFactory()
    for status in sources:
        occurrence = turn(status)
        stale = Occurrence.objects.get(pk=occurrence.pk)

        getattr(occurrence, name)(by=user, **extra)

        occurrence.refresh_from_db()
        assert occurrence.status == target
        entry = LogEntry.objects.latest("pk")
        assert (entry.user, entry.object_id) == (user, str(occurrence.pk))
        with pytest.raises(MoveRefused):
            getattr(stale, name)(by=user, **extra)


@pytest.mark.parametrize(("name", "extra", "sources", "target"), TURNS)
def test_an_occurrence_is_refused_from_elsewhere(name, extra, sources, target):
    user = UserFactory()
    for status in set(Turn) - sources:
        occurrence = turn(status)

        with pytest.raises(MoveRefused):
            getattr(occurrence, name)(by=user, **extra)

        occurrence.refresh_from_db()
        assert occurrence.status == status


def test_nobody_is_assigned_without_an_association():
    occurrence = OccurrenceFactory(status=Turn.PLANNED)

    with pytest.raises(MoveRefused):
        occurrence.assign(by=UserFactory())


def test_leaving_out_needs_a_reason():
    occurrence = OccurrenceFactory()

    with pytest.raises(MoveRefused):
        occurrence.skip(by=UserFactory(), reason="  ")


@pytest.mark.parametrize("name", ["hold", "skip"])
def test_what_is_over_cancels_the_reminders_that_wait(name):
    occurrence = turn(Turn.PREPARED)
    waiting = ReminderFactory(occurrence=occurrence)
    now = timezone.now()
    sent = ReminderFactory(
        occurrence=occurrence, rule=waiting.rule, state="sent", settled_at=now
    )
    extra = {"reason": "Gộp"} if name == "skip" else {}

    getattr(occurrence, name)(by=UserFactory(), **extra)

    waiting.refresh_from_db()
    sent.refresh_from_db()
    assert (waiting.state, waiting.reason) == ("cancelled", "closed")
    assert sent.state == "sent"


# --- events -------------------------------------------------------------------

Status = Event.Status
MOVES = [
    ("plan", {}, {Status.IDEA, Status.POSTPONED}, Status.PLANNED),
    ("confirm", {}, {Status.PLANNED}, Status.CONFIRMED),
    ("hold", {}, {Status.CONFIRMED}, Status.HELD),
    ("report", {}, {Status.HELD}, Status.REPORTED),
    (
        "postpone",
        {"reason": "Vì bão"},
        {Status.PLANNED, Status.CONFIRMED},
        Status.POSTPONED,
    ),
    (
        "cancel",
        {"reason": "Vì bão"},
        {Status.IDEA, Status.PLANNED, Status.CONFIRMED, Status.POSTPONED},
        Status.CANCELLED,
    ),
]


@pytest.mark.parametrize(("name", "extra", "sources", "target"), MOVES)
def test_an_event_moves_along_its_table(name, extra, sources, target):
    user = UserFactory()
    for status in Status:
        event = EventFactory(status=status, starts_at=PAST, summary_vi="<p>Xong</p>")
        if status not in sources:
            with pytest.raises(MoveRefused):
                getattr(event, name)(by=user, **extra)
            continue
        stale = Event.objects.get(pk=event.pk)

        getattr(event, name)(by=user, **extra)

        event.refresh_from_db()
        assert event.status == target
        assert LogEntry.objects.latest("pk").object_id == str(event.pk)
        with pytest.raises(MoveRefused):
            getattr(stale, name)(by=user, **extra)


def test_the_reason_is_kept_in_the_language_it_was_written_in():
    event = EventFactory()

    event.cancel(by=UserFactory(), reason="Vì bão")

    event.refresh_from_db()
    assert event.status_note_vi == "Vì bão"
    assert not event.status_note_en


def test_what_has_not_begun_has_not_taken_place():
    event = EventFactory(starts_at=timezone.now() + timedelta(days=1))

    with pytest.raises(MoveRefused):
        event.hold(by=UserFactory())


def test_closing_needs_a_report():
    event = EventFactory(status=Status.HELD, starts_at=PAST)

    with pytest.raises(MoveRefused):
        event.report(by=UserFactory())


def test_a_postponed_event_may_have_its_new_day():
    event, new = EventFactory(), datetime(2027, 1, 9, 2, tzinfo=UTC)

    event.postpone(by=UserFactory(), reason="Khách đến muộn", starts_at=new)

    event.refresh_from_db()
    assert (event.status, event.starts_at) == (Status.POSTPONED, new)


State = PublishState
PUBLISHING = [
    ("submit_for_review", {}, {State.DRAFT}, State.IN_REVIEW),
    (
        "return_to_draft",
        {"remark": "Thiếu địa điểm"},
        {State.IN_REVIEW, State.UNPUBLISHED},
        State.DRAFT,
    ),
    ("approve", {}, {State.IN_REVIEW}, State.APPROVED),
    ("schedule", {}, {State.APPROVED}, State.SCHEDULED),
    ("publish", {}, {State.APPROVED, State.SCHEDULED}, State.PUBLISHED),
    ("unpublish", {"reason": "Sai ngày"}, {State.PUBLISHED}, State.UNPUBLISHED),
    ("archive", {}, {State.UNPUBLISHED}, State.ARCHIVED),
]


@pytest.mark.parametrize(("name", "extra", "sources", "target"), PUBLISHING)
def test_publishing_follows_its_table(name, extra, sources, target):
    user, soon = UserFactory(), timezone.now() + timedelta(hours=1)
    for state in State:
        event = EventFactory(
            publish_state=state, publish_at=soon, lead_text_vi="Gặp.", place_vi="Nhà"
        )
        if state not in sources:
            with pytest.raises(MoveRefused):
                getattr(event, name)(by=user, **extra)
            continue
        stale = Event.objects.get(pk=event.pk)

        getattr(event, name)(by=user, **extra)

        event.refresh_from_db()
        assert event.publish_state == target
        entry = LogEntry.objects.latest("pk")
        assert (entry.user, entry.object_id) == (user, str(event.pk))
        with pytest.raises(MoveRefused):
            getattr(stale, name)(by=user, **extra)


@pytest.mark.parametrize("hour", [None, PAST])
def test_the_hour_of_publication_lies_ahead(hour):
    event = EventFactory(publish_state=State.APPROVED, publish_at=hour)

    with pytest.raises(MoveRefused):
        event.schedule(by=UserFactory())


def test_a_report_is_stored_clean():
    event = EventFactory(summary_vi='<p onclick="x()">Vui</p><script>x()</script>')

    event.refresh_from_db()
    assert event.summary_vi == "<p>Vui</p>"


# --- reminders ----------------------------------------------------------------


def test_a_reminder_is_acknowledged_once_by_whom_it_was_sent_to():
    reminder = ReminderFactory(state="sent", settled_at=timezone.now())

    reminder.acknowledge(by=reminder.recipient)
    reminder.refresh_from_db()
    first = reminder.acknowledged_at

    assert first is not None
    with pytest.raises(MoveRefused):
        reminder.acknowledge(by=reminder.recipient)
    reminder.refresh_from_db()
    assert reminder.acknowledged_at == first


def test_nobody_else_acknowledges_it_nor_before_it_was_sent():
    sent = ReminderFactory(state="sent", settled_at=timezone.now())
    waiting = ReminderFactory(rule=sent.rule)

    for reminder, user in [(sent, UserFactory()), (waiting, waiting.recipient)]:
        with pytest.raises(MoveRefused):
            reminder.acknowledge(by=user)


@pytest.mark.parametrize(
    ("amount", "unit", "expected"),
    [
        (0, "days", "đúng ngày"),
        (7, "days", "trước 7 ngày"),
        (12, "months", "trước 12 tháng"),
    ],
)
def test_a_rule_says_how_early_in_words(amount, unit, expected):
    assert ReminderRule(amount=amount, unit=unit).lead_time == expected


# --- what must hold -----------------------------------------------------------


@pytest.mark.parametrize(
    "make",
    [
        lambda: AnniversaryFactory(base_date=date(1950, 1, 1), precision="year"),
        lambda: AnniversaryFactory(precision=""),
        lambda: AnniversaryFactory(month=6, day=24),
        lambda: AnniversaryFactory(base_date=None, precision="", month=13, day=1),
        lambda: AnniversaryFactory(verified_by=UserFactory(), verified_at=None),
        lambda: OccurrenceFactory(ordinal=0),
        lambda: OccurrenceFactory(status=Turn.SKIPPED),
        lambda: EventFactory(ends_at=PAST),
        lambda: EventFactory(publish_state=State.SCHEDULED),
        lambda: ReminderRuleFactory(amount=19, unit="months"),
        lambda: ReminderFactory(state="sent"),
    ],
)
def test_the_database_refuses(make):
    with pytest.raises(IntegrityError), transaction.atomic():
        make()


def test_a_country_has_one_diplomatic_day_and_any_number_of_historical_ones():
    country = CountryFactory()
    AnniversaryFactory(country=country)
    AnniversaryFactory(country=country, is_historical=True)

    with pytest.raises(IntegrityError), transaction.atomic():
        AnniversaryFactory(country=country)


def test_a_reminder_without_recipient_exists_once_too():
    first = ReminderFactory(recipient=None)

    with pytest.raises(IntegrityError), transaction.atomic():
        ReminderFactory(rule=first.rule, occurrence=first.occurrence, recipient=None)


@pytest.mark.parametrize(("month", "day"), [(2, 30), (4, 31), (13, 1)])
def test_a_day_that_no_month_has_is_refused_in_words(month, day):
    anniversary = Anniversary(kind="other", title="x", month=month, day=day)

    with pytest.raises(Exception, match="ngày này"):
        anniversary.clean()


def test_every_change_of_a_day_leaves_its_history():
    anniversary = AnniversaryFactory()
    Anniversary.objects.filter(pk=anniversary.pk).update(note="Đổi")

    history = apps.get_model("events", "AnniversaryEvent").objects
    history = history.filter(pgh_obj_id=anniversary.pk)

    labels = list(history.order_by("pgh_id").values_list("pgh_label", flat=True))
    assert labels == ["insert", "update"]


# --- who sees what ------------------------------------------------------------


def test_a_secretary_manages_the_days_and_events_of_her_association_only():
    office = OfficeFactory()
    mine = AssociationFactory._meta.model.objects.get(pk=office.organization_id)
    hers = OccurrenceFactory(lead=mine)
    event = EventFactory(host=mine, publish_state=State.DRAFT)
    OccurrenceFactory(lead=AssociationFactory())
    EventFactory()

    assert list(Occurrence.objects.managed_by(office.user)) == [hers]
    assert list(Event.objects.managed_by(office.user)) == [event]

    office.until = date(2021, 1, 1)
    office.save()
    assert not Occurrence.objects.managed_by(office.user)
    assert not Event.objects.managed_by(office.user)


def test_the_ledger_settles_a_row_once():
    reminder = ReminderFactory()
    stale = Reminder.objects.get(pk=reminder.pk)

    assert reminder.settle("missed", "passed")
    assert not stale.settle("sent")
