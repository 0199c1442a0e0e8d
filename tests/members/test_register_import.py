"""A list of members: sent, read by a worker, looked at, taken over once."""

from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone, translation

from members import tasks
from members.exports import members_template
from members.forms.imports import COLUMNS
from members.forms.lists import Table
from members.models import ImportRow, Member, MemberImport
from tests.accounts.factories import UserFactory
from tests.members.conftest import holds
from tests.members.factories import AssociationFactory, BranchFactory, MemberFactory
from tests.members.test_people import sheet

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("limits")]
HEAD = ["STT", "Họ và tên", "Năm sinh", "Chi hội", "Điện thoại", "Ngày vào hội"]


def send(client, scene, ring=True, **data) -> MemberImport:
    """Send a list as the form does, and let a worker hear the bell."""
    path = reverse("members:workspace-import-new", args=[scene.association.slug])
    response = client.post(path, data)
    assert response.status_code == 302, response.context["form"].errors
    importing = MemberImport.objects.latest("pk")
    assert response.url == importing.get_absolute_url()
    if ring:
        tasks.process_import(importing.pk)
        importing.refresh_from_db()
    return importing


def verdicts(importing) -> list[str]:
    return list(importing.rows.in_order().values_list("verdict", flat=True))


def confirm(client, importing, **choices):
    """Press the button, and let a worker hear the bell."""
    data = {f"row-{number[1:]}": what for number, what in choices.items()}
    answer = client.post(importing.get_absolute_url(), data | {"confirm": "1"})
    tasks.process_import(importing.pk)
    return answer


def names() -> list[str]:
    return list(Member.objects.order_by("pk").values_list("full_name", flat=True))


def test_a_file_becomes_members_with_typed_values(secretary, scene):
    branch = BranchFactory(association=scene.association, name_vi="Chi hội Kim Liên")
    file = sheet(
        ["Danh sách hội viên"],
        [*HEAD, "Giới tính", "Nơi công tác", "E-mail", "Ghi chú"],
        [1, "Nguyễn Thị Hoa", 1985, "chi hội kim liên", 912345678, "19/05/2019",
         "Nữ", "Trường Mẫu", "hoa@example.org", "Thạo tiếng Pháp"],
        [2, "Vũ Văn Bình", "02/09/1990", "", "", timezone.now().date()],
    )  # fmt: skip

    importing = send(secretary, scene, file=file)
    response = secretary.get(importing.get_absolute_url())

    assert verdicts(importing) == ["new", "new"]
    assert not Member.objects.exists()
    assert response.context["counts"] == {"new": 2}
    confirm(secretary, importing)
    hoa, binh = Member.objects.order_by("pk")
    assert (hoa.branch, hoa.phone, hoa.gender) == (branch, "0912345678", "female")
    assert (hoa.joined_on.isoformat(), hoa.birth_year) == ("2019-05-19", 1985)
    assert (hoa.workplace, hoa.email, hoa.note) == (
        *("Trường Mẫu", "hoa@example.org", "Thạo tiếng Pháp"),
    )
    assert (binh.birth_year, binh.branch) == (1990, None)


def test_errors_name_row_and_column_and_good_rows_are_kept(secretary, scene):
    file = sheet(
        HEAD,
        [1, "Nguyễn Thị Hoa", 1985, "Chi hội Không Có", "", ""],
        [2, "Vũ Văn Bình", "năm Dần", "", "", "hôm qua"],
        [3, "", 1970, "", "", ""],
        [4, "Đỗ CCCD 001090012345", 1990, "", "", ""],
        [5, "Trần Văn Út", 1959, "", "001059012345", ""],
        [6, "Lê Thị Tốt", 1959, "", "", ""],
    )

    importing = send(secretary, scene, file=file)
    response = secretary.get(importing.get_absolute_url(), {"show": "bad"})

    found = [
        (row.number, {problem["column"] for problem in row.problems})
        for row in importing.rows.filter(verdict="bad").in_order()
    ]
    assert found == [
        (2, {"chi hội"}), (3, {"năm sinh", "ngày vào hội"}), (4, {"họ và tên"}),
        (5, {"họ và tên"}), (6, {"điện thoại"}),
    ]  # fmt: skip
    assert "Không Có" in response.text
    confirm(secretary, importing)
    assert names() == ["Lê Thị Tốt"]
    assert "001090012345" not in str(list(ImportRow.objects.values()))
    faulty = secretary.get(
        reverse("members:workspace-import-faulty", args=[importing.public_id])
    )
    book = openpyxl.load_workbook(BytesIO(b"".join(faulty.streaming_content)))
    rows = list(book.active.iter_rows(values_only=True))
    assert [row[-1] for row in rows[1:]] == [2, 3, 4, 5, 6]
    assert rows[2][:2] == ("Vũ Văn Bình", "năm Dần")


