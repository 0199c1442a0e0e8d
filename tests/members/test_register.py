"""The register of members: who reads it, who writes it, what a secretary can do."""

from datetime import date
from io import BytesIO

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.db import Error, transaction
from django.db.models import Value
from django.utils import timezone

from federation.lifecycle import MoveRefused
from members import actions
from members.models import Digits, Kind, Member, dialled
from tests.members.conftest import decided
from tests.members.factories import (
    AssociationFactory,
    BranchFactory,
    MemberFactory,
    MembershipCountFactory,
)
from tests.members.register import (
    READ,
    READ_ONE,
    addresses,
    names,
    url,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same(secretary, scene, count, django_assert_num_queries):
    branch = BranchFactory(association=scene.association)
    MemberFactory.create_batch(count, association=scene.association, branch=branch)
    path = url("workspace-register", scene.association.slug)
    secretary.get(path)

    # session, user, office twice, association, whether she writes, branches to filter
    # by, both numbers, how many, the page; the roles of the menu, the union
    with django_assert_num_queries(16):
        response = secretary.get(path)

    assert len(names(response)) == count


@pytest.mark.parametrize("count", [1, 3])
def test_duplicates_cost_the_same(secretary, scene, count, django_assert_num_queries):
    for number in range(count):
        MemberFactory.create_batch(
            2, association=scene.association, full_name=f"Lê Văn {number}"
        )
    path = url("workspace-duplicates", scene.association.slug)
    secretary.get(path)

    # session, user, office, association, whether she writes, who is alike, those
    # people, merges; the roles of the menu, the union
    with django_assert_num_queries(12):
        response = secretary.get(path)

    assert len(response.context["groups"]) == count


@pytest.mark.parametrize(
    "words", ["hoa", "HÒA", "dang thi", "Đặng", "0912345", "hoa@example"]
)
def test_search_folds_and_finds_telephone_and_mail(secretary, scene, member, words):
    MemberFactory(association=scene.association, full_name="Vũ Văn Bình")

    found = names(
        secretary.get(url("workspace-register", scene.association.slug, q=words))
    )

    assert found == ["Đặng Thị Hòa"]


def test_the_list_is_in_the_vietnamese_order_and_filtered(secretary, scene, member):
    branch = BranchFactory(association=scene.association)
    mine = {"association": scene.association}
    MemberFactory(full_name="Ông Văn Út", branch=branch, **mine)
    MemberFactory(
        full_name="Ăng Thị Ba", left_on="2020-01-01", left_reason="died", **mine
    )
    MemberFactory(full_name="An Văn Tư", **mine)
    MemberFactory(full_name="Người của hội khác")
    path = url("workspace-register", scene.association.slug)

    assert names(secretary.get(path)) == ["An Văn Tư", "Đặng Thị Hòa", "Ông Văn Út"]
    assert names(secretary.get(path, {"state": "left"})) == ["Ăng Thị Ba"]
    assert len(names(secretary.get(path, {"state": "all"}))) == 4
    assert names(secretary.get(path, {"branch": branch.pk})) == ["Ông Văn Út"]
    assert len(names(secretary.get(path, {"branch": "-"}))) == 2
    assert len(names(secretary.get(path, {"branch": "999999"}))) == 3


def test_the_reported_number_stands_beside_and_is_not_replaced(
    secretary, scene, member
):
    count = MembershipCountFactory(organization=scene.association, total=301)

    response = secretary.get(url("workspace-register", scene.association.slug))

    assert response.context["registered"] == 1
    assert response.context["numbers"].own == count
    assert "301" in response.text


def test_an_empty_register_says_what_to_do(as_user, scene):
    path = url("workspace-register", scene.association.slug)
    new = url("workspace-import-new", scene.association.slug)

    assert new in as_user(scene.secretary).get(path).text
    assert new not in as_user(scene.association_leader).get(path).text


def test_one_is_added_with_a_name_alone(secretary, scene):
    path = url("workspace-member-add", scene.association.slug)

    response = secretary.post(path, {"full_name": " Nguye\u0302\u0303n  Hoa "})

    member = Member.objects.get()
    assert response.url == member.get_absolute_url()
    assert (member.full_name, member.folded) == ("Nguyễn Hoa", "nguyen hoa")
    assert member.association == scene.association


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("full_name", ""),
        ("full_name", "CCCD 001090012345"),
        ("note", "Số CCCD 001090012345"),
        ("phone", "001090012345"),
        ("birth_year", "1812"),
        ("birth_year", "2999"),
        ("email", "không phải"),
        ("joined_on", "hôm qua"),
    ],
)
def test_what_may_not_be_kept_is_refused(secretary, scene, field, value):
    path = url("workspace-member-add", scene.association.slug)

    response = secretary.post(path, {"full_name": "Lê Hoa"} | {field: value})

    assert field in response.context["form"].errors
    assert not Member.objects.exists()


def test_a_branch_of_another_association_cannot_be_forged(secretary, scene, member):
    foreign = BranchFactory()
    path = url("workspace-member-edit", member.pk)

    response = secretary.post(path, {"full_name": "Hòa", "branch": foreign.pk})

    assert "branch" in response.context["form"].errors
    with pytest.raises(Error, match="branch of their"), transaction.atomic():
        Member.objects.update(branch=foreign)


