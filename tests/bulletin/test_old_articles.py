"""Old articles come in from Excel, CSV and web pages: row by row, all or none."""

import csv
import datetime as dt
import io

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from openpyxl import Workbook

from bulletin import actions
from bulletin.admin.imports import HEADS as HEADS_OF_LIST
from bulletin.documents.old.files import name_of
from bulletin.documents.old.rows import moment
from bulletin.models import Article, ArticleImport
from federation.lifecycle import MoveRefused
from federation.models import PublishState
from tests.accounts.factories import UserFactory
from tests.bulletin.factories import ArticleFactory, SectionFactory

pytestmark = pytest.mark.django_db
HEADS = ["STT", "Tiêu đề", "Ngày đăng", "Tác giả", "Chuyên mục", "Lượt xem", "Nội dung"]
GOOD = [
    *(1, "Chỉ thị mới", "15/09/2022 | 4:33 PM", "Phương Mai", "Tin", "1.902"),
    "Ban Bí thư vừa thực hiệnChỉ thị mới.\nĐoạn hai có <dấu>.",
]
PAGE = """<html><head><title>Trang</title></head><body><nav><p>Menu</p></nav>
<h1>Đưa Chỉ thị 12 đến từng chi hội</h1>
<p>Ngày đăng 15/09/2022 | 4:33 PM | View count: 902</p>
<div class="content"><p>Một <b>đoạn</b> văn.<script>alert(1)</script>
<p onclick="x()">Đoạn hai.</p><ul><li>Một<li>Hai</ul></div>
<p>Phương Mai</p></body></html>"""


def excel(*rows) -> SimpleUploadedFile:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return SimpleUploadedFile("bai-cu.xlsx", out.getvalue())


def sheet(*rows, mark=",", code="utf-8-sig") -> SimpleUploadedFile:
    out = io.StringIO()
    csv.writer(out, delimiter=mark).writerows(rows)
    return SimpleUploadedFile("bai-cu.csv", out.getvalue().encode(code))


def page(text: str, name="bai.html") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode())


@pytest.fixture
def section():
    return SectionFactory(title_vi="Tin", title_en="News", slug="tin")


def upload(client, *files, section=None) -> ArticleImport:
    url = reverse("admin:bulletin_article_old")
    answer = client.post(url, {"files": files, "section": getattr(section, "pk", "")})
    assert answer.status_code == 302, answer.context["form"].errors
    return ArticleImport.objects.latest("pk")


@pytest.mark.parametrize(
    "file",
    [
        excel(["Bài của trang cũ"], HEADS, GOOD),
        sheet(HEADS, GOOD),
        sheet(HEADS, GOOD, mark=";"),
        sheet(HEADS, GOOD, mark="\t", code="utf-16"),
    ],
    ids=["excel", "csv", "semicolons", "tabs in utf-16"],
)
def test_a_list_becomes_articles_with_day_author_and_views(staff_client, section, file):
    file.seek(0)
    found = upload(staff_client, file)
    shown = staff_client.get(found.get_absolute_url()).text

    staff_client.post(found.get_absolute_url(), {"publish": "1"})

    article = Article.objects.get()
    assert article.status == PublishState.PUBLISHED
    assert (
        timezone.localtime(article.published_at).isoformat()[:16] == "2022-09-15T16:33"
    )
    assert (article.authors, article.section, article.views) == (
        *("Phương Mai", section),
        1902,
    )
    assert article.slug == "chi-thi-moi"
    assert article.body_vi == (
        "<p>Ban Bí thư vừa thực hiệnChỉ thị mới.</p><p>Đoạn hai có &lt;dấu&gt;.</p>"
    )
    assert "hiệnChỉ" in shown


def test_a_saved_page_becomes_an_article(staff_client, section):
    found = upload(staff_client, page(PAGE), section=section)

    staff_client.post(found.get_absolute_url())

    article = Article.objects.get()
    assert article.status == PublishState.DRAFT
    assert article.title_vi == "Đưa Chỉ thị 12 đến từng chi hội"
    assert (article.authors, article.imported_views) == ("Phương Mai", 902)
    assert article.body_vi == (
        "<p>Một <strong>đoạn</strong> văn.</p><p>Đoạn hai.</p>"
        "<ul><li>Một</li><li>Hai</li></ul>"
    )


def test_a_page_with_several_articles_or_a_table(staff_client, section):
    several = page(
        "".join(
            f"<article><h2>Bài {n}</h2><time datetime='2020-01-0{n}T08:00'></time>"
            f"<p>Chữ {n}.</p></article>"
            for n in (1, 2)
        )
    )
    table = page(
        "<table><tr><th>Title<th>Date<th>Text</tr>"
        "<tr><td>Bảng<td>01/02/2019<td><p>Một</p><p>Hai</p></table>",
        "bang.html",
    )

    found = upload(staff_client, several, table, section=section)

    assert [row["values"]["title"] for row in found.good] == ["Bài 1", "Bài 2", "Bảng"]
    assert found.rows[2]["values"]["body"] == "<p>Một</p><p>Hai</p>"


