"""The register of breaches: its clock, its steps, who is told and how often."""

import datetime
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import Error, IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from federation import notifications
from federation.lifecycle import MoveRefused
from federation.models import Breach, PrivacyLimit
from federation.tasks import remind_of_breaches
from outbox.models import Message
from tests.accounts.factories import UserFactory
from tests.federation.factories import OfficeFactory, UnionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("limits")]
FOUND = datetime.datetime(2026, 11, 20, 8, 30, tzinfo=datetime.UTC)
HOURS = timedelta(hours=1)
# What must stand in it before each step.
WORDS = {
    "contain": {"measures": "Đã thu hồi tệp."},
    "assess": {"people": 12, "consequences": "Lộ số điện thoại."},
    "report": {"reference": "Bộ Công an, 15/BC-LHHN"},
    "close": {"outcome": "Đã thông báo cho người liên quan."},
}
ADD = reverse("admin:federation_breach_add")
LIST = reverse("admin:federation_breach_changelist")


def breach(*, by=None, **fields):
    values = {"title": "Gửi nhầm danh sách", "description": "Qua thư điện tử."}
    values |= {"data_kinds": "Họ tên, điện thoại", "detected_at": FOUND}
    row = Breach(**values | fields)
    with time_machine.travel(FOUND, tick=False):
        row.detect(by=by or UserFactory())
    return row


def officer(**fields):
    user = UserFactory(**fields)
    return OfficeFactory(user=user, organization=UnionFactory(), role="dpo").user


def take(row, *moves, by=None):
    for move in moves:
        Breach.objects.filter(pk=row.pk).update(**WORDS[move])
        row.refresh_from_db()
        getattr(row, move)(by=by or UserFactory())
    row.refresh_from_db()
    return row


def told(user):
    keys = Message.objects.filter(to=user.email, key__startswith="breach-")
    return [key.split("-")[2] for key in keys.order_by("pk").values_list("key", flat=1)]


# --- the clock ---


def test_the_time_to_report_is_that_of_the_law():
    assert breach().report_by == FOUND + 72 * HOURS


def test_a_changed_limit_counts_from_the_next_breach():
    old = breach()
    PrivacyLimit.objects.filter(key="breach").update(days=2)

    assert breach().report_by == FOUND + 48 * HOURS
    old.refresh_from_db()
    assert old.report_by == FOUND + 72 * HOURS


@pytest.mark.parametrize("change", [{"detected_at": timezone.now()}, None])
def test_the_clock_is_not_set_back_and_nothing_is_deleted(change):
    rows = Breach.objects.filter(pk=breach().pk)

    with pytest.raises(Error), transaction.atomic():
        rows.update(**change) if change else rows.delete()

    assert rows.get().detected_at == FOUND


def test_it_is_not_found_before_it_happened_nor_in_the_future():
    row = breach(happened_at=FOUND - HOURS)
    row.happened_at = FOUND + HOURS

    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()
    with pytest.raises(ValidationError):
        Breach(detected_at=timezone.now() + HOURS).clean()


class TestASeriousIncident:
    """The authority has a first notice within a day, before the report."""

    def row(self, **fields):
        return breach(is_serious=True, **fields)

    def test_has_a_sooner_clock_of_its_own(self):
        serious, other = self.row(), breach()

        assert serious.next_limit == serious.notice_by == FOUND + 24 * HOURS
        assert other.next_limit == other.report_by

    def test_is_told_once_when_the_day_is_over(self):
        user, row = officer(), self.row()
        for hours in (23, 25, 26):
            Breach.objects.remind(FOUND + hours * HOURS)

        assert told(user) == ["found", "notice"]
        words = Message.objects.get(key__contains="-notice-")
        assert row.title in words.text

    def test_notice_is_given_once_with_its_words(self):
        row, user = self.row(), UserFactory()
        with pytest.raises(MoveRefused):
            row.give_notice(by=user)
        Breach.objects.filter(pk=row.pk).update(notice="A05, gọi lúc 9:00, số 3")
        row.refresh_from_db()

        row.give_notice(by=user)

        assert row.next_limit == row.report_by
        assert not Breach.objects.to_notice(FOUND + 30 * HOURS).exists()
        with pytest.raises(MoveRefused):
            row.give_notice(by=user)

    def test_is_entered_where_that_limit_is_not_known(self):
        PrivacyLimit.objects.filter(key="notice").delete()

        row = self.row()

        assert (row.notice_by, row.next_limit) == (None, row.report_by)

    def test_the_desk_shows_its_clock_and_takes_the_step(self, staff_client):
        row = self.row(notice="A05, số 3")
        url = reverse("admin:federation_breach_change", args=[row.pk])
        form = staff_client.get(url).context["adminform"]
        assert "notice_by" in form.fieldsets[0][1]["fields"]

        staff_client.post(LIST, {
            "action": "give_notice", "_selected_action": [row.pk], "confirmed": "1",
        })  # fmt: skip

        row.refresh_from_db()
        assert row.noticed_at is not None


