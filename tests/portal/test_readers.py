"""What readers say of a page and write to the office, and what they are told ahead."""

import re
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from federation.models import Role
from portal.models import Announcement, Opinion
from tests.events.factories import OfficeFactory
from tests.federation.factories import UnionFactory

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
    say(client, page, headers=OWN | {"User-Agent": uuid4().hex})

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
    usual = {"reason_vi": "để thay máy chủ", "reason_en": "to renew servers"}
    usual |= {"starts_at": begins, "ends_at": begins + timedelta(hours=4)}
    return Announcement.objects.create(**usual | fields)


@pytest.mark.parametrize(
    ("url", "words"), [("/", "để thay máy chủ"), ("/en/", "to renew servers")]
)
def test_readers_see_when_the_portal_rests(client, url, words):
    row = announced()

    page = client.get(url).content.decode()

    assert words in page
    day = timezone.localtime(row.ends_at)
    assert re.search(rf"{day.day}(/| \w+ ){'' if url == '/en/' else day.month}", page)


HOURS = [
    # begins, ends (here, in November 2026), looked at, in Vietnamese, in English
    (
        ((25, 22), (25, 23), (10, 9)),
        "Cổng tạm dừng ngày 25/11/2026 từ 22:00 đến 23:00 để thay máy chủ.",
        "The portal rests on 25 November 2026 from 22:00 until 23:00 to renew servers.",
    ),
    (
        ((25, 22), (26, 2), (24, 23)),
        "Cổng tạm dừng từ 22:00, 25/11/2026 đến 02:00, 26/11/2026 để thay máy chủ.",
        "The portal rests from 25 November 2026, 22:00 until 26 November 2026, 02:00 "
        "to renew servers.",
    ),
    (
        ((25, 0), (26, 0), (24, 0)),
        "Cổng tạm dừng từ 00:00, 25/11/2026 đến 00:00, 26/11/2026 để thay máy chủ.",
        "The portal rests from 25 November 2026, 00:00 until 26 November 2026, 00:00 "
        "to renew servers.",
    ),
    (
        ((25, 22), (26, 2), (25, 22)),
        "Cổng tạm dừng đến 02:00, 26/11/2026 để thay máy chủ.",
        "The portal rests until 26 November 2026, 02:00 to renew servers.",
    ),
    (((25, 22), (26, 2), (26, 2)), "", ""),
]


@pytest.mark.parametrize(("hours", "vi", "en"), HOURS)
def test_its_hours_are_told_as_they_are(client, hours, vi, en):
    """In one day, over midnight, at midnight, while it lasts, when it is over."""
    begins, ends, now = (
        datetime(2026, 11, day, hour, tzinfo=timezone.get_default_timezone())
        for day, hour in hours
    )
    with time_machine.travel(now, tick=False):
        announced(starts_at=begins, ends_at=ends)
        for url, words in (("/", vi), ("/en/", en)):
            told = r'class="announce".*?<span>(.*?)</span>'
            found = re.search(told, client.get(url).text, re.S)
            assert (found[1] if found else "") == words


def test_a_full_stop_in_the_reason_is_not_doubled(client):
    announced(reason_vi="để thay máy chủ.")

    assert "để thay máy chủ.</span>" in client.get("/").text


def test_it_stands_without_a_reason_in_that_language(client):
    announced(reason_en="")

    page = client.get("/en/").content.decode()

    assert re.search("The portal rests (on|from) [^<]*[0-9][.]</span>", page)
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
