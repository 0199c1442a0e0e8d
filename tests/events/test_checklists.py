"""Steps of preparation, things to mind, and days that move from year to year."""

from datetime import date

import pytest
from django.conf import settings
from django.urls import reverse

from events import actions
from events.models import Caution, Occurrence, Reminder, Task, TaskTemplate, YearDate
from federation.lifecycle import MoveRefused
from federation.models import LegalBasis
from outbox.models import Message
from tests.accounts.factories import UserFactory
from tests.events.factories import (
    AnniversaryFactory,
    EventFactory,
    OccurrenceFactory,
    OfficeFactory,
    ReminderFactory,
    ReminderRuleFactory,
    UnionFactory,
)

pytestmark = pytest.mark.django_db
DATA = settings.BASE_DIR / "portal" / "data"


@pytest.fixture(autouse=True)
def clock(time_machine):
    time_machine.move_to("2026-11-22 10:00 +0700")
    UnionFactory()
    return time_machine


# --- the checklist ------------------------------------------------------------


def test_a_planned_day_gets_the_steps_of_its_kind_and_milestone_once():
    for kind, milestone in [("diplomatic", "decade"), ("", ""), ("founding", "")]:
        text = f"{kind or 'every'} {milestone}"
        TaskTemplate.objects.create(kind=kind, milestone=milestone, text_vi=text)
    day, user = OccurrenceFactory(), UserFactory()

    day.plan(by=user)
    day.tasks.lay_out(day)

    assert sorted(day.tasks.values_list("text_vi", flat=True)) == [
        "diplomatic decade",
        "every ",
    ]
    assert {task.due_on for task in day.tasks.all()} == {date(2027, 5, 25)}


def test_a_step_is_done_once_and_says_by_whom():
    task = Task.objects.create(occurrence=OccurrenceFactory(), text_vi="Gửi giấy mời")
    stale, user = Task.objects.get(), UserFactory()

    task.tick(by=user)
    with pytest.raises(MoveRefused):
        stale.tick(by=UserFactory())

    assert Task.objects.get().done_by == user
    task.untick(by=user)
    assert Task.objects.get().done_at is None


def test_a_moved_day_takes_its_open_steps_along():
    TaskTemplate.objects.create(text_vi="A", days_before=10)
    TaskTemplate.objects.create(text_vi="B", days_before=20)
    anniversary, user = AnniversaryFactory(), UserFactory()
    actions.generate()
    day = Occurrence.objects.get(year=2027)
    day.plan(by=user)
    day.tasks.get(text_vi="B").tick(by=user)

    anniversary.verify(by=user, source="Sách", base_date=date(1967, 7, 24))
    actions.follow(anniversary)

    due = dict(Task.objects.values_list("text_vi", "due_on"))
    assert due == {"A": date(2027, 7, 14), "B": date(2027, 6, 4)}


# --- things to mind -----------------------------------------------------------


def test_a_caution_warns_in_the_years_it_is_for_and_forbids_nothing(staff_client):
    basis = LegalBasis.objects.create(code="111/2018/NĐ-CP", title_vi="Nghị định")
    Caution.objects.create(
        kind="traditional",
        except_milestone="decade",
        event_kind="ceremony",
        text_vi="Chỉ năm tròn mới tổ chức lễ.",
        legal_basis=basis,
    )
    day = AnniversaryFactory(
        kind="traditional", base_date=date(1950, 11, 17), country=None
    )
    ordinary = OccurrenceFactory(anniversary=day, year=2027)
    round_one = OccurrenceFactory(anniversary=day, year=2030)

    found = Caution.objects.about(ordinary, "ceremony")

    assert [caution.legal_basis for caution in found] == [basis]
    assert not Caution.objects.about(round_one, "ceremony").exists()
    assert not Caution.objects.about(ordinary, "meeting").exists()
    event = EventFactory(occurrence=ordinary, kind="ceremony")
    page = staff_client.get(reverse("admin:events_event_change", args=[event.pk]))
    assert "Chỉ năm tròn mới tổ chức lễ. (111/2018/NĐ-CP)" in page.text


def test_the_shipped_tables_load_once():
    LegalBasis.objects.create(code="111/2018/NĐ-CP", title_vi="Nghị định")

    first = [
        actions.load_task_templates(DATA / "task_templates.csv"),
        actions.load_cautions(DATA / "cautions.csv"),
    ]
    again = actions.load_cautions(DATA / "cautions.csv")

    assert [report["refused"] for report in first] == [[], []]
    assert [report["created"] for report in first] == [22, 2]
    assert (again["created"], again["unchanged"]) == (0, 2)
    assert set(Caution.objects.values_list("legal_basis__code", flat=True)) == {
        "111/2018/NĐ-CP"
    }


