"""An issue composed, made into files, read from a scan."""

import io
import time
import zipfile

import pikepdf
import pypdfium2
import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils.translation import override
from PIL import Image

from bulletin.documents import make_edition, read_scan
from bulletin.models import Article, Issue, IssueEdition, Publication, Section
from bulletin.tasks import build_edition, sweep_issues
from portal.search import index
from tests.accounts.factories import UserFactory
from tests.bulletin.factories import (
    ArticleFactory,
    ArticlePhotoFactory,
    CorrectionFactory,
    IssueFactory,
    PhotoFactory,
    SectionFactory,
    composed_issue,
    picture,
    put_out,
    words,
)

pytestmark = pytest.mark.django_db
Form, State = IssueEdition.Form, IssueEdition.State


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def issue():
    return composed_issue()


def made(issue, form) -> bytes:
    edition = IssueEdition.ask(issue, form, by=None)
    return make_edition(edition, lambda percent: None).content


# --- order ---


def titles(issue) -> list:
    return [row.title_vi for row in issue.in_order()]


def test_articles_are_arranged_freely(issue):
    first, second = issue.in_order()

    issue.arrange([second.pk, first.pk, 999])
    assert titles(issue) == ["Bài 1", "Bài 0"]
    issue.shift(first.pk, -1)
    issue.shift(first.pk, -1)
    assert titles(issue) == ["Bài 0", "Bài 1"]


def test_a_section_is_named_wherever_it_changes(issue):
    other = ArticleFactory(issue=issue, published=True, title_vi="Giữa")
    Article.objects.filter(issue=issue).update(
        status="published", published_at="2026-01-01T00:00Z"
    )
    first, second = issue.in_order().exclude(pk=other.pk)

    issue.arrange([first.pk, other.pk, second.pk])

    assert [len(rows) for _section, rows in issue.contents()] == [1, 1, 1]


def compose(issue) -> str:
    return reverse("admin:bulletin_issue_compose", args=[issue.pk])


def test_composing_by_buttons(staff_client, issue):
    first, second = issue.in_order()
    free = ArticleFactory(title_vi="Rời")

    staff_client.post(compose(issue), {"move": f"down:{first.pk}"})
    staff_client.post(compose(issue), {"move": "in:", "article": free.pk})
    assert titles(issue) == ["Bài 1", "Bài 0", "Rời"]
    staff_client.post(compose(issue), {"move": f"out:{second.pk}"})
    staff_client.post(compose(issue), {"move": "order", "order": [free.pk, first.pk]})

    assert titles(issue) == ["Rời", "Bài 0"]
    assert Article.objects.get(pk=second.pk).issue is None


def test_an_article_of_another_issue_stays_there(staff_client, issue):
    other = ArticleFactory(issue=IssueFactory())

    staff_client.post(compose(issue), {"move": "in:", "article": other.pk})

    other.refresh_from_db()
    assert other.issue != issue


@pytest.mark.parametrize("move", ["up:", "up:9" * 9, "order", "make:exe", "x", ""])
def test_odd_moves_do_nothing(staff_client, issue, move):
    before = titles(issue)

    assert staff_client.post(compose(issue), {"move": move}).status_code == 302
    assert titles(issue) == before
    assert not IssueEdition.objects.exists()


def test_who_may_not_see_issues_finds_no_page(as_user, issue):
    client = as_user(UserFactory(staff=True))

    assert client.get(compose(issue)).status_code in {302, 403, 404}


def test_one_button_makes_every_file(staff_client, issue):
    staff_client.post(compose(issue), {"move": "make:all"})

    assert set(issue.editions.values_list("form", flat=True)) == set(Form.values)


@pytest.mark.parametrize("count", [1, 3])
def test_the_compose_page_costs_the_same(
    staff_client, count, django_assert_num_queries
):
    issue, section = IssueFactory(), SectionFactory()
    ArticleFactory.create_batch(count, issue=issue, section=section)
    staff_client.get(compose(issue))

    with django_assert_num_queries(9):
        staff_client.get(compose(issue))


# --- files ---


