"""What readers write to the office, and what becomes of it."""

import re
from datetime import UTC, datetime

import pytest
import time_machine
from django.apps import apps
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.urls import reverse
from django.utils.translation import override

from federation.lifecycle import MoveRefused
from federation.models import Erasure, Role
from outbox.models import Message
from portal.actions import privacy
from portal.middleware import MAILS_OF_ONE
from portal.models import Feedback, Opinion
from portal.tasks import erase_due
from tests.accounts.factories import UserFactory
from tests.events.factories import OfficeFactory
from tests.federation.factories import PersonFactory, UnionFactory
from tests.portal.test_readers import announced

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def union():
    return UnionFactory()


def form_of(client, url=None) -> dict:
    page = client.get(url or reverse("portal:contact")).content.decode()
    number = re.search(r'name="number" value="([^"]+)"', page)[1]
    return {"number": number, "kind": "idea", "text": "Thêm lịch các nước ASEAN."}


def test_a_message_reaches_the_office_once(client, union):
    officer = OfficeFactory(role=Role.UNION_OFFICER, organization=union).user
    data = form_of(client) | {"name": "An", "email": "an@ex.example"}

    first = client.post(reverse("portal:contact"), data)
    again = client.post(reverse("portal:contact"), data)

    assert (first.status_code, again.status_code) == (200, 200)
    row = Feedback.objects.get()
    assert (row.text, row.language, row.status) == (data["text"], "vi", "new")
    mails = Message.objects.filter(template="portal/feedback_received")
    assert list(mails.values_list("to", flat=True)) == [officer.email]
    assert "an@ex.example" not in mails.get().text


def test_what_concerns_personal_data_reaches_their_officer(client, union):
    OfficeFactory(role=Role.DPO, organization=union)

    client.post(reverse("portal:contact"), form_of(client) | {"kind": "data"})

    assert Message.objects.filter(template="portal/feedback_received").count() == 1


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"text": ""}, "bắt buộc"),
        ({"text": "a" * 4001}, "4000"),
        ({"email": "an@"}, "Nhập địa chỉ email"),
        ({"kind": "gift"}, "hợp lệ"),
        ({"text": "Số của tôi là 001099012345"}, "12"),
    ],
)
def test_what_is_wrong_is_said_at_the_field_and_nothing_is_lost(client, wrong, words):
    data = form_of(client) | {"name": "Bình"} | wrong

    page = client.post(reverse("portal:contact"), data).content.decode()

    assert words in page
    assert 'value="Bình"' in page
    assert not Feedback.objects.exists()


def test_a_machine_is_thanked_and_not_kept(client):
    data = form_of(client) | {"website": "https://casino.example"}

    page = client.post(reverse("portal:contact"), data)

    assert page.status_code == 200
    assert not Feedback.objects.exists()


def test_too_many_from_one_network_are_held_back(client):
    url, data = reverse("portal:contact"), form_of(client)

    statuses = [client.post(url, data).status_code for _ in range(MAILS_OF_ONE + 1)]

    assert statuses[-2:] == [200, 429]


@pytest.mark.parametrize(("site", "is_kept"), [("same-origin", 1), ("cross-site", 0)])
def test_who_is_held_back_keeps_what_they_wrote(client, monkeypatch, site, is_kept):
    monkeypatch.setattr("portal.middleware.MAILS_OF_ONE", 0)
    data = form_of(client) | {"text": "Lời nhắn <b>dài</b>"}

    answer = client.post(
        reverse("portal:contact"), data, headers={"Sec-Fetch-Site": site}
    )

    assert answer.status_code == 429
    assert "sau một giờ" in answer.text
    assert ("Lời nhắn &lt;b&gt;dài&lt;/b&gt;</textarea>" in answer.text) == is_kept
    assert not Feedback.objects.exists()