def test_rows_corrected_in_the_downloaded_file_are_read_again(secretary, scene):
    importing = send(secretary, scene, file=sheet(HEAD, [1, "Vũ Bình", "Dần"]))
    faulty = secretary.get(
        reverse("members:workspace-import-faulty", args=[importing.public_id])
    )
    book = openpyxl.load_workbook(BytesIO(b"".join(faulty.streaming_content)))
    book.active["B2"] = 1974
    out = BytesIO()
    book.save(out)

    again = send(secretary, scene, file=SimpleUploadedFile("sửa.xlsx", out.getvalue()))

    assert verdicts(again) == ["new"]


def test_the_same_list_again_changes_nothing(secretary, scene):
    rows = [
        [n, f"Người Số {n}", 1950 + n, "", f"09123456{n}0", ""] for n in range(1, 6)
    ]
    for _n in range(2):
        importing = send(secretary, scene, file=sheet(HEAD, *rows))
        confirm(secretary, importing)

    importing.refresh_from_db()
    assert verdicts(importing) == ["same"] * 5
    assert (importing.state, importing.added) == ("done", 0)
    assert Member.objects.count() == 5


def test_a_double_click_takes_over_once(secretary, scene):
    importing = send(secretary, scene, pasted="Nguyễn Thị Hoa\t1985\nVũ Bình\t1990")

    for _n in range(2):
        assert confirm(secretary, importing).status_code == 302

    importing.refresh_from_db()
    assert (importing.added, Member.objects.count()) == (2, 2)
    tasks.process_import(importing.pk)
    importing.refresh_from_db()
    assert importing.state == "done"


def test_each_possible_duplicate_is_decided(secretary, scene):
    mine = {"association": scene.association}
    known = [
        MemberFactory(full_name=f"Lê Văn {name}", birth_year=1950, **mine)
        for name in ("Ba", "Tư", "Năm")
    ]
    text = "\n".join(
        f"LE VAN {name}\t1950\t\t\tGiáo viên" for name in ("BA", "TƯ", "NAM")
    )
    importing = send(secretary, scene, pasted=text)
    assert verdicts(importing) == ["alike"] * 3
    page = secretary.get(importing.get_absolute_url())
    assert page.context["shown"] == "alike"
    assert known[0].get_absolute_url() in page.text

    confirm(secretary, importing, n1="keep", n2="fill", n3="skip")

    for row in known:
        row.refresh_from_db()
    assert names() == ["Lê Văn Ba", "Lê Văn Tư", "Lê Văn Năm", "LE VAN BA"]
    assert [row.position for row in known] == ["", "Giáo viên", ""]
    assert [row.told_apart for row in known] == [True, False, False]
    importing.refresh_from_db()
    assert (importing.added, importing.filled) == (1, 1)


def test_the_same_person_keeps_what_the_register_says(secretary, scene):
    MemberFactory(
        association=scene.association, full_name="Lê Ba", phone="0911111111", note="cũ"
    )
    importing = send(
        secretary,
        scene,
        pasted="Họ và tên\tĐiện thoại\tNăm sinh\nLê Ba\t0922222222\t1950",
    )

    confirm(secretary, importing, n2="fill")

    row = Member.objects.get()
    assert (row.phone, row.birth_year, row.note) == ("0911111111", 1950, "cũ")


def test_decisions_are_kept_page_by_page(secretary, scene):
    MemberFactory(association=scene.association, full_name="Lê Ba", birth_year=1950)
    importing = send(secretary, scene, pasted="LE BA\t1950")
    path = importing.get_absolute_url()

    secretary.post(path, {"row-1": "keep", "row-x": "keep", "row-9": "fill"})
    assert importing.rows.get().choice == "keep"
    secretary.post(path, {"row-1": "nonsense"})

    assert importing.rows.get().choice == "keep"
    assert Member.objects.count() == 1


def test_two_rows_of_the_list_may_be_one_person(secretary, scene):
    text = "Lê Ba\t1950\nLê Ba\t1950\nLE BA\t1950\nLê Ba\t1960"
    importing = send(secretary, scene, pasted=text)

    assert verdicts(importing) == ["new", "same", "alike", "new"]
    assert importing.rows.get(number=3).twin == 1
    confirm(secretary, importing, n3="keep")
    assert Member.objects.count() == 3


