"""Branches founded before dossiers were kept here: by hand, from a list, corrected."""

from datetime import UTC, date, datetime, timedelta
from io import BytesIO

import openpyxl
import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone, translation

from federation.models import Body, Role, Term
from members.exports import branches_template
from members.forms.lists import Table
from members.forms.old_branches import LABELS, BranchReading
from members.models import Branch, BranchChange, CommitteeSeat, tenures
from tests.accounts.factories import UserFactory
from tests.members.conftest import filled, holds, to_ready
from tests.members.factories import (
    AssociationFactory,
    BranchFactory,
    MemberFactory,
    UnionFactory,
)

pytestmark = pytest.mark.django_db
IMPORT = reverse("members:desk-branches-import")
HEAD = [
    *("Tên chi hội", "Hội", "Loại nơi đặt chi hội", "Nơi đặt chi hội", "Thành lập"),
    *("Nhiệm kỳ", "Nhiệm kỳ thứ", "Chi hội trưởng", "Chi hội phó", "Cột lạ"),
]


@pytest.fixture
def association():
    return AssociationFactory(name_vi="Hội hữu nghị Việt – Lào", name_en="")


@pytest.fixture
def officer(as_user):
    return as_user(holds(UserFactory(), UnionFactory(), Role.UNION_OFFICER))


def row(name="Chi hội Bách khoa", to="Hội hữu nghị Việt – Lào", **changes):
    cells = {
        "host": "school",
        "seat": "ĐH Bách khoa",
        "founded": "8/2003",
        "term": "2023–2028",
        "ordinal": 5,
        "head": "Lê Thị Hoa",
        "deputy": "Trần An; Vũ Bình",
    } | changes
    with translation.override("en"):
        cells["host"] = dict(Branch.HostKind.choices).get(cells["host"], cells["host"])
    return [name, to, *map(str, cells.values()), "x"]


def sheet(*rows) -> SimpleUploadedFile:
    book, out = openpyxl.Workbook(), BytesIO()
    for line in (HEAD, *rows):
        book.active.append(line)
    book.save(out)
    return SimpleUploadedFile("cu.xlsx", out.getvalue())


def told(line) -> set:
    return {problem["column"] for problem in line.problems}


def called(*names) -> set:
    return {str(LABELS[name]) for name in names}


def take(client, *rows):
    answer = client.post(IMPORT, {"file": sheet(*rows)})
    signed = answer.context["confirm"].initial["rows"]
    return answer, lambda: client.post(IMPORT, {"rows": signed}, follow=True)


class TestAList:
    def test_good_rows_become_branches_with_their_committee(self, officer, association):
        answer, confirm = take(officer, row(), row("Chi hội Xa", to="Hội không có"))
        assert answer.context["counts"] == {"new": 1, "same": 0, "bad": 1}
        assert not Branch.objects.exists()

        confirm()

        branch = Branch.objects.get()
        assert (branch.association, branch.is_legacy) == (association, True)
        assert (branch.founded_iso, branch.host_kind) == ("2003-08", "school")
        assert (branch.term.ordinal, branch.term.end_year) == (5, 2028)
        seats = branch.committee.seats.in_order()
        assert [(seat.role, seat.name) for seat in seats] == [
            ("head", "Lê Thị Hoa"),
            ("deputy", "Trần An"),
            ("deputy", "Vũ Bình"),
        ]

    def test_sent_or_confirmed_again_it_doubles_nothing(self, officer, association):
        _answer, confirm = take(officer, row(), row("Chi hội  BÁCH KHOA"))
        confirm()
        confirm()
        again, confirm = take(officer, row(), row("Chi hội Mới", term="", ordinal=""))
        assert again.context["counts"] == {"new": 1, "same": 1, "bad": 0}
        confirm()

        assert Branch.objects.count() == 2
        assert CommitteeSeat.objects.count() == 6
        assert Branch.objects.get(name_vi="Chi hội Mới").term is None

    def test_rows_say_what_is_wrong_by_row_and_column(self, association):
        reading = BranchReading(
            [
                HEAD,
                row("", founded="năm ngoái", term="2028-2023"),
                row(to="Hội lạ", host="chợ", head="Một; Hai"),
                row(seat="079203001234", ordinal=""),
                row(
                    founded=f"{timezone.localdate().year + 1}",
                    term="2023",
                    deputy="x" * 200,
                ),
            ]
        )

        assert [line.number for line in reading.lines] == [2, 3, 4, 5]
        assert [told(line) for line in reading.lines] == [
            called("title", "founded", "term"),
            called("association", "host_kind", "head"),
            called("host_name", "ordinal"),
            called("founded", "term", "deputy"),
        ]
        assert reading.unread == ["Cột lạ"]

    def test_a_first_term_needs_no_number(self, association):
        rows = [HEAD, row(founded="15/09/2023", ordinal="")]

        [line] = BranchReading(rows).lines

        assert (line.verdict, line.values["ordinal"]) == ("new", 1)

    @pytest.mark.parametrize("language", ["vi", "en"])
    def test_the_headings_of_the_template_are_understood(self, language):
        with translation.override(language):
            book = openpyxl.load_workbook(BytesIO(branches_template()))
        heads = [cell.value for cell in book.active[1]]

        assert list(Table([heads], list(LABELS)).columns.values()) == list(LABELS)

    def test_only_what_was_shown_is_taken_over(self, officer, association):
        answer = officer.post(IMPORT, {"rows": "[{}]"})

        assert answer.status_code == 200
        assert answer.context["stale"].errors
        assert not Branch.objects.exists()

    def test_a_template_is_there_and_nobody_else_finds_it(
        self, officer, as_user, scene
    ):
        url = reverse("members:desk-branches-template")
        assert officer.get(url).status_code == 200
        assert officer.get(IMPORT).status_code == 200

        stranger = as_user(scene.secretary)

        assert {stranger.get(url).status_code, stranger.get(IMPORT).status_code} == {
            404
        }

    @pytest.mark.parametrize("count", [1, 3])
    def test_a_list_costs_the_same(
        self, officer, association, count, django_assert_num_queries
    ):
        file = sheet(*(row(f"Chi hội {number}") for number in range(count)))
        officer.get(IMPORT)

        with django_assert_num_queries(9):
            officer.post(IMPORT, {"file": file})


