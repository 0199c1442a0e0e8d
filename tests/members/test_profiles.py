"""A secretary drafts the page of her association; the union's office releases it."""

import pytest
from django.urls import reverse

from federation.models import Role
from members.models import ProfileDraft
from outbox.models import Message
from tests.accounts.factories import UserFactory
from tests.members.conftest import holds
from tests.members.factories import AssociationFactory

pytestmark = pytest.mark.django_db
LIST = reverse("members:desk-profiles")
NEW = {"about_vi": "Hội nối hai thành phố.", "phone": "024 3825 0000"}


@pytest.fixture
def send(secretary, scene):
    url = reverse("members:workspace-profile", args=[scene.association.slug])
    return lambda **typed: secretary.post(url, NEW | typed)


@pytest.fixture
def officer(as_user, scene):
    return as_user(scene.officer)


def told(what) -> list[str]:
    rows = Message.objects.filter(template=f"members/profile_{what}")
    return list(rows.values_list("to", flat=True))


def test_until_it_is_released_the_page_stays(send, officer, scene, client):
    assert send().status_code == 302
    send(phone="024 3825 0001")

    draft = ProfileDraft.objects.get()
    page = scene.association.get_absolute_url()
    assert NEW["about_vi"] not in client.get(page).text
    assert told("proposed") == [scene.officer.email]
    assert "024 3825 0001" in officer.get(draft.get_absolute_url()).text
    assert LIST in officer.get(reverse("members:desk-dossiers")).text

    for _twice in range(2):
        officer.post(draft.get_absolute_url(), {"release": "1"})

    answered = client.get(page).text
    assert NEW["about_vi"] in answered
    assert "024 3825 0001" in answered
    assert told("settled") == [scene.secretary.email]
    assert not ProfileDraft.objects.waiting().exists()


def test_given_back_it_says_why_and_is_drafted_anew(send, officer, secretary, scene):
    send()
    draft = ProfileDraft.objects.get()
    url = draft.get_absolute_url()
    assert officer.post(url, {"answer": " "}).status_code == 200

    officer.post(url, {"answer": "Ghi cả năm thành lập."})

    scene.association.refresh_from_db()
    assert not scene.association.phone
    page = secretary.get(
        reverse("members:workspace-profile", args=[scene.association.slug])
    )
    assert "Ghi cả năm thành lập." in page.text
    send(about_vi="Thành lập năm 1994.")
    assert ProfileDraft.objects.waiting().count() == 1
    assert len(told("proposed")) == 2


def test_nothing_new_is_no_draft(secretary, scene):
    url = reverse("members:workspace-profile", args=[scene.association.slug])

    assert secretary.post(url, {}).status_code == 302
    assert not ProfileDraft.objects.exists()


@pytest.mark.parametrize(
    "wrong", [{"email": "x"}, {"about_vi": "CCCD 001090012345"}, {"website": "ftp:/x"}]
)
def test_what_makes_no_sense_is_refused(send, wrong):
    assert send(**wrong).context["form"].errors


def test_it_is_the_secretarys_own_and_the_offices(send, as_user, secretary, scene):
    send()
    draft = ProfileDraft.objects.get()
    other = AssociationFactory()
    foreign = reverse("members:workspace-profile", args=[other.slug])
    mine = reverse("members:workspace-profile", args=[scene.association.slug])

    assert secretary.get(foreign).status_code == 404
    for role in (Role.ASSOCIATION_LEADER, Role.ASSOCIATION_SECRETARY):
        assert as_user(holds(UserFactory(), other, role)).get(mine).status_code == 404
    for user in (scene.secretary, scene.leader):
        assert as_user(user).get(LIST).status_code == 404
        answer = as_user(user).post(draft.get_absolute_url(), {"release": "1"})
        assert answer.status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same(officer, scene, count, django_assert_num_queries):
    for _n in range(count):
        ProfileDraft.propose(AssociationFactory(), NEW, by=scene.secretary)
    officer.get(LIST)

    with django_assert_num_queries(8):
        assert len(officer.get(LIST).context["drafts"]) == count
