"""Licences that end, texts shown before they are out, files, words, most read."""

import re
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from bulletin.models import ArticleFile, DailyViews
from bulletin.models.words import codes_in, glued, typographic_html, with_links
from bulletin.tasks import count_most_read, remind_licenses
from federation.models import Document, Office, Role
from outbox.models import Message
from tests.accounts.factories import UserFactory
from tests.bulletin.factories import ArticleFactory, LicenseFactory, union
from tests.bulletin.test_admin import BUTTONS, form

pytestmark = pytest.mark.django_db


# --- licences


@pytest.fixture
def publisher():
    user = UserFactory(staff=True, language="en")
    Office.objects.create(user=user, organization=union(), role=Role.PUBLISHER)
    return user


@pytest.mark.parametrize(
    ("left", "stage"),
    [(91, None), (90, 90), (61, 90), (60, 60), (30, 30), (5, 30), (0, 30), (-1, None)],
)
def test_publishers_are_reminded_in_stages(publisher, left, stage):
    license_ = LicenseFactory()

    assert license_.remind(on=license_.valid_to - timedelta(days=left)) == stage
    assert Message.objects.count() == (0 if stage is None else 1)


def test_each_stage_is_told_once_in_the_readers_language(publisher):
    day = timezone.localdate() + timedelta(days=40)
    LicenseFactory(number="17/GP", issued_on=date(2020, 1, 1), valid_to=day)

    remind_licenses()
    remind_licenses()

    message = Message.objects.get()
    assert (message.to, message.language) == (publisher.email, "en")
    assert message.subject == "The publishing licence 17/GP ends in 40 days"


def test_the_stages_are_data_and_a_successor_ends_them(publisher):
    license_ = LicenseFactory()
    license_.publication.remind_days = [10]
    assert license_.remind(on=license_.valid_to - timedelta(days=60)) is None

    LicenseFactory(
        publication=license_.publication, valid_to=license_.valid_to.replace(year=2030)
    )
    assert license_ not in type(license_).objects.in_use()


# --- a look before it is out


def test_a_preview_opens_without_an_account_and_ends(client):
    article = ArticleFactory(title_vi="Chưa đăng")
    article.open_preview(by=None)

    response = client.get(article.preview_url())

    assert "Chưa đăng" in response.text
    assert response["Cache-Control"] == "private, no-store"
    assert "noindex" in response["X-Robots-Tag"]
    assert client.get(reverse("bulletin:preview", args=[uuid4()])).status_code == 404
    assert client.get(f"{article.preview_url()[:-3]}xx/").status_code == 404
    assert client.get(article.get_absolute_url()).status_code == 404


def test_a_preview_ends_after_its_days(client, monkeypatch):
    monkeypatch.setattr("bulletin.models.articles.PREVIEW_DAYS", 0)
    article = ArticleFactory()
    article.open_preview(by=None)

    assert client.get(article.preview_url()).status_code == 404


def test_a_look_at_the_form_makes_no_preview_and_a_button_ends_it(client, staff_client):
    article = ArticleFactory()
    form_url = reverse("admin:bulletin_article_change", args=[article.pk])
    before, after = reverse("bulletin:preview", args=[UUID(int=0)]).split(
        str(UUID(int=0))
    )
    link = re.compile(rf"{before}[0-9a-f-]{{36}}{after}")
    assert not link.search(staff_client.get(form_url).text)

    def press(name):
        staff_client.post(form_url, form(article, **{BUTTONS[name]: "1"}))
        article.refresh_from_db()

    press("open_preview")
    url = article.preview_url()
    shown = [link.search(staff_client.get(form_url).text)[0] for _look in range(2)]
    assert shown == [url, url]
    press("open_preview")
    assert client.get(url).status_code == 404
    assert client.get(article.preview_url()).status_code == 200
    url = article.preview_url()
    press("end_preview")
    assert client.get(url).status_code == 404
    assert not link.search(staff_client.get(form_url).text)


