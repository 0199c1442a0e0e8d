"""What belongs to another association is, for everybody outside, not there."""

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from federation.models import Role
from members import actions
from members.models import BranchRequest, DossierFile
from tests.accounts.factories import UserFactory
from tests.members.conftest import holds, make_scene, upload
from tests.members.factories import AssociationFactory

pytestmark = pytest.mark.django_db

SECRETARY = [
    *("workspace-dossier", "workspace-dossier-what", "workspace-dossier-committee"),
    *("workspace-dossier-documents", "workspace-dossier-review"),
    *("workspace-dossier-submit", "workspace-dossier-withdraw"),
    *("workspace-dossier-delete", "workspace-dossier-copy"),
]
DESK = [
    *("desk-dossier", "desk-start", "desk-check", "desk-decide", "desk-reject"),
    "desk-acknowledge",
]
OUTSIDERS = ["secretary", "leader", "editor", "nobody", "staff"]


def outsider(kind):
    """Someone with a place elsewhere, or with none."""
    if kind == "nobody":
        return UserFactory()
    if kind == "staff":
        return UserFactory(superuser=True)
    other = AssociationFactory(branch_deciding_body="association")
    role = {
        "secretary": Role.ASSOCIATION_SECRETARY,
        "leader": Role.ASSOCIATION_LEADER,
        "editor": Role.EDITOR,
    }[kind]
    return holds(UserFactory(), other, role)


def answers(client, url):
    """What the address says to reading and to pressing the button."""
    return client.get(url).status_code, client.post(url).status_code


@pytest.mark.parametrize("kind", OUTSIDERS)
def test_foreign_is_the_same_as_missing(as_user, scene, kind):
    scene.fill().submit(by=scene.secretary)
    client = as_user(outsider(kind))

    for name in SECRETARY + DESK:
        foreign = reverse(f"members:{name}", args=[scene.request.public_id])
        missing = reverse(f"members:{name}", args=[uuid.uuid4()])

        got = answers(client, foreign)

        assert got == answers(client, missing), name
        assert set(got) <= {404, 405}, (name, got)
    assert BranchRequest.objects.get().status == "submitted"


@pytest.mark.parametrize("kind", OUTSIDERS)
def test_a_foreign_file_is_not_there(as_user, scene, kind):
    sent = actions.attach(scene.item(), upload(), by=scene.secretary)
    client = as_user(outsider(kind))

    foreign = client.get(reverse("members:workspace-file", args=[sent.public_id]))
    missing = client.get(reverse("members:workspace-file", args=[uuid.uuid4()]))

    assert foreign.status_code == missing.status_code
    assert foreign.status_code == 404


def test_a_draft_belongs_to_its_association_alone(as_user, scene):
    sent = actions.attach(scene.item(), upload(), by=scene.secretary)
    url = reverse("members:workspace-file", args=[sent.public_id])

    for person in (scene.officer, scene.leader, scene.association_leader):
        client = as_user(person)
        assert client.get(url).status_code == 404
        assert client.get(scene.request.get_desk_url()).status_code == 404
    scene.request.submit(by=scene.secretary)
    response = as_user(scene.officer).get(url)
    assert b"".join(response.streaming_content).startswith(b"%PDF")


def test_an_ended_office_opens_nothing(as_user, scene):
    scene.secretary.offices.update(until="2021-01-01")
    client = as_user(scene.secretary)

    assert client.get(scene.request.get_absolute_url()).status_code == 404
    assert client.get(reverse("members:workspace-dossiers")).status_code == 404


def test_an_officer_cannot_reach_the_decision(as_user, scene):
    scene.to_ready()
    client = as_user(scene.officer)

    for name in ("desk-decide", "desk-reject"):
        assert set(answers(client, scene.request.address(name))) == {404}


def test_a_leader_cannot_reach_the_check(as_user, scene):
    scene.to_check()
    client = as_user(scene.leader)

    assert set(answers(client, scene.request.address("desk-check"))) == {404}


def test_whoever_submitted_cannot_reach_the_decision(as_user, scene):
    holds(scene.secretary, scene.association.parent, Role.UNION_LEADER)
    scene.to_ready()

    got = answers(as_user(scene.secretary), scene.request.address("desk-decide"))

    assert set(got) == {404}


def test_a_paper_of_another_dossier_is_not_removed(as_user, scene):
    second = make_scene_of_another()
    sent = actions.attach(second.item(), upload(), by=second.secretary)
    url = reverse(
        "members:workspace-paper-remove",
        args=[scene.request.public_id, second.item().pk],
    )

    assert as_user(scene.secretary).post(url).status_code == 404
    assert DossierFile.objects.filter(pk=sent.pk).exists()


def make_scene_of_another():
    from members.models import DossierRequirement

    DossierRequirement.objects.all().delete()
    return make_scene()


def test_a_forged_paper_in_the_form_is_ignored(as_user, scene):
    second = make_scene_of_another()

    as_user(scene.secretary).post(
        scene.request.address("workspace-dossier-documents"),
        {f"file-{second.item().pk}": upload()},
    )

    assert not DossierFile.objects.exists()


def test_without_log_in_every_address_leads_to_the_door(scene):
    client = Client()
    names = [(n, [scene.request.public_id]) for n in SECRETARY + DESK]
    names += [("workspace-dossiers", []), ("desk-dossiers", [])]
    names += [("workspace-dossier-new", []), ("workspace-associations", [])]

    for name, args in names:
        response = client.get(reverse(f"members:{name}", args=args))
        assert response.status_code == 302, name
        assert reverse("account_login") in response.url


def test_lists_are_for_their_roles(as_user, scene):
    other = as_user(outsider("secretary"))
    assert (
        scene.request.name not in other.get(reverse("members:workspace-dossiers")).text
    )
    for person, name in (
        *((scene.officer, "workspace-dossiers"), (scene.secretary, "desk-dossiers")),
        *((scene.officer, "workspace-dossier-new"), (scene.leader, "desk-nothing")),
    ):
        if name != "desk-nothing":
            url = reverse(f"members:{name}")
            assert as_user(person).get(url).status_code == 404
