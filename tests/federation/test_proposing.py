"""A leader proposes who follows the secretary; nothing changes by itself."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from federation.models import Office, Role, Union
from outbox.models import Message
from tests.accounts.factories import UserFactory
from tests.federation.factories import OfficeFactory
from tests.members.factories import AssociationFactory, UnionFactory

pytestmark = pytest.mark.django_db
TOMORROW = timezone.localdate() + timedelta(days=1)
NEXT = {"name": "Trần Kế Nhiệm", "email": "ke.nhiem@example.org"}


@pytest.fixture
def offices():
    union = Union.objects.root() or UnionFactory()
    own = AssociationFactory(name_vi="Hội Việt – Thử").organization_ptr
    made = {
        role: OfficeFactory(user=UserFactory(), organization=own, role=role)
        for role in (Role.ASSOCIATION_LEADER, Role.ASSOCIATION_SECRETARY)
    }
    admin = UserFactory(language="en")
    OfficeFactory(user=admin, organization=union, role=Role.ADMIN)
    return made


def path(office) -> str:
    return reverse("federation:propose-hand-over", args=[office.pk])


def test_whoever_gives_offices_is_told_once_and_nothing_changes(as_user, offices):
    secretary = offices["association_secretary"]
    leader = as_user(offices["association_leader"].user)
    page = leader.get(reverse("federation:my-offices"))
    assert path(secretary) in page.text
    assert leader.get(path(secretary)).status_code == 200

    for _n in range(2):
        data = NEXT | {"on": f"{TOMORROW:%d/%m/%Y}"}
        assert leader.post(path(secretary), data).status_code == 302

    (message,) = Message.objects.filter(template="federation/hand_over_proposed")
    assert "Proposed" in message.subject
    assert NEXT["email"] in message.text
    hand_over = reverse("admin:federation_office_hand_over", args=[secretary.pk])
    assert hand_over in message.text
    secretary.refresh_from_db()
    assert secretary.until is None
    assert Office.objects.filter(role=Role.ASSOCIATION_SECRETARY).count() == 1


def test_without_an_administrator_the_office_is_told(as_user, offices):
    Office.objects.filter(role=Role.ADMIN).delete()
    officer = UserFactory(language="en")
    OfficeFactory(
        user=officer, organization=Union.objects.root(), role=Role.UNION_OFFICER
    )
    leader = as_user(offices["association_leader"].user)
    data = NEXT | {"on": f"{TOMORROW:%d/%m/%Y}"}

    leader.post(path(offices["association_secretary"]), data)

    (message,) = Message.objects.filter(template="federation/hand_over_proposed")
    assert message.to == officer.email
    assert "See that somebody does." in message.text
    assert "/admin/" not in message.text


def test_with_nobody_at_all_the_leader_reads_that(as_user, offices):
    Office.objects.filter(role=Role.ADMIN).delete()
    leader = as_user(offices["association_leader"].user)
    data = NEXT | {"on": f"{TOMORROW:%d/%m/%Y}"}

    answer = leader.post(path(offices["association_secretary"]), data, follow=True)

    assert [str(message) for message in answer.context["messages"]] == [
        "Chưa có ai của Liên hiệp làm việc trên cổng: hãy gọi cho văn phòng."
    ]


@pytest.mark.parametrize(
    "wrong",
    [{"on": "01/01/2020"}, {"email": "x"}, {"name": "CCCD 001090012345"}, {"name": ""}],
)
def test_what_makes_no_sense_is_refused(as_user, offices, wrong):
    leader = as_user(offices["association_leader"].user)
    data = NEXT | {"on": f"{TOMORROW:%d/%m/%Y}"} | wrong

    response = leader.post(path(offices["association_secretary"]), data)

    assert response.context["form"].errors
    assert not Message.objects.filter(template__contains="proposed").exists()


def test_for_everybody_else_it_is_not_there(as_user, offices):
    secretary = offices["association_secretary"]
    foreign = OfficeFactory(role=Role.ASSOCIATION_SECRETARY)
    leader = as_user(offices["association_leader"].user)

    assert leader.get(path(foreign)).status_code == 404
    assert leader.get(path(offices["association_leader"])).status_code == 404
    for user in (secretary.user, UserFactory(), UserFactory(superuser=True)):
        assert as_user(user).get(path(secretary)).status_code == 404
        assert as_user(user).post(path(secretary), NEXT).status_code == 404
    secretary.until = timezone.localdate() - timedelta(days=1)
    secretary.save()
    assert leader.get(path(secretary)).status_code == 404
