"""The newsroom's main job in a real Chromium."""

import time

import pytest
from django.core.management import call_command
from django.urls import reverse
from playwright.sync_api import expect

from bulletin.models import Article, ArticleDraft, IssueEdition
from tests.accounts.factories import UserFactory
from tests.bulletin.factories import (
    ArticleFactory,
    PublicationFactory,
    SectionFactory,
    composed_issue,
    picture,
)
from tests.federation.factories import appoint

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
    with page.expect_navigation():
        page.get_by_role("button", name=words).click()


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
    appoint(person, "editor", "publisher")
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
    assert set(hreflangs(reader)) == {"vi", "x-default"}
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
    assert set(both) == {"vi", "en", "x-default"}
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


def open_form(chromium, live_server, client, settings, article):
    """A person's own browser, with the article's form open and its clock in hand."""
    page = chromium.new_context(base_url=live_server.url).new_page()
    enter(page, client, settings)
    page.clock.install()
    page.goto(reverse("admin:bulletin_article_change", args=[article.pk]))
    page.wait_for_function(
        "window.CKEDITOR && CKEDITOR.instances.id_body_vi.status === 'ready'"
    )
    return page


def a_turn(page) -> None:
    """The form's clock goes on until it has spoken with the portal once at least."""
    with page.expect_response(lambda answer: "/autosave/" in answer.url):
        page.clock.run_for(20_000)


def test_unsaved_work_is_kept_and_two_people_know_of_each_other(
    chromium, live_server, as_user, newsroom, settings
):
    article = ArticleFactory(title_vi="Ban đầu", lead_vi="Câu đầu.")
    client = as_user(newsroom)
    colleague = UserFactory(staff=True, full_name="Lý Thanh Trúc")
    appoint(colleague, "editor", "publisher")
    mine = open_form(chromium, live_server, client, settings, article)

    # Typed before the first turn, it counts too.
    mine.fill("#id_title_vi", "Chưa lưu")
    a_turn(mine)
    expect(mine.locator("[data-autosave]")).to_contain_text("chưa lưu")
    theirs = open_form(chromium, live_server, as_user(colleague), settings, article)
    expect(theirs.get_by_role("alert")).to_contain_text(str(newsroom))
    a_turn(theirs)
    a_turn(mine)
    expect(mine.locator("[data-autosave]")).to_contain_text("Lý Thanh Trúc")

    # What both change is refused once, with both texts; the rest of mine is kept.
    theirs.fill("#id_title_vi", "Của đồng nghiệp")
    press(theirs, "Lưu và tiếp tục chỉnh sửa")
    mine.fill("#id_lead_vi", "Câu của tôi.")
    press(mine, "Lưu và tiếp tục chỉnh sửa")
    expect(mine.get_by_text("Của đồng nghiệp").first).to_be_visible()
    expect(mine.locator("#id_title_vi")).to_have_value("Chưa lưu")
    assert Article.objects.get().title_vi == "Của đồng nghiệp"
    press(mine, "Lưu và tiếp tục chỉnh sửa")
    assert Article.objects.get().title_vi == "Chưa lưu"
    assert Article.objects.get().lead_vi == "Câu của tôi."
    for page in (mine, theirs):
        page.context.close()


def test_work_that_was_not_saved_comes_back(
    chromium, live_server, as_user, newsroom, settings
):
    article = ArticleFactory(title_vi="Ban đầu", body_vi="<p>Cũ.</p>")
    page = open_form(chromium, live_server, as_user(newsroom), settings, article)
    page.fill("#id_title_vi", "Viết dở")
    page.evaluate("CKEDITOR.instances.id_body_vi.setData('<p>Đang viết.</p>')")
    a_turn(page)
    expect(page.locator("[data-autosave]")).to_contain_text("chưa lưu")

    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    page.get_by_role("link", name="Làm tiếp").click()

    expect(page.locator("#id_title_vi")).to_have_value("Viết dở")
    body = page.locator("#id_body_vi").input_value()
    assert body.strip() == "<p>Đang viết.</p>"
    assert Article.objects.get().title_vi == "Ban đầu"
    page.context.close()


def test_what_was_typed_in_an_editor_or_refused_is_kept(
    chromium, live_server, as_user, newsroom, settings
):
    article = ArticleFactory(title_vi="Ban đầu", body_vi="<p>Cũ.</p>")
    page = open_form(chromium, live_server, as_user(newsroom), settings, article)
    a_turn(page)
    assert ArticleDraft.objects.get().texts == {}

    page.frame_locator("#cke_id_body_vi iframe").locator("body").click()
    page.keyboard.type("Mới. ")
    a_turn(page)
    expect(page.locator("[data-autosave]")).to_contain_text("chưa lưu")
    assert "Mới." in ArticleDraft.objects.get().texts["body_vi"]

    # A form that came back with errors is on the page alone: kept without a key.
    ArticleDraft.objects.all().delete()
    page.fill("#id_original_url", "https://")
    press(page, "Lưu và tiếp tục chỉnh sửa")
    a_turn(page)
    expect(page.locator("[data-autosave]")).to_contain_text("chưa lưu")
    assert "Mới." in ArticleDraft.objects.get().texts["body_vi"]
    assert article.body_vi == "<p>Cũ.</p>"
    page.context.close()


def order(issue) -> list[str]:
    return [article.title_vi for article in issue.in_order()]


def test_an_issue_is_ordered_by_drag_and_by_keyboard(page, as_user, newsroom, settings):
    issue = composed_issue()
    ArticleFactory(
        issue=issue, title_vi="Bài 2", section=issue.articles.first().section
    )
    issue.arrange([article.pk for article in issue.articles.order_by("title_vi")])
    enter(page, as_user(newsroom), settings)
    page.goto(reverse("admin:bulletin_issue_compose", args=[issue.pk]))
    rows = page.locator(".compose__row")

    # By the mouse: the last row before the first.
    rows.nth(2).drag_to(rows.nth(0), target_position={"x": 40, "y": 3})
    page.get_by_role("button", name="Giữ thứ tự này").click()
    expect(page.get_by_text("Đã giữ thứ tự này")).to_be_visible()
    assert order(issue) == ["Bài 2", "Bài 0", "Bài 1"]

    # By keys alone: the focus stays on the arrow, and the place is said.
    down = page.get_by_role("button", name="Dời xuống: Bài 2")
    down.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(down).to_be_focused()
    expect(page.locator("[data-compose-save] [role=status]")).to_have_text("3 / 3")
    page.get_by_role("button", name="Giữ thứ tự này").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Đã giữ thứ tự này")).to_be_visible()
    assert order(issue) == ["Bài 0", "Bài 1", "Bài 2"]
