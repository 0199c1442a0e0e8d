"""The newsroom's main job in a real Chromium."""

import time

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.urls import reverse
from playwright.sync_api import expect

from bulletin.models import Article, IssueEdition
from tests.accounts.factories import UserFactory
from tests.bulletin.factories import (
    PublicationFactory,
    SectionFactory,
    composed_issue,
    picture,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def write(page, language: str, title: str, text: str) -> None:
    """Fill the headline and the editor of one language."""
    for name in ("title", "body"):
        tab = page.locator(f"a[href='#tab_id_{name}_{language}']")
        if tab.count():
            tab.first.click()
    page.fill(f"#id_title_{language}", title)
    page.wait_for_function(
        f"window.CKEDITOR && CKEDITOR.instances.id_body_{language}"
        f" && CKEDITOR.instances.id_body_{language}.status === 'ready'"
    )
    frame = page.frame_locator(f"#cke_id_body_{language} iframe")
    frame.locator("body").click()
    page.keyboard.type(text)


def press(page, words: str) -> None:
    page.get_by_role("button", name=words).click()
    page.wait_for_load_state()


def hreflangs(page) -> dict:
    links = page.locator("link[rel=alternate][hreflang]").all()
    return {
        link.get_attribute("hreflang"): link.get_attribute("href") for link in links
    }


def enter(page, client, settings) -> None:
    """The browser takes over the session of someone past the second factor."""
    name = settings.SESSION_COOKIE_NAME
    cookie = {"name": name, "value": client.cookies[name].value, "path": "/"}
    page.context.add_cookies([cookie | {"domain": "localhost"}])


def illustrate(page, folder) -> None:
    photo = folder / "anh.jpg"
    photo.write_bytes(picture((640, 480)).read())
    page.set_input_files("#id_new_photo", str(photo))
    page.fill("#id_new_photo_alt_vi", "Cây cầu trong sương")
    page.fill("#id_new_photo_credit", "Quang Thái")


def choose_section(page, title: str) -> None:
    page.locator("#id_section + .select2").click()
    page.locator(".select2-results__option", has_text=title).first.click()


@pytest.fixture
def newsroom(settings, live_server, tmp_path):
    """A publication, a section, and one who is editor and publisher."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.SITE_URL = live_server.url
    PublicationFactory()
    SectionFactory(title_vi="Giao lưu")
    call_command("sync_roles", verbosity=0)
    person = UserFactory(staff=True)
    person.groups.set(Group.objects.filter(name__in=["editor", "publisher"]))
    return person


def test_an_editor_publishes_an_illustrated_article_then_its_english(
    page, chromium, live_server, as_user, newsroom, settings, tmp_path
):
    enter(page, as_user(newsroom), settings)

    page.goto("/admin/bulletin/article/add/")
    write(page, "vi", "Nhịp cầu mới", "Một đoạn văn có dấu.")
    choose_section(page, "Giao lưu")
    illustrate(page, tmp_path)
    press(page, "Lưu và tiếp tục chỉnh sửa")
    for words in ("Gửi duyệt", "Duyệt bài", "Đăng ngay"):
        press(page, words)
    published = time.monotonic()
    article = Article.objects.get()
    desk = page.url
    reader = chromium.new_page(base_url=live_server.url)

    reader.goto("/ban-tin/")
    expect(reader.get_by_role("link", name="Nhịp cầu mới")).to_be_visible()
    assert time.monotonic() - published <= 5
    reader.get_by_role("link", name="Nhịp cầu mới").click()
    assert reader.url == f"{live_server.url}/ban-tin/bai-viet/nhip-cau-moi/"
    assert article.body_vi.strip() == "<p>Một đoạn văn có dấu.</p>"
    expect(reader.get_by_alt_text("Cây cầu trong sương")).to_be_visible()
    assert set(hreflangs(reader)) == {"vi"}
    english = f"{live_server.url}/en/bulletin/articles/nhip-cau-moi/"
    assert reader.goto(english).status == 404

    page.goto(desk)
    write(page, "en", "A new span", "A paragraph in English.")
    press(page, "Lưu và tiếp tục chỉnh sửa")
    for words in ("Bản tiếng Anh đã đọc soát", "Đăng bản tiếng Anh"):
        press(page, words)

    assert reader.goto(english).status == 200
    expect(reader.get_by_role("heading", name="A new span")).to_be_visible()
    both = hreflangs(reader)
    assert set(both) == {"vi", "en"}
    assert both["en"] == english
    reader.goto(both["vi"])
    assert hreflangs(reader) == both
    reader.close()


def test_a_file_that_grows_takes_no_order_away(page, as_user, newsroom, settings):
    """The page looks at the file anew, but not while an order is not kept."""
    issue = composed_issue()
    edition = IssueEdition.objects.create(issue=issue, form="vi", state="building")
    enter(page, as_user(newsroom), settings)
    page.goto(reverse("admin:bulletin_issue_compose", args=[issue.pk]))
    save = page.get_by_role("button", name="Giữ thứ tự này")

    page.get_by_role("button", name="Dời xuống: Bài 0").click()
    expect(save).to_be_visible()
    IssueEdition.objects.filter(pk=edition.pk).update(progress=77)
    page.wait_for_timeout(4000)
    expect(save).to_be_visible()
    assert "Bài 1" in page.locator(".compose__row").first.inner_text()

    save.click()
    expect(page.get_by_text("77 %")).to_be_visible()
    IssueEdition.objects.filter(pk=edition.pk).update(progress=88)
    expect(page.get_by_text("88 %")).to_be_visible(timeout=8000)