@pytest.mark.parametrize(
    "about", ["//evil.example/", "/\\evil.example/", "https://evil.example/", "x"]
)
def test_the_page_it_is_about_is_one_of_ours(client, about):
    url = f"{reverse('portal:contact')}?trang={about}"
    page = client.get(url)
    assert page.context["form"].initial["about"] == ""

    data = form_of(client) | {"about": about}
    page = client.post(reverse("portal:contact"), data).content.decode()

    assert f'href="{about}"' not in page
    assert not Feedback.objects.filter(about=about).exists()


def waiting(**fields):
    fields = {"kind": "question", "text": "Khi nào có lớp tiếng Lào?"} | fields
    fields = {"email": "an@ex.example", "name": "An", "language": "en"} | fields
    return Feedback.objects.create(**fields)


def test_the_answer_goes_out_in_the_language_of_the_question_once():
    officer, row = UserFactory(), waiting(answer="In March.")

    row.send_answer(by=officer)
    with pytest.raises(MoveRefused):
        Feedback.objects.get().send_answer(by=officer)

    letter = Message.objects.get(template="portal/feedback_answered")
    assert (letter.to, letter.language) == ("an@ex.example", "en")
    assert "In March." in letter.text
    assert LogEntry.objects.filter(object_id=str(row.pk)).count() == 1


@pytest.mark.parametrize("lacks", [{"answer": ""}, {"email": ""}])
def test_nothing_to_send_or_nobody_to_send_it_to_is_refused(lacks):
    row = waiting(**{"answer": "In March."} | lacks)

    with pytest.raises(MoveRefused):
        row.send_answer(by=UserFactory())

    assert not Message.objects.exists()


def test_what_was_set_aside_is_taken_up_again():
    row = waiting()
    row.set_aside(by=UserFactory())
    row.take_up(by=UserFactory())

    assert list(Feedback.objects.waiting()) == [row]
    assert row.settled_at is None


@pytest.mark.usefixtures("limits")
def test_who_wrote_is_forgotten_after_the_answer_in_the_history_too():
    with time_machine.travel(datetime(2026, 1, 5, 3, tzinfo=UTC), tick=False):
        waiting(answer="Có.").send_answer(by=UserFactory())
        waiting(text="Chưa trả lời")
    with time_machine.travel(datetime(2026, 2, 3, 3, tzinfo=UTC), tick=False):
        erase_due()
        assert Feedback.objects.filter(email="").count() == 0
    with time_machine.travel(datetime(2026, 2, 4, 3, tzinfo=UTC), tick=False):
        erase_due()

    kept = dict(Feedback.objects.values_list("text", "email"))
    assert kept == {"Khi nào có lớp tiếng Lào?": "", "Chưa trả lời": "an@ex.example"}
    history = apps.get_model("portal.FeedbackEvent")
    assert history.objects.exists()
    assert not {"name", "email"} & {each.name for each in history._meta.fields}


def test_an_erasure_finds_whom_a_message_names():
    person = PersonFactory(full_name="Hoài Thu Trịnh")
    row = waiting(text="Chị Hoài Thu Trịnh có còn dạy tiếng Lào không?")
    erasure = Erasure.objects.create(person=person)

    privacy.look(erasure)

    assert [each["key"] for each in erasure.found] == [f"portal.Feedback:{row.pk}:text"]


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("desk", "make", "queries"),
    [
        ("feedback", waiting, 10),
        ("announcement", announced, 8),
        ("opinion", None, 10),
    ],
)
def test_lists_ask_as_often_for_three_rows(
    staff_client, django_assert_num_queries, rows, desk, make, queries
):
    for number in range(rows):
        if make:
            make()
        else:
            Opinion.objects.create(path=f"/{number}/", month="2026-11-01")
    url = reverse(f"admin:portal_{desk}_changelist")
    staff_client.get(url)

    with django_assert_num_queries(queries):
        staff_client.get(url)


def test_the_office_learns_from_the_dashboard_who_waits(staff_client):
    waiting()
    with override(settings.LANGUAGE_CODE):
        page = staff_client.get(reverse("admin:index")).content.decode()

    assert "Khi nào có lớp tiếng Lào?" in page