@pytest.mark.parametrize("form", [Form.VIETNAMESE, Form.PARALLEL])
def test_the_pdf_is_tagged_titled_and_says_everything(issue, form):
    content = made(issue, form)

    with pikepdf.open(io.BytesIO(content)) as document:
        assert document.Root.MarkInfo.Marked
        assert "/StructTreeRoot" in document.Root
        assert str(document.Root.Lang) == "vi"
        assert "/Outlines" in document.Root
        with document.open_metadata() as about:
            assert about["pdfuaid:part"] == "1"
    text = " ".join(words(content).split())
    for phrase in (
        "Hữu nghị và Hợp tác",
        "Lời tòa soạn",
        "Giao lưu",
        "Bài 0",
        "#typst",
    ):
        assert phrase in text
    assert ("Text." in text) == (form == Form.PARALLEL)


def figures_of(node, found: list, depth=0) -> list:
    """Every picture of the tree of tags."""
    kids = node.get("/K")
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid and depth < 60:
            found += [kid] if kid.S == "/Figure" else []
            figures_of(kid, found, depth + 1)
    return found


@pytest.mark.parametrize("form", [Form.VIETNAMESE, Form.ENGLISH, Form.PARALLEL])
def test_bookmarks_contents_and_pictures_lead_and_speak(issue, form):
    for place, article in enumerate(issue.in_order()):
        article.title_en = f"Piece {place}"
        article.body_en, article.en_state = "<p>Text.</p>", "reviewed"
        article.cover.file = picture((2000, 1333))
        article.cover.save()
        article.save()
    language = "en" if form == Form.ENGLISH else "vi"
    titles = ["Piece 0", "Piece 1"] if language == "en" else ["Bài 0", "Bài 1"]
    content = made(issue, form)

    with pikepdf.open(io.BytesIO(content)) as document:
        assert str(document.Root.Lang) == language
        assert bool(document.Root.ViewerPreferences.DisplayDocTitle)
        with document.open_outline() as outline:
            sections = {str(item.title): item for item in outline.root}
        part = sections["Giao lưu" if language == "vi" else issue_section(issue)]
        assert [str(item.title) for item in part.children] == titles
        figures = figures_of(document.Root.StructTreeRoot, [])
        assert len(figures) >= 2
        assert all(str(figure.get("/Alt", "")).strip() for figure in figures)
        # Print quality: the picture as it was stored, not made smaller.
        widths = {
            int(image.Width)
            for page in document.pages
            for image in page.get_images().values()
        }
        assert 2000 in widths
        links = sum(
            str(note.get("/Subtype")) == "/Link"
            for note in document.pages[1].get("/Annots", [])
        )
        assert links >= 2, "the contents lead to the articles"
    pages = pages_of(content)
    for title in titles:
        stands = next(n for n, text in enumerate(pages[2:], start=3) if title in text)
        line = next(line for line in pages[1].splitlines() if title in line)
        assert line.split()[-1].strip("\u2060") == str(stands), line


def issue_section(issue) -> str:
    return issue.articles.first().section.title_en


