"""The list of people a branch begins with: typed, pasted, uploaded; private."""

from io import BytesIO
from zipfile import ZipFile

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from members.models import ProposedMember
from tests.accounts.factories import UserFactory

pytestmark = pytest.mark.django_db


def address(scene):
    return scene.request.address("workspace-dossier-members")


def sheet(*rows) -> SimpleUploadedFile:
    book, out = openpyxl.Workbook(), BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(out)
    return SimpleUploadedFile("hội viên.xlsx", out.getvalue())


def names(scene) -> list[str]:
    return [person.name for person in scene.request.proposed.in_order()]


def test_one_is_typed(as_user, scene):
    as_user(scene.secretary).post(
        address(scene),
        {"name": " Nguyễn  Thị Hoa", "birth_year": "1985", "address": "Kim Liên"},
    )

    person = ProposedMember.objects.get()
    assert (person.name, person.birth_year) == ("Nguyễn Thị Hoa", 1985)
    assert person.folded == "nguyen thi hoa"


@pytest.mark.parametrize(
    "text",
    [
        "Nguyễn Thị Hoa\t1985\tGiáo viên\tKim Liên\nVũ Văn Bình\t1990",
        "STT\tHọ và tên\tNăm sinh\tNghề nghiệp\n"
        "1\tNguyễn Thị Hoa\t1985\tGiáo viên\n2\tVũ Văn Bình\t02/09/1990",
        "1\tNguyễn Thị Hoa\t1985\tGiáo viên\n2\tVũ Văn Bình\t1990\t",
        "1. Nguyễn Thị Hoa, 1985, Giáo viên\n2. Vũ Văn Bình; 1990\n\n",
        "Họ tên\tĐịa chỉ\tNăm sinh\nNguyễn Thị Hoa\tKim Liên\t1985\n"
        "Vũ Văn Bình\t\t1990",
    ],
)
def test_many_are_pasted(as_user, scene, text):
    response = as_user(scene.secretary).post(address(scene), {"pasted": text})

    assert response.status_code == 302
    found = scene.request.proposed.in_order().values_list("name", "birth_year")
    assert list(found) == [("Nguyễn Thị Hoa", 1985), ("Vũ Văn Bình", 1990)]


def test_a_file_is_read_and_errors_name_row_and_column(as_user, scene):
    file = sheet(
        ["Danh sách hội viên"],
        ["STT", "Họ và tên", "Năm sinh", "Nghề nghiệp", "Địa chỉ"],
        [1, "Nguyễn Thị Hoa", 1985, "Giáo viên", "Kim Liên"],
        [2, "Vũ Văn Bình", "năm Dần", "", ""],
        [3, "", 1970, "Kỹ sư", ""],
        [4, "NGUYEN THI HOA", 1985, "", ""],
        [5, "Đỗ Hồng Hà", 1990, "CCCD 001090012345", ""],
        [6, "Trần Văn Út", "12/03/1959", "", ""],
    )

    response = as_user(scene.secretary).post(address(scene), {"file": file})

    assert names(scene) == ["Nguyễn Thị Hoa", "Trần Văn Út"]
    problems = response.context["problems"]
    assert [problem.row for problem in problems] == [4, 5, 6, 7]
    assert [problem.column for problem in problems] == [
        "năm sinh", "họ và tên", "họ và tên", "nghề nghiệp",
    ]  # fmt: skip
    assert "001090012345" not in response.text


def test_forbidden_columns_are_not_read(as_user, scene):
    file = sheet(
        ["Họ và tên", "Dân tộc", "Tôn giáo", "Số CCCD"],
        ["Nguyễn Thị Hoa", "Kinh", "Không", "001085012345"],
    )

    response = as_user(scene.secretary).post(address(scene), {"file": file})

    assert names(scene) == ["Nguyễn Thị Hoa"]
    assert response.context["unread"] == ["Dân tộc", "Tôn giáo", "Số CCCD"]
    assert "Kinh" not in str(list(ProposedMember.objects.values()))


def test_a_namesake_is_typed_on_purpose(as_user, scene):
    client = as_user(scene.secretary)
    one = {"name": "Nguyễn Thị Hoa", "birth_year": "1985"}
    client.post(address(scene), one)

    client.post(address(scene), one)
    assert len(names(scene)) == 1
    client.post(address(scene), one | {"namesake": "on"})

    assert len(names(scene)) == 2


def test_what_is_typed_in_pieces_is_stored_whole(as_user, scene):
    decomposed = "Nguye\u0302\u0303n Thi\u0323 Hoa"

    as_user(scene.secretary).post(address(scene), {"pasted": decomposed})

    assert names(scene) == ["Nguyễn Thị Hoa"]


def test_ticked_ones_are_removed_but_only_of_this_dossier(as_user, scene):
    mine = ProposedMember.objects.create(request=scene.request, name="A", folded="a")
    other = scene.request.__class__.objects.create(
        association=scene.association, name="Chi hội khác"
    )
    foreign = ProposedMember.objects.create(request=other, name="B", folded="b")

    as_user(scene.secretary).post(
        address(scene), {"remove": [mine.pk, foreign.pk, "x", "9" * 30]}
    )

    assert list(ProposedMember.objects.all()) == [foreign]


