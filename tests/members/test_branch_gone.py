"""What is open about a branch that goes to another association or ends."""

import pytest

from federation.lifecycle import MoveRefused
from federation.models import Role
from members import actions, tasks
from members.forms import MemberForm
from members.models import Branch, BranchRequest, Kind
from members.templatetags.members_duties import duties
from tests.accounts.factories import UserFactory
from tests.members.conftest import decided, filled, holds, mails, to_ready
from tests.members.factories import BranchFactory, MemberFactory

pytestmark = pytest.mark.django_db


class TestTransferred:
    @pytest.fixture
    def transfer(self, scene, branch):
        """Decided; before it a renaming was begun and another paper was copyable."""
        self.draft = actions.begin_request(branch, Kind.RENAME, by=scene.secretary)
        return decided(scene, branch, Kind.TRANSFER)

    def test_the_new_association_begins_its_own(self, transfer, branch):
        heir = holds(UserFactory(), transfer.receiver, Role.ASSOCIATION_SECRETARY)

        request = actions.begin_request(branch, Kind.RENAME, by=heir)

        assert request.association == transfer.receiver
        assert request != self.draft
        again = actions.begin_request(branch, Kind.RENAME, by=heir)
        assert again == request

    def test_the_old_draft_is_no_duty_and_can_be_deleted(self, scene, transfer):
        titles = [row["title"] for row in duties(scene.secretary)]
        assert not [title for title in titles if self.draft.name in title]

        actions.delete_draft(BranchRequest.objects.get(pk=self.draft.pk))


def test_a_closed_one_about_a_branch_given_away_is_not_copied(scene, branch):
    old = filled(scene, branch, Kind.RENAME)
    old.submit(by=scene.secretary)
    old.withdraw(by=scene.secretary)
    copied = actions.copy_request(old, by=scene.secretary)
    actions.delete_draft(copied)
    decided(scene, branch, Kind.TRANSFER)
    old = BranchRequest.objects.get(pk=old.pk)

    with pytest.raises(MoveRefused):
        actions.copy_request(old, by=scene.secretary)


@pytest.mark.parametrize("kind", [Kind.DISSOLVE, Kind.TRANSFER, Kind.MERGE])
def test_what_was_submitted_is_closed_with_a_reason(scene, branch, kind):
    other = filled(scene, branch, Kind.RENAME)
    other.submit(by=scene.secretary)

    decided(scene, branch, kind)

    other.refresh_from_db()
    assert other.status == "withdrawn"
    assert other.reason
    people = sorted([scene.secretary.email, scene.officer.email])
    assert [mail.to for mail in mails("closed")] == people


def test_one_about_a_living_branch_is_left_alone(scene, branch):
    other = filled(scene, branch, Kind.RENAME)
    other.submit(by=scene.secretary)
    decided(scene, branch, Kind.REORGANIZE)

    tasks.sweep()

    other.refresh_from_db()
    assert other.status == "submitted"


def test_the_sweep_closes_what_was_held_just_then(scene, branch):
    other = to_ready(scene, filled(scene, branch, Kind.RENAME))
    Branch.objects.filter(pk=branch.pk).update(
        status="dissolved", ended_on="2026-01-01", end_kind="dissolved"
    )

    tasks.sweep()
    tasks.sweep()

    other.refresh_from_db()
    assert other.status == "withdrawn"
    assert len(mails("closed")) == 2


class TestMembersOfADissolvedBranch:
    def test_are_in_no_branch_from_then_on(self, scene, branch):
        inside = MemberFactory(association=scene.association, branch=branch)
        other = BranchFactory(association=scene.association)
        elsewhere = MemberFactory(association=scene.association, branch=other)

        decided(scene, branch, Kind.DISSOLVE)

        for member in (inside, elsewhere):
            member.refresh_from_db()
        assert inside.branch is None
        assert inside.association == scene.association
        assert not inside.left_on
        assert elsewhere.branch == other

    def test_ended_branches_are_not_offered_but_the_present_one(self, scene, branch):
        ended = BranchFactory(
            association=scene.association,
            founded_on="2020-01-01",
            ended_on="2024-01-01",
            status="dissolved",
        )
        new = MemberFactory.build(association=scene.association)
        old = MemberFactory(association=scene.association, branch=ended)

        assert list(MemberForm(instance=new).fields["branch"].queryset) == [branch]
        offered = MemberForm(instance=old).fields["branch"].queryset
        assert set(offered) == {branch, ended}
