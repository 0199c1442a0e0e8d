"""What readers get of an issue's files: released texts, pictures they may see."""

import io
import zipfile

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils.translation import gettext

from bulletin.documents import make_edition
from bulletin.documents.texts import Press
from bulletin.models import Article, Issue, IssueEdition
from bulletin.tasks import build_edition, sweep_issues
from federation.models import Photo
from tests.accounts.factories import UserFactory
from tests.bulletin.factories import (
    ArticleFactory,
    PhotoFactory,
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


@pytest.mark.parametrize("status", ["draft", "in_review", "unpublished", "archived"])
@pytest.mark.parametrize("form", Form.values)
def test_an_unreleased_text_is_in_no_file(issue, status, form):
    secret = ArticleFactory(
        issue=issue, status=status, title_vi="Chưa duyệt", body_vi="<p>Bí mật.</p>"
    )
    Article.objects.filter(pk=secret.pk).update(
        title_en="Secret", body_en="<p>Hush.</p>", en_state="published"
    )

    content = made(issue, form)

    if form == Form.PRINTER:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            assert not [name for name in package.namelist() if "chua-duyet" in name]
            content = package.read(f"{issue.year}-{issue.number}-vi.pdf")
    text = words(content)
    assert "Bí mật" not in text
    assert "Hush" not in text


def test_staff_see_which_texts_no_file_prints(issue, staff_client):
    url = reverse("admin:bulletin_issue_compose", args=[issue.pk])
    words = gettext("not approved: no file prints it")
    assert words not in staff_client.get(url).text

    issue.articles.update(status="draft")

    assert staff_client.get(url).text.count(words) == 2


@pytest.mark.parametrize("state", ["none", "translating"])
@pytest.mark.parametrize("form", [Form.ENGLISH, Form.PARALLEL, Form.PRINTER])
def test_english_nobody_has_read_is_in_no_file(issue, state, form):
    issue.articles.update(en_state=state)

    content = made(issue, form)

    if form == Form.PRINTER:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            assert "02-bai-1.en.txt" not in package.namelist()
            content = package.read(f"{issue.year}-{issue.number}-en.pdf")
    assert "Text." not in words(content)


def built(issue, form=Form.VIETNAMESE) -> IssueEdition:
    edition = IssueEdition.ask(issue, form, by=None)
    build_edition(edition.pk)
    edition.refresh_from_db()
    return edition


@pytest.mark.parametrize("form", [Form.ENGLISH, Form.PARALLEL])
def test_readers_wait_for_english_that_is_only_reviewed(issue, form):
    edition = built(issue, form)
    put_out(issue)
    assert edition in IssueEdition.objects.for_readers()

    issue.articles.filter(en_state="published").update(en_state="reviewed")

    assert edition not in IssueEdition.objects.for_readers()


def test_a_text_taken_down_takes_the_file_with_it(
    issue, django_capture_on_commit_callbacks
):
    edition = built(issue)
    put_out(issue)
    name, storage = edition.file.name, edition.file.storage
    article = issue.in_order()[0]

    with django_capture_on_commit_callbacks(execute=True):
        article.unpublish("Sai sự thật", by=UserFactory())

    edition.refresh_from_db()
    assert (edition.state, edition.file.name) == (State.WAITING, "")
    assert not storage.exists(name)
    assert not IssueEdition.objects.for_readers().exists()
    sweep_issues()
    fresh = IssueEdition.objects.for_readers().get()
    with fresh.file.open() as file:
        assert "Bài 0" not in words(file.read())


def test_english_taken_down_takes_the_file_with_it(issue):
    edition = built(issue, Form.ENGLISH)
    put_out(issue)

    issue.in_order()[1].withdraw_english(by=UserFactory())

    edition.refresh_from_db()
    assert edition.file.name == ""


def test_to_begin_a_translation_takes_no_file(issue):
    edition = built(issue)
    put_out(issue)

    issue.in_order()[0].start_english(by=UserFactory())

    assert edition in IssueEdition.objects.for_readers()


def test_what_is_taken_down_while_a_file_is_made_is_not_kept(issue):
    put_out(issue)
    edition = IssueEdition.ask(issue, Form.VIETNAMESE, by=None)
    claimed = IssueEdition.objects.claim(edition.pk)
    issue.in_order()[0].unpublish("Sai sự thật", by=UserFactory())

    claimed.build(make_edition)

    edition.refresh_from_db()
    assert (edition.state, edition.file.name) == (State.WAITING, "")


def test_a_photograph_somebody_no_longer_wants_shown_leaves_the_files(issue):
    edition = built(issue)
    put_out(issue)
    photo = issue.in_order()[0].cover
    assert photo.file.name in edition.pictures

    Photo.objects.filter(pk=photo.pk).update(is_withheld=True)
    sweep_issues()

    edition.refresh_from_db()
    assert edition.state == State.READY
    assert photo.file.name not in edition.pictures
    assert edition in IssueEdition.objects.for_readers()


@pytest.mark.parametrize(
    "name",
    ["private/dossiers/a.jpg", "public/../private/dossiers/a.jpg", "/etc/hostname"],
)
def test_only_pictures_readers_may_see_are_printed(tmp_path, name):
    default_storage.save("private/dossiers/a.jpg", picture())

    assert Press(tmp_path).keep(name) == ""


def test_a_picture_in_a_text_that_is_withheld_is_not_printed(tmp_path):
    photo = PhotoFactory()
    press = Press(tmp_path)
    assert press.inline({"src": photo.file.url})

    Photo.objects.filter(pk=photo.pk).update(is_withheld=True)

    assert Press(tmp_path).inline({"src": photo.file.url}) == {}


# --- old files, files that fail ---


@pytest.mark.parametrize("change", ["drop", "arrange", "lead", "status"])
def test_a_file_is_old_when_anything_it_is_made_of_changed(issue, change):
    edition = built(issue)
    first, second = issue.in_order()

    match change:
        case "drop":
            issue.drop(first.pk)
        case "arrange":
            issue.arrange([second.pk, first.pk])
        case "lead":
            Issue.objects.filter(pk=issue.pk).update(lead_vi="Khác")
        case "status":
            Article.objects.filter(pk=first.pk).update(status="archived")

    assert IssueEdition.objects.get(pk=edition.pk).is_old


def test_a_change_while_the_file_is_made_makes_it_old(issue):
    edition = IssueEdition.ask(issue, Form.VIETNAMESE, by=None)
    claimed = IssueEdition.objects.claim(edition.pk)

    def make(edition, tell):
        found = make_edition(edition, tell)
        Issue.objects.filter(pk=issue.pk).update(lead_vi="Vừa sửa")
        return found

    claimed.build(make)

    assert IssueEdition.objects.get(pk=edition.pk).is_old


def test_readers_keep_the_file_while_it_is_made_anew(issue):
    edition = built(issue)
    put_out(issue)

    IssueEdition.ask(issue, Form.VIETNAMESE, by=None)

    assert edition in IssueEdition.objects.for_readers()


def test_a_file_that_kills_its_worker_is_given_up(issue):
    edition = IssueEdition.ask(issue, Form.VIETNAMESE, by=None)
    for _worker in range(IssueEdition.MOST):
        assert IssueEdition.objects.claim(edition.pk)
        IssueEdition.objects.update(lease_until="2020-01-01T00:00Z")

    assert IssueEdition.objects.claim(edition.pk) is None
    sweep_issues()

    edition.refresh_from_db()
    assert edition.state == State.FAILED
    assert edition.note
    IssueEdition.ask(issue, Form.VIETNAMESE, by=None)
    assert IssueEdition.objects.claim(edition.pk)
