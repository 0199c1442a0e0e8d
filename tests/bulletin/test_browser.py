"""The newsroom's main job in a real Chromium."""

import time

import pytest
from playwright.sync_api import expect, sync_playwright

from bulletin.models import Article
from tests.accounts.factories import UserFactory
from tests.bulletin.factories import PublicationFactory, SectionFactory, picture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def chromium(monkeypatch):
    # Playwright's loop runs in this thread; the database is used beside it.
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"]
        )
        yield browser
        browser.close()


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


def go_through(page, site: str, folder, section: str) -> None:
    """Write, illustrate, publish; then the English."""
    photo = folder / "anh.jpg"
    photo.write_bytes(picture((640, 480)).read())
    page.goto(f"{site}/admin/bulletin/article/add/")
    write(page, "vi", "Nhịp cầu mới", "Một đoạn văn có dấu.")
    page.locator("#id_section + .select2").click()
    page.locator(".select2-results__option", has_text=section).first.click()
    page.set_input_files("#id_new_photo", str(photo))
    page.fill("#id_new_photo_alt_vi", "Cây cầu trong sương")
    page.fill("#id_new_photo_credit", "Quang Thái")
    press(page, "Lưu và tiếp tục chỉnh sửa")
    for words in ("Gửi duyệt", "Duyệt bài", "Đăng ngay"):
        press(page, words)
    published = time.monotonic()

    page.goto(f"{site}/ban-tin/")
    expect(page.get_by_role("link", name="Nhịp cầu mới")).to_be_visible()
    assert time.monotonic() - published <= 5


@pytest.mark.usefixtures("chromium")
def test_an_editor_publishes_an_illustrated_article_then_its_english(
    chromium, live_server, as_user, settings, tmp_path
):
    settings.MEDIA_ROOT = settings_root = tmp_path / "media"
    settings.SITE_URL = live_server.url
    settings_root.mkdir()
    PublicationFactory()
    SectionFactory(title_vi="Giao lưu")
    client = as_user(UserFactory(superuser=True))
    context = chromium.new_context(viewport={"width": 1440, "height": 1000})
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies(
        [{"name": name, "value": client.cookies[name].value, "url": live_server.url}]
    )
    page = context.new_page()

    go_through(page, live_server.url, tmp_path, "Giao lưu")

    article = Article.objects.get()
    assert article.body_vi == "<p>Một đoạn văn có dấu.</p>\n"
    reader = chromium.new_page()
    reader.goto(f"{live_server.url}/ban-tin/bai-viet/{article.slug}/")
    assert article.slug == "nhip-cau-moi"
    expect(reader.get_by_alt_text("Cây cầu trong sương")).to_be_visible()
    assert set(hreflangs(reader)) == {"vi"}
    english = f"{live_server.url}/en/bulletin/articles/{article.slug}/"
    assert reader.goto(english).status == 404

    page.goto(f"{live_server.url}/admin/bulletin/article/{article.pk}/change/")
    write(page, "en", "A new span", "A paragraph in English.")
    press(page, "Lưu và tiếp tục chỉnh sửa")
    press(page, "Bản tiếng Anh đã đọc soát")
    press(page, "Đăng bản tiếng Anh")

    assert reader.goto(english).status == 200
    expect(reader.get_by_role("heading", name="A new span")).to_be_visible()
    both = hreflangs(reader)
    assert both["en"] == english
    reader.goto(both["vi"])
    assert hreflangs(reader) == both
