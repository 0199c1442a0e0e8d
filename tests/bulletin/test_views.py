"""The bulletin's public pages: what readers of each language find, and what not."""

import json
import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from bulletin.models import Article
from federation.models import PublishState
from tests.accounts.factories import UserFactory
from tests.bulletin.factories import (
    ArticleFactory,
    ArticlePhotoFactory,
    CorrectionFactory,
    IssueFactory,
    LicenseFactory,
    PhotoFactory,
    PublicationFactory,
    SectionFactory,
    union,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def institution():
    return union()


# --- the list ----------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 3])
def test_home_costs_the_same(client, count, django_assert_num_queries):
    articles = ArticleFactory.create_batch(
        count, published=True, section=SectionFactory()
    )
    IssueFactory.create_batch(count, online=True, publication=PublicationFactory())
    draft = ArticleFactory()

    # union, years, issues, publication, count, keys and rows of the page, sections
    with django_assert_num_queries(9):
        response = client.get("/ban-tin/")

    assert set(response.context["object_list"]) == set(articles)
    assert draft.title_vi not in response.text


@pytest.mark.parametrize("status", sorted(set(PublishState) - {PublishState.PUBLISHED}))
def test_only_what_is_published_is_seen(client, status):
    now = timezone.now()
    article = ArticleFactory(status=status, published_at=now, publish_at=now)

    assert article.title_vi not in client.get("/ban-tin/").text
    assert client.get(article.get_absolute_url()).status_code == 404


def test_a_published_article_appears_at_once(client):
    article = ArticleFactory(status=PublishState.APPROVED)
    assert client.get("/ban-tin/").context["object_list"].count() == 0

    article.publish(by=UserFactory())

    assert article.title_vi in client.get("/ban-tin/").text


def test_home_is_narrowed_by_section_with_its_parts_and_by_year(client):
    section = SectionFactory(slug="giao-luu")
    part = SectionFactory(parent=section)
    old = datetime(2022, 9, 15, 9, 33, tzinfo=UTC)
    one = ArticleFactory(published=True, section=section)
    two = ArticleFactory(published=True, section=part, published_at=old)
    ArticleFactory(published=True)

    def listed(**query):
        return set(client.get("/ban-tin/", query).context["object_list"])

    assert listed(muc="giao-luu") == {one, two}
    assert listed(muc="giao-luu", nam=2022) == {two}


@pytest.mark.parametrize(
    "query",
    [{"page": 9999}, {"page": "abc"}, {"nam": "abc"}, {"nam": 1066}, {"muc": "x"}],
)
def test_an_address_that_leads_nowhere_is_not_found(client, query):
    ArticleFactory(published=True)

    assert client.get("/ban-tin/", query).status_code == 404


def test_home_without_anything_says_what_will_be_here(client):
    response = client.get("/ban-tin/")

    assert response.status_code == 200
    assert "Bài đầu tiên đang được viết" in response.text


def test_twelve_on_a_page(client):
    ArticleFactory.create_batch(13, published=True, section=SectionFactory())

    assert len(client.get("/ban-tin/").context["object_list"]) == 12
    assert len(client.get("/ban-tin/?page=2").context["object_list"]) == 1


# --- one article ---------------------------------------------------------------------


def test_an_article_shows_who_wrote_and_who_photographed_when_and_how_often(client):
    article = ArticleFactory(
        published=True,
        authors="Hương Ly",
        photographers="Quang Thái",
        published_at=datetime(2022, 9, 15, 9, 33, tzinfo=UTC),
        imported_views=902,
        cover=PhotoFactory(),
    )

    text = " ".join(client.get(article.get_absolute_url()).text.split())

    assert "Bài: <b>Hương Ly</b>" in text
    assert "Ảnh: <b>Quang Thái</b>" in text
    assert 'datetime="2022-09-15T16:33+0700"' in text
    assert "16:33" in text
    assert "902 lượt xem" in text
    assert "Hai đoàn gặp mặt" in text


@pytest.mark.parametrize("count", [1, 3])
def test_an_article_costs_the_same(client, count, django_assert_num_queries):
    article = ArticleFactory(published=True, cover=PhotoFactory())
    for _ in range(count):
        ArticlePhotoFactory(article=article)
        CorrectionFactory(article=article)
        ArticleFactory(published=True, section=article.section)

    # union, article, corrections, gallery, its photographs, associations, countries,
    # events, documents, parts of the section, more
    with django_assert_num_queries(12):
        response = client.get(article.get_absolute_url())

    assert "Đã sửa tên người chụp ảnh." in response.text


def test_the_english_page_exists_when_its_text_is_published(client):
    article = ArticleFactory(published=True, english=True, title_en="A bridge")
    with override("en"):
        english = article.get_absolute_url()
    vietnamese = article.get_absolute_url()

    assert english == f"/en/bulletin/articles/{article.slug}/"
    text = client.get(english).text
    assert "A bridge" in text
    assert article.title_vi not in text
    assert 'hreflang="vi"' in text
    assert (
        f'hreflang="en" href="http://localhost{english}"' in client.get(vietnamese).text
    )


def test_the_english_page_of_a_vietnamese_article_is_not_found(client):
    article = ArticleFactory(published=True, title_en="Half", en_state="translating")

    vietnamese = client.get(article.get_absolute_url())
    assert client.get(f"/en/bulletin/articles/{article.slug}/").status_code == 404
    assert article.title_vi not in client.get("/en/bulletin/").text
    assert f"/en/bulletin/articles/{article.slug}/" not in vietnamese.text
    assert "Trang này chưa có bản tiếng Anh" in vietnamese.text


def test_a_former_address_leads_on_and_only_to_what_can_be_read(client):
    article = ArticleFactory(published=True, slug="cu")
    Article.objects.filter(pk=article.pk).update(slug="moi")

    response = client.get("/ban-tin/bai-viet/cu/")
    assert response.status_code == 301
    assert response.url == "/ban-tin/bai-viet/moi/"
    assert client.get("/en/bulletin/articles/cu/").status_code == 404
    assert client.get("/ban-tin/bai-viet/khong-co/").status_code == 404


def test_json_ld_is_a_news_article_and_cannot_break_out(client):
    nasty = "</script><script>alert(1)</script>"
    article = ArticleFactory(published=True, title_vi=nasty, authors=nasty)

    text = client.get(article.get_absolute_url()).text

    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', text, re.S)
    data = json.loads(found[1])
    assert data["@type"] == "NewsArticle"
    assert data["headline"] == nasty
    assert "<script>alert" not in text


def test_script_in_every_field_is_shown_as_words(client):
    nasty = "<script>alert(1)</script>"
    section = SectionFactory(title_vi=nasty)
    photo = PhotoFactory(alt_vi=nasty, caption_vi=nasty, credit=nasty)
    article = ArticleFactory(
        published=True,
        section=section,
        cover=photo,
        body_vi=f"<p>x{nasty}</p>",
        **dict.fromkeys(
            ["title_vi", "lead_vi", "authors", "photographers", "source"], nasty
        ),
    )
    CorrectionFactory(article=article, note_vi=nasty)

    for path in ("/ban-tin/", article.get_absolute_url()):
        assert nasty not in client.get(path).text


def test_a_press_item_is_a_link_with_our_own_summary(client):
    press = ArticleFactory(
        published=True,
        kind="press",
        body_vi="",
        source="Báo Thành phố",
        original_url="https://bao.example/1",
    )

    text = client.get(press.get_absolute_url()).text

    assert 'href="https://bao.example/1"' in text
    assert "Đọc bài gốc: Báo Thành phố" in text


# --- issues -------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 3])
def test_an_issue_costs_the_same(client, count, django_assert_num_queries):
    publication = PublicationFactory()
    license_ = LicenseFactory(publication=publication)
    issue = IssueFactory(
        online=True, number=4, year=2026, publication=publication, license=license_
    )
    for number in range(count):
        IssueFactory(online=True, number=number + 1, year=2025, publication=publication)
        ArticleFactory(published=True, issue=issue, page=number + 4)

    # union, issue, contents, previous, next, languages, others
    with django_assert_num_queries(8):
        response = client.get("/ban-tin/2026/4/")

    text = " ".join(response.text.split())
    assert "cover cover--4" in text
    assert f"<dd>{license_.number}, " in text
    assert 'rel="prev"' in text


def test_an_issue_not_online_is_not_found(client):
    IssueFactory(number=2, year=2026)

    assert client.get("/ban-tin/2026/2/").status_code == 404
    assert client.get("/ban-tin/2026/99/").status_code == 404
    assert client.get(f"/ban-tin/{'9' * 30}/1/").status_code == 404


def test_an_issue_is_in_english_when_an_article_is(client):
    issue = IssueFactory(online=True, number=1, year=2026)
    article = ArticleFactory(published=True, issue=issue)
    assert client.get("/en/bulletin/2026/1/").status_code == 404

    english = ArticleFactory(published=True, english=True, issue=issue)

    text = client.get("/en/bulletin/2026/1/").text
    assert english.title_en in text
    assert article.title_vi not in text


def test_the_pdf_of_an_issue_is_a_download(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    issue = IssueFactory(online=True, number=1, year=2026)
    assert client.get("/ban-tin/2026/1/so-bao.pdf").status_code == 404
    issue.pdf.save("x.pdf", ContentFile(b"%PDF-1.4"))

    response = client.get("/ban-tin/2026/1/so-bao.pdf")

    assert b"".join(response.streaming_content) == b"%PDF-1.4"
    assert response["Content-Disposition"] == 'attachment; filename="2026-1.pdf"'


# --- feeds --------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["rss", "atom"])
@pytest.mark.parametrize("count", [1, 3])
def test_feeds_cost_the_same(client, name, count, django_assert_num_queries):
    PublicationFactory()
    ArticleFactory.create_batch(count, published=True)

    with django_assert_num_queries(3):  # publication, union, articles
        response = client.get(reverse(f"bulletin:{name}"))

    assert response.status_code == 200


def test_the_preview_is_for_staff_with_the_right(client, as_user, staff_client):
    article = ArticleFactory(title_vi="Chưa đăng")
    path = reverse("bulletin:workspace-preview", args=[article.pk])
    assert path == f"/lam-viec/ban-tin/bai-viet/{article.pk}/xem-truoc/"

    assert client.get(path).status_code == 302
    assert as_user(UserFactory(staff=True)).get(path).status_code == 404
    text = staff_client.get(path).text
    assert "Chưa đăng" in text
    assert "Chỉ cán bộ thấy trang này." in " ".join(text.split())


def test_old_views_are_not_counted_as_new(client):
    article = ArticleFactory(published=True, published_at=timezone.now() - timedelta(1))

    client.get(article.get_absolute_url(), headers={"User-Agent": "Googlebot/2.1"})

    article.refresh_from_db()
    assert article.counted_views == 0