def test_each_bad_row_says_why_and_the_good_ones_come(staff_client, section):
    ArticleFactory(title_vi="Đã có", published_at="2020-05-01T03:00:00Z")
    tomorrow = timezone.now().replace(tzinfo=None) + dt.timedelta(days=1)
    rows = [
        GOOD,
        [2, "", "01/02/2020", "A B", "Tin", 5, "Chữ"],
        [3, "Không ngày", "hôm qua", "A B", "Tin", 5, "Chữ"],
        [4, "Ngày mai", tomorrow, "A B", "Tin", 5, "Chữ"],
        [5, "Không mục", "01/02/2020", "A B", "Mục lạ", 5, "Chữ"],
        [6, "Số lạ", "01/02/2020", "A B", "Tin", "nhiều", "Chữ"],
        [7, "Không chữ", "01/02/2020", "A B", "Tin", 5, ""],
        [8, "Đã có", "01/05/2020", "A B", "tin", 5, "Chữ"],
        [9, "Chỉ thị mới", "15/09/2022", "A B", "Tin", 5, "Lần nữa"],
        [10, "x" * 251, "01/02/2020", "A B", "Tin", 5, "Chữ"],
    ]
    found = upload(staff_client, excel(HEADS, *rows))
    shown = staff_client.get(found.get_absolute_url())

    assert [row["verdict"] for row in found.rows] == [
        *("new", *["bad"] * 6, "there", "there", "bad"),
    ]
    for words in ("hôm qua", "Mục lạ", "nhiều", "bai-cu.xlsx, 4"):
        assert words in shown.text
    assert actions.take_over(found, is_published=True) == 1
    assert Article.objects.filter(title_vi="Chỉ thị mới").count() == 1


def test_it_is_taken_over_once_and_never_half(staff_client, section, monkeypatch):
    second = [2, "Bài hai", "02/02/2020", "A B", "Tin", 0, "Chữ"]
    found = upload(staff_client, excel(HEADS, GOOD, second))
    made, real = [], actions.old_article

    def fails_late(values, is_published):
        if made:
            raise RuntimeError
        made.append(values)
        return real(values, is_published)

    monkeypatch.setattr(actions, "old_article", fails_late)
    with pytest.raises(RuntimeError):
        actions.take_over(found, is_published=True)
    assert not Article.objects.exists()
    monkeypatch.undo()

    assert actions.take_over(found, is_published=True) == 2
    with pytest.raises(MoveRefused):
        actions.take_over(found, is_published=True)
    assert Article.objects.count() == 2
    again = upload(staff_client, excel(HEADS, GOOD, second))
    assert not again.good


@pytest.mark.parametrize(
    "file",
    [
        page("", "leer.html"),
        page("Tiêu đề,Ngày\n", "leer.csv"),
        page("a,b\n1,2\n", "khong-tieu-de.csv"),
        page("MZ", "bai.exe"),
        page("not a zip", "bai.xlsx"),
        page("<blockquote>" * 5000 + "x", "tief.html"),
    ],
    ids=lambda file: file.name,
)
def test_what_cannot_be_read_is_refused_in_words(staff_client, file):
    file.seek(0)
    answer = staff_client.post(reverse("admin:bulletin_article_old"), {"files": [file]})

    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert not ArticleImport.objects.exists()


def test_it_is_for_publishers_alone_and_ones_own(as_user, staff_client, section):
    found = upload(staff_client, excel(HEADS, GOOD))
    editor = as_user(UserFactory(staff=True))

    assert editor.get(reverse("admin:bulletin_article_old")).status_code == 403
    assert editor.get(found.get_absolute_url()).status_code == 403
    publisher = UserFactory(staff=True)
    right = Permission.objects.get(codename="publish_article")
    publisher.user_permissions.add(right)
    other = as_user(publisher)
    assert other.get(found.get_absolute_url()).status_code == 404
    assert staff_client.get(reverse("admin:bulletin_article_old")).status_code == 200
    list_ = staff_client.get(reverse("admin:bulletin_article_old_list"))
    assert b"".join(list_.streaming_content).startswith(b"PK")


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("15/09/2022 | 4:33 PM", "2022-09-15T16:33"),
        ("15-9-2022 12:05 AM", "2022-09-15T00:05"),
        ("5.9.2022", "2022-09-05T00:00"),
        ("2022-09-15T04:33:00+00:00", "2022-09-15T11:33"),
        (dt.datetime(2022, 9, 15, 8, 30), "2022-09-15T08:30"),  # noqa: DTZ001
        (dt.date(2022, 9, 15), "2022-09-15T00:00"),
    ],
)
def test_days_as_people_write_them(cell, expected):
    assert moment(cell).isoformat()[:16] == expected


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_heading_of_the_empty_list_is_understood(language):
    with override(language):
        names = [name_of(str(head)) for head in HEADS_OF_LIST]

    assert all(names)
    assert len(set(names)) == len(names)
