"""What a decision does to the branch it is about."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Invitation, User
from federation.lifecycle import MoveRefused
from federation.models import Document, Office, Organization
from members import actions
from members.models import (
    Association,
    Branch,
    BranchRequest,
    Kind,
    MembershipCount,
    kinds_for,
)
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
