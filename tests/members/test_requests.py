"""The way of a dossier: who may, what changes, who is told, nothing twice."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from federation.lifecycle import MoveRefused
from federation.models import DocumentRegister, Role
from members import actions
from members.models import (
    BranchRequest,
    DossierItem,
    add_working_days,
)
from outbox.models import Message
from tests.accounts.factories import UserFactory
from tests.members.conftest import holds, mails, upload
from tests.members.factories import (
    AssociationFactory,
    RequestFactory,
    SeatFactory,
)

Status = BranchRequest.Status


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
