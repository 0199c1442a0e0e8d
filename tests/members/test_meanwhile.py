"""Two people, or two tabs, at one form: nobody writes over what they did not see."""

import re
from html import unescape

import pytest

from members.models import Remark
from tests.members.conftest import step

pytestmark = pytest.mark.django_db
HIDDEN = re.compile(r'name="(seen-[^"]+)" value="([^"]*)"')


def carried(answer) -> dict:
    """What the page says it showed."""
    return {name: unescape(value) for name, value in HIDDEN.findall(answer.text)}


def remarks() -> dict:
    return dict(Remark.objects.values_list("field", "text"))


class TestOfficers:
    @pytest.fixture
    def check(self, as_user, scene):
        url = scene.to_check().address("desk-check")
        client = as_user(scene.officer)
        return client, url, carried(client.get(url))

    def test_a_remark_written_meanwhile_stays(self, check):
        client, url, seen = check
        client.post(url, seen | {"field-name": "Sai tên.", "save": "1"})

        client.post(url, seen | {"note": "Thiếu dấu.", "save": "1"})

        assert remarks() == {"name": "Sai tên.", "": "Thiếu dấu."}

    def test_nor_is_a_verdict_lost(self, check, scene):
        client, url, seen = check
        item = scene.item()
        client.post(url, seen | {
            f"verdict-{item.pk}": "remark", f"remark-{item.pk}": "Mờ.", "save": "1",
        })  # fmt: skip

        client.post(url, seen | {"note": "Thiếu dấu.", "save": "1"})

        item.refresh_from_db()
        assert item.state == "remark"
        assert item.remarks.get().text == "Mờ."

    def test_on_the_same_place_the_second_is_asked_once(self, check):
        client, url, seen = check
        client.post(url, seen | {"note": "Một.", "save": "1"})

        answer = client.post(url, seen | {"note": "Hai.", "save": "1"})

        assert answer.status_code == 200
        assert "Một." in answer.text
        assert remarks() == {"": "Một."}
        client.post(url, carried(answer) | {"note": "Hai.", "save": "1"})
        assert remarks() == {"": "Hai."}

    def test_a_remark_is_still_taken_back(self, check):
        client, url, seen = check
        client.post(url, seen | {"note": "Một.", "save": "1"})

        client.post(url, carried(client.get(url)) | {"note": "", "save": "1"})

        assert remarks() == {}


class TestTwoTabs:
    @pytest.fixture
    def page(self, secretary, scene):
        url = step(scene.request, "what")
        seen = carried(secretary.get(url))
        fields = {name.removeprefix("seen-"): text for name, text in seen.items()}
        return lambda **typed: secretary.post(url, seen | fields | typed)

    def test_each_keeps_what_it_changed(self, page, scene):
        page(about="Dòng một.\r\nDòng hai.")
        page(place="Phường Mới")

        scene.request.refresh_from_db()
        assert scene.request.about == "Dòng một.\nDòng hai."
        assert scene.request.place == "Phường Mới"

    def test_of_one_field_the_older_page_is_asked(self, page, scene):
        page(about="Của tôi.")

        answer = page(about="Của bạn.")

        assert answer.status_code == 200
        assert "Của tôi." in answer.text
        assert "Của bạn." in answer.text
        scene.request.refresh_from_db()
        assert scene.request.about == "Của tôi."