# --- the steps ---


def test_it_goes_its_way_and_says_when_and_who():
    user, row = UserFactory(full_name="Lê An"), breach()

    take(row, "contain", "assess", "report", "close", by=user)

    assert row.status == "closed"
    moments = [row.contained_at, row.assessed_at, row.reported_at, row.closed_at]
    assert moments == sorted(moments)
    events = Breach.pgh_event_model.objects.filter(pgh_obj_id=row.pk)
    seen = list(dict.fromkeys(events.order_by("pgh_id").values_list("status", flat=1)))
    assert seen == ["detected", "contained", "assessed", "reported", "closed"]


def test_it_may_end_without_a_notice_and_says_why():
    row = take(breach(), "contain", "assess", "close")

    assert (row.status, row.reported_at) == ("closed", None)


@pytest.mark.parametrize(
    ("done", "move"),
    [
        ([], "assess"),
        ([], "report"),
        ([], "close"),
        (["contain"], "report"),
        (["contain"], "close"),
        (["contain", "assess", "report"], "report"),
        (["contain", "assess", "close"], "report"),
        (["contain", "assess", "report", "close"], "close"),
    ],
)
def test_no_step_is_left_out_or_done_twice(done, move):
    row = take(breach(), *done)
    before = row.status

    with pytest.raises(MoveRefused):
        take(row, move)

    row.refresh_from_db()
    assert row.status == before


@pytest.mark.parametrize("number", range(4))
def test_no_step_without_its_words(number):
    row, moves = breach(), list(WORDS)
    take(row, *moves[:number])

    with pytest.raises(MoveRefused):
        getattr(row, moves[number])(by=UserFactory())


# --- who is told ---


def test_whoever_watches_learns_of_it_at_once_in_their_language():
    mine, reader = officer(), officer(language="en")

    breach(by=mine)

    assert (told(mine), told(reader)) == ([], ["found"])
    assert "breached" in Message.objects.get(to=reader.email).subject


def test_the_officer_is_reminded_once_before_and_once_after_the_limit():
    user = officer()
    breach(by=user)

    for hours in (1, 47, 48, 49, 60, 71, 72, 73, 96):
        Breach.objects.remind(FOUND + hours * HOURS)

    assert told(user) == ["soon", "due"]


def test_after_the_notice_nobody_is_reminded():
    user = officer()
    take(breach(by=user), "contain", "assess", "report")

    Breach.objects.remind(FOUND + 80 * HOURS)

    assert told(user) == []


def test_without_an_officer_the_leaders_of_the_union_are_told():
    leader = OfficeFactory(organization=UnionFactory(), role="union_leader").user

    breach()

    assert told(leader) == ["found"]


def test_one_that_fails_stops_no_other(monkeypatch, caplog):
    user = officer()
    broken, _whole = breach(by=user), breach(by=user)
    tell = notifications.breach_to_report

    def fails(row, **kwargs):
        if row.pk == broken.pk:
            raise RuntimeError("this row is broken")
        tell(row, **kwargs)

    monkeypatch.setattr(notifications, "breach_to_report", fails)
    Breach.objects.remind(FOUND + 60 * HOURS)

    assert told(user) == ["soon"]
    assert f"breach {broken.pk}" in caplog.text


# --- the desk ---


