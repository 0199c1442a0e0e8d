"""What readers say of a page and write to the office, and what they are told ahead."""

import re
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.apps import apps
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from federation.lifecycle import MoveRefused
from federation.models import Erasure, Role
from outbox.models import Message
from portal.actions import privacy
from portal.middleware import MAILS_OF_ONE
from portal.models import Announcement, Feedback, Opinion
from portal.tasks import erase_due
from tests.accounts.factories import UserFactory
from tests.events.factories import OfficeFactory
from tests.federation.factories import PersonFactory, UnionFactory

pytestmark = pytest.mark.django_db
OWN = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture(autouse=True)
def union():
    return UnionFactory()


@pytest.fixture
def client():
    """Somebody who has said nothing today."""
    return Client(headers={"User-Agent": uuid4().hex})


def signed(client, url) -> str:
    page = client.get(url).content.decode()
    return re.search(r'name="page" value="([^"]+)"', page)[1]


def say(client, page, helpful="yes", headers=OWN):
    data = {"page": page, "helpful": helpful}
    return client.post(reverse("portal:opinion"), data, headers=headers)


def told(month=None) -> dict:
    rows = Opinion.objects.filter(**({"month": month} if month else {}))
    return {row.path: (row.helpful, row.unhelpful) for row in rows}


# --- was it helpful? ---


def test_one_press_counts_and_sets_no_cookie():
    agent = {"User-Agent": uuid4().hex}
    strict = Client(enforce_csrf_checks=True, headers=agent)
    page = strict.get("/en/")
    assert not page.cookies

    answer = say(strict, signed(strict, "/en/"))

    assert answer.status_code == 200
    assert not answer.cookies
    assert "no-store" in answer["Cache-Control"]
    assert told() == {"/en/": (1, 0)}


def test_twice_a_day_is_once_and_the_next_day_counts_again(client):
    page = signed(client, "/")

    with time_machine.travel(datetime(2026, 11, 30, 3, tzinfo=UTC), tick=False):
        say(client, page)
        again = say(client, page, "no")
    with time_machine.travel(datetime(2026, 12, 1, 3, tzinfo=UTC), tick=False):
        say(client, page, "no")
    with time_machine.travel(datetime(2027, 11, 30, 3, tzinfo=UTC), tick=False):
        say(client, page)

    assert "Hôm nay" in again.content.decode()
    rows = Opinion.objects.order_by("month").values_list("helpful", "unhelpful")
    assert list(rows) == [(1, 0), (0, 1), (1, 0)]


def test_another_reader_counts_for_themselves(client):
    page = signed(client, "/")

    say(client, page)
    say(client, page, headers=OWN | {"User-Agent": "another"})

    assert told() == {"/": (2, 0)}


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Origin": "https://elsewhere.example"}, 403),
        ({}, 403),
        ({"Origin": "http://testserver"}, 200),
    ],
)
def test_only_our_own_pages_send_it(client, headers, status):
    page = signed(client, "/")

    assert say(client, page, headers=headers).status_code == status
    assert Opinion.objects.exists() == (status == 200)


@pytest.mark.parametrize("page", ["", "/", "/:forged", "x" * 5000])
def test_a_page_that_never_showed_the_buttons_is_refused(client, page):
    assert say(client, page).status_code == 400
    assert not Opinion.objects.exists()


def test_neither_yes_nor_no_is_refused(client):
    assert say(client, signed(client, "/"), "perhaps").status_code == 400


def test_a_page_that_is_somebodys_own_asks_nothing(client, as_user):
    officer = OfficeFactory(role=Role.UNION_OFFICER).user

    private = as_user(officer).get(reverse("portal:workspace")).content.decode()
    lost = client.get("/khong-co/").content.decode()

    assert 'name="helpful"' not in private + lost