@pytest.mark.parametrize(
    "typed",
    [
        {"full_name": "dang thi hoa", "birth_year": "1960"},
        {"full_name": "ĐẶNG THỊ HÒA"},
        {"full_name": "Người Khác", "phone": "+84 912.345.678"},
    ],
)
def test_whoever_looks_like_another_is_asked_about(secretary, scene, member, typed):
    path = url("workspace-member-add", scene.association.slug)

    response = secretary.post(path, typed | {"note": "viết dở"})

    assert "1960" in response.text
    assert member.get_absolute_url() in response.text
    assert "viết dở" in response.text
    assert Member.objects.count() == 1
    secretary.post(path, typed | {"other_person": "on"})
    assert list(Member.objects.values_list("told_apart", flat=True)) == [True, True]


@pytest.mark.parametrize(
    "typed",
    [
        {"full_name": "Đặng Thị Hòa", "birth_year": "1961"},
        {"full_name": "Đặng Thị Hoàn", "birth_year": "1960"},
    ],
)
def test_other_people_are_not_asked_about(secretary, scene, member, typed):
    secretary.post(url("workspace-member-add", scene.association.slug), typed)

    assert Member.objects.count() == 2


def test_a_member_of_another_association_is_told_to_nobody(secretary, scene):
    MemberFactory(full_name="Đặng Thị Hòa")

    secretary.post(
        url("workspace-member-add", scene.association.slug),
        {"full_name": "Đặng Thị Hòa"},
    )

    assert scene.association.members.count() == 1


def test_an_edit_that_makes_nobody_alike_does_not_ask(secretary, scene, member):
    MemberFactory(association=scene.association, full_name="Đặng Thị Hòa")
    path = url("workspace-member-edit", member.pk)
    same = {"full_name": member.full_name, "birth_year": 1960, "phone": member.phone}

    response = secretary.post(path, same | {"position": "Giáo viên"})

    assert response.status_code == 302
    member.refresh_from_db()
    assert member.position == "Giáo viên"


def test_who_leaves_is_marked_and_comes_back(secretary, scene, member):
    path = url("workspace-member-leave", member.pk)
    day = timezone.localdate().isoformat()

    secretary.post(path, {"left_on": day, "left_reason": "moved"})
    secretary.post(path, {"left_on": day, "left_reason": "died"})

    member.refresh_from_db()
    assert (member.left_reason, member.has_left) == ("moved", True)
    assert Member.objects.today().count() == 0
    for _n in range(2):
        secretary.post(url("workspace-member-return", member.pk))
    member.refresh_from_db()
    assert (member.left_on, member.left_reason) == (None, "")


def test_leaving_is_neither_ahead_nor_before_joining(secretary, scene, member):
    Member.objects.update(joined_on=date(2020, 1, 1))
    path = url("workspace-member-leave", member.pk)

    for day in ("2999-01-01", "2019-12-31", ""):
        response = secretary.post(path, {"left_on": day, "left_reason": "asked"})
        assert "left_on" in response.context["form"].errors
    assert Member.objects.get().left_on is None


def test_only_a_mistake_is_deleted(secretary, scene, member):
    path = url("workspace-member-delete", member.pk)
    Member.objects.update(left_on="2024-01-01", left_reason="asked")

    secretary.post(path)
    assert Member.objects.exists()
    Member.objects.update(left_on=None, left_reason="")
    secretary.post(path)

    assert not Member.objects.exists()
    assert secretary.post(path).status_code == 404
    with pytest.raises(MoveRefused):
        actions.delete_mistake(member, by=scene.secretary)


def test_the_excel_file_holds_text_and_no_formula(secretary, scene, member):
    MemberFactory(association=scene.association, full_name="=1+1")

    response = secretary.get(url("workspace-members-excel", scene.association.slug))

    book = openpyxl.load_workbook(BytesIO(b"".join(response.streaming_content)))
    rows = list(book.active.iter_rows(values_only=True))
    assert {row[0] for row in rows[1:]} == {"=1+1", "Đặng Thị Hòa"}
    assert all(cell.data_type != "f" for row in book.active for cell in row)
    assert ("Đặng Thị Hòa", 1960) in [row[:2] for row in rows]


def test_pages_of_members_are_kept_nowhere(secretary, scene, member):
    for path in addresses(scene, member, [READ, READ_ONE]):
        response = secretary.get(path)
        assert "no-store" in response["Cache-Control"]


def test_a_merged_and_a_transferred_branch_take_their_members_along(scene, branch):
    into = BranchFactory(association=scene.association)
    receiver = AssociationFactory(parent=scene.association.parent)
    one = MemberFactory(association=scene.association, branch=branch)
    other = MemberFactory(association=scene.association, branch=into)

    decided(scene, branch, Kind.MERGE, successor=into)
    into.refresh_from_db()
    decided(scene, into, Kind.TRANSFER, receiver=receiver)

    for row in (one, other):
        row.refresh_from_db()
        assert (row.branch.pk, row.association.pk) == (into.pk, receiver.pk)


@pytest.mark.parametrize(
    "number",
    [
        "0912 345 678",
        "+84912345678",
        "0084 912.345.678",
        "84",
        "",
        "024-3825 1234",
        "x",
    ],
)
def test_a_number_is_dialled_the_same_in_both_worlds(scene, number):
    row = Member.objects.annotate(n=Digits(Value(number)))
    MemberFactory(association=scene.association, phone=number)

    assert row.get().n == Member.objects.get().dialled == dialled(number)


def test_the_database_holds_what_forms_check(scene, member):
    for values in (
        {"left_on": "2020-01-01"},
        {"left_reason": "died"},
        {"full_name": ""},
    ):
        with pytest.raises(Error), transaction.atomic():
            Member.objects.filter(pk=member.pk).update(**values)
    with pytest.raises(ValidationError):
        Member(full_name="x", association=scene.association, birth_year=12).full_clean()
