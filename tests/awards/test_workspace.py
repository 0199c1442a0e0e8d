"""The secretary's pages and the union's desk, from the first click to the last."""

import uuid
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from docx import Document
from openpyxl import Workbook, load_workbook

from awards import tasks
from awards.models import Award, AwardList, Nomination
from federation.models import Country, Role
from tests.accounts.factories import UserFactory
from tests.awards.conftest import with_role
from tests.awards.factories import AwardFactory, CommendationRoundFactory
from tests.members.factories import AssociationFactory, BranchFactory

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SAID = {
    "kind": "individual",
    "recipient_vi": "Lê Minh An",
    "recipient_title_vi": "Hội viên",
    "achievement": "Tổ chức giao lưu",
    "period_from": "01/01/2019",
    "period_to": "31/12/2019",
}


def sheet(rows, heads=("Tên", "Loại", "Đơn vị", "Thành tích")) -> SimpleUploadedFile:
    book = Workbook()
    book.active.append(heads)
    for row in rows:
        book.active.append(row)
    out = BytesIO()
    book.save(out)
    return SimpleUploadedFile("danh sách.xlsx", out.getvalue(), XLSX)


def addresses(world) -> dict:
    own = [world.round.slug, world.association.slug]
    return {
        "rounds": reverse("awards:workspace-rounds"),
        "new": reverse("awards:workspace-nominate", args=own),
        "excel": reverse("awards:workspace-list-new", args=own),
    }


def test_a_secretary_nominates_and_submits(world, as_user):
    client, paths = as_user(world.secretary), addresses(world)
    assert "Lê Minh An" not in client.get(paths["rounds"]).text

    made = client.post(paths["new"], SAID)
    row = Nomination.objects.get()
    assert made.url == row.get_absolute_url()
    assert row.recipient_en == "Lê Minh An"
    page = client.get(made.url)
    assert page.status_code == 200
    client.post(reverse("awards:workspace-submit", args=[row.public_id]))

    row.refresh_from_db()
    assert row.status == "submitted"
    assert (
        client.get(reverse("awards:workspace-edit", args=[row.public_id])).status_code
        == 404
    )


def test_somebody_from_abroad_keeps_the_order_of_the_name(world, as_user):
    france = Country.objects.create(iso2="FR", name_vi="Pháp", name_en="France")
    world.round.form.for_foreigners = True
    world.round.form.save()
    client, path = as_user(world.secretary), addresses(world)["new"]
    said = {**SAID, "recipient_vi": "Jean-Pierre Dupont", "is_foreign": "on"}
    assert "country" in client.post(path, said).context["form"].errors

    client.post(path, {**said, "country": france.pk})

    row = Nomination.objects.get()
    assert (row.recipient_vi, row.country) == ("Jean-Pierre Dupont", france)
    fields = {field.name for field in Nomination._meta.get_fields()}
    assert not [name for name in fields if "passport" in name or "identity" in name]


def test_an_identity_number_is_refused(world, as_user):
    said = {**SAID, "achievement": "CCCD 001099012345"}

    page = as_user(world.secretary).post(addresses(world)["new"], said)

    assert "achievement" in page.context["form"].errors


def test_a_closed_round_says_so_and_leads_back(world, as_user):
    world.round.close(by=world.council)

    page = as_user(world.secretary).get(addresses(world)["new"])

    assert page.status_code == 302
    assert not Nomination.objects.exists()


def test_foreign_nominations_are_not_there(world, as_user):
    row = world.submitted()
    stranger = with_role(Role.ASSOCIATION_SECRETARY, AssociationFactory())
    for name in ("nomination", "edit", "withdraw"):
        path = reverse(f"awards:workspace-{name}", args=[row.public_id])
        assert as_user(stranger).get(path).status_code == 404
    for name in ("submit", "withdraw", "delete"):
        path = reverse(f"awards:workspace-{name}", args=[row.public_id])
        assert as_user(stranger).post(path, {"reason": "x"}).status_code == 404


def test_many_at_once_from_excel(world, as_user):
    client, path = as_user(world.secretary), addresses(world)["excel"]
    rows = [
        ["Lê An", "Cá nhân", "Hội viên", "Giao lưu"],
        ["Chi hội A", "Tập thể", "", "Giúp đỡ"],
    ]

    sent = client.post(path, {"file": sheet(rows)})
    importing = AwardList.objects.get()
    tasks.read_list(importing.pk)
    assert "Lê An" in client.get(sent.url).text
    assert not Nomination.objects.exists()
    client.post(sent.url)
    client.post(sent.url)

    assert Nomination.objects.count() == 2
    assert {row.status for row in Nomination.objects.all()} == {"draft"}
    importing.refresh_from_db()
    assert (importing.state, importing.added, importing.file.name) == ("done", 2, "")