@pytest.mark.parametrize("end", ["unpublish", "archive"])
def test_what_is_taken_down_is_previewed_by_nobody(client, end):
    article, person = ArticleFactory(published=True), UserFactory()
    if end == "archive":
        article.unpublish("Sai", by=person)
    article.open_preview(by=person)
    url = article.preview_url()
    assert client.get(url).status_code == 200

    if end == "archive":
        article.archive(by=person)
    else:
        article.unpublish("Sai", by=person)

    assert client.get(url).status_code == 404


# --- files


def test_files_come_with_a_published_article_alone(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    draft = ArticleFactory()
    out = ArticleFactory(published=True)
    files = [
        ArticleFile.objects.create(
            article=article,
            title_vi="Danh sách đoàn",
            file=ContentFile(b"%PDF-1.4", name="a.pdf"),
        )
        for article in (draft, out)
    ]

    hidden, shown = (client.get(file.get_absolute_url()) for file in files)

    assert hidden.status_code == 404
    assert "danh-sach-doan.pdf" in shown["Content-Disposition"]
    assert b"".join(shown.streaming_content) == b"%PDF-1.4"
    assert files[1].get_absolute_url() in client.get(out.get_absolute_url()).text
    other = reverse("bulletin:attachment", args=[out.slug, files[0].pk])
    assert client.get(other).status_code == 404


# --- words


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Thực hiệnChỉ thị số 12", ["hiệnChỉ"]),
        ("iPhone, YouTube, McDonald, UNESCO, ASEAN", []),
        ("Hữu nghịViệt", ["nghịViệt"]),
        ("Đường sắt Việt Nam", []),
    ],
)
def test_words_run_together_are_found(text, found):
    assert glued(text) == found


def test_quotation_marks_reach_across_marks_and_spare_addresses():
    html = '<p>Nói "<em>chào</em>" – <a href="/a/?b=1">it\'s</a></p>'

    assert typographic_html(html) == (
        '<p>Nói “<em>chào</em>” – <a href="/a/?b=1">it’s</a></p>'
    )


def test_numbers_of_documents_are_links_where_none_stands():
    html = '<p>Chỉ thị 12-CT/TW, 05-TT/TU, <a href="/x">12-CT/TW</a></p>'

    assert {"12-CT/TW", "05-TT/TU"} <= codes_in(html)
    assert with_links(html, {"12-CT/TW": "/van-ban/1/"}) == (
        '<p>Chỉ thị <a href="/van-ban/1/">12-CT/TW</a>, 05-TT/TU, '
        '<a href="/x">12-CT/TW</a></p>'
    )


def test_a_public_document_is_linked_from_the_article(client):
    codes = {"12-CT/TW": "public", "05-TT/TU": "internal"}
    for code, access in codes.items():
        Document.objects.create(
            code=code,
            kind="directive",
            issuer="Ban Bí thư",
            title_vi="Về đối ngoại nhân dân",
            access=access,
            issued_on=date(2022, 1, 19),
        )
    article = ArticleFactory(published=True, body_vi="<p>12-CT/TW và 05-TT/TU</p>")

    text = client.get(article.get_absolute_url()).text

    url = Document.objects.get(code="12-CT/TW").get_absolute_url()
    assert f'<a href="{url}">12-CT/TW</a> và 05-TT/TU' in text


# --- most read


def test_most_read_of_week_and_year(client):
    old, new, hidden = (
        ArticleFactory(published=True, title_vi=title)
        for title in ("Đọc cả năm", "Đọc tuần này", "Ít đọc")
    )
    today = timezone.localdate()
    DailyViews.add(old.pk, 500, today - timedelta(days=100))
    DailyViews.add(new.pk, 7, today)
    DailyViews.add(new.pk, 2, today)
    DailyViews.add(hidden.pk, 900, today - timedelta(days=400))
    for _time in range(2):
        count_most_read()

    parts = client.get(reverse("bulletin:home")).context["most_read"]

    assert [[place.article.pk for place in part["places"]] for part in parts] == [
        [new.pk],
        [old.pk, new.pk],
    ]
    assert parts[0]["places"][0].views == 9
    with override("en"):
        assert client.get(reverse("bulletin:home")).context["most_read"] == []
