"""The board of duties: what came back, what ends, who holds how many."""

from datetime import date, timedelta

import pytest
import time_machine
from django.template import Context, Template
from django.utils import timezone

from federation.models import Body, Role, Term
from members import actions
from members.models import Branch, BranchRequest
from members.templatetags.members_duties import duties
from tests.accounts.factories import UserFactory
from tests.members.conftest import holds
from tests.members.factories import (
    AssociationFactory,
    BranchFactory,
    RequestFactory,
    SeatFactory,
)

pytestmark = pytest.mark.django_db
YEAR = timezone.localdate().year


def with_term(association, end_year, **fields):
    """A branch of it whose committee's term ends in this year."""
    branch = BranchFactory(association=association, **fields)
    term = Term.objects.create(
        owner=branch, ordinal=1, start_year=end_year - 5, end_year=end_year
    )
    branch.committee = Body.objects.create(
        owner=branch, term=term, kind=Body.Kind.EXECUTIVE, name_vi="BCH", name_en="EC"
    )
    branch.save()
    return branch


def given_back(scene, number=1):
    for n in range(number):
        made = RequestFactory(association=scene.association)
        SeatFactory(request=made)
        made.submit(by=scene.secretary)
        made.start_check(by=scene.officer)
        fields = {"host_name": f"Ghi rõ {n}."}
        made.check_items(by=scene.officer, verdicts={}, fields=fields)
        made.request_changes(by=scene.officer)
    return made


def test_a_secretary_reads_what_came_back_and_whose_term_ends(scene):
    made = given_back(scene)
    with_term(scene.association, YEAR)
    with_term(scene.association, YEAR + 1)
    with_term(AssociationFactory(), YEAR)

    rows = duties(scene.secretary)

    titles = [row["title"] for row in rows]
    assert len(rows) == 3  # her draft, the supplement, one term
    came_back = next(row for row in rows if made.name in row["title"])
    assert "Ghi rõ 0." in came_back["note"]
    assert came_back["until"] == made.supplement_due_on
    assert came_back["url"] == made.get_absolute_url()
    assert sum(str(YEAR) in row["note"] for row in rows) == 1, titles


@pytest.mark.parametrize("who", ["officer", "leader"])
def test_the_union_sees_every_association_oldest_first(scene, who):
    made = given_back(scene)
    BranchRequest.objects.filter(pk=made.pk).update(
        supplement_due_on=timezone.localdate() - timedelta(days=1)
    )
    late, soon = AssociationFactory(), AssociationFactory()
    with_term(soon, YEAR)
    with_term(late, YEAR - 2)
    with_term(late, YEAR - 1)
    with_term(late, YEAR - 1, ended_on=date(YEAR - 1, 6, 1), status="dissolved")

    rows = duties(getattr(scene, who))

    assert [row["until"] for row in rows] == sorted(row["until"] for row in rows)
    assert rows[0]["url"] == late.get_absolute_url()
    assert rows[0]["is_late"]
    assert " 2 " in rows[0]["title"]
    assert rows[1]["url"] == made.get_desk_url()
    assert str(scene.association) in rows[1]["note"]
    assert rows[-1]["url"] == soon.get_absolute_url()


def test_a_leader_of_an_association_sees_nothing_of_others(scene):
    given_back(scene)
    with_term(AssociationFactory(), YEAR)

    assert duties(scene.association_leader) == []


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("who", "queries"), [("secretary", 6), ("officer", 10)])
def test_the_board_costs_the_same(
    scene, who, queries, count, django_assert_num_queries
):
    given_back(scene, count)
    for _n in range(count):
        with_term(scene.association, YEAR)
        with_term(AssociationFactory(), YEAR)
    user = getattr(scene, who)

    with django_assert_num_queries(queries):
        rows = duties(user)

    assert len(rows) >= 2 * count


@pytest.mark.parametrize("count", [1, 3])
def test_a_leaders_board_costs_the_same(scene, count, django_assert_num_queries):
    for _n in range(count):
        made = RequestFactory(association=scene.association)
        SeatFactory(request=made)
        made.submit(by=scene.secretary)
        made.start_check(by=scene.officer)
        made.mark_ready(by=scene.officer)

    with django_assert_num_queries(5):
        rows = duties(scene.leader)

    assert len(rows) == count


@pytest.mark.parametrize("count", [1, 3])
def test_the_load_of_each_officer(scene, count, django_assert_num_queries):
    union = scene.association.parent
    for n in range(count):
        officer = holds(UserFactory(full_name=f"Người {n}"), union, Role.UNION_OFFICER)
        made = RequestFactory(association=scene.association)
        SeatFactory(request=made)
        made.submit(by=scene.secretary)
        made.start_check(by=officer)
    BranchRequest.objects.filter(pk=made.pk).update(due_on=date(2020, 1, 1))

    with django_assert_num_queries(1):
        text = Template("{% load members %}{% load_of_officers desk %}").render(
            Context({"desk": BranchRequest.objects.all()})
        )

    rows = BranchRequest.objects.load_by_officer()
    assert [row["late"] for row in rows] == [1] + [0] * (count - 1)
    for row in rows:
        assert row["checker__full_name"] in text


class TestTermThatBeganOnADay:
    """A branch founded in March: its term ends in March, everywhere."""

    @pytest.fixture
    def founded(self, scene):
        with time_machine.travel("2026-03-16 09:00+07:00", tick=False):
            request = RequestFactory.build(association=scene.association)
            actions.start_request(request, by=scene.secretary)
            SeatFactory(request=request)
            scene.request = request
            scene.to_ready().approve(by=scene.leader)
            return Branch.objects.get(request=request)

    @pytest.mark.parametrize(
        ("day", "is_told", "is_over"),
        [
            ("2030-06-01", False, False),
            ("2030-12-01", True, False),
            ("2031-03-16", True, False),
            ("2031-03-17", True, True),
        ],
    )
    def test_board_and_page_agree(self, scene, founded, day, is_told, is_over):
        with time_machine.travel(f"{day} 09:00+07:00", tick=False):
            rows = [r for r in duties(scene.secretary) if founded.name_vi in r["title"]]
            assert founded.term_expired == is_over
        assert [row["until"] for row in rows] == [date(2031, 3, 16)] * is_told
