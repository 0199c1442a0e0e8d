"""The newsroom's desk: who may do what, what a form may not undo, what is refused."""

import struct
import zlib

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from bulletin.admin.articles import ArticleAdmin
from bulletin.models import Article
from federation.models import Photo, PublishState
from tests.accounts.factories import UserFactory
from tests.bulletin.factories import (
    ArticleFactory,
    IssueFactory,
    LicenseFactory,
    SectionFactory,
    picture,
    stale_english,
)

pytestmark = pytest.mark.django_db
LIST = "/admin/bulletin/article/"
BUTTONS = {
    button.transition: f"bulletin_article_press_{number}_{button.transition}"
    for number, button in enumerate(ArticleAdmin.buttons)
}


def staff(*verbs):
    user = UserFactory(staff=True)
    names = [f"{verb}_article" for verb in ("view", "change", *verbs)]
    user.user_permissions.set(Permission.objects.filter(codename__in=names))
    return user


def form(article=None, **changes):
    data = {
        "kind": "article",
        "section": article.section_id if article else SectionFactory().pk,
        "slug": article.slug if article else "",
        "title_vi": article.title_vi if article else "Bài mới",
        "body_vi": article.body_vi if article else "<p>Thân bài.</p>",
        "imported_views": "0",
        "cover_focus": "c",
    }
    if article and article.published_at:
        moment = timezone.localtime(article.published_at)
        data["published_at_0"] = f"{moment:%d/%m/%Y}"
        data["published_at_1"] = f"{moment:%H:%M:%S}"
    for prefix in ("gallery", "attachments", "corrections"):
        data |= {f"{prefix}-TOTAL_FORMS": "0", f"{prefix}-INITIAL_FORMS": "0"}
    return data | changes


def change(article):
    return reverse("admin:bulletin_article_change", args=[article.pk])


def errors(response) -> set:
    return set(response.context["adminform"].form.errors)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same(staff_client, count, django_assert_max_num_queries):
    ArticleFactory.create_batch(count, published=True)
    staff_client.get(LIST)

    with django_assert_max_num_queries(16):
        response = staff_client.get(LIST)

    assert response.context["cl"].result_count == count


def test_the_list_is_searched_without_marks(staff_client):
    ArticleFactory(title_vi="Đêm nhạc giữa phố cổ")
    ArticleFactory(title_vi="Khác")

    assert staff_client.get(LIST, {"q": "dem nhac"}).context["cl"].result_count == 1


@pytest.mark.parametrize(
    "name", ["issue", "section", "publication", "publicationlicense"]
)
def test_every_list_opens_and_searches(staff_client, name):
    IssueFactory(license=LicenseFactory())

    assert staff_client.get(f"/admin/bulletin/{name}/?q=huu").status_code == 200


def test_a_new_article_gets_its_address_from_its_title(staff_client):
    ArticleFactory(slug="dem-nhac")

    staff_client.post(f"{LIST}add/", form(title_vi="Đêm nhạc"))

    assert Article.objects.get(title_vi="Đêm nhạc").slug == "dem-nhac-2"


