"""Mails about a dossier go to whoever is in office on that day."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from federation.models import Office, Role
from members import tasks
from members.models import Kind
from members.templatetags.members_duties import duties
from tests.accounts.factories import UserFactory
from tests.members.conftest import filled, holds, mails, to_ready
from tests.members.factories import AssociationFactory

pytestmark = pytest.mark.django_db


def leaves(user) -> None:
    """Their offices ended yesterday."""
    yesterday = timezone.localdate() - timedelta(days=1)
    Office.objects.filter(user=user).update(until=yesterday)


def to(occasion) -> list[str]:
    return sorted(mail.to for mail in mails(occasion))


class TestFormerSecretary:
    def test_the_new_one_is_told_and_not_the_former(self, scene):
        scene.to_check()
        leaves(scene.secretary)
        heir = holds(UserFactory(), scene.association, Role.ASSOCIATION_SECRETARY)

        scene.request.request_changes(by=scene.officer, note="Thiếu.")

        assert to("needs_changes") == [heir.email]

    def test_without_a_secretary_leaders_and_office_are(self, scene):
        scene.to_ready()
        leaves(scene.secretary)

        scene.request.reject(by=scene.leader, reason="Chưa đủ điều kiện.")

        people = [scene.association_leader, scene.officer]
        assert to("rejected") == sorted(person.email for person in people)

    def test_the_page_does_not_name_the_former_one(self, as_user, scene):
        scene.to_check().request_changes(by=scene.officer, note="Thiếu.")
        named = f"<small>{scene.secretary}</small>"
        officer = as_user(scene.officer)
        assert named in officer.get(scene.request.get_desk_url()).text

        leaves(scene.secretary)

        assert named not in officer.get(scene.request.get_desk_url()).text


class TestNobodyInOffice:
    def test_the_reminder_waits_for_the_new_leader(self, scene):
        scene.to_ready()
        leaves(scene.leader)
        late = scene.request.due_on + timedelta(days=1)
        with time_machine.travel(f"{late} 09:00+07:00", tick=False):
            tasks.remind()
            assert to("late") == []
            heir = holds(UserFactory(), scene.association.parent, Role.UNION_LEADER)

            tasks.remind()
            tasks.remind()

        assert to("late") == [heir.email]

    def test_the_office_sees_that_nobody_can_decide(self, scene):
        scene.to_ready()
        words = "Chưa ai quyết định được"
        assert not [r for r in duties(scene.officer) if words in r["title"]]

        leaves(scene.leader)

        (row,) = [r for r in duties(scene.officer) if words in r["title"]]
        assert scene.request.number in row["title"]


class TestReceiver:
    @pytest.fixture
    def offer(self, scene, branch):
        request = filled(scene, branch, Kind.TRANSFER)
        self.heir = holds(UserFactory(), request.receiver, Role.ASSOCIATION_SECRETARY)
        self.stranger = holds(
            UserFactory(), AssociationFactory(), Role.ASSOCIATION_SECRETARY
        )
        return request

    def ends(self, scene, request, how):
        if how == "withdrawn":
            request.submit(by=scene.secretary)
            request.withdraw(by=scene.secretary)
        elif how == "approved":
            to_ready(scene, request).approve(by=scene.leader)
        else:
            to_ready(scene, request).reject(by=scene.leader, reason="Chưa rõ.")

    @pytest.mark.parametrize("how", ["approved", "rejected", "withdrawn"])
    def test_learns_how_it_ended_and_reads_it(self, as_user, scene, offer, how):
        self.ends(scene, offer, how)

        mine = [mail for mail in mails("offer_ended") if mail.to == self.heir.email]
        assert len(mine) == 1
        page = offer.address("workspace-offer")
        assert page in mine[0].text
        answer = as_user(self.heir).get(page)
        assert answer.status_code == 200
        assert offer.address("workspace-offer-agree") not in answer.text
        assert as_user(self.stranger).get(page).status_code == 404
        assert self.stranger.email not in to("offer_ended")

    def test_the_dossier_itself_stays_the_givers(self, as_user, scene, offer):
        self.ends(scene, offer, "approved")

        assert as_user(self.heir).get(offer.get_absolute_url()).status_code == 404
