"""Each kind of dossier, from the branch it is about to what its approval does."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from federation.lifecycle import MoveRefused
from federation.models import Document, Organization
from members import actions, tasks
from members.models import (
    EFFECTS,
    Association,
    BranchChange,
    BranchRequest,
    DossierItem,
    Kind,
    ProposedMember,
)
from outbox.models import Message
from tests.members.conftest import decided, filled, to_ready
from tests.members.factories import (
    BranchFactory,
    SeatFactory,
)

pytestmark = pytest.mark.django_db
Status = Organization.Status
ABOUT_BRANCHES = [kind for kind in Kind if kind != Kind.ESTABLISH]


@pytest.mark.parametrize("kind", ABOUT_BRANCHES)
class TestEveryKind:
    def test_from_draft_to_a_line_in_the_history(self, scene, branch, kind):
        request = decided(scene, branch, kind)

        change = BranchChange.objects.get(branch=branch)
        assert (change.kind, change.on) == (kind, timezone.localdate())
        assert change.decision.code == "01/QĐ-LHHN"
        assert change.decision.title_vi != change.decision.title_en
        assert request.applied_at is not None
        mail = Message.objects.get(template="members/branch_request_approved")
        assert mail.to == scene.secretary.email

    def test_asks_for_what_it_needs(self, scene, branch, kind):
        request = filled(
            scene, branch, kind,
            grounds="", successor=None, receiver=None, term_end_year=None,
            name=branch.name_vi, english_name=branch.name_en,
        )  # fmt: skip

        with pytest.raises(MoveRefused):
            request.submit(by=scene.secretary)
        assert {gap.step for gap in request.gaps()} == {"what"}

    def test_a_second_click_finds_the_first_draft(self, scene, branch, kind):
        first = filled(scene, branch, kind)

        again = actions.begin_request(branch, kind, by=scene.secretary)

        assert again == first
        assert BranchRequest.objects.filter(kind=kind).count() == 1

    def test_nothing_is_left_of_a_refused_number(self, scene, branch, kind):
        Document.objects.create(
            owner=scene.association.parent,
            kind="decision",
            code="07/QĐ-LHHN",
            issued_on=timezone.localdate(),
            title_vi="Khác",
        )
        request = to_ready(scene, filled(scene, branch, kind))

        with pytest.raises(MoveRefused):
            request.approve(by=scene.leader, number="07/QĐ-LHHN")

        branch.refresh_from_db()
        assert not branch.ended_on
        assert not BranchChange.objects.exists()

    def test_rests_after_the_decision(self, scene, branch, kind):
        request = decided(scene, branch, kind)
        rows = BranchRequest.objects.filter(pk=request.pk)

        for changes in (
            {"grounds": "Khác"}, {"name": "Khác"}, {"status": "draft"},
            {"decision": None}, {"effective_on": None}, {"term_end_year": 2050},
        ):  # fmt: skip
            with pytest.raises(IntegrityError), transaction.atomic():
                rows.update(**changes)
        with pytest.raises(IntegrityError), transaction.atomic():
            DossierItem.objects.filter(request=request).update(file=None)
        with pytest.raises(IntegrityError), transaction.atomic():
            SeatFactory(request=request, role="member")
        with pytest.raises(IntegrityError), transaction.atomic():
            ProposedMember.objects.create(request=request, name="A", folded="a")
        request.items.first().requirement.delete()  # what is asked now may change

    def test_waits_for_its_day(self, scene, branch, kind):
        today = timezone.localdate()
        day = today + timedelta(days=20)
        status = Status.SUSPENDED if kind == Kind.RESUME else Status.ACTIVE
        before = (branch.name_vi, status, branch.association_id)
        request = decided(scene, branch, kind, effective_on=day)
        assert (branch.name_vi, branch.status, branch.association_id) == before
        tasks.carry_out_decisions()
        assert not BranchChange.objects.exists()

        with time_machine.travel(timezone.now() + timedelta(days=21)):
            tasks.carry_out_decisions()
            tasks.carry_out_decisions()

        assert BranchChange.objects.get(branch=branch).on == day
        request.refresh_from_db()
        assert request.applied_at is not None

    def test_the_form_shows_only_its_fields(self, as_user, scene, branch, kind):
        request = filled(scene, branch, kind)

        response = as_user(scene.secretary).get(
            request.address("workspace-dossier-what")
        )

        assert list(response.context["form"].fields) == [
            name for name in response.context["form"].Meta.fields
            if name in EFFECTS[kind].fields
        ]  # fmt: skip
        for name in ("committee", "members"):
            url = request.address(f"workspace-dossier-{name}")
            there = as_user(scene.secretary).get(url).status_code == 200
            assert there == getattr(EFFECTS[kind], name)


class TestSettings:
    def test_old_dossiers_keep_theirs(self, scene):
        Association.objects.update(
            response_days=3, supplement_days=3, minimum_members=99,
            minimum_committee=7, branch_deciding_body="association",
        )  # fmt: skip

        scene.to_ready().approve(by=scene.leader)

        assert scene.request.response_days == 15
        assert scene.request.decision.owner == scene.association.parent.organization_ptr

    def test_new_ones_take_those_of_the_day(self, scene, branch):
        Association.objects.update(minimum_committee=3, response_days=3)
        branch.refresh_from_db()
        request = filled(scene, branch, Kind.REORGANIZE)

        with pytest.raises(MoveRefused, match="3"):
            request.submit(by=scene.secretary)
        SeatFactory(request=request, role="member")
        request.submit(by=scene.secretary)
        assert request.response_days == 3


class TestHerBranches:
    @pytest.mark.parametrize("count", [1, 3])
    def test_the_list_costs_the_same(
        self, as_user, scene, count, django_assert_num_queries
    ):
        BranchFactory.create_batch(count, association=scene.association)
        client = as_user(scene.secretary)
        client.get(reverse("members:workspace-branches"))

        with django_assert_num_queries(9):
            response = client.get(reverse("members:workspace-branches"))

        assert len(response.context["branches"]) == count

    def test_every_kind_begins_at_the_branch(self, as_user, scene, branch):
        client = as_user(scene.secretary)
        text = client.get(reverse("members:workspace-branch", args=[branch.slug])).text
        url = reverse("members:workspace-begin", args=[branch.slug, "rename"])
        assert url in text

        response = client.post(url)

        request = BranchRequest.objects.get(kind="rename")
        assert response.url == request.address("workspace-dossier-what")
        assert request.name == branch.name_vi

    def test_a_foreign_branch_is_not_there(self, as_user, scene):
        other = BranchFactory()
        client = as_user(scene.secretary)

        for name, args in (
            ("workspace-branch", [other.slug]),
            ("workspace-begin", [other.slug, "rename"]),
        ):
            url = reverse(f"members:{name}", args=args)
            assert client.get(url).status_code in {404, 405}
            assert client.post(url).status_code in {404, 405}
        assert not BranchRequest.objects.filter(branch=other).exists()

    @pytest.mark.parametrize("kind", ["establish", "nonsense"])
    def test_only_kinds_about_a_branch(self, as_user, scene, branch, kind):
        url = reverse("members:workspace-begin", args=[branch.slug, kind])

        assert as_user(scene.secretary).post(url).status_code == 404
