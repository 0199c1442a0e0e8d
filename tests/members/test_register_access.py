"""Who opens the register of members: its association, and nobody else."""

import pytest
from django.test import Client
from django.urls import reverse

from members.models import Member
from tests.accounts.factories import UserFactory
from tests.members.conftest import holds
from tests.members.factories import (
    AssociationFactory,
)
from tests.members.register import READ, READ_ONE, WRITE, WRITE_ONE, addresses, url

pytestmark = pytest.mark.django_db


def test_the_secretary_opens_every_page_and_the_leader_reads(as_user, scene, member):
    secretary = as_user(scene.secretary)
    leader = as_user(scene.association_leader)

    for path in addresses(scene, member, [READ, READ_ONE]):
        assert secretary.get(path).status_code == 200, path
        assert leader.get(path).status_code == 200, path
    for path in addresses(scene, member, [WRITE, WRITE_ONE]):
        assert secretary.get(path).status_code == 200, path
        assert leader.get(path).status_code == 404, path
        assert leader.post(path).status_code in {404, 405}, path


@pytest.mark.parametrize("kind", ["foreign", "officer", "leader", "nobody", "root"])
def test_for_everybody_else_it_is_not_there(as_user, scene, member, kind):
    other = AssociationFactory()
    person = {
        "foreign": lambda: holds(UserFactory(), other, "association_secretary"),
        "officer": lambda: scene.officer,
        "leader": lambda: scene.leader,
        "nobody": UserFactory,
        "root": lambda: UserFactory(superuser=True),
    }[kind]()
    client = as_user(person)

    for path in addresses(scene, member, [READ, WRITE, READ_ONE, WRITE_ONE]):
        assert client.get(path).status_code == 404, path
        assert client.post(path).status_code in {404, 405}, path
    assert client.post(url("workspace-member-return", member.pk)).status_code == 404
    assert Member.objects.get() == member


def test_without_log_in_every_page_leads_to_the_door(scene, member):
    client = Client()

    for path in addresses(scene, member, [READ, WRITE, READ_ONE, WRITE_ONE]):
        assert reverse("account_login") in client.get(path).url


def test_an_office_that_ended_opens_nothing(as_user, scene, member):
    scene.secretary.offices.update(until="2021-01-01")

    path = url("workspace-register", scene.association.slug)
    assert as_user(scene.secretary).get(path).status_code == 404


def test_the_only_register_opens_at_once_and_of_two_one_is_chosen(as_user, scene):
    secretary = as_user(scene.secretary)
    path = url("workspace-members")

    assert secretary.get(path).url == url("workspace-register", scene.association.slug)
    second = AssociationFactory()
    holds(scene.secretary, second, "association_secretary")
    response = secretary.get(path)

    assert set(response.context["associations"]) == {scene.association, second}
