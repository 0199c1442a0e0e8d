"""A branch goes on in another association, which is asked first."""

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from federation.lifecycle import MoveRefused
from federation.models import Organization, Role
from members import actions
from members.models import Branch, BranchRequest, Kind
from outbox.models import Message
from tests.accounts.factories import UserFactory
from tests.members.conftest import decided, filled, holds, mails, upload
from tests.members.factories import AssociationFactory

pytestmark = pytest.mark.django_db
Status = Organization.Status


class TestTransfer:
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


class TestAnotherReceiver:
    """A yes is one association's: it does not go over to another one."""

    def checked(self, scene, request):
        request.start_check(by=scene.officer)
        verdicts = dict.fromkeys(request.items.values_list("pk", flat=True))
        request.check_items(by=scene.officer, verdicts=verdicts)

    def redirected(self, as_user, scene, request):
        """Given back, and in step 1 offered to somebody else."""
        request.request_changes(by=scene.officer, note="Chọn lại hội tiếp nhận.")
        other = AssociationFactory(parent=scene.association.parent)
        url = request.address("workspace-dossier-what")
        answer = as_user(scene.secretary).post(
            url, {"receiver": other.pk, "grounds": "Theo nguyện vọng."}
        )
        assert answer.status_code == 302
        request.refresh_from_db()
        return other

    def test_is_asked_and_has_to_agree_itself(self, as_user, scene, branch):
        request = filled(scene, branch, Kind.TRANSFER)
        first = holds(UserFactory(), request.receiver, Role.ASSOCIATION_LEADER)
        request.submit(by=scene.secretary)
        request.agree_to_receive(by=first)
        self.checked(scene, request)

        other = self.redirected(as_user, scene, request)

        assert (request.receiver_agreed_at, request.receiver_agreed_by) == (None, None)
        second = holds(UserFactory(), other, Role.ASSOCIATION_LEADER)
        request.resubmit(by=scene.secretary)
        assert [mail.to for mail in mails("offered")] == sorted(
            [first.email, second.email]
        )
        self.checked(scene, request)
        with pytest.raises(MoveRefused):
            request.mark_ready(by=scene.officer)
        request.agree_to_receive(by=second)
        request.mark_ready(by=scene.officer)
        told = [mail.to for mail in mails("agreed")]
        assert told.count(scene.officer.email) == 2

    def test_its_paper_is_checked_anew(self, as_user, scene, branch):
        request = filled(scene, branch, Kind.TRANSFER)
        item = request.items.create(
            code="dong-y", title_vi="Đồng ý", is_required=False, is_consent=True
        )
        actions.attach(item, upload(), by=scene.secretary)
        request.submit(by=scene.secretary)
        self.checked(scene, request)

        self.redirected(as_user, scene, request)

        item.refresh_from_db()
        assert (item.state, item.checked_by) == ("pending", None)
        letter = request.items.exclude(pk=item.pk).get()
        assert letter.state == "ok"

    def test_the_same_one_is_not_asked_again(self, scene, branch):
        request = filled(scene, branch, Kind.TRANSFER)
        speaker = holds(UserFactory(), request.receiver, Role.ASSOCIATION_LEADER)
        request.submit(by=scene.secretary)
        request.agree_to_receive(by=speaker)
        self.checked(scene, request)
        request.request_changes(by=scene.officer, note="Lý do chưa rõ.")

        BranchRequest.objects.filter(pk=request.pk).update(grounds="Rõ hơn.")

        request.refresh_from_db()
        assert request.receiver_agreed_by == speaker

    def test_only_a_paper_marked_as_consent_stands_for_a_yes(self, scene, branch):
        request = filled(scene, branch, Kind.TRANSFER)
        assert request.items.filter(state="pending", is_consent=False).exists()
        request.submit(by=scene.secretary)
        self.checked(scene, request)

        with pytest.raises(MoveRefused, match="chưa đồng ý"):
            request.mark_ready(by=scene.officer)