def test_the_count_comes_from_the_list(as_user, scene):
    for number in range(3):
        ProposedMember.objects.create(
            request=scene.request, name=f"Người {number}", folded=str(number)
        )

    assert scene.request.members_proposed == 3
    page = as_user(scene.secretary).get(scene.request.address("workspace-dossier-what"))
    assert "member_total" not in page.context["form"].fields
    scene.to_ready().approve(by=scene.leader)
    branch = scene.request.founded_branch
    assert branch.membership_counts.get().total == 3
    assert branch.membership_counts.get().basis == "computed"


def test_the_list_is_kept_with_each_submission(scene):
    person = ProposedMember.objects.create(
        request=scene.request, name="Nguyễn Thị Hoa", birth_year=1985, folded="x"
    )
    scene.to_check()
    scene.request.request_changes(by=scene.officer, note="Thiếu người.")
    person.delete()
    ProposedMember.objects.create(request=scene.request, name="Vũ Văn Bình", folded="y")

    scene.request.resubmit(by=scene.secretary)

    first, second = scene.request.revisions.all()
    assert [row["name"] for row in first.data["members"]] == ["Nguyễn Thị Hoa"]
    assert [row["name"] for row in second.data["members"]] == ["Vũ Văn Bình"]
    (change,) = scene.request.resubmitted_changes()
    assert (change.before, change.after) == ("Nguyễn Thị Hoa, 1985", "Vũ Văn Bình")


def test_the_template_is_read_back(as_user, scene):
    client = as_user(scene.secretary)
    url = reverse("members:workspace-members-template", args=[scene.request.public_id])
    ProposedMember.objects.create(
        request=scene.request, name="=1+1", birth_year=1985, folded="x"
    )
    sent = client.get(url).getvalue()
    book = openpyxl.load_workbook(BytesIO(sent))
    cell = book.active["A2"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")
    assert book.active["B2"].value == 1985
    scene.request.proposed.all().delete()

    file = SimpleUploadedFile("a.xlsx", sent)
    client.post(address(scene), {"file": file})

    assert names(scene) == ["=1+1"]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04nonsense", b"<html>"])
def test_what_is_no_excel_file_is_refused(as_user, scene, content):
    file = SimpleUploadedFile("a.xlsx", content)

    response = as_user(scene.secretary).post(address(scene), {"file": file})

    assert response.status_code == 200
    assert response.context["form"].errors["file"]


def test_others_do_not_see_it(as_user, scene):
    ProposedMember.objects.create(
        request=scene.request, name="Người Riêng Tư", folded="x"
    )
    scene.to_ready()
    for person in (scene.officer, scene.leader):
        assert (
            "Người Riêng Tư" in as_user(person).get(scene.request.get_desk_url()).text
        )
    scene.request.approve(by=scene.leader)
    branch = scene.request.founded_branch

    for client in (as_user(UserFactory()), as_user(UserFactory(superuser=True))):
        assert "Riêng Tư" not in client.get(branch.get_absolute_url()).text
        assert client.get(address(scene)).status_code == 404


def test_twelve_digits_in_free_text_are_refused(as_user, scene):
    url = scene.request.address("workspace-dossier-what")
    response = as_user(scene.secretary).post(
        url,
        {"name": "Chi hội", "about": "Căn cước 001085012345", "unit_type": "branch"},
    )

    assert response.context["form"].errors["about"]


def test_a_broken_sheet_inside_a_good_archive_is_refused(as_user, scene):
    broken, source = BytesIO(), ZipFile(BytesIO(sheet(["Họ và tên"], ["A"]).read()))
    with ZipFile(broken, "w") as book:
        for name in source.namelist():
            text = source.read(name)
            book.writestr(name, b"<worksheet><row" if "sheet1" in name else text)
    file = SimpleUploadedFile("a.xlsx", broken.getvalue())

    response = as_user(scene.secretary).post(address(scene), {"file": file})

    assert response.status_code == 200
    assert response.context["form"].errors["file"]


def test_one_pasted_and_sent_at_once_is_one(as_user, scene):
    file = sheet(["Họ và tên", "Năm sinh"], ["Nguyễn Thị Hoa", 1985])

    response = as_user(scene.secretary).post(
        address(scene),
        {"file": file, "pasted": "Nguyễn Thị Hoa\t1985\nVũ Văn Bình\t1990"},
    )

    assert names(scene) == ["Nguyễn Thị Hoa", "Vũ Văn Bình"]
    assert len(response.context["problems"]) == 1


def test_what_was_refused_stays_to_be_put_right(as_user, scene):
    client, path = as_user(scene.secretary), address(scene)
    client.post(path, {"name": "Nguyễn Thị Hoa", "birth_year": "1985"})

    typed = {"name": "Nguyễn Thị Hoa", "birth_year": "1985", "occupation": "Thợ"}
    form = client.post(path, typed).context["form"]
    assert {name: form[name].value() for name in typed} == typed
    assert "đã có trong danh sách" in form.errors["name"][0]

    pasted = "Họ và tên\tNăm sinh\nVũ Văn Bình\t1990\nĐỗ Hà\tnăm Dần\nLê An\t1980"
    response = client.post(path, {"pasted": pasted})
    rest = "Họ và tên\tNăm sinh\nĐỗ Hà\tnăm Dần"
    assert response.context["form"]["pasted"].value() == rest
    assert [problem.row for problem in response.context["problems"]] == [2]
    assert set(names(scene)) == {"Lê An", "Nguyễn Thị Hoa", "Vũ Văn Bình"}

    put_right = rest.replace("năm Dần", "1974")
    assert client.post(path, {"pasted": put_right}).status_code == 302
    assert "Đỗ Hà" in names(scene)