# --- days that move -----------------------------------------------------------


def test_a_movable_day_is_kept_only_in_the_years_listed():
    anniversary = AnniversaryFactory(
        national_day=True, month=None, day=None, is_movable=True, is_verified=False
    )
    user = UserFactory()
    with pytest.raises(MoveRefused):
        anniversary.verify(by=user, source="Đại sứ quán")
    YearDate.objects.create(anniversary=anniversary, date="2027-06-12", source="ĐSQ")
    anniversary.verify(by=user, source="Đại sứ quán")

    actions.generate()

    assert [(day.date, day.ordinal) for day in Occurrence.objects.all()] == [
        (date(2027, 6, 12), None)
    ]
    assert not actions.calendar_has_gaps()
    YearDate.objects.create(anniversary=anniversary, date="2028-06-10", source="ĐSQ")
    assert actions.calendar_has_gaps()
    actions.generate()
    assert Occurrence.objects.count() == 2


def test_staff_confirm_a_movable_day_without_a_date(staff_client):
    anniversary = AnniversaryFactory(
        national_day=True, month=None, day=None, is_movable=True, is_verified=False
    )
    YearDate.objects.create(anniversary=anniversary, date="2027-06-12", source="ĐSQ")
    url = f"{reverse('admin:events_anniversary_changelist')}{anniversary.pk}/verify"
    page = staff_client.get(url, follow=True)

    staff_client.post(
        page.request["PATH_INFO"], {"verification_source": "Lịch của Đại sứ quán"}
    )

    anniversary.refresh_from_db()
    assert anniversary.is_verified
    assert Occurrence.objects.get().date == date(2027, 6, 12)


# --- the ledger: digest, people, notice ---------------------------------------


def due_today(count, **values):
    day = OccurrenceFactory(year=2027)
    user = values.pop("recipient", None) or OfficeFactory(officer=True).user
    rule = ReminderRuleFactory(audience="office", amount=200, **values)
    return [
        ReminderFactory(
            rule=rule,
            recipient=user,
            occurrence=day if number == 0 else OccurrenceFactory(year=2027),
            due_at="2026-11-22 08:00+07:00",
            offset=rule.offset,
        )
        for number in range(count)
    ]


def test_several_of_one_day_go_out_in_one_mail():
    rows = due_today(3, task_vi="Soạn thư.")

    actions.send_due_reminders()
    actions.send_due_reminders()

    mail = Message.objects.get()
    assert mail.subject.startswith("3 ")
    assert mail.template == "events/reminder_digest"
    assert mail.text.count("Soạn thư.") == 3
    for row in rows:
        row.refresh_from_db()
        assert (row.state, row.mail_key) == ("sent", mail.key)
        assert row.get_absolute_url() in mail.text


def test_a_bad_one_of_a_digest_does_not_hold_up_the_others(monkeypatch):
    rows = due_today(3)
    bad, real = rows[1].pk, Reminder.claim

    def claim(self):
        if self.pk == bad:
            raise ValueError("broken")
        return real(self)

    monkeypatch.setattr(Reminder, "claim", claim)

    actions.send_due_reminders()

    found = dict(Reminder.objects.values_list("pk", "state"))
    assert found == {row.pk: "scheduled" if row.pk == bad else "sent" for row in rows}
    assert Reminder.objects.get(pk=bad).attempts == 1
    assert Message.objects.count() == 2


def test_a_notice_stays_in_the_workspace_and_sends_no_mail():
    (row,) = due_today(1, channel="notice")

    actions.send_due_reminders()

    row.refresh_from_db()
    assert (row.state, row.mail_key) == ("sent", "")
    assert not Message.objects.exists()
    assert row in Reminder.objects.managed_by(row.recipient).went_out()


def test_people_named_by_a_rule_are_told_while_they_work_here():
    OfficeFactory(officer=True)
    here, gone = UserFactory(), UserFactory()
    AnniversaryFactory()
    rule = ReminderRuleFactory(audience="people")
    rule.people.set([here, gone])
    actions.generate()
    assert set(Reminder.objects.values_list("recipient", flat=True)) == {
        *(here.pk, gone.pk)
    }
    lines = actions.preview()
    assert {line.recipient for line in lines} == {here, gone}

    gone.is_active = False
    gone.save()
    actions.generate()

    row = Reminder.objects.filter(recipient=gone).first()
    assert (row.state, row.reason) == ("cancelled", "left")
