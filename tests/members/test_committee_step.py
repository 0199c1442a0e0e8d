"""The committee's page: sent twice, or again after going back."""

import pytest

from members.models import CommitteeSeat
from tests.members.conftest import step

pytestmark = pytest.mark.django_db


def free_rows(*people, **more):
    """The page as it was before anybody was entered."""
    data = {"seats-TOTAL_FORMS": "5", "seats-INITIAL_FORMS": "0"}
    for number, (role, name) in enumerate(people):
        data[f"seats-{number}-role"] = role
        data[f"seats-{number}-name"] = name
    return data | more


def people():
    return sorted(CommitteeSeat.objects.values_list("role", "name"))


@pytest.fixture
def send(secretary, scene):
    CommitteeSeat.objects.all().delete()
    return lambda data: secretary.post(step(scene.request, "committee"), data)


@pytest.mark.parametrize("first", ["head", "member"])
def test_sent_twice_everybody_stands_there_once(send, first):
    page = free_rows((first, "Lê Thị Mai"), ("deputy", "Vũ Văn Bình"))

    assert send(page).status_code == 302
    assert send(page).status_code == 302

    assert people() == sorted([(first, "Lê Thị Mai"), ("deputy", "Vũ Văn Bình")])


def test_gone_back_what_was_corrected_is_kept(send):
    page = free_rows(("head", "Lê Thị Mai"))
    send(page)

    send(page | {"seats-0-workplace": "Trường Đại học Mẫu"})

    assert CommitteeSeat.objects.get().workplace == "Trường Đại học Mẫu"


def test_another_head_on_the_page_before_is_a_word_in_the_form(send):
    send(free_rows(("head", "Lê Thị Mai")))

    answer = send(free_rows(("head", "Vũ Văn Bình")))

    assert answer.status_code == 200
    assert "field__error" in answer.text
    assert people() == [("head", "Lê Thị Mai")]


def test_two_of_one_name_are_two_people(send):
    send(free_rows(("member", "Lê Thị Mai"), ("member", "Lê Thị Mai")))
    first, second = CommitteeSeat.objects.order_by("pk")

    send(
        {
            "seats-TOTAL_FORMS": "3",
            "seats-INITIAL_FORMS": "2",
            "seats-0-id": first.pk,
            "seats-0-role": "member",
            "seats-0-name": "Lê Thị Mai",
            "seats-1-id": second.pk,
            "seats-1-role": "member",
            "seats-1-name": "Lê Thị Mai",
            "seats-2-role": "member",
            "seats-2-name": "Lê Thị Mai",
        }
    )

    assert len(people()) == 3
