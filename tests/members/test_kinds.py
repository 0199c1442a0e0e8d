"""Each kind of dossier, from the branch it is about to what its approval does."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import Invitation, User
from federation.lifecycle import MoveRefused
from federation.models import Body, Document, Office, Organization, Role, Term
from members import actions, tasks
from members.models import (
    EFFECTS,
    Association,
    Branch,
    BranchChange,
    BranchRequest,
    CommitteeSeat,
    DossierItem,
    Kind,
    MembershipCount,
    ProposedMember,
    kinds_for,
)
from outbox.models import Message
from tests.accounts.factories import UserFactory
from tests.members.conftest import holds
from tests.members.factories import (
    AssociationFactory,
    BranchFactory,
    RequirementFactory,
    SeatFactory,
)

pytestmark = pytest.mark.django_db
Status = Organization.Status
ABOUT_BRANCHES = [kind for kind in Kind if kind != Kind.ESTABLISH]


@pytest.fixture
def branch(scene):
    """A living branch of the scene's association with a committee of two."""
    branch = BranchFactory(
        association=scene.association,
        name_vi="Chi hội Đại học Mẫu",
        name_en="Sample University Branch",
        founded_on=date(2021, 3, 1),
    )
    term = Term.objects.create(owner=branch, ordinal=1, start_year=2021, end_year=2026)
    body = Body.objects.create(
        owner=branch, term=term, kind=Body.Kind.EXECUTIVE, name_vi="BCH", name_en="EC"
    )
    for role, name in (("head", "Lê Thị Mai"), ("deputy", "Vũ Văn Bình")):
        CommitteeSeat.objects.create(body=body, role=role, name=name)
    branch.committee = body
    branch.save()
    return branch


def filled(scene, branch, kind, **changes) -> BranchRequest:
    """A dossier of this kind with everything it asks for."""
    if kind == Kind.RESUME:
        branch.status = Status.SUSPENDED
        branch.save()
    RequirementFactory(kind=kind, title_vi="Tờ trình")
    request = actions.begin_request(branch, kind, by=scene.secretary)
    values = {"grounds": "Theo đề nghị của chi hội."}
    if kind == Kind.MERGE:
        values["successor"] = BranchFactory(association=scene.association)
    if kind == Kind.TRANSFER:
        values["receiver"] = AssociationFactory(parent=scene.association.parent)
    if kind == Kind.RENAME:
        values |= {"name": "Chi hội Đại học Mới", "english_name": "New Branch"}
    for name, value in (values | changes).items():
        setattr(request, name, value)
    request.save()
    return scene.fill(request)


def to_ready(scene, request) -> BranchRequest:
    request.submit(by=scene.secretary)
    request.start_check(by=scene.officer)
    verdicts = dict.fromkeys(request.items.values_list("pk", flat=True))
    request.check_items(by=scene.officer, verdicts=verdicts)
    if request.receiver_id:
        speaker = holds(UserFactory(), request.receiver, Role.ASSOCIATION_LEADER)
        request.agree_to_receive(by=speaker)
    request.mark_ready(by=scene.officer)
    return request


def decided(scene, branch, kind, *, effective_on=None, **changes):
    request = to_ready(scene, filled(scene, branch, kind, **changes))
    request.approve(by=scene.leader, effective_on=effective_on)
    branch.refresh_from_db()
    return request


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

    def test_a_transferred_branch_stays_the_same_branch(self, scene, branch):
        request = decided(scene, branch, Kind.TRANSFER)

        own, receiver = scene.association, request.receiver
        assert branch.association == receiver
        assert branch.parent == receiver.organization_ptr
        assert branch.changes.get().former_association == own
        growth = Branch.objects.growth(timezone.localdate().year)
        assert (growth.new, growth.ended) == (0, 0)

    def test_a_transfer_waits_for_the_other_association(self, scene, branch):
        request = filled(scene, branch, Kind.TRANSFER)
        speaker = holds(UserFactory(), request.receiver, Role.ASSOCIATION_SECRETARY)
        request.submit(by=scene.secretary)
        assert Message.objects.get(to=speaker.email).template == (
            "members/branch_request_offered"
        )
        request.start_check(by=scene.officer)
        verdicts = dict.fromkeys(request.items.values_list("pk", flat=True))
        request.check_items(by=scene.officer, verdicts=verdicts)
        with pytest.raises(MoveRefused):
            request.mark_ready(by=scene.officer)
        for person in (scene.secretary, scene.officer, scene.leader):
            with pytest.raises(MoveRefused):
                request.agree_to_receive(by=person)

        request.agree_to_receive(by=speaker)
        with pytest.raises(MoveRefused):
            request.agree_to_receive(by=speaker)

        request.mark_ready(by=scene.officer)
        assert Message.objects.filter(template="members/branch_request_agreed").count()

    def test_or_for_its_consent_on_paper(self, scene, branch):
        request = filled(scene, branch, Kind.TRANSFER)
        item = request.items.create(
            code="dong-y", title_vi="Đồng ý", is_required=False, is_consent=True
        )
        actions.attach(
            item, ContentFile(b"%PDF-1.4 x", name="a.pdf"), by=scene.secretary
        )
        request.submit(by=scene.secretary)
        request.start_check(by=scene.officer)
        verdicts = dict.fromkeys(request.items.values_list("pk", flat=True))
        request.check_items(by=scene.officer, verdicts=verdicts)

        request.mark_ready(by=scene.officer)

    def test_the_offer_is_for_the_receiving_association(self, as_user, scene, branch):
        request = filled(scene, branch, Kind.TRANSFER)
        speaker = holds(UserFactory(), request.receiver, Role.ASSOCIATION_SECRETARY)
        offer = request.address("workspace-offer")
        assert as_user(speaker).get(offer).status_code == 404
        request.submit(by=scene.secretary)

        assert as_user(speaker).get(offer).status_code == 200
        assert as_user(scene.secretary).get(offer).status_code == 404
        assert as_user(speaker).get(request.get_absolute_url()).status_code == 404
        as_user(speaker).post(request.address("workspace-offer-agree"))
        request.refresh_from_db()
        assert request.receiver_agreed_by == speaker

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

        with django_assert_num_queries(7):
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
