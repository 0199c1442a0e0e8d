"""A branch goes on in another association, which is asked first."""

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from federation.lifecycle import MoveRefused
from federation.models import Organization, Role
from members import actions
from members.models import (
    Branch,
    Kind,
)
from outbox.models import Message
from tests.accounts.factories import UserFactory
from tests.members.conftest import decided, filled, holds

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
