"""The rules of bodies, of titles held in them, and of their people."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, ProgrammingError, transaction

from federation.models import (
    Appointment,
    Body,
    Person,
)
from tests.federation.factories import (
    AppointmentFactory,
    BodyFactory,
    OrganizationFactory,
    PersonFactory,
    TermFactory,
)

pytestmark = pytest.mark.django_db

day = datetime.date


def test_a_body_belongs_to_one_organisation_for_good():
    body = BodyFactory()
    body.owner = OrganizationFactory()

    with pytest.raises(ProgrammingError), transaction.atomic():
        body.save()


def test_a_body_and_its_term_have_one_owner():
    body = Body(owner=OrganizationFactory(), term=TermFactory(), kind="executive")

    with pytest.raises(ValidationError, match="thuộc tổ chức khác"):
        body.full_clean()


def test_a_body_is_not_within_itself():
    outer = BodyFactory()
    inner = BodyFactory(term=outer.term, parent=outer, kind=Body.Kind.STANDING)
    outer.parent = inner

    with pytest.raises(ValidationError, match="nằm trong chính nó"):
        outer.full_clean()


def test_staff_are_warned_of_too_many_seats():
    body = BodyFactory(approved_size=1)
    AppointmentFactory.create_batch(2, body=body)

    assert body.warnings() == ["Ban Chấp hành có 2 người; số được duyệt là 1."]


def test_staff_are_warned_of_members_missing_in_the_outer_body():
    outer = BodyFactory()
    inner = BodyFactory(
        term=outer.term, parent=outer, kind=Body.Kind.STANDING, name_vi="Ban Thường vụ"
    )
    both, one = PersonFactory(), PersonFactory(full_name="Trần Thị Phương")
    AppointmentFactory(person=both, body=outer)
    AppointmentFactory(person=both, body=inner)
    AppointmentFactory(person=one, body=inner)

    assert inner.warnings() == [
        "Trần Thị Phương có trong Ban Thường vụ nhưng không có trong Ban Chấp hành."
    ]
    inner.owner.nested_bodies = False
    assert inner.warnings() == []


def test_the_owner_of_an_appointment_is_the_bodys():
    association = OrganizationFactory()
    body = BodyFactory(term=None, owner=association, kind=Body.Kind.OFFICE)
    appointment = AppointmentFactory(body=body)

    assert appointment.owner == association
    assert list(Appointment.objects.of(association)) == [appointment]


def test_one_chair_at_any_date():
    body = BodyFactory()
    AppointmentFactory(body=body, is_chair=True, since=day(2022, 1, 1))
    second = Appointment(
        person=PersonFactory(),
        body=body,
        title_vi="Chủ tịch",
        is_chair=True,
        since=day(2023, 1, 1),
    )

    with pytest.raises(ValidationError, match="đang đứng đầu"):
        second.full_clean()
    with pytest.raises(IntegrityError, match="one_chair"), transaction.atomic():
        second.save()


def test_chairs_may_follow_each_other():
    body = BodyFactory()
    AppointmentFactory(
        body=body, is_chair=True, since=day(2022, 1, 1), until=day(2023, 5, 31)
    )
    second = AppointmentFactory(body=body, is_chair=True, since=day(2023, 6, 1))

    second.full_clean()


def test_until_is_not_before_since():
    with pytest.raises(IntegrityError, match="until"), transaction.atomic():
        AppointmentFactory(since=day(2022, 1, 2), until=day(2022, 1, 1))


def test_the_title_of_an_ended_appointment_stays():
    appointment = AppointmentFactory(
        since=day(2017, 11, 17), until=day(2022, 12, 1), title_en=""
    )
    rows = Appointment.objects.filter(pk=appointment.pk)

    assert appointment.is_past
    with pytest.raises(IntegrityError, match="snapshot"), transaction.atomic():
        rows.update(title_vi="Chủ tịch")
    assert rows.update(title_en="Member") == 1
    assert rows.update(until=None, correction="Chưa thôi chức.") == 1
    assert rows.update(title_vi="Chủ tịch") == 1


@pytest.mark.parametrize(
    ("since", "until", "on", "held"),
    [
        (day(2018, 3, 1), day(2020, 5, 31), day(2018, 2, 28), False),
        (day(2018, 3, 1), day(2020, 5, 31), day(2018, 3, 1), True),
        (day(2018, 3, 1), day(2020, 5, 31), day(2020, 5, 31), True),
        (day(2018, 3, 1), day(2020, 5, 31), day(2020, 6, 1), False),
        (None, None, day(2016, 1, 1), False),
        (None, None, day(2019, 1, 1), True),
        (None, None, day(2024, 1, 1), False),
        (day(2018, 3, 1), None, day(2024, 1, 1), False),
        (None, day(2020, 5, 31), day(2018, 1, 1), True),
        (None, day(2020, 5, 31), day(2016, 1, 1), False),
    ],
)
def test_who_held_it_on_a_day(since, until, on, held):
    term = TermFactory(ordinal=5, start_year=2017, end_year=2022)
    TermFactory(ordinal=6, start_year=2022, end_year=2027)
    AppointmentFactory(body=BodyFactory(term=term), since=since, until=until)

    assert Appointment.objects.on(on).exists() == held


def test_a_standing_body_has_no_term_to_end_a_title():
    body = BodyFactory(term=None, kind=Body.Kind.OFFICE)
    appointment = AppointmentFactory(body=body, since=day(2010, 1, 1))

    assert list(Appointment.objects.on()) == [appointment]


def test_people_are_public_by_their_titles():
    AppointmentFactory(
        person__full_name="Của chi hội",
        body=BodyFactory(
            term=None,
            owner=OrganizationFactory(kind="branch"),
            kind=Body.Kind.EXECUTIVE,
        ),
    )
    PersonFactory(full_name="Không chức danh")
    leader = AppointmentFactory(person__full_name="Nguyễn Ngọc Kỳ").person

    assert list(Person.objects.public()) == [leader]


def test_people_stand_in_the_vietnamese_alphabet():
    for name in ("Đỗ An", "Dương An", "Ân An", "An An"):
        PersonFactory(full_name=name)

    names = [person.full_name for person in Person.objects.in_order()]

    assert names == ["An An", "Ân An", "Dương An", "Đỗ An"]