def test_a_photograph_is_uploaded_with_its_words(staff_client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    file = SimpleUploadedFile("a.jpg", picture().read(), "image/jpeg")

    refused = staff_client.post(f"{LIST}add/", form(new_photo=file))
    assert errors(refused) == {"new_photo_alt_vi", "new_photo_credit"}

    file.seek(0)
    words = {"new_photo_alt_vi": "Cầu", "new_photo_credit": "Quang Thái"}
    staff_client.post(f"{LIST}add/", form(new_photo=file, **words))
    assert Article.objects.get().cover == Photo.objects.get()


def huge_png() -> bytes:
    """A header that claims 50,000 × 50,000 pixels."""
    head = struct.pack(">IIBBBBB", 50_000, 50_000, 8, 2, 0, 0, 0)
    chunk = b"IHDR" + head
    crc = struct.pack(">I", zlib.crc32(chunk))
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + chunk + crc


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("huge.png", huge_png()),
        ("x.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
        ("x.jpg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
    ],
)
def test_hostile_pictures_are_a_field_error(staff_client, name, content):
    file = SimpleUploadedFile(name, content, "image/png")

    response = staff_client.post(f"{LIST}add/", form(new_photo=file))

    assert "new_photo" in errors(response)
    assert not Article.objects.exists()


def test_bad_text_is_refused_or_made_harmless(staff_client):
    too_long = staff_client.post(f"{LIST}add/", form(title_vi="a" * 10_000))
    assert "title_vi" in errors(too_long)

    nasty = "<script>alert(1)</script>"
    staff_client.post(
        f"{LIST}add/", form(title_vi="Emoji 🎉", body_vi=f"<p>x</p>{nasty}")
    )

    article = Article.objects.get()
    assert (article.title_vi, article.body_vi) == ("Emoji 🎉", "<p>x</p>")


def test_a_press_item_keeps_no_foreign_text(staff_client):
    response = staff_client.post(f"{LIST}add/", form(kind="press", lead_vi="Tóm tắt"))

    assert "body_vi" in errors(response)


@pytest.mark.parametrize(
    ("verbs", "status", "move", "result"),
    [
        ((), "draft", "submit", "draft"),
        (("translate",), "draft", "submit", "draft"),
        (("submit",), "draft", "submit", "in_review"),
        (("submit",), "in_review", "approve", "in_review"),
        ((), "in_review", "approve", "in_review"),
        (("review",), "in_review", "approve", "approved"),
        (("review",), "approved", "publish", "approved"),
        (("publish",), "approved", "publish", "published"),
        (("publish",), "draft", "publish", "draft"),
    ],
)
def test_buttons_move_for_whom_they_are_meant(as_user, verbs, status, move, result):
    article = ArticleFactory(status=status)

    as_user(staff(*verbs)).post(change(article), form(article, **{BUTTONS[move]: "1"}))

    article.refresh_from_db()
    assert article.status == result


def test_a_forged_status_changes_nothing(staff_client):
    article = ArticleFactory()

    staff_client.post(
        change(article),
        form(article, status="published", en_state="published", counted_views="9"),
    )

    article.refresh_from_db()
    assert (article.status, article.en_state) == ("draft", "none")
    assert article.counted_views == 0


def test_return_carries_the_remark(as_user):
    article = ArticleFactory(status="in_review", submitted_by=UserFactory())
    pressed = {BUTTONS["return_to_author"]: "1", "reason": "Thiếu nguồn"}

    as_user(staff("review")).post(change(article), form(article, **pressed))

    article.refresh_from_db()
    assert (article.status, article.remark) == ("draft", "Thiếu nguồn")


def test_what_readers_see_is_not_changed_without_a_reason(staff_client):
    article = ArticleFactory(published=True)

    refused = staff_client.post(change(article), form(article, title_vi="Khác"))
    assert errors(refused) == {"reason"}
    staff_client.post(change(article), form(article, title_vi="Khác", reason="Sai tên"))

    article.refresh_from_db()
    assert article.title_vi == "Khác"
    assert article.status == PublishState.PUBLISHED
    assert [row.note_vi for row in article.corrections.all()] == ["Sai tên"]


def test_a_slip_of_the_pen_leaves_no_note_for_readers(staff_client):
    article = ArticleFactory(published=True)

    staff_client.post(
        change(article),
        form(article, title_vi="Khác", reason="Dấu phẩy", is_slip="on"),
    )

    article.refresh_from_db()
    assert article.title_vi == "Khác"
    assert not article.corrections.exists()


def test_a_correction_of_the_english_is_told_to_its_readers(staff_client):
    article = ArticleFactory(published=True, english=True)
    kept = ("title_en", "lead_en", "body_en", "lead_vi", "authors", "photographers")
    english = {name: getattr(article, name) or "" for name in kept}
    typed = form(article, **english | {"title_en": "Another title"})

    refused = staff_client.post(change(article), typed)
    assert errors(refused) == {"reason", "reason_en"}
    typed |= {"reason": "Dịch sai", "reason_en": "The title was mistranslated."}
    staff_client.post(change(article), typed)

    note = article.corrections.get()
    assert (note.note_vi or "", note.note_en) == ("", "The title was mistranslated.")
    article.refresh_from_db()
    assert "mistranslated" in staff_client.get(f"/en{article_path(article)}").text


def article_path(article) -> str:
    with override("en"):
        return article.get_absolute_url().removeprefix("/en")


def test_a_correction_is_noted_in_both_languages(staff_client):
    article = ArticleFactory(published=True, english=True)
    kept = ("title_en", "lead_en", "body_en", "lead_vi", "authors", "photographers")
    english = {name: getattr(article, name) or "" for name in kept}
    reasons = {"reason": "Sai tên tác giả", "reason_en": "The author's name."}

    staff_client.post(change(article), form(article, **english | {"authors": "An"}))
    assert not article.corrections.exists()
    typed = form(article, **english | reasons | {"authors": "An"})
    staff_client.post(change(article), typed)

    note = article.corrections.get()
    assert {"reason": note.note_vi, "reason_en": note.note_en} == reasons


# --- two people at one text ---------------------------------------------------------


def seen(staff_client, article) -> str:
    response = staff_client.get(change(article))
    return response.context["adminform"].form.initial["seen"]


def test_what_both_changed_is_refused_once_with_both_texts(staff_client):
    article = ArticleFactory(title_vi="Một")
    shown = seen(staff_client, article)
    Article.objects.filter(pk=article.pk).update(title_vi="Hai")

    refused = staff_client.post(
        change(article), form(article, title_vi="Ba", seen=shown)
    )
    article.refresh_from_db()
    assert article.title_vi == "Hai"
    assert "“Hai”" in refused.text
    assert 'value="Ba"' in refused.text

    again = refused.context["adminform"].form.data["seen"]
    staff_client.post(change(article), form(article, title_vi="Ba", seen=again))
    article.refresh_from_db()
    assert article.title_vi == "Ba"


def test_what_only_the_other_changed_is_kept(staff_client):
    article = ArticleFactory(title_vi="Một", lead_vi="Dẫn")
    shown = seen(staff_client, article)
    Article.objects.filter(pk=article.pk).update(lead_vi="Dẫn mới", body_vi="<p>M</p>")

    staff_client.post(
        change(article), form(article, title_vi="Ba", lead_vi="Dẫn", seen=shown)
    )

    article.refresh_from_db()
    assert (article.title_vi, article.lead_vi) == ("Ba", "Dẫn mới")
    assert article.body_vi == "<p>M</p>"


def test_quotation_marks_are_printed_ones_and_glued_words_are_told(staff_client):
    article = ArticleFactory()

    response = staff_client.post(
        change(article),
        form(
            article,
            title_vi='Nói "xin chào"',
            body_vi='<p>Thực hiệnChỉ thị "mới"</p>',
        ),
        follow=True,
    )

    article.refresh_from_db()
    assert article.title_vi == "Nói “xin chào”"
    assert article.body_vi == "<p>Thực hiệnChỉ thị “mới”</p>"
    assert "hiệnChỉ" in " ".join(str(m) for m in response.context["messages"])


def test_after_approval_the_vietnamese_is_the_publishers(as_user):
    article = ArticleFactory(published=True)

    as_user(staff("translate")).post(
        change(article), form(article, title_vi="Khác", title_en="Other", body_en="x")
    )

    article.refresh_from_db()
    assert article.title_vi != "Khác"
    assert article.title_en == "Other"
    assert not stale_english()


@pytest.mark.parametrize(
    ("verbs", "status", "may"),
    [
        (("translate",), "draft", False),
        (("submit",), "draft", True),
        (("submit",), "in_review", False),
        (("review",), "in_review", True),
        (("review",), "published", False),
    ],
)
def test_the_vietnamese_is_whose_turn_it_is(as_user, verbs, status, may):
    article = ArticleFactory(status=status, published_at=timezone.now())

    as_user(staff(*verbs)).post(change(article), form(article, title_vi="Khác"))

    article.refresh_from_db()
    assert (article.title_vi == "Khác") is may


def test_no_button_moves_anything_by_get(staff_client):
    article = ArticleFactory()

    staff_client.get(change(article), {BUTTONS["submit"]: "1"})

    article.refresh_from_db()
    assert article.status == "draft"


def test_whoever_only_reads_an_article_sees_it_without_places_to_type(as_user):
    reader = UserFactory(staff=True)
    right = Permission.objects.get(codename="view_article")
    reader.user_permissions.add(right)
    article = ArticleFactory(published=True)

    page = as_user(reader).get(
        reverse("admin:bulletin_article_change", args=[article.pk])
    )

    assert page.status_code == 200
    assert article.title_vi in page.text
    assert "new_photo" not in page.text