class TestTheCommittee:
    @pytest.fixture
    def branch(self, association):
        return BranchFactory(association=association)

    @pytest.fixture
    def post(self, officer, branch):
        url = reverse("members:desk-branch-committee", args=[branch.slug])

        def post(*people, initial=0, **term):
            data = {"seats-TOTAL_FORMS": len(people), "seats-INITIAL_FORMS": initial}
            for number, person in enumerate(people):
                data |= {f"seats-{number}-{name}": x for name, x in person.items()}
            return officer.post(url, data | term)

        return post

    def test_is_written_with_days_and_term(self, post, branch):
        head = {"role": "head", "name": "Lê Thị Hoa", "since": "01/03/2023"}
        gone = head | {"name": "Vũ An", "since": "", "until": "28/02/2023"}

        answer = post(head, gone, ordinal="3", start_year="2020", end_year="2025")

        assert answer.status_code == 302
        branch.refresh_from_db()
        assert (branch.term.ordinal, branch.term.start_year) == (3, 2020)
        seats = CommitteeSeat.objects.of_branch(branch)
        assert [row.name for row in seats.on(date(2023, 2, 28))] == ["Vũ An"]
        assert [row.name for row in seats.on(date(2023, 3, 1))] == ["Lê Thị Hoa"]
        assert [row.name for row in seats.on(date(2019, 1, 1))] == []

    def test_has_one_head_at_a_time_and_days_in_order(self, post, branch):
        head = {"role": "head", "name": "Lê Thị Hoa", "since": "01/03/2023"}

        two = post(head, head | {"name": "Vũ An"})
        upside_down = post(head | {"until": "01/01/2020"})

        assert (two.status_code, upside_down.status_code) == (200, 200)
        branch.refresh_from_db()
        assert branch.committee is None

    def test_half_a_term_is_asked_about(self, post):
        answer = post({"role": "head", "name": "Hoa"}, start_year="2020")

        assert {*answer.context["term"].errors} == {"ordinal", "end_year"}

    def test_of_a_branch_with_a_dossier_is_the_dossiers(self, officer, scene):
        scene.to_ready().approve(by=scene.leader)
        branch = Branch.objects.get()
        url = reverse("members:desk-branch-committee", args=[branch.slug])

        assert officer.get(url).status_code == 404

    @pytest.mark.parametrize("count", [1, 3])
    def test_costs_the_same(
        self, officer, post, branch, count, django_assert_num_queries
    ):
        people = [{"role": "member", "name": f"Người {n}"} for n in range(count)]
        post(*people, ordinal="1", start_year="2020", end_year="2025")
        url = reverse("members:desk-branch-committee", args=[branch.slug])
        officer.get(url)

        with django_assert_num_queries(10):
            assert len(officer.get(url).context["form"].initial_forms) == count


