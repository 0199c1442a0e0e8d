"""The people who found a branch are typed once: their list goes into the register."""

import pgtrigger
import pytest
from django.urls import reverse

from members import tasks
from members.models import Branch, Member, MemberImport, ProposedMember
from tests.accounts.factories import UserFactory
from tests.members.conftest import holds
from tests.members.factories import AssociationFactory, MemberFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("limits")]
PEOPLE = [
    ("Lê Thị Hoa", 1950, "Giáo viên", "Số 5,\tngõ 2"),
    ("Trần An", None, "", ""),
]


@pytest.fixture
def founded(scene):
    for number, (name, year, work, address) in enumerate(PEOPLE):
        ProposedMember.objects.create(
            request=scene.request,
            name=name,
            birth_year=year,
            occupation=work,
            address=address,
            folded=name.lower(),
            display_order=number,
        )
    scene.to_ready().approve(by=scene.leader)
    scene.request.refresh_from_db()
    return scene.request


def click(client, request) -> MemberImport:
    url = reverse("members:workspace-dossier-founders", args=[request.public_id])
    answer = client.post(url)
    importing = MemberImport.objects.latest("pk")
    assert answer.url == importing.get_absolute_url()
    tasks.process_import(importing.pk)
    return importing


def confirm(client, importing):
    client.post(importing.get_absolute_url(), {"confirm": "1"})
    tasks.process_import(importing.pk)


def test_one_click_brings_it_to_the_preview_and_one_into_the_register(
    secretary, founded
):
    page = secretary.get(founded.get_absolute_url())
    assert "workspace-dossier-founders" not in page.text
    assert page.context["founders"]

    importing = click(secretary, founded)
    assert not Member.objects.exists()
    confirm(secretary, importing)

    branch = Branch.objects.get()
    first, second = Member.objects.order_by("pk")
    assert (first.full_name, first.birth_year, first.position) == PEOPLE[0][:3]
    assert "Số 5, ngõ 2" in first.note
    assert (second.full_name, second.branch, first.branch) == (
        *("Trần An", branch, branch),
    )


def test_nothing_is_doubled_however_often_and_late(secretary, founded):
    importing = click(secretary, founded)
    assert click(secretary, founded) == importing
    confirm(secretary, importing)
    MemberImport.objects.all().forget()

    again = click(secretary, founded)
    assert {*again.rows.values_list("verdict", flat=True)} == {"same"}
    confirm(secretary, again)

    assert Member.objects.count() == 2


def test_whoever_is_in_the_register_is_asked_about(secretary, founded, scene):
    MemberFactory(
        association=scene.association, full_name="Trần An", phone="0912345678"
    )

    importing = click(secretary, founded)

    assert [*importing.rows.in_order().values_list("verdict", flat=True)] == [
        *("new", "alike"),
    ]


def test_an_erased_line_comes_to_nothing(secretary, founded):
    with pgtrigger.ignore("members.ProposedMember:proposed_member_rests"):
        ProposedMember.objects.filter(name="Trần An").update(name="—")

    assert click(secretary, founded).rows.count() == 1


def test_only_the_secretary_of_a_branch_that_lives(as_user, founded, secretary):
    url = reverse("members:workspace-dossier-founders", args=[founded.public_id])
    stranger = holds(UserFactory(), AssociationFactory(), "association_secretary")

    assert as_user(stranger).post(url).status_code == 404
    branch = Branch.objects.get()
    branch.status, branch.ended_on = "dissolved", "2999-01-01"
    branch.save()
    answer = secretary.post(url, follow=True)

    assert [str(message) for message in answer.context["messages"]] != []
    assert not MemberImport.objects.exists()
    assert not secretary.get(founded.get_absolute_url()).context["founders"]