def pages_of(content: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(content)
    texts = [page.get_textpage().get_text_range() for page in document]
    document.close()
    return texts


def test_the_english_edition_holds_what_is_english(issue):
    with override("vi"):
        text = words(made(issue, Form.ENGLISH))

    assert "Text." in text
    assert "Bài 0" not in text


def test_an_english_file_has_no_vietnamese_title(issue):
    Publication.objects.update(title_vi="Hữu nghị và Hợp tác", title_en="")
    Section.objects.update(title_en="")
    issue.refresh_from_db()

    said = words(made(issue, Form.ENGLISH))

    assert "Bulletin" in said
    assert "Hữu nghị" not in said


def test_the_printers_package_holds_everything(issue):
    ArticlePhotoFactory(article=issue.in_order()[0])

    with zipfile.ZipFile(io.BytesIO(made(issue, Form.PRINTER))) as package:
        names = package.namelist()

    assert [name for name in names if name.endswith(".pdf")] == [
        f"{issue.year}-{issue.number}-vi.pdf",
        f"{issue.year}-{issue.number}-en.pdf",
    ]
    assert {"imprint.txt", "01-bai-0.vi.txt", "02-bai-1.en.txt"} <= set(names)
    assert sum(name.endswith(".jpg") for name in names) == 3


def test_a_file_is_made_once_by_one_worker_and_told(issue):
    edition = IssueEdition.ask(issue, Form.VIETNAMESE, by=None)
    assert IssueEdition.objects.claim(edition.pk)
    build_edition(edition.pk)
    edition.refresh_from_db()
    assert edition.state == State.BUILDING

    IssueEdition.objects.update(lease_until="2020-01-01T00:00Z")
    sweep_issues()

    edition.refresh_from_db()
    assert (edition.state, edition.progress) == (State.READY, 100)
    assert edition.pages >= 4
    assert not edition.is_old


def test_a_failure_is_told_to_staff(issue, staff_client):
    edition = IssueEdition.ask(issue, Form.VIETNAMESE, by=None)
    claimed = IssueEdition.objects.claim(edition.pk)

    def fail(edition, tell):
        raise ValueError("Ảnh số 3 hỏng")

    claimed.build(fail)

    assert "Ảnh số 3 hỏng" in staff_client.get(compose(issue)).text


def test_readers_get_the_pdf_once_the_issue_is_out(client, issue):
    edition = IssueEdition.ask(issue, Form.VIETNAMESE, by=None)
    build_edition(edition.pk)
    url = reverse("bulletin:issue-edition", args=[issue.year, issue.number, "vi"])
    assert client.get(url).status_code == 404

    Issue.objects.filter(pk=issue.pk).update(status="online")
    assert client.get(url).status_code == 404
    put_out(issue)

    response = client.get(url)
    assert b"".join(response.streaming_content).startswith(b"%PDF")
    assert url in client.get(issue.get_absolute_url()).text
    zipped = reverse("bulletin:issue-edition", args=[issue.year, issue.number, "zip"])
    assert client.get(zipped).status_code == 404


def test_a_file_older_than_a_correction_says_so(client, issue):
    edition = IssueEdition.ask(issue, Form.VIETNAMESE, by=None)
    build_edition(edition.pk)
    Issue.objects.filter(pk=issue.pk).update(status="online")
    put_out(issue)

    def is_told() -> bool:
        page = client.get(issue.get_absolute_url())
        (file,) = page.context["editions"]
        assert (page.text.count("rows__note") > before) == file.is_corrected_since
        return file.is_corrected_since

    before = client.get(issue.get_absolute_url()).text.count("rows__note")
    assert not is_told()
    CorrectionFactory(article=issue.articles.first())
    assert is_told()
    IssueEdition.ask(issue, Form.VIETNAMESE, by=None)
    build_edition(edition.pk)
    assert not is_told()


def test_a_picture_that_is_gone_stops_nothing(issue):
    article = issue.in_order()[0]
    article.cover.file.storage.delete(article.cover.file.name)

    assert made(issue, Form.VIETNAMESE).startswith(b"%PDF")


def photograph() -> ContentFile:
    """As large and as lively as a camera's, so that nothing is gained by it."""
    out = io.BytesIO()
    grain = Image.effect_noise((2400, 1600), 60).convert("RGB")
    grain.save(out, "JPEG", quality=85)
    return ContentFile(out.getvalue(), name="anh.jpg")


def test_an_issue_of_24_articles_and_40_pictures_takes_ten_seconds_at_most():
    issue = IssueFactory()
    body = "<p>" + "Một câu dài vừa phải về tình hữu nghị. " * 90 + "</p>"
    content = photograph().read()

    def photo():
        return PhotoFactory(file=ContentFile(content, name="anh.jpg"))

    for number in range(24):
        article = ArticleFactory(
            issue=issue, body_vi=body, cover=photo(), status="approved"
        )
        if number < 16:
            ArticlePhotoFactory(article=article, photo=photo())

    start = time.monotonic()
    made(issue, Form.VIETNAMESE)

    assert time.monotonic() - start <= 10


# --- scans ---


def test_a_scan_gives_its_first_page_and_its_words(client, issue):
    scan = IssueFactory(
        online=True, pdf=ContentFile(made(issue, Form.VIETNAMESE), name="cu.pdf")
    )

    sweep_issues()

    scan.refresh_from_db()
    assert scan.front.width > 500
    assert scan.pages >= 4
    assert scan.front.url in client.get(scan.get_absolute_url()).text
    index.refresh()
    found = client.get(reverse("portal:search"), {"q": "loi toa soan"})
    assert scan.get_absolute_url() in found.text
    assert not Issue.objects.unread_scans().exists()


def test_a_broken_scan_is_tried_once(issue):
    scan = IssueFactory(pdf=ContentFile(b"%PDF-1.4 broken", name="x.pdf"))

    assert read_scan(scan) is False
    assert not Issue.objects.unread_scans().exists()
