"""The year's plan: the list in November, the plan, its approval and its year."""

from datetime import date
from io import BytesIO

import openpyxl
import pikepdf
import pytest
from django.urls import reverse
from docx import Document as WordFile

from events import actions
from events.models import AnnualPlan, Occurrence, PlanItem
from federation.lifecycle import MoveRefused
from federation.models import Role
from outbox.models import Message
from tests.accounts.factories import UserFactory
from tests.events.factories import (
    AnniversaryFactory,
    AssociationFactory,
    CountryFactory,
    OccurrenceFactory,
    OfficeFactory,
    UnionFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock(time_machine):
    time_machine.move_to("2026-10-31 10:00 +0700")
    UnionFactory()
    return time_machine


@pytest.fixture
def officer():
    return OfficeFactory(officer=True, user__email="office@example.vn").user


@pytest.fixture
def leader():
    return OfficeFactory(officer=True, role=Role.UNION_LEADER).user


def plan_with(*titles, **values):
    plan = AnnualPlan.objects.create(year=2027, **values)
    for title in titles:
        PlanItem.objects.create(plan=plan, title_vi=title, month=6)
    return plan


# --- the list of November ---------------------------------------------------------


def test_on_1_november_each_officer_gets_next_years_list_once(officer, clock):
    OccurrenceFactory()
    OccurrenceFactory(anniversary=AnniversaryFactory(national_day=True))
    OccurrenceFactory(anniversary=AnniversaryFactory(unverified=True))
    actions.announce_year()
    assert not Message.objects.exists()

    clock.move_to("2026-11-01 00:30 +0700")
    actions.announce_year()
    actions.announce_year()
    clock.move_to("2027-01-30 00:30 +0700")
    actions.announce_year()

    mail = Message.objects.get()
    assert mail.to == "office@example.vn"
    assert "2027" in mail.subject
    # Verified days of all kinds, the national ones after the others.
    assert mail.text.count("24/06") == 1
    assert mail.text.index("24/06") < mail.text.index("02/12")
    assert reverse("events:desk-plan-choose", args=[2027]) in mail.text


def test_who_is_appointed_until_january_ends_gets_the_years_list_too(officer, clock):
    OccurrenceFactory()
    for moment, number in (("2027-01-31", 1), ("2027-02-01", 0)):
        clock.move_to(f"{moment} 09:00 +0700")
        late = OfficeFactory(officer=True).user
        actions.announce_year()
        assert Message.objects.filter(to=late.email).count() == number


def test_the_day_of_the_list_is_the_offices_choice(officer, staff_client):
    OccurrenceFactory()
    policy = reverse("admin:events_calendarpolicy_changelist")
    url = staff_client.get(policy).url
    data = {"leap_day": "02-28", "even_years": "05", "keep_registrations": "30"}
    data |= {"confirm_days": "2", "remind_hours": "24"}
    staff_client.post(url, data | {"list_month": "10", "list_day": "15"})

    actions.announce_year()

    assert Message.objects.filter(template="events/year_ahead").count() == 1


# --- from the list to the plan ------------------------------------------------------


def test_the_office_chooses_days_and_the_plan_takes_them_once(as_user, officer):
    lead = AssociationFactory()
    sixty = OccurrenceFactory(lead=lead)
    other = OccurrenceFactory(anniversary__base_date=date(1966, 3, 1))
    client, url = as_user(officer), reverse("events:desk-plan-choose", args=[2027])
    page = client.get(url)
    assert page.context["form"].initial["days"] == [str(sixty.pk)]
    assert {day.pk for day in page.context["days"]} == {sixty.pk, other.pk}

    client.post(url, {"days": [str(sixty.pk)]})
    client.post(url, {"days": [str(sixty.pk)]})

    item = PlanItem.objects.get()
    assert (item.occurrence, item.month, item.lead.pk) == (sixty, 6, lead.pk)
    assert item.title_vi == sixty.anniversary.title_vi
    assert client.get(url).context["days"] == [other]


def test_a_national_day_is_there_to_be_chosen_and_not_proposed(as_user, officer):
    national = OccurrenceFactory(anniversary=AnniversaryFactory(national_day=True))
    client, url = as_user(officer), reverse("events:desk-plan-choose", args=[2027])
    page = client.get(url)
    assert page.context["form"].initial["days"] == []
    assert [day for day, _choice in page.context["national"]] == [national]

    client.post(url, {"days": [str(national.pk)]})

    assert PlanItem.objects.get().occurrence == national


def test_a_plan_is_approved_by_somebody_else_and_plans_its_days(officer, leader):
    day = OccurrenceFactory()
    plan, _n = actions.draw_up_plan(year=2027, occurrences=[day])
    plan.submit(by=officer)
    stale = AnnualPlan.objects.get()
    with pytest.raises(MoveRefused):
        plan.approve(by=officer)

    plan.approve(by=leader)

    with pytest.raises(MoveRefused):
        stale.approve(by=leader)
    plan.refresh_from_db()
    assert (plan.status, plan.approved_by) == ("approved", leader)
    assert Occurrence.objects.get().status == "planned"


def test_an_empty_plan_is_not_submitted_and_a_return_needs_a_remark(officer, leader):
    plan = plan_with()
    with pytest.raises(MoveRefused):
        plan.submit(by=officer)
    PlanItem.objects.create(plan=plan, title_vi="Hội thảo", month=3)
    plan.submit(by=officer)
    with pytest.raises(MoveRefused):
        plan.return_to_draft(by=leader, reason=" ")

    with pytest.raises(MoveRefused):
        plan.return_to_draft(by=leader, reason="Xem CCCD 001 085 012 345")
    plan.return_to_draft(by=leader, reason="Thêm kinh phí")

    plan.refresh_from_db()
    assert (plan.status, plan.remark) == ("draft", "Thêm kinh phí")


def test_what_is_open_is_carried_over_once_and_then_the_plan_closes(officer):
    plan = plan_with("Một", "Hai", status="approved")
    one, two = plan.items.order_by("pk")
    one.start(by=officer)
    one.finish(by=officer)
    with pytest.raises(MoveRefused):
        plan.close(by=officer)

    copy = two.carry_over(by=officer)

    with pytest.raises(MoveRefused):
        PlanItem.objects.get(pk=two.pk).carry_over(by=officer)
    assert (copy.plan.year, copy.carried_from, copy.title_vi) == (2028, two, "Hai")
    plan.close(by=officer)
    with pytest.raises(MoveRefused):
        PlanItem.objects.get(pk=one.pk).drop(by=officer)


def test_a_moved_day_moves_its_item_and_says_so(staff_client):
    anniversary = AnniversaryFactory()
    actions.generate()
    day = Occurrence.objects.get(year=2027)
    actions.draw_up_plan(year=2027, occurrences=[day])
    url = f"{reverse('admin:events_anniversary_changelist')}{anniversary.pk}/verify"
    page = staff_client.get(url, follow=True)

    answer = staff_client.post(
        page.request["PATH_INFO"],
        {"base_date": "1967-09-02", "verification_source": "Sách"},
        follow=True,
    )

    assert PlanItem.objects.get().month == 9
    notes = [str(message) for message in answer.context["messages"]]
    assert any("1 việc trong kế hoạch" in note for note in notes), notes


# --- what is approved stays ------------------------------------------------------


WORDS = {"title_vi": "Hội thảo", "month": "6", "budget_note": "10 triệu"}


@pytest.mark.parametrize(
    ("status", "code", "title", "budget"),
    [
        ("draft", 302, "Khác hẳn", "10 triệu"),
        ("submitted", 404, "Hội thảo", ""),
        ("approved", 302, "Hội thảo", "10 triệu"),
        ("closed", 404, "Hội thảo", ""),
    ],
)
def test_only_a_draft_is_rewritten(as_user, officer, status, code, title, budget):
    plan = plan_with("Hội thảo", status=status)
    item = PlanItem.objects.get()
    url = reverse("events:desk-plan-item", args=[item.pk])

    answer = as_user(officer).post(url, WORDS | {"title_vi": "Khác hẳn"})

    item.refresh_from_db()
    assert answer.status_code == code
    assert (item.title_vi, item.budget_note) == (title, budget)
    adding = reverse("events:desk-plan-add", args=[plan.year])
    as_user(officer).post(adding, WORDS)
    assert (PlanItem.objects.count() == 2) is (status == "draft")


@pytest.mark.parametrize("status", ["submitted", "approved", "closed"])
def test_no_day_is_put_into_a_plan_that_is_no_draft(as_user, officer, status):
    day = OccurrenceFactory()
    plan_with("Hội thảo", status=status)
    url = reverse("events:desk-plan-choose", args=[2027])

    answer = as_user(officer).post(url, {"days": [str(day.pk)]}, follow=True)

    assert PlanItem.objects.count() == 1
    assert [message.level_tag for message in answer.context["messages"]] == ["error"]
    with pytest.raises(MoveRefused):
        actions.draw_up_plan(year=2027, occurrences=[day])


def test_a_day_that_is_there_already_is_no_error():
    day = OccurrenceFactory()
    plan, number = actions.draw_up_plan(year=2027, occurrences=[day, day])

    assert (number, plan.items.count()) == (1, 1)
    assert actions.draw_up_plan(year=2027, occurrences=[day])[1] == 0


def test_a_submitted_plan_stands_still(officer):
    plan = plan_with("Hội thảo", status="submitted")

    with pytest.raises(MoveRefused):
        plan.items.get().start(by=officer)


def test_a_leader_decides_on_the_plan_and_no_second_officer(as_user, officer, leader):
    plan = plan_with("Hội thảo")
    plan.submit(by=officer)
    colleague = as_user(OfficeFactory(officer=True).user)
    steps = [
        reverse(f"events:desk-plan-{name}", args=[plan.year])
        for name in ("approve", "return")
    ]

    assert {colleague.post(step).status_code for step in steps} == {404}
    page = colleague.get(plan.get_absolute_url()).text
    assert not [step for step in steps if step in page]
    page = as_user(leader).get(plan.get_absolute_url()).text
    assert [step for step in steps if step in page] == steps


# --- pages -------------------------------------------------------------------------


def test_the_plan_is_for_the_unions_desk_alone(as_user, officer, leader):
    plan_with("Hội thảo")
    names = [
        reverse("events:desk-plans"),
        reverse("events:desk-plan", args=[2027]),
        reverse("events:desk-letters"),
    ]
    for url in names:
        assert as_user(officer).get(url).status_code == 200
        assert as_user(leader).get(url).status_code == 200
        assert as_user(OfficeFactory().user).get(url).status_code == 404


def test_buttons_move_the_plan_and_its_items(as_user, officer, leader):
    plan = plan_with("Hội thảo")
    item = plan.items.get()

    def press(user, name, *args, **data):
        url = reverse(f"events:desk-{name}", args=args)
        return as_user(user).post(url, data, follow=True)

    press(officer, "plan-submit", 2027)
    press(leader, "plan-approve", 2027)
    page = press(officer, "plan-item-move", item.pk, "start")
    assert "Đang làm" in page.text
    assert press(officer, "plan-item-move", item.pk, "delete").status_code == 404
    press(officer, "plan-item-move", item.pk, "carry_over")
    press(officer, "plan-close", 2027)

    plan.refresh_from_db()
    assert plan.status == "closed"
    assert PlanItem.objects.get(plan__year=2028).carried_from == item
    assert press(officer, "plan-item-move", item.pk, "drop").status_code == 404


def test_something_of_its_own_is_added_and_changed(as_user, officer):
    plan = plan_with()
    client = as_user(officer)
    data = {"title_vi": "Hội thảo mùa xuân", "month": "3", "level": "Thành phố"}

    client.post(reverse("events:desk-plan-add", args=[2027]), data)
    item = plan.items.get()
    bad = client.post(
        reverse("events:desk-plan-item", args=[item.pk]), data | {"month": "13"}
    )
    client.post(
        reverse("events:desk-plan-item", args=[item.pk]),
        data | {"coordination": "Sở Ngoại vụ", "budget_note": "20 triệu"},
    )

    assert bad.status_code == 200
    item.refresh_from_db()
    assert (item.coordination, item.budget_note) == ("Sở Ngoại vụ", "20 triệu")


@pytest.mark.parametrize("count", [1, 3])
def test_a_plan_costs_the_same(as_user, officer, count, django_assert_num_queries):
    days = [OccurrenceFactory(lead=AssociationFactory()) for _n in range(count)]
    actions.draw_up_plan(year=2027, occurrences=days)
    client, url = as_user(officer), reverse("events:desk-plan", args=[2027])
    client.get(url)

    # session, user, union, may this one enter; plan, items; the menu's offices
    # and rights
    with django_assert_num_queries(9):
        client.get(url)


# --- on paper ------------------------------------------------------------------------


def test_excel_holds_text_and_no_formula(as_user, officer):
    plan = plan_with("=1+1")
    url = reverse("events:desk-plan-excel", args=[plan.year])

    body = as_user(officer).get(url).getvalue()

    sheet = openpyxl.load_workbook(BytesIO(body)).active
    row = [cell.value for cell in sheet[2]]
    assert (row[0], row[2], sheet[2][2].data_type) == (6, "=1+1", "s")


def test_word_holds_every_item_and_keeps_marks_as_text(as_user, officer):
    plan_with("Hội thảo <b>&", "Gặp mặt {{ 1 }}")
    url = reverse("events:desk-plan-word", args=[2027])

    body = as_user(officer).get(url).getvalue()

    paper = WordFile(BytesIO(body))
    cells = [cell.text for row in paper.tables[0].rows for cell in row.cells]
    assert "Hội thảo <b>&" in cells
    assert "Gặp mặt {{ 1 }}" in cells
    assert len(paper.tables[0].rows) == 3


@pytest.mark.parametrize("count", [0, 3, 160])
def test_the_year_fits_one_page(as_user, officer, count):
    for number in range(count):
        base = date(1967, number % 12 + 1, number % 28 + 1)
        country = CountryFactory(iso2=chr(65 + number // 26) + chr(65 + number % 26))
        OccurrenceFactory(anniversary__base_date=base, anniversary__country=country)
    there = {"anniversary__country": CountryFactory(iso2="ZZ"), "year": 2027}
    OccurrenceFactory(anniversary__base_date=date(1962, 5, 5), **there)

    url = reverse("events:desk-year", args=[2027])
    body = as_user(officer).get(url).getvalue()

    with pikepdf.open(BytesIO(body)) as paper:
        assert len(paper.pages) == 1
        box = [float(side) for side in paper.pages[0].mediabox[2:]]
    assert box == pytest.approx([595.28, 841.89], abs=0.1)


def test_a_user_without_office_sees_nothing(as_user):
    plan_with()
    url = reverse("events:desk-plan", args=[2027])

    assert as_user(UserFactory()).get(url).status_code == 404