def test_one_faulty_row_stops_all_and_is_told(world, as_user):
    client, path = as_user(world.secretary), addresses(world)["excel"]
    rows = [
        ["Lê An", "Cá nhân", "", "Giao lưu"],
        ["", "Cá nhân", "", "Giao lưu"],
        ["Lê An", "Cá nhân", "", "Việc khác"],
        ["Trần B", "Con mèo", "", "001099012345"],
    ]

    sent = client.post(path, {"file": sheet(rows)})
    tasks.read_list(AwardList.objects.get().pk)
    client.post(sent.url)

    assert not Nomination.objects.exists()
    faulty = client.get(f"{sent.url}can-sua/")
    if faulty.status_code == 404:
        faulty = client.get(
            reverse(
                "awards:workspace-list-faulty", args=[AwardList.objects.get().public_id]
            )
        )
    book = load_workbook(BytesIO(b"".join(faulty.streaming_content)))
    assert [row[-1].value for row in list(book.active.rows)[1:]] == [3, 4, 5]
    assert "001099012345" not in client.get(sent.url).text


def test_an_old_register_is_taken_over_whole(world, as_user):
    round_ = CommendationRoundFactory()
    AwardFactory(round=round_, register_year=2019, register_no=7)
    client = as_user(world.council)
    path = reverse("awards:desk-list-new", args=[round_.slug])
    heads = ("Tên", "Loại", "Đơn vị", "Số vào sổ", "Năm")
    wrong = [["Lê An", "Cá nhân", "", 7, 2019], ["Trần B", "Cá nhân", "", 8, 2019]]
    sent = client.post(path, {"file": sheet(wrong, heads)})
    tasks.read_list(AwardList.objects.get().pk)
    client.post(sent.url)
    assert Award.objects.count() == 1

    right = [["Lê An", "Cá nhân", "", 9, 2019], ["Trần B", "Cá nhân", "", "", 2019]]
    sent = client.post(path, {"file": sheet(right, heads)})
    tasks.sweep()
    client.post(sent.url)

    assert list(Award.objects.order_by("pk").values_list("register_no", flat=True)) == [
        7,
        9,
        None,
    ]
    assert as_user(world.secretary).get(path).status_code == 404


def test_collectives_of_a_list_are_known_by_their_name(world, as_user):
    branch = BranchFactory(association=world.association, name_vi="Chi hội Tây Hồ")
    BranchFactory(name_vi="Chi hội ở hội khác")
    twins = "Chi hội trùng tên"
    BranchFactory.create_batch(2, name_vi=twins)
    client, path = as_user(world.secretary), addresses(world)["excel"]
    names = ["CHI HỘI TÂY HỒ", "Chi hội ở hội khác"]
    rows = [[name, "Tập thể", "", "Giao lưu"] for name in names]
    sent = client.post(path, {"file": sheet(rows)})
    tasks.read_list(AwardList.objects.get().pk)
    client.post(sent.url)
    found = Nomination.objects.order_by("pk").values_list("organization", flat=True)
    assert list(found) == [branch.pk, None]

    register = reverse(
        "awards:desk-list-new", args=[CommendationRoundFactory(historic=True).slug]
    )
    rows = [[name, "Tập thể", "", "", 2019] for name in [*names, twins]]
    heads = ("Tên", "Loại", "Đơn vị", "Số vào sổ", "Năm")
    council = as_user(world.council)
    sent = council.post(register, {"file": sheet(rows, heads)})
    tasks.sweep()
    council.post(sent.url)
    awards = Award.objects.order_by("pk").select_related("organization")
    known = [row.organization and row.organization.name_vi for row in awards]
    assert known == ["Chi hội Tây Hồ", "Chi hội ở hội khác", None]