@time_machine.travel(FOUND + HOURS)
def test_the_desk_enters_a_breach_in_one_step(staff_client):
    data = {
        "title": "Mất máy tính",
        "description": "Ở xe buýt.",
        "data_kinds": "Họ tên",
    }
    data |= {"detected_at_0": "20/11/2026", "detected_at_1": "15:30:00"}

    staff_client.post(ADD, data)

    row = Breach.objects.get()
    assert (row.title, row.report_by) == ("Mất máy tính", FOUND + 72 * HOURS)
    assert row.recorded_by is not None


def test_without_its_limit_the_form_says_so(staff_client):
    PrivacyLimit.objects.all().delete()
    data = {"title": "Mất máy tính", "description": "Ở xe.", "data_kinds": "Họ tên"}
    data |= {"detected_at_0": "20/11/2026", "detected_at_1": "08:30:00"}

    response = staff_client.post(ADD, data)

    assert response.status_code == 200
    assert not Breach.objects.exists()


def test_the_steps_are_taken_at_the_desk(staff_client):
    row = breach(measures="Đã khóa.")
    data = {"action": "contain", "_selected_action": [row.pk], "confirmed": "1"}

    staff_client.post(LIST, data)

    row.refresh_from_db()
    assert row.status == "contained"


def test_what_was_told_stays(staff_client):
    row = take(breach(), "contain", "assess", "report")
    path = reverse("admin:federation_breach_change", args=[row.pk])
    page = staff_client.get(path)

    shown = set(page.context["adminform"].form.fields)
    assert not shown & {"reference", "detected_at", "report_by", "status"}
    take(row, "close")
    assert set(staff_client.get(path).context["adminform"].form.fields) == {"record"}
    assert staff_client.post(f"{LIST}{row.pk}/delete/").status_code == 403


@pytest.mark.parametrize(("clock", "found"), [("open", 2), ("late", 1), ("", 3)])
def test_the_desk_finds_what_is_to_be_reported(staff_client, clock, found):
    breach()
    take(breach(), "contain", "assess", "report")
    breach(detected_at=FOUND - 90 * HOURS)

    with time_machine.travel(FOUND + HOURS):
        page = staff_client.get(LIST, {"clock": clock} if clock else {})

    assert page.context["cl"].result_count == found


@pytest.mark.parametrize("count", [1, 3])
def test_the_register_costs_the_same(staff_client, count, django_assert_num_queries):
    for _number in range(count):
        breach()
    staff_client.get(LIST)

    # session, account, rights and the frame of the desk (5), two counts, the rows,
    # first and last day above the list
    with django_assert_num_queries(10):
        assert staff_client.get(LIST).status_code == 200


# --- the report of a year ---


def reports(user):
    return Message.objects.filter(to=user.email, key__startswith="breaches-")


@pytest.mark.parametrize("day", ["2026-11-24", "2026-01-02"])
def test_before_its_time_nobody_is_reminded_of_the_yearly_report(day):
    user = officer()

    with time_machine.travel(f"{day}T05:00Z", tick=False):
        Breach.objects.remind_of_the_year()

    assert not reports(user).exists()


def test_the_yearly_report_is_told_once_a_year_and_the_second_year_again():
    user = officer(language="en")
    breach()

    for day in ("2026-11-25", "2026-12-01", "2026-12-28", "2027-11-24", "2027-11-25"):
        with time_machine.travel(f"{day}T05:00Z", tick=False):
            remind_of_breaches()

    first, second = reports(user).order_by("pk")
    assert first.subject == "The report of the incidents of 2026 is due by 25 Dec 2026"
    assert "holds 1 incident found" in first.text
    assert "detected_at__year=2026" in first.text
    assert "holds 0 incidents" in second.text
    assert "25 Dec 2027" in second.subject


def test_the_day_of_the_yearly_report_is_data():
    user = officer()
    PrivacyLimit.objects.filter(key="yearly").update(days=16)

    with time_machine.travel("2026-11-16T05:00Z", tick=False):
        Breach.objects.remind_of_the_year()
    assert "15/12/2026" in reports(user).get().subject

    PrivacyLimit.objects.filter(key="yearly").delete()
    with time_machine.travel("2027-12-16T05:00Z", tick=False):
        Breach.objects.remind_of_the_year()
    assert reports(user).count() == 1
