"""What a decision does to the branch it is about."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import IntegrityError, connection
from django.utils import timezone

from accounts.models import Invitation, User
from federation.lifecycle import MoveRefused
from federation.models import Document, Office, Organization
from members import actions, tasks
from members.models import (
    Association,
    Branch,
    BranchChange,
    BranchRequest,
    DecisionTrouble,
    Kind,
    MembershipCount,
    founding,
    kinds_for,
)
from members.templatetags.members_duties import duties
from outbox.models import Message
from tests.accounts.factories import UserFactory
from tests.members.conftest import decided, filled, to_ready
from tests.members.factories import (
    BranchFactory,
)

pytestmark = pytest.mark.django_db
Status = Organization.Status


class TestWhatItDoes:
    def test_reorganising_keeps_the_old_committee(self, scene, branch):
        old, term = branch.committee, branch.term
        request = filled(scene, branch, Kind.REORGANIZE)
        assert [seat.name for seat in request.seats.in_order()] == [
            "Lê Thị Mai", "Vũ Văn Bình",
        ]  # fmt: skip
        request.seats.filter(role="head").update(name="Đỗ Hồng Hà")

        to_ready(scene, request).approve(by=scene.leader)

        branch.refresh_from_db()
        assert branch.term == term
        assert branch.committee.seats.get(role="head").name == "Đỗ Hồng Hà"
        assert old.seats.get(role="head").name == "Lê Thị Mai"

    def test_a_new_term_follows_the_last(self, scene, branch):
        year = timezone.localdate().year
        decided(scene, branch, Kind.NEW_TERM, term_end_year=year + 5, member_total=44)

        first, second = branch.terms.order_by("ordinal")
        assert (second.ordinal, second.end_year) == (2, year + 5)
        assert second.began_on == timezone.localdate()
        assert branch.term == second
        assert MembershipCount.objects.latest_of(branch).total == 44
        assert first.ended_on is None  # it was over by itself

    def test_a_new_term_before_the_old_one_is_over(self, scene, branch):
        year = timezone.localdate().year
        branch.terms.update(end_year=year + 2)

        decided(scene, branch, Kind.NEW_TERM, term_end_year=year + 5)

        first, second = branch.terms.order_by("ordinal")
        assert first.ended_on == second.began_on == timezone.localdate()

    def test_renaming_keeps_the_old_name_and_the_address(self, client, scene, branch):
        slug = branch.slug
        decided(scene, branch, Kind.RENAME)

        assert (branch.name_vi, branch.name_en, branch.slug) == (
            "Chi hội Đại học Mới", "New Branch", slug,
        )  # fmt: skip
        change = branch.changes.get()
        assert change.former_name_vi == "Chi hội Đại học Mẫu"
        assert "Chi hội Đại học Mẫu" in client.get(branch.get_absolute_url()).text

    def test_no_two_living_branches_of_a_name(self, scene, branch):
        request = to_ready(scene, filled(scene, branch, Kind.RENAME))
        BranchFactory(association=scene.association, name_vi="Chi hội đại học mới")

        with pytest.raises(MoveRefused):
            request.approve(by=scene.leader)

        branch.refresh_from_db()
        assert branch.name_vi == "Chi hội Đại học Mẫu"
        assert not Document.objects.exists()

    def test_merging_ends_one_and_tells_both_histories(self, client, scene, branch):
        request = decided(scene, branch, Kind.MERGE)

        into = request.successor
        assert (branch.status, branch.end_kind) == (Status.MERGED, "merged")
        assert branch.successor == into.organization_ptr
        assert branch.ended_on == timezone.localdate()
        living = Branch.objects.living()
        assert branch not in living
        assert branch in Branch.objects.living(timezone.localdate() - timedelta(days=1))
        assert into.changes.get().took_in
        assert not branch.changes.get().took_in
        assert branch.name_vi in client.get(into.get_absolute_url()).text

    def test_only_into_a_living_one_of_the_association(self, scene, branch):
        stranger = BranchFactory()

        with pytest.raises(MoveRefused):
            filled(scene, branch, Kind.MERGE, successor=stranger).submit(
                by=scene.secretary
            )

    def test_a_branch_ends_after_its_founding(self, scene, branch):
        Branch.objects.update(founded_on=timezone.localdate())
        request = to_ready(scene, filled(scene, branch, Kind.DISSOLVE))

        with pytest.raises(MoveRefused):
            request.approve(by=scene.leader)

    def test_suspended_counts_as_living_and_resumes(self, scene, branch):
        decided(scene, branch, Kind.SUSPEND)
        assert branch.status == Status.SUSPENDED
        assert branch in Branch.objects.living()
        assert {effect.kind for effect in kinds_for(branch)} >= {Kind.RESUME}
        with pytest.raises(MoveRefused):
            actions.begin_request(branch, Kind.SUSPEND, by=scene.secretary)

        decided(scene, branch, Kind.RESUME)

        assert branch.status == Status.ACTIVE

    def test_nothing_is_asked_for_an_ended_branch(self, scene, branch):
        merge = to_ready(scene, filled(scene, branch, Kind.MERGE))
        decided(scene, branch, Kind.DISSOLVE)

        assert kinds_for(branch) == []
        assert branch.end_kind == "dissolved"
        with pytest.raises(MoveRefused):
            merge.approve(by=scene.leader)

    def test_the_contact_is_invited_with_the_approval(self, scene):
        scene.request.contact_name = "Trần Minh Châu"
        scene.request.contact_email = "Chau@example.org"
        scene.request.save()

        scene.to_ready().approve(by=scene.leader)

        user = User.objects.get(email="chau@example.org")
        branch = Branch.objects.get()
        assert Invitation.objects.get().user == user
        assert Office.objects.get(user=user).organization == branch.organization_ptr

    def test_no_invitation_without_a_decision(self, scene):
        scene.request.contact_email = "chau@example.org"
        scene.request.save()
        request = scene.to_ready()
        BranchFactory(association=scene.association, name_vi=request.name)

        with pytest.raises(MoveRefused):
            request.approve(by=scene.leader)

        assert not Invitation.objects.exists()
        assert not User.objects.filter(email="chau@example.org").exists()

    def test_an_association_that_ended_founds_nothing(self, scene):
        Association.objects.update(status="dissolved", ended_on=timezone.localdate())
        scene.fill()

        with pytest.raises(MoveRefused):
            BranchRequest.objects.get().submit(by=scene.secretary)


class TestWhatStandsInTheWay:
    """The words are those of the rule that was broken."""

    def test_a_new_term_begins_after_the_last_one(self, scene, branch):
        branch.terms.update(began_on=timezone.localdate())
        request = to_ready(scene, filled(scene, branch, Kind.NEW_TERM))

        with pytest.raises(MoveRefused, match="nhiệm kỳ trước"):
            request.approve(by=scene.leader)

        request.approve(
            by=scene.leader, effective_on=timezone.localdate() + timedelta(days=1)
        )

    def test_terms_that_overlap_say_so(self, scene, branch):
        year = timezone.localdate().year
        branch.terms.update(end_year=year + 3, ended_on=date(year + 2, 1, 1))
        request = filled(scene, branch, Kind.NEW_TERM, term_end_year=year + 5)
        to_ready(scene, request)

        with pytest.raises(MoveRefused, match="chồng nhau"):
            request.approve(by=scene.leader)

        assert branch.terms.count() == 1

    def test_a_number_that_is_taken_says_so(self, scene, branch):
        request = to_ready(scene, filled(scene, branch, Kind.SUSPEND))
        decided(scene, BranchFactory(association=scene.association), Kind.SUSPEND)
        taken = Document.objects.get().code

        with pytest.raises(MoveRefused, match="Số này"):
            request.approve(by=scene.leader, number=taken)

    def test_a_rule_without_words_is_not_told_by_its_name(
        self, scene, branch, monkeypatch, caplog
    ):
        request = to_ready(scene, filled(scene, branch, Kind.SUSPEND))

        def twice(self, request):
            for _n in range(2):
                founding.note_change(request, branch)

        monkeypatch.setattr(type(request.effect), "carry_out", twice)

        with pytest.raises(MoveRefused, match="trái với dữ liệu đã có"):
            request.approve(by=scene.leader)
        assert "branch_change_once_per_request" in caplog.text

    def test_a_rule_nobody_knows_is_no_refusal(self, scene, branch, monkeypatch):
        request = to_ready(scene, filled(scene, branch, Kind.SUSPEND))

        def broken(self, request):
            BranchChange.objects.create(branch_id=0, kind="suspend", on="2026-01-01")
            connection.check_constraints()

        monkeypatch.setattr(type(request.effect), "carry_out", broken)

        with pytest.raises(IntegrityError):
            request.approve(by=scene.leader)


class TestStuck:
    """A decision in force that cannot be carried out is seen, with its reason."""

    @pytest.fixture
    def request_(self, scene, branch):
        day = timezone.localdate() + timedelta(days=5)
        return decided(scene, branch, Kind.RENAME, effective_on=day)

    def test_it_is_logged_and_on_the_board_and_on_its_page(
        self, as_user, scene, branch, request_, caplog
    ):
        own, other = scene.association, "Chi hội Đại học Mới"
        assert request_.obstacle == ""
        BranchFactory(association=own, name_vi=other)

        with time_machine.travel(timezone.now() + timedelta(days=6)):
            for _n in range(3):
                tasks.carry_out_decisions()
            seen, others = duties(scene.officer), duties(scene.leader)
            page = as_user(scene.secretary).get(request_.get_absolute_url()).text

        reason = "Hội đang có một chi hội trùng tên này"
        assert [record.levelname for record in caplog.records] == ["WARNING"]
        assert reason in caplog.text
        (row,) = [row for row in seen if row["note"].startswith(reason)]
        assert (row["url"], row["is_late"]) == (request_.get_desk_url(), True)
        assert not [row for row in others if reason in row["note"]]
        assert reason in page
        branch.refresh_from_db()
        assert branch.name_vi == "Chi hội Đại học Mẫu"
        assert not BranchChange.objects.exists()

    def test_once_the_way_is_free_it_is_carried_out(
        self, as_user, scene, branch, request_
    ):
        with time_machine.travel(timezone.now() + timedelta(days=6)):
            assert request_.obstacle == ""
            assert not branch.changes.exists()  # asking carries nothing out
            namesake = BranchFactory(association=scene.association)
            namesake.name_vi = "Chi hội Đại học Mới"
            namesake.save()
            tasks.carry_out_decisions()
            assert DecisionTrouble.objects.get().step == "effect"
            namesake.name_vi = "Chi hội khác"
            namesake.save()
            as_user(scene.officer).post(request_.address("desk-retry"))
            assert not DecisionTrouble.objects.exists()
            assert request_.get_desk_url() not in [
                row["url"] for row in duties(scene.officer)
            ]

        request_.refresh_from_db()
        assert request_.applied_at


class TestContact:
    def named(self, scene, email):
        scene.request.contact_name, scene.request.contact_email = "Trần Châu", email
        scene.request.save()
        return scene.to_check()

    def test_one_with_an_account_is_told_of_the_office(self, scene):
        user = UserFactory(email="chau@example.org", language="en")
        request = self.named(scene, "  CHAU@example.org")
        verdicts = dict.fromkeys(request.items.values_list("pk", flat=True))
        request.check_items(by=scene.officer, verdicts=verdicts)
        request.mark_ready(by=scene.officer)
        request.approve(by=scene.leader)

        assert not Invitation.objects.exists()
        mail = Message.objects.get(template="federation/office_given")
        assert (mail.to, mail.language) == (user.email, "en")
        assert Office.objects.get(user=user).organization.kind == "branch"

    def test_a_new_one_has_an_account_without_a_password(self, scene):
        scene.request.contact_email = "Moi@Example.org"
        scene.request.save()
        scene.to_ready().approve(by=scene.leader)

        user = User.objects.get(email="moi@example.org")
        assert not user.has_usable_password()
        assert not Message.objects.filter(template="federation/office_given").exists()

    def test_a_closed_account_gets_no_office(self, scene):
        user = UserFactory(email="chau@example.org", is_active=False)
        request = self.named(scene, "Chau@example.org")
        verdicts = dict.fromkeys(request.items.values_list("pk", flat=True))
        request.check_items(by=scene.officer, verdicts=verdicts)

        with pytest.raises(MoveRefused, match="đã đóng"):
            request.mark_ready(by=scene.officer)

        assert not Office.objects.filter(user=user).exists()