class TestACorrection:
    def correct(self, client, branch, **changes):
        data = {
            "name_vi": branch.name_vi,
            "name_en": branch.name_en,
            "association": branch.association_id,
            "founded_on": f"{branch.founded_on:%d/%m/%Y}",
            "founded_precision": "day",
            "status": "active",
            "reason": "Nhập nhầm khi tiếp nhận.",
        }
        url = reverse("members:desk-branch-correct", args=[branch.slug])
        answer = client.post(url, data | changes)
        branch = Branch.objects.get(pk=branch.pk)
        return answer, branch

    def test_writes_its_reason_into_the_history(self, officer, association):
        branch = BranchFactory(association=association, name_vi="Chi hội Bách Khao")

        _answer, branch = self.correct(officer, branch, name_vi="Chi hội Bách khoa")

        line = BranchChange.objects.get()
        assert (line.kind, line.reason) == ("correct", "Nhập nhầm khi tiếp nhận.")
        assert (line.former_name_vi, line.on) == (
            *("Chi hội Bách Khao", timezone.localdate()),
        )
        page = officer.get(branch.get_absolute_url())
        assert "Chi hội Bách Khao" in page.text
        assert "Nhập nhầm" not in page.text

    def test_takes_the_members_to_the_right_association(self, officer, association):
        branch, other = BranchFactory(association=association), AssociationFactory()
        member = MemberFactory(association=association, branch=branch)

        _answer, branch = self.correct(officer, branch, association=other.pk)

        member.refresh_from_db()
        assert (branch.association, branch.parent_id) == (other, other.pk)
        assert (member.association, member.branch) == (other, branch)

    @pytest.mark.parametrize(
        "changes",
        [
            {"reason": ""},
            {"status": "dissolved"},
            {"ended_on": "01/01/2025"},
            {"status": "merged", "ended_on": "01/01/2025"},
            {"name_vi": ""},
            {"name_vi": "079203001234"},
            {},
        ],
    )
    def test_is_refused_where_it_says_nothing_or_nonsense(
        self, officer, association, changes
    ):
        branch = BranchFactory(association=association)

        answer, after = self.correct(officer, branch, **changes)

        assert answer.status_code == 200
        assert (after.status, after.ended_on) == ("active", None)
        assert not BranchChange.objects.exists()

    def test_ends_and_wakes_a_branch(self, officer, association):
        branch = BranchFactory(association=association)

        _answer, branch = self.correct(
            officer, branch, status="dissolved", ended_on="01/01/2025"
        )
        assert (branch.end_kind, branch.ended_on) == ("dissolved", date(2025, 1, 1))
        _answer, branch = self.correct(officer, branch, status="active")

        assert (branch.status, branch.end_kind, branch.ended_on) == ("active", "", None)

    def test_is_the_offices_alone(self, as_user, scene):
        branch = BranchFactory(association=scene.association)

        answer, _branch = self.correct(as_user(scene.secretary), branch, name_vi="Khác")

        assert answer.status_code == 404

    def test_goes_nowhere_without_its_reason_in_the_database(self):
        with pytest.raises(IntegrityError), transaction.atomic():
            BranchChange.objects.create(
                branch=BranchFactory(), kind="correct", on=date(2025, 1, 1)
            )


class TestTheDatabase:
    @pytest.mark.parametrize(
        "values", [{"status": "dissolved"}, {"ended_on": date(2999, 1, 1)}]
    )
    def test_an_end_has_its_day_and_a_day_its_end(self, values):
        branch = BranchFactory()

        with pytest.raises(IntegrityError), transaction.atomic():
            type(branch.organization_ptr).objects.filter(pk=branch.pk).update(**values)

    @pytest.mark.django_db(transaction=True)
    def test_a_branch_leaves_no_member_behind(self):
        branch, other = BranchFactory(), AssociationFactory()
        MemberFactory(association=branch.association, branch=branch)
        branch.association, branch.parent = other, other.organization_ptr

        with pytest.raises(IntegrityError), transaction.atomic():
            branch.save()


def test_a_committee_sits_until_the_next(scene, client):
    """Dossiers write the days; who held it on a day is known for ever."""
    scene.to_ready().approve(by=scene.leader)
    branch = Branch.objects.get()
    first = branch.committee.seats.get(role="head")

    assert (first.since, first.until) == (branch.founded_on, None)
    day = timezone.localdate() + timedelta(days=40)
    with time_machine.travel(datetime(day.year, day.month, day.day, 5, tzinfo=UTC)):
        request = filled(scene, branch, "reorganize")
        request.seats.filter(role="head").update(name="Ngô Thị Mới")
        to_ready(scene, request).approve(by=scene.leader)
        branch.refresh_from_db()
        heads = CommitteeSeat.objects.of_branch(branch).filter(role="head")

        assert [row.name for row in heads.on(branch.founded_on)] == [first.name]
        assert [row.name for row in heads.on()] == ["Ngô Thị Mới"]
        assert heads.get(pk=first.pk).until == day - timedelta(days=1)
        asked = {"ngay": f"{branch.founded_on:%d/%m/%Y}"}
        page = client.get(branch.get_absolute_url(), asked)
        assert first.name in [row.name for row in page.context["held"]]
        assert [row.last.name for row in page.context["heads"]] == [
            *("Ngô Thị Mới", first.name),
        ]


def test_who_stays_has_served_since_the_beginning():
    body = Body(pk=1, term=Term(pk=1, start_year=2015, end_year=2020))
    old = CommitteeSeat(role="head", name="Lê Hoa", until=date(2020, 3, 1), body=body)
    old.pk = 1
    new = CommitteeSeat(pk=2, role="head", name="LÊ HOA", since=date(2020, 3, 2))
    other = CommitteeSeat(pk=3, role="deputy", name="Lê Hoa", since=date(2021, 1, 1))

    found = tenures([other, new, old])

    assert [len(row.seats) for row in found] == [1, 2]
    assert new.tenure.first.begins_on == date(2015, 1, 1)