def test_who_was_entered_meanwhile_is_not_entered_twice(secretary, scene):
    importing = send(secretary, scene, pasted="Lê Ba\t1950\t\t\tGiáo viên\nVũ Tư\t1960")
    MemberFactory(association=scene.association, full_name="LE BA")

    confirm(secretary, importing)

    importing.refresh_from_db()
    assert (importing.state, verdicts(importing)) == ("ready", ["alike", "new"])
    assert Member.objects.count() == 1
    confirm(secretary, importing, n1="skip")
    assert names() == ["LE BA", "Vũ Tư"]


def test_rows_that_name_no_branch_go_into_the_one_chosen(secretary, scene):
    branch = BranchFactory(association=scene.association)
    importing = send(secretary, scene, pasted="Lê Ba\t1950", branch=branch.pk)

    confirm(secretary, importing)

    assert Member.objects.get().branch == branch


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_template_is_understood_in_both_languages(language):
    with translation.override(language):
        book = openpyxl.load_workbook(BytesIO(members_template()))
    rows = [list(row) for row in book.active.iter_rows(values_only=True)]

    table = Table(rows, COLUMNS)

    assert table.unread == []
    assert list(table.columns.values()) == COLUMNS


def test_forbidden_columns_are_told_and_not_kept(secretary, scene):
    file = sheet(["Họ và tên", "Dân tộc", "Tôn giáo"], ["Lê Ba", "Kinh", "Không"])

    importing = send(secretary, scene, file=file)

    assert importing.unread == ["Dân tộc", "Tôn giáo"]
    assert "Kinh" not in str(list(ImportRow.objects.values()))
    assert "Dân tộc" in secretary.get(importing.get_absolute_url()).text


@pytest.mark.parametrize(
    "pasted", ["\n \n\t", "Họ và tên\tNăm sinh\n"], ids=["blank", "heads alone"]
)
def test_an_empty_list_is_told(secretary, scene, pasted):
    path = reverse("members:workspace-import-new", args=[scene.association.slug])

    response = secretary.post(path, {"pasted": pasted})

    if response.status_code == 302:
        importing = MemberImport.objects.get()
        tasks.process_import(importing.pk)
        importing.refresh_from_db()
        assert importing.state == "failed"
        assert importing.problem in secretary.get(importing.get_absolute_url()).text
    else:
        assert response.context["form"].errors


@pytest.mark.parametrize("name", ["x.xlsx", "x.csv"])
def test_what_is_no_excel_file_is_refused(secretary, scene, name):
    path = reverse("members:workspace-import-new", args=[scene.association.slug])

    response = secretary.post(path, {"file": SimpleUploadedFile(name, b"PK\x03\x04x")})

    assert "file" in response.context["form"].errors
    assert not MemberImport.objects.exists()


@pytest.mark.parametrize("kind", ["foreign", "reader", "officer", "root"])
def test_for_everybody_else_the_list_is_not_there(as_user, secretary, scene, kind):
    importing = send(secretary, scene, pasted="Lê Ba\t1950")
    person = {
        "foreign": lambda: holds(
            UserFactory(), AssociationFactory(), "association_secretary"
        ),
        "reader": lambda: scene.association_leader,
        "officer": lambda: scene.officer,
        "root": lambda: UserFactory(superuser=True),
    }[kind]()
    client = as_user(person)

    for name in (
        "workspace-import",
        "workspace-import-faulty",
        "workspace-import-delete",
    ):
        path = reverse(f"members:{name}", args=[importing.public_id])
        assert client.get(path).status_code == 404
        assert client.post(path, {"confirm": "1"}).status_code in {404, 405}
    assert not Member.objects.exists()
    assert MemberImport.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_the_preview_costs_the_same(secretary, scene, count, django_assert_num_queries):
    branch = BranchFactory(association=scene.association)
    for number in range(count):
        MemberFactory(
            association=scene.association, full_name=f"Lê {number}", branch=branch
        )
    text = "\n".join(f"LE {number}\t1950\tnữ" for number in range(count))
    importing = send(secretary, scene, pasted=text)
    path = importing.get_absolute_url()
    secretary.get(path)

    with django_assert_num_queries(12):
        response = secretary.get(path)

    assert len(response.context["object_list"]) == count
