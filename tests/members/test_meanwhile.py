"""Two people, or two tabs, at one form: nobody writes over what they did not see."""

import re
from html import unescape

import pytest

from members.models import BranchRequest, Remark
from tests.accounts.factories import UserFactory
from tests.members.conftest import holds, mails, step
from tests.members.factories import UnionFactory

pytestmark = pytest.mark.django_db
HIDDEN = re.compile(r'name="((?:[a-z]+-\d+-)?seen-[^"]+)" value="([^"]*)"')


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


class TestCommitteeRows:
    """Of the rows of a committee, too, nobody writes over what they did not see."""

    @pytest.fixture
    def older(self, secretary, scene):
        url = step(scene.request, "committee")
        seat = scene.request.seats.get()
        page = carried(secretary.get(url)) | {
            "seats-TOTAL_FORMS": "1",
            "seats-INITIAL_FORMS": "1",
            "seats-0-id": seat.pk,
            "seats-0-role": seat.role,
            "seats-0-name": seat.name,
        }
        return seat, lambda **typed: secretary.post(
            url, page | {f"seats-0-{name}": text for name, text in typed.items()}
        )

    def test_each_keeps_what_it_changed(self, older):
        seat, send = older
        send(workplace="Trường Mẫu")
        send(phone="0912 000 000")

        seat.refresh_from_db()
        assert (seat.workplace, seat.phone) == ("Trường Mẫu", "0912 000 000")

    def test_of_one_field_the_older_page_is_asked(self, older):
        seat, send = older
        send(name="Lê Thị Mai")

        answer = send(name="Lê Thị Mây")

        assert answer.status_code == 200
        assert "Lê Thị Mai" in answer.text
        seat.refresh_from_db()
        assert seat.name == "Lê Thị Mai"

    def test_whoever_was_taken_off_is_told_about(self, older):
        _seat, send = older
        send(DELETE="on")

        answer = send(phone="0912 000 000")

        assert answer.status_code == 200
        assert answer.context["form"].non_form_errors()


class TestTakingTheCheckOver:
    """Whoever is not the checker sees that, and can become it."""

    def test_the_load_follows_and_the_colleague_is_told(self, as_user, scene):
        other = holds(UserFactory(), UnionFactory(), "union_officer")
        scene.to_check()
        url = scene.request.address("desk-take-over")
        client = as_user(other)
        for name in ("desk-dossier", "desk-check"):
            page = client.get(scene.request.address(name))
            assert url in page.text
            assert str(scene.officer) in page.text
            assert url not in as_user(scene.officer).get(page.request["PATH_INFO"]).text

        for _twice in range(2):
            assert client.post(url).url == scene.request.address("desk-check")

        scene.request.refresh_from_db()
        assert scene.request.checker == other
        [load] = BranchRequest.objects.at_desk_of(other).load_by_officer()
        assert load["checker"] == other.pk
        [mail] = mails("check_taken_over")
        assert mail.to == scene.officer.email

    def test_only_officers_and_only_while_it_is_checked(self, as_user, scene):
        scene.to_check()
        url = scene.request.address("desk-take-over")
        assert as_user(scene.leader).post(url).status_code == 404
        other = holds(UserFactory(), UnionFactory(), "union_officer")
        scene.request.request_changes(by=scene.officer, note="Thiếu dấu.")

        as_user(other).post(url)

        scene.request.refresh_from_db()
        assert scene.request.checker == scene.officer
