"""Who counts in a body today: as the public pages count, never by other rules."""

import datetime

import pytest
import time_machine
from django.urls import reverse

from federation.models import Body
from tests.federation.factories import (
    AppointmentFactory,
    BodyFactory,
    TermFactory,
    UnionFactory,
)

pytestmark = pytest.mark.django_db

day = datetime.date
TODAY = "2026-11-22"


@pytest.fixture
def bodies():
    """One of a term that is over, one of the running term."""
    union = UnionFactory()
    years = ((1, 2015, 2020), (2, 2020, 2027))
    return [
        BodyFactory(term=TermFactory(owner=union, ordinal=n, start_year=a, end_year=b))
        for n, a, b in years
    ]


@time_machine.travel(TODAY)
def test_people_of_a_term_that_is_over_are_not_counted_as_todays(bodies):
    for body in bodies:
        AppointmentFactory(body=body, since=None, until=None)
    AppointmentFactory(body=bodies[1], since=day(2026, 12, 1))
    AppointmentFactory(body=bodies[1], since=day(2020, 5, 1), until=day(2022, 1, 1))

    counts = dict(Body.objects.with_held().values_list("pk", "held_by"))

    assert counts == {bodies[0].pk: 0, bodies[1].pk: 1}
    then = dict(Body.objects.with_held(day(2018, 1, 1)).values_list("pk", "held_by"))
    assert then == {bodies[0].pk: 1, bodies[1].pk: 0}


@time_machine.travel(TODAY)
@pytest.mark.parametrize(
    ("held", "found"), [("now", {1}), ("past", {0, 3}), ("", None)]
)
def test_the_desk_tells_ended_titles_from_those_to_come(
    staff_client, bodies, held, found
):
    rows = [
        AppointmentFactory(body=bodies[0], since=None, until=None),
        AppointmentFactory(body=bodies[1], since=None, until=None),
        AppointmentFactory(body=bodies[1], since=day(2026, 12, 1)),
        AppointmentFactory(
            body=bodies[1], since=day(2020, 5, 1), until=day(2022, 1, 1)
        ),
    ]
    path = reverse("admin:federation_appointment_changelist")

    page = staff_client.get(path, {"held": held} if held else {})

    shown = {rows.index(row) for row in page.context["cl"].result_list}
    assert shown == (found if found is not None else {0, 1, 2, 3})


def test_a_body_within_another_shows_the_one_around_it(client):
    outer = BodyFactory(name_vi="Ban Chấp hành", term=TermFactory())
    inner = BodyFactory(
        term=outer.term, owner=outer.owner, parent=outer, kind="standing"
    )

    text = client.get(inner.get_absolute_url()).text

    assert outer.get_absolute_url() in text
