"""Members in numbers: reported without a name, counted by name, side by side."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from members.models import MembershipCount, Numbers
from tests.members.factories import AssociationFactory, BranchFactory, MemberFactory
from tests.members.register import url

pytestmark = pytest.mark.django_db
DAY = date(2026, 6, 30)


def report(organization, total, day=DAY, **values):
    return MembershipCount.objects.create(
        organization=organization, total=total, as_of=day, **values
    )


@pytest.fixture
def branches(scene):
    return BranchFactory.create_batch(3, association=scene.association)


def entered(scene, **data):
    start = {"organization": scene.association.pk, "as_of": "30/06/2026", "total": 40}
    return start | data


def test_the_newest_reports_of_the_branches_are_added_up(scene, branches):
    one, two, _none = branches
    report(one, 90, DAY - timedelta(days=365))
    report(one, 100, women=60)
    report(one, 7, DAY + timedelta(days=9), basis="computed")
    report(two, 20)
    report(scene.association, 300)
    ended = BranchFactory(association=scene.association, ended_on=DAY)
    report(ended, 1000)
    report(BranchFactory(), 1000)

    numbers = Numbers(scene.association)

    assert numbers.own.total == 300
    assert (numbers.reported, numbers.women, len(numbers.told)) == (120, 60, 2)


def test_the_register_is_counted_beside_them_and_overwrites_nothing(scene, branches):
    own = {"association": scene.association}
    MemberFactory(branch=branches[0], gender="female", **own)
    MemberFactory(branch=branches[0], gender="male", **own)
    left = {"left_on": timezone.localdate(), "left_reason": "moved"}
    MemberFactory(branch=branches[0], **left, **own)
    MemberFactory(branch=None, gender="female", **own)
    MemberFactory()
    report(branches[0], 100)

    numbers = Numbers(scene.association)

    lines = {line.branch: (line.listed, line.women) for line in numbers.lines}
    assert lines[branches[0]] == (2, 1)
    assert lines[None] == (1, 1)
    assert (numbers.listed, numbers.listed_women, numbers.reported) == (3, 2, 100)


def test_nothing_reported_is_no_zero(secretary, scene):
    numbers = Numbers(scene.association)

    assert (numbers.reported, numbers.women, numbers.own) == (None, None, None)
    for page in ("workspace-numbers", "workspace-register"):
        response = secretary.get(url(page, scene.association.slug))
        assert '<span class="sums__value">–</span>' in response.text


def test_a_number_is_reported_without_a_name(secretary, scene, branches):
    path = url("workspace-number-add", scene.association.slug)
    data = entered(scene, organization=branches[0].pk, women=12, source="Báo cáo năm")

    response = secretary.post(path, data)

    assert response.url == url("workspace-numbers", scene.association.slug)
    row = MembershipCount.objects.get()
    assert (row.organization_id, row.total, row.women) == (branches[0].pk, 40, 12)
    assert (row.basis, row.as_of) == ("reported", DAY)
    assert "Báo cáo năm" not in secretary.get(path).text
    page = secretary.get(url("workspace-numbers", scene.association.slug))
    assert page.context["numbers"].reported == 40


def test_the_same_day_again_corrects_and_another_day_is_another_number(
    secretary, scene
):
    path = url("workspace-number-add", scene.association.slug)
    report(scene.association, 38, basis="computed")
    for data in ({}, {}, {"total": 41}, {"total": 50, "as_of": "01/07/2026"}):
        assert secretary.post(path, entered(scene, **data)).status_code == 302

    rows = MembershipCount.objects.order_by("basis", "as_of")
    assert [(row.basis, row.total) for row in rows] == [
        *(("computed", 38), ("reported", 41), ("reported", 50)),
    ]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("total", "-1"),
        ("total", ""),
        ("as_of", "31/12/2999"),
        ("as_of", "hôm qua"),
        ("source", "Theo CCCD 001090012345"),
        ("women", "41"),
    ],
)
def test_what_makes_no_sense_is_refused(secretary, scene, field, value):
    path = url("workspace-number-add", scene.association.slug)

    response = secretary.post(path, entered(scene, **{field: value}))

    assert response.context["form"].errors
    assert not MembershipCount.objects.exists()


def test_a_foreign_organisation_cannot_be_reported_on(secretary, scene):
    path = url("workspace-number-add", scene.association.slug)
    foreign = [AssociationFactory(), BranchFactory()]
    foreign.append(BranchFactory(association=scene.association, ended_on=DAY))

    for row in foreign:
        response = secretary.post(path, entered(scene, organization=row.pk))
        assert "organization" in response.context["form"].errors
    assert not MembershipCount.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same(secretary, scene, count, django_assert_num_queries):
    for branch in BranchFactory.create_batch(count, association=scene.association):
        report(branch, 10)
        MemberFactory(association=scene.association, branch=branch)
    path = url("workspace-numbers", scene.association.slug)
    secretary.get(path)

    with django_assert_num_queries(12):
        response = secretary.get(path)

    assert len(response.context["numbers"].lines) == count