def test_the_worst_pages_stand_first(staff_client):
    for path, yes, no in [("/a/", 3, 1), ("/b/", 0, 2), ("/c/", 9, 0)]:
        Opinion.objects.create(path=path, month="2026-11-01", helpful=yes, unhelpful=no)

    page = staff_client.get(reverse("admin:portal_opinion_changelist"))

    rows = [row.path for row in page.context["cl"].result_list]
    assert rows == ["/b/", "/a/", "/c/"]


# --- downtime told ahead ---


def announced(days=30, **fields):
    begins = timezone.now() + timedelta(days=days)
    fields = {"reason_vi": "để thay máy chủ", "reason_en": "to renew servers"} | fields
    return Announcement.objects.create(
        starts_at=begins, ends_at=begins + timedelta(hours=4), **fields
    )


@pytest.mark.parametrize(
    ("url", "words"), [("/", "để thay máy chủ"), ("/en/", "to renew servers")]
)
def test_readers_see_when_the_portal_rests(client, url, words):
    row = announced()

    page = client.get(url).content.decode()

    assert words in page
    day = timezone.localtime(row.ends_at)
    assert re.search(rf"{day.day}(/| \w+ ){'' if url == '/en/' else day.month}", page)


def test_it_stands_without_a_reason_in_that_language(client):
    announced(reason_en="")

    page = client.get("/en/").content.decode()

    assert "The portal rests from" in page
    assert "để thay" not in page


@pytest.mark.parametrize("fields", [{"days": -2}, {"is_off": True}])
def test_what_is_over_or_withdrawn_is_not_told(client, fields):
    announced(**fields)

    assert 'class="announce"' not in client.get("/").content.decode()


def test_the_next_of_two_is_told(client):
    announced(days=40, reason_vi="lần sau")
    announced(days=20, reason_vi="lần tới")

    page = client.get("/").content.decode()

    assert "lần tới" in page
    assert "lần sau" not in page


def test_it_costs_no_query(client, django_assert_num_queries):
    url = reverse("portal:contact")
    announced()
    client.get(url)

    with django_assert_num_queries(1):
        client.get(url)


@pytest.mark.usefixtures("limits")
@pytest.mark.parametrize(("day", "late"), [(1, 7), (9, 7), (10, 0), (20, 0)])
def test_less_than_seven_working_days_ahead_is_said(staff_client, day, late):
    """Told on Monday 30 November 2026: the seventh working day after is 9 December."""
    with time_machine.travel(datetime(2026, 11, 30, 3, tzinfo=UTC), tick=False):
        begins = datetime(2026, 11, 29, 15, tzinfo=UTC) + timedelta(days=day)
        row = announced(days=1)
        row.starts_at, row.ends_at = begins, begins + timedelta(hours=1)

        assert row.told_too_late() == late


@pytest.mark.usefixtures("limits")
def test_staff_are_warned_and_not_stopped(staff_client):
    begins = timezone.localtime() + timedelta(days=1)
    data = {
        "starts_at_0": f"{begins:%d/%m/%Y}",
        "starts_at_1": "22:00",
        "ends_at_0": f"{begins + timedelta(days=1):%d/%m/%Y}",
        "ends_at_1": "02:00",
        "reason_vi": "để thay máy chủ",
        "reason_en": "",
    }

    url = reverse("admin:portal_announcement_add")
    page = staff_client.post(url, data, follow=True)

    assert Announcement.objects.count() == 1
    assert "7 ngày làm việc" in page.content.decode()


def test_an_end_before_the_beginning_is_refused_at_the_form(staff_client):
    day = timezone.localtime() + timedelta(days=20)
    data = {
        "starts_at_0": f"{day:%d/%m/%Y}",
        "starts_at_1": "22:00",
        "ends_at_0": f"{day:%d/%m/%Y}",
        "ends_at_1": "20:00",
    }

    page = staff_client.post(reverse("admin:portal_announcement_add"), data)

    assert not Announcement.objects.exists()
    assert "Kết thúc" in page.content.decode()


# --- a message to the office ---


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
        ("feedback", waiting, 11),
        ("announcement", announced, 9),
        ("opinion", None, 11),
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
