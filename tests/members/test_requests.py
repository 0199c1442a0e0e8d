"""The way of a dossier: who may, what changes, who is told, nothing twice."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from federation.lifecycle import MoveRefused
from federation.models import Document, DocumentRegister, Role
from members import actions, tasks
from members.models import (
    Branch,
    BranchRequest,
    CommitteeSeat,
    DossierFile,
    DossierItem,
    DossierRequirement,
    add_working_days,
)
from outbox.models import Message
from tests.accounts.factories import UserFactory
from tests.members.conftest import holds, make_scene, upload
from tests.members.factories import (
    AssociationFactory,
    BranchFactory,
    RequestFactory,
    SeatFactory,
)

Status = BranchRequest.Status


def mails(occasion: str) -> list[Message]:
    return list(
        Message.objects.filter(template=f"members/branch_request_{occasion}").order_by(
            "to"
        )
    )


def test_the_table_is_that_of_the_domain():
    table = {
        (source, target)
        for target, sources in BranchRequest.MOVES.items()
        for source in sources
    }

    assert table == {
        ("draft", "submitted"),
        ("needs_changes", "submitted"),
        ("submitted", "under_check"),
        ("under_check", "needs_changes"),
        ("under_check", "ready"),
        ("ready", "approved"),
        ("ready", "rejected"),
        ("approved", "acknowledged"),
        ("needs_changes", "lapsed"),
        *((s, "withdrawn") for s in ("submitted", "under_check", "needs_changes")),
        ("ready", "withdrawn"),
    }


class TestSubmit:
    def test_gives_a_number_and_a_day(self, scene):
        scene.fill().submit(by=scene.secretary)

        today = timezone.localdate()
        request = BranchRequest.objects.get()
        assert request.status == Status.SUBMITTED
        assert request.number == f"HS-{today.year}-0001"
        assert request.due_on == add_working_days(today, 15)
        assert request.submitted_by == scene.secretary
        assert request.revisions.get().data["name"] == request.name
        assert request.revisions.get().files.count() == 2

    def test_tells_the_office_once_in_its_language(self, scene):
        holds(UserFactory(language="en"), scene.association.parent, Role.UNION_OFFICER)

        scene.fill().submit(by=scene.secretary)

        first, second = mails("submitted")
        assert {first.language, second.language} == {"vi", "en"}
        english = first if first.language == "en" else second
        assert english.subject == (
            f"New dossier {scene.request.number}: {scene.request.name}"
        )
        assert "/en/" in english.text
        assert scene.secretary.email not in {first.to, second.to}

    def test_is_refused_with_everything_that_is_missing(self, scene):
        scene.request.seats.all().delete()

        with pytest.raises(MoveRefused) as refusal:
            scene.request.submit(by=scene.secretary)

        assert "Tờ trình" in str(refusal.value)
        assert {gap.step for gap in scene.request.gaps()} == {"committee", "documents"}
        assert BranchRequest.objects.get().status == Status.DRAFT
        assert not Message.objects.exists()
        assert not DocumentRegister.objects.exists()

    def test_asks_for_as_many_members_as_the_association(self, scene):
        BranchRequest.objects.update(minimum_members=40)
        scene.fill()
        scene.request.refresh_from_db()

        with pytest.raises(MoveRefused, match="40"):
            scene.request.submit(by=scene.secretary)

    def test_is_for_the_secretaries_of_the_association(self, scene):
        scene.fill()
        other = holds(UserFactory(), AssociationFactory(), Role.ASSOCIATION_SECRETARY)

        for person in (other, scene.officer, scene.leader, scene.association_leader):
            with pytest.raises(MoveRefused):
                scene.request.submit(by=person)

    def test_a_second_one_says_so_and_does_nothing(self, scene):
        scene.fill().submit(by=scene.secretary)
        again = BranchRequest.objects.get()

        with pytest.raises(MoveRefused, match=scene.request.number):
            again.submit(by=scene.secretary)

        assert again.revisions.count() == 1
        assert len(mails("submitted")) == 1

    def test_numbers_have_no_gaps_even_after_a_refusal(self, scene):
        second = RequestFactory(association=scene.association)
        with pytest.raises(MoveRefused):
            second.submit(by=scene.secretary)  # no committee

        scene.fill().submit(by=scene.secretary)
        SeatFactory(request=second)
        second.submit(by=scene.secretary)

        assert second.number.endswith("-0002")


class TestCheck:
    def test_the_officer_takes_it(self, scene):
        request = scene.to_check()

        assert request.status == Status.UNDER_CHECK
        assert request.checker == scene.officer

    def test_is_for_officers(self, scene):
        scene.fill().submit(by=scene.secretary)

        for person in (scene.secretary, scene.leader, scene.association_leader):
            with pytest.raises(MoveRefused):
                scene.request.start_check(by=person)

    def test_a_paper_without_a_file_is_never_in_order(self, scene):
        actions.attach(scene.item(), upload(), by=scene.secretary)
        scene.request.submit(by=scene.secretary)
        scene.request.start_check(by=scene.officer)

        scene.request.check_items(
            by=scene.officer, verdicts={scene.item(1).pk: None, scene.item(0).pk: None}
        )

        assert scene.item(1).state == DossierItem.State.PENDING
        scene.request.mark_ready(by=scene.officer)  # it was not required
        with pytest.raises(IntegrityError), transaction.atomic():
            DossierItem.objects.filter(file=None).update(state="ok")

    def test_ready_needs_every_paper_checked(self, scene):
        scene.to_check()
        scene.request.check_items(by=scene.officer, verdicts={scene.item().pk: None})

        with pytest.raises(MoveRefused):
            scene.request.mark_ready(by=scene.officer)

    def test_ready_tells_the_leader_who_decides(self, scene):
        scene.to_ready()

        (mail,) = mails("ready")
        assert mail.to == scene.leader.email
        assert mail.language == "en"


class TestChanges:
    def ask(self, scene, text="Thiếu con dấu."):
        scene.to_check()
        scene.request.request_changes(by=scene.officer, remarks={scene.item().pk: text})
        return scene.request

    def test_remarks_stay_with_the_submission(self, scene):
        request = self.ask(scene)

        assert request.status == Status.NEEDS_CHANGES
        assert request.supplement_due_on == timezone.localdate() + timedelta(days=30)
        assert scene.item().state == DossierItem.State.REMARK
        assert scene.item().last_remark.text == "Thiếu con dấu."
        assert scene.item().last_remark.revision.number == 1

    def test_every_secretary_of_the_association_is_told(self, scene):
        second = holds(
            UserFactory(language="en"), scene.association, Role.ASSOCIATION_SECRETARY
        )

        self.ask(scene)

        told = {mail.to: mail for mail in mails("needs_changes")}
        assert set(told) == {scene.secretary.email, second.email}
        assert "Thiếu con dấu." in told[second.email].text
        assert "Letter" in told[second.email].text
        assert "Tờ trình" in told[scene.secretary.email].text

    def test_it_needs_a_remark(self, scene):
        scene.to_check()

        with pytest.raises(MoveRefused):
            scene.request.request_changes(by=scene.officer)

        assert BranchRequest.objects.get().status == Status.UNDER_CHECK

    def test_the_clock_stops(self, scene):
        with time_machine.travel("2026-03-02 10:00+07:00", tick=False):
            scene.fill().submit(by=scene.secretary)
            scene.request.start_check(by=scene.officer)
        with time_machine.travel("2026-03-09 10:00+07:00", tick=False):
            scene.request.request_changes(by=scene.officer, note="Sửa tên.")
            assert scene.request.days_left == 10
        with time_machine.travel("2026-03-25 10:00+07:00", tick=False):
            scene.request.resubmit(by=scene.secretary)

            assert scene.request.due_on == add_working_days(date(2026, 3, 25), 10)
            assert scene.request.supplement_due_on is None

    def test_resubmitting_needs_a_new_file_where_a_remark_was(self, scene):
        request = self.ask(scene)
        with pytest.raises(MoveRefused, match="Tờ trình"):
            request.resubmit(by=scene.secretary)
        old = scene.item().file

        actions.attach(scene.item(), upload("moi.pdf"), by=scene.secretary)
        request.resubmit(by=scene.secretary)

        assert request.number.endswith("-0001")
        assert [r.number for r in request.revisions.all()] == [1, 2]
        assert old in request.revisions.first().files.all()
        assert old not in request.revisions.last().files.all()
        assert len(mails("submitted")) == 2  # a second occasion

    def test_it_can_happen_again(self, scene):
        request = self.ask(scene)
        actions.attach(scene.item(), upload(), by=scene.secretary)
        request.resubmit(by=scene.secretary)
        request.start_check(by=scene.officer)

        request.request_changes(by=scene.officer, remarks={scene.item().pk: "Mờ."})

        assert len(mails("needs_changes")) == 2
        assert [r.text for r in scene.item().remarks.all()] == ["Mờ.", "Thiếu con dấu."]


class TestDecision:
    def test_founds_the_branch_with_all_that_belongs_to_it(self, scene):
        year = timezone.localdate().year
        before = Branch.objects.growth(year).new

        scene.to_ready().approve(by=scene.leader)

        branch = Branch.objects.get()
        assert branch.name_vi == scene.request.name
        assert branch.parent == scene.association.organization_ptr
        assert branch.request == scene.request
        assert branch.decision.code == "01/QĐ-LHHN"
        assert branch.decision.owner == scene.association.parent.organization_ptr
        assert branch.founded_on == timezone.localdate()
        assert branch.term.end_year == year + 5
        seat = branch.committee.seats.get()
        assert (seat.role, seat.name) == (CommitteeSeat.Role.HEAD, "Bùi Đức Mạnh")
        assert Branch.objects.growth(year).new == before + 1
        assert branch in Branch.objects.visible_to(UserFactory())

    def test_the_secretary_is_told(self, scene):
        scene.to_ready().approve(by=scene.leader)

        (mail,) = mails("approved")
        assert mail.to == scene.secretary.email
        assert "01/QĐ-LHHN" in mail.text

    def test_only_a_leader_of_the_union_decides(self, scene):
        scene.to_ready()
        admin = UserFactory(superuser=True)

        for person in (
            *(scene.officer, scene.secretary, scene.association_leader, admin),
        ):
            with pytest.raises(MoveRefused):
                scene.request.approve(by=person)
        assert not Branch.objects.exists()
        assert not Document.objects.exists()
        assert not DocumentRegister.objects.filter(kind="decision").exists()

    def test_or_of_the_association_where_it_decides(self, db):
        scene = make_scene(branch_deciding_body="association", abbreviation="HVH")
        scene.to_ready()
        assert [mail.to for mail in mails("ready")] == [scene.association_leader.email]
        with pytest.raises(MoveRefused):
            scene.request.approve(by=scene.leader)

        scene.request.approve(by=scene.association_leader)

        assert scene.request.decision.code == "01/QĐ-HVH"
        assert [mail.to for mail in mails("decided")] == [scene.officer.email]
        with pytest.raises(MoveRefused):
            scene.request.acknowledge(by=scene.leader)
        scene.request.acknowledge(by=scene.officer)
        assert scene.request.status == Status.ACKNOWLEDGED
        assert len(mails("acknowledged")) == 1

    def test_the_union_does_not_note_its_own_decision(self, scene):
        scene.to_ready().approve(by=scene.leader)

        with pytest.raises(MoveRefused):
            scene.request.acknowledge(by=scene.officer)

    def test_never_by_whoever_submitted(self, scene):
        holds(scene.secretary, scene.association.parent, Role.UNION_LEADER)
        scene.to_ready()

        with pytest.raises(MoveRefused):
            scene.request.approve(by=scene.secretary)
        with pytest.raises(IntegrityError), transaction.atomic():
            BranchRequest.objects.update(
                decided_by=scene.secretary, decided_at=timezone.now()
            )

    def test_a_number_by_hand_is_taken_once(self, scene):
        scene.to_ready()
        code, day = "21/QĐ-LHHN", timezone.localdate()
        Document.objects.create(
            owner=scene.association.parent, code=code, kind="decision", issued_on=day
        )

        with pytest.raises(MoveRefused):
            scene.request.approve(by=scene.leader, number=code)

        assert BranchRequest.objects.get().status == Status.READY
        assert not Branch.objects.exists()

    def test_the_next_number_steps_over_one_entered_by_hand(self, scene):
        scene.to_ready()
        Document.objects.create(
            owner=scene.association.parent,
            code="01/QĐ-LHHN",
            kind="decision",
            issued_on=timezone.localdate(),
        )

        scene.request.approve(by=scene.leader)

        assert scene.request.decision.code == "02/QĐ-LHHN"

    def test_a_branch_counts_from_its_effective_day(self, scene):
        later = timezone.localdate() + timedelta(days=40)

        scene.to_ready().approve(by=scene.leader, effective_on=later)

        assert not Branch.objects.living().exists()
        assert Branch.objects.living(on=later).exists()
        assert not Branch.objects.visible_to(UserFactory()).exists()

    def test_a_namesake_founded_meanwhile_stops_it_whole(self, scene):
        scene.to_ready()
        BranchFactory(association=scene.association, name_vi=scene.request.name)

        with pytest.raises(MoveRefused):
            scene.request.approve(by=scene.leader)

        assert BranchRequest.objects.get().status == Status.READY
        assert not Document.objects.exists()

    def test_rejecting_needs_a_reason_and_tells_it(self, scene):
        scene.to_ready()
        with pytest.raises(MoveRefused):
            scene.request.reject(by=scene.leader, reason="  ")

        scene.request.reject(by=scene.leader, reason="Chưa đủ điều kiện.")

        assert scene.request.status == Status.REJECTED
        (mail,) = mails("rejected")
        assert "Chưa đủ điều kiện." in mail.text
        assert not Branch.objects.exists()

    def test_decided_is_decided(self, scene):
        scene.to_ready().approve(by=scene.leader)

        with pytest.raises(MoveRefused):
            scene.request.reject(by=scene.leader, reason="x")
        with pytest.raises(MoveRefused):
            scene.request.withdraw(by=scene.secretary)
        for change in ({"name": "Khác"}, {"reason": "x"}, {"status": "ready"}):
            with pytest.raises(IntegrityError), transaction.atomic():
                BranchRequest.objects.update(**change)
        with pytest.raises(IntegrityError), transaction.atomic():
            BranchRequest.objects.filter(branch=None).update(decision=None)


class TestEnds:
    def test_withdrawing_tells_the_office(self, scene):
        scene.fill().submit(by=scene.secretary)
        with pytest.raises(MoveRefused):
            scene.request.withdraw(by=scene.officer)

        scene.request.withdraw(by=scene.secretary, reason="Gộp với hồ sơ khác.")

        (mail,) = mails("withdrawn")
        assert mail.to == scene.officer.email
        assert "Gộp với hồ sơ khác." in mail.text

    def test_a_draft_is_not_withdrawn_but_deleted(self, scene):
        with pytest.raises(MoveRefused):
            scene.request.withdraw(by=scene.secretary)

        actions.delete_draft(scene.request)

        assert not BranchRequest.objects.exists()

    def test_a_submitted_one_is_never_deleted(self, scene):
        scene.fill().submit(by=scene.secretary)

        with pytest.raises(MoveRefused):
            actions.delete_draft(scene.request)
        with pytest.raises(IntegrityError), transaction.atomic():
            scene.request.delete()

    def test_the_sweep_closes_it_the_day_after_once(self, scene):
        scene.to_check()
        scene.request.request_changes(by=scene.officer, note="Sửa.")
        last = scene.request.supplement_due_on
        with time_machine.travel(f"{last} 12:00+07:00", tick=False):
            tasks.lapse_requests()
        assert BranchRequest.objects.get().status == Status.NEEDS_CHANGES

        with time_machine.travel(f"{last + timedelta(days=4)} 12:00+07:00", tick=False):
            tasks.lapse_requests()
            tasks.lapse_requests()

        assert BranchRequest.objects.get().status == Status.LAPSED
        assert len(mails("lapsed")) == len(mails("lapsed_office")) == 1

    def test_one_bad_row_does_not_stop_the_sweep(self, scene, monkeypatch, caplog):
        scene.to_check()
        scene.request.request_changes(by=scene.officer, note="Sửa.")

        def fail(self):
            raise RuntimeError

        monkeypatch.setattr(BranchRequest, "lapse", fail)
        with time_machine.travel(timezone.now() + timedelta(days=50)):
            tasks.lapse_requests()

        assert "was not closed" in caplog.text

    def test_a_closed_one_is_copied_with_files_and_committee(self, scene):
        scene.fill().submit(by=scene.secretary)
        scene.request.withdraw(by=scene.secretary)

        draft = actions.copy_request(scene.request, by=scene.secretary)

        assert (draft.status, draft.number) == (Status.DRAFT, "")
        assert draft.copied_from == scene.request
        assert draft.gaps() == []
        ids = {f.public_id for f in DossierFile.objects.all()}
        assert len(ids) == 4
        with pytest.raises(MoveRefused):
            actions.copy_request(scene.request, by=scene.secretary)  # one is open


class TestContent:
    def test_rests_while_others_hold_it(self, scene):
        scene.fill().submit(by=scene.secretary)

        with pytest.raises(IntegrityError), transaction.atomic():
            BranchRequest.objects.update(name="Tên khác")

    def test_one_open_dossier_per_name_whatever_its_case(self, scene):
        same = scene.request.name.upper()

        with pytest.raises(IntegrityError), transaction.atomic():
            RequestFactory(association=scene.association, name=same)
        RequestFactory(name=same)  # another association may

    def test_one_head(self, scene):
        with pytest.raises(IntegrityError), transaction.atomic():
            SeatFactory(request=scene.request)

    def test_papers_changed_later_do_not_change_it(self, scene):
        DossierRequirement.objects.update(is_required=True, title_vi="Khác")
        DossierRequirement.objects.filter(code="khac").delete()

        assert [item.title_vi for item in scene.request.items.all()] == [
            *("Tờ trình", "Văn bản khác"),
        ]
        assert not scene.item(1).is_required

    def test_an_association_may_word_a_paper_itself(self, scene):
        DossierRequirement.objects.create(
            kind="establish",
            association=scene.association,
            code="to-trinh",
            title_vi="Đơn đề nghị",
        )

        own = DossierRequirement.objects.asked_of(scene.association, "establish")
        other = DossierRequirement.objects.asked_of(AssociationFactory(), "establish")

        assert {row.title_vi for row in own} == {"Đơn đề nghị", "Văn bản khác"}
        assert {row.title_vi for row in other} == {"Tờ trình", "Văn bản khác"}

    def test_a_file_never_submitted_goes_when_it_is_replaced(
        self, scene, media, django_capture_on_commit_callbacks
    ):
        actions.attach(scene.item(), upload(), by=scene.secretary)
        with django_capture_on_commit_callbacks(execute=True):
            actions.attach(scene.item(), upload("moi.pdf"), by=scene.secretary)

        assert DossierFile.objects.get().original_name == "moi.pdf"
        stored = [path for path in media.rglob("*") if path.is_file()]
        assert len(stored) == 1
        assert "moi" not in stored[0].name
        assert "private" in stored[0].parts


def test_requirements_are_loaded_once_and_bad_rows_refused_alone(db, tmp_path):
    path = tmp_path / "papers.csv"
    path.write_text(
        "kind,code,title_vi,title_en,help_vi,help_en,required,order\n"
        "establish,a,Tờ trình,Letter,,,yes,10\n"
        "bogus,b,X,X,,,yes,10\n"
        "establish,c,X,X,,,maybe,10\n"
        "establish,d,,X,,,yes,10\n"
        "establish,e,X,X,,,yes,ten\n"
    )

    first = actions.load_requirements(path)
    DossierRequirement.objects.update(title_vi="Đơn")
    second = actions.load_requirements(path)

    assert first["created"] == ["a"]
    assert [row[:2] for row in first["refused"]] == [
        *((3, "kind"), (4, "required"), (5, "title_vi"), (6, "order")),
    ]
    assert second["unchanged"] == ["a"]
    assert DossierRequirement.objects.get().title_vi == "Đơn"


def test_the_projects_own_requirements_are_good(db, settings):
    path = settings.BASE_DIR / "portal" / "data" / "dossier_requirements.csv"

    report = actions.load_requirements(path)

    assert report["refused"] == []
    asked = DossierRequirement.objects.asked_of(AssociationFactory(), "establish")
    assert [row.is_required for row in asked] == [True] * 5 + [False] * 2
    assert all(row.title_en for row in asked)
