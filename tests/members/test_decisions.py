"""How a dossier ends: decided, refused, withdrawn, lapsed, copied."""

from datetime import timedelta

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
)
from tests.accounts.factories import UserFactory
from tests.members.conftest import holds, mails, make_scene
from tests.members.factories import (
    BranchFactory,
)

Status = BranchRequest.Status


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