def test_the_desk_leads_a_round_to_its_decision(world, as_user):
    row = world.submitted()
    council, officer = as_user(world.council), as_user(world.officer)
    assert officer.get(reverse("awards:desk-rounds")).status_code == 200
    assert officer.get(world.round.get_desk_url()).status_code == 200
    assert officer.get(row.get_desk_url()).status_code == 200
    officer.post(reverse("awards:desk-accept", args=[row.public_id]))
    council.post(reverse("awards:desk-close", args=[world.round.slug]))
    rules = {"held_on": "01/02/2026", "place": "", "rules": world.round.rules_id}
    called = council.post(reverse("awards:desk-call", args=[world.round.slug]), rules)
    meeting = world.round.meetings.get()
    assert called.url == meeting.get_absolute_url()
    assert council.get(called.url).status_code == 200
    seats = {
        "seats-TOTAL_FORMS": "2",
        "seats-INITIAL_FORMS": "0",
        "seats-0-name": "Bà A",
        "seats-0-has_vote": "on",
        "seats-0-is_chair": "on",
        "seats-0-is_present": "on",
        "seats-1-name": "Ông B",
        "seats-1-has_vote": "on",
        "seats-1-is_present": "on",
        "discussion": "Đã bàn.",
    }
    path = reverse("awards:desk-seats", args=[meeting.public_id])
    assert council.get(path).status_code == 200
    council.post(path, seats)
    assert meeting.seats.count() == 2
    vote = reverse("awards:desk-vote", args=[meeting.public_id, row.public_id])
    assert council.get(vote).status_code == 200
    assert council.post(vote, {"yes": 9, "no": 0, "abstain": 0}).status_code == 200
    assert council.post(vote, {"yes": 2, "no": 0, "abstain": 0}).status_code == 302
    minutes = council.get(reverse("awards:desk-minutes", args=[meeting.public_id]))
    assert b"".join(minutes.streaming_content)[:2] == b"PK"
    council.post(reverse("awards:desk-meeting-close", args=[meeting.public_id]))
    leader = as_user(world.leader)
    decide = reverse("awards:desk-decide", args=[world.round.slug])
    assert council.get(decide).status_code == 404
    assert leader.get(decide).status_code == 200
    for form in ("pdf", "docx"):
        path = reverse("awards:desk-draft", args=[world.round.slug, form])
        assert b"".join(leader.get(path).streaming_content)[:2] in {b"%P", b"PK"}
    said = {"issued_on": f"{world.today():%d/%m/%Y}", "signer": "Bà C", "sure": "on"}
    assert leader.post(decide, said).status_code == 302
    award = Award.objects.get()
    assert leader.get(award.get_desk_url()).status_code == 200
    for form in ("pdf", "docx"):
        path = reverse("awards:desk-decision", args=[award.decision_id, form])
        assert b"".join(leader.get(path).streaming_content)[:2] in {b"%P", b"PK"}
    council.post(
        reverse("awards:desk-present", args=[world.round.slug]),
        {"on": f"{world.today():%d/%m/%Y}"},
    )
    as_user(world.publisher).post(
        reverse("awards:desk-publish", args=[world.round.slug])
    )
    world.round.refresh_from_db()
    assert world.round.status == "published"


@pytest.mark.parametrize(
    ("name", "who"),
    [
        ("open", "officer"),
        ("close", "leader"),
        ("publish", "council"),
        ("reopen", "officer"),
        ("decide", "council"),
        ("present", "leader"),
        ("call", "officer"),
        ("notice", "leader"),
    ],
)
def test_each_step_has_its_own_right(world, as_user, name, who):
    path = reverse(f"awards:desk-{name}", args=[world.round.slug])

    assert as_user(getattr(world, who)).post(path).status_code == 404
    assert as_user(world.secretary).post(path).status_code == 404
    assert as_user(UserFactory()).post(path).status_code == 404


def test_a_draft_is_not_at_the_desk(world, as_user):
    row = world.nomination()

    assert as_user(world.officer).get(row.get_desk_url()).status_code == 404
    missing = reverse("awards:desk-nomination", args=[uuid.uuid4()])
    assert as_user(world.officer).get(missing).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_lists_cost_the_same(world, as_user, count, django_assert_max_num_queries):
    for _number in range(count):
        world.submitted()
    secretary, officer = as_user(world.secretary), as_user(world.officer)
    paths = [addresses(world)["rounds"], world.round.get_desk_url()]
    secretary.get(paths[0]), officer.get(paths[1])

    # session, account, offices and rights, the union; count, rows; rounds and whose
    with django_assert_max_num_queries(16):
        secretary.get(paths[0])
    with django_assert_max_num_queries(27):
        officer.get(paths[1])


def test_a_form_of_a_higher_level_is_proposed_by_a_letter(world, as_user):
    client = as_user(world.officer)
    path = reverse("awards:desk-submission", args=[world.round.slug])
    world.reviewed(2)
    assert client.get(path).status_code == 404  # the union confers it itself
    world.round.form.own_issue = False
    world.round.form.save()

    page = client.get(world.round.get_desk_url())
    made = client.get(path)

    assert path in page.text
    paper = Document(BytesIO(b"".join(made.streaming_content)))
    text = "\n".join(row.text for row in paper.paragraphs)
    assert f"Kính gửi: {world.round.form.level.name}" in text
    assert "0 tập thể và 2 cá nhân" in text
    names = [row.cells[1].text for row in paper.tables[1].rows[1:]]
    assert names == [row.recipient_vi for row in world.round.nominations.in_order()]
    assert as_user(world.secretary).get(path).status_code == 404


def test_statistics_as_page_excel_and_word(world, as_user):
    world.decided(2)
    other = AssociationFactory(name_vi="Hội chưa được khen")
    client = as_user(world.council)

    page = client.get(reverse("awards:desk-figures"))

    assert page.context["all"]["total"] == 2
    assert page.context["all"]["share"] == "0 %"
    assert [row.pk for row in page.context["never"]] == [other.pk]
    by_association = page.context["parts"][2]["rows"]
    assert [row["total"] for row in by_association] == [2]
    # An old register knows its name alone.
    AwardFactory(recipient_vi="HỘI CHƯA được khen", organization=None)
    assert client.get(reverse("awards:desk-figures")).context["never"] == []
    for form in ("xlsx", "docx"):
        made = client.get(reverse("awards:desk-export", args=[form]))
        assert b"".join(made.streaming_content)[:2] == b"PK"
