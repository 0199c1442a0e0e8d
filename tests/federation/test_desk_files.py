"""Private documents are handed out at the desk to whoever may change their row."""

import pytest
from django.contrib.auth.models import Permission
from django.core.files.base import ContentFile
from django.urls import reverse

from accounts.models import User
from tests.accounts.factories import UserFactory
from tests.bulletin.factories import ArticleFactory
from tests.events.factories import EventFactory
from tests.federation.factories import DocumentFactory, PersonFactory
from tests.federation.test_breaches import breach
from tests.federation.test_privacy import answer
from tests.federation.test_uploads import pdf

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("limits", "media")]
PAPER = pdf()


@pytest.fixture
def media(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path


# Each row and its file; the last two are seen at the desk of another row.
ROWS = {
    "consent": (lambda: answer(PersonFactory()), "evidence"),
    "breach": (breach, "record"),
    "document": (lambda: DocumentFactory(access="internal"), "file"),
    "article": (lambda: ArticleFactory().attachments.create(title_vi="x"), "file"),
    "event": (lambda: EventFactory().papers.create(title_vi="x"), "file"),
}


@pytest.fixture(params=ROWS)
def file(request):
    make, field = ROWS[request.param]
    row = make()
    getattr(row, field).save("tờ trình.pdf", ContentFile(PAPER))
    return getattr(row, field)


def test_who_may_change_the_row_gets_its_file(staff_client, file):
    given = staff_client.get(file.url)

    assert given.getvalue() == PAPER
    assert "no-store" in given["Cache-Control"]
    kind = file.instance._meta.model_name
    assert f'filename="{kind}-{file.instance.pk}.pdf"' in given["Content-Disposition"]


def test_for_everybody_else_there_is_none(as_user, client, file):
    assert as_user(UserFactory(staff=True)).get(file.url).status_code == 404
    assert as_user(UserFactory()).get(file.url).status_code in {302, 403, 404}
    assert client.get(file.url).status_code == 302


def test_the_form_of_the_row_leads_there(staff_client):
    consent = answer(PersonFactory())
    consent.evidence.save("phiếu.pdf", ContentFile(PAPER))
    path = reverse("admin:federation_consent_change", args=[consent.pk])

    assert consent.evidence.url in staff_client.get(path).text


def test_a_part_is_seen_with_the_rights_of_both(as_user):
    part = ArticleFactory().attachments.create(title_vi="x")
    part.file.save("tệp.pdf", ContentFile(PAPER))
    user = UserFactory(staff=True)
    answers = []

    for codename in ("view_article", "change_article", "change_articlefile"):
        user.user_permissions.add(Permission.objects.get(codename=codename))
        user = User.objects.get(pk=user.pk)
        answers.append(as_user(user).get(part.file.url).getvalue() == PAPER)

    assert answers == [False, False, True]


def test_to_see_that_there_is_a_document_is_not_to_read_it(as_user):
    user, document = UserFactory(staff=True), DocumentFactory(access="internal")
    document.file.save("mật.pdf", ContentFile(PAPER))
    user.user_permissions.add(Permission.objects.get(codename="view_document"))
    client = as_user(user)

    row = reverse("admin:federation_document_change", args=[document.pk])

    assert client.get(row).status_code == 200
    assert client.get(document.file.url).status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        *("federation.consent/99/evidence", "federation.person/1/portrait"),
        *("federation.consent/1/note", "no.thing/1/file", "nothing/1/file"),
        *("accounts.user/1/password", "federation.consent/1/_state"),
    ],
)
def test_nothing_else_is_given(staff_client, path):
    answer(PersonFactory())

    assert staff_client.get(f"/admin/tep/{path}/").status_code == 404
