"""What readers see, and what is to go out at its hour, is changed by whose it is."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from bulletin.models import Article, Delivery, EnglishState, Issue, Mailing
from bulletin.tasks import send_mailings
from federation.lifecycle import MoveRefused
from federation.models import PublishState, TranslationState
from tests.accounts.factories import UserFactory
from tests.bulletin.factories import (
    ArticleFactory,
    ArticlePhotoFactory,
    IssueFactory,
    LicenseFactory,
    mailing,
    picture,
    reader,
    stale_english,
)
from tests.bulletin.test_admin import change, form, staff

pytestmark = pytest.mark.django_db
REASONS = {"reason": "Sửa", "reason_en": "Corrected"}


# --- published articles -----------------------------------------------------------


def state(article) -> dict:
    names = ("title_vi", "title_en", "authors", "source", "cover_id", "section_id")
    now = Article.objects.get(pk=article.pk)
    return {name: getattr(now, name) for name in names}


@pytest.mark.parametrize(
    ("verbs", "english", "changed"),
    [
        (("submit",), EnglishState.NONE, set()),
        (("submit",), EnglishState.PUBLISHED, set()),
        (("review",), EnglishState.PUBLISHED, set()),
        (("translate",), EnglishState.TRANSLATING, {"title_en"}),
        (("translate",), EnglishState.PUBLISHED, set()),
        (("publish",), EnglishState.PUBLISHED, {"title_vi", "title_en", "authors"}),
    ],
)
def test_of_a_published_article_only_what_nobody_reads_yet(
    as_user, verbs, english, changed
):
    article = ArticleFactory(published=True, english=True, en_state=english)
    before = state(article)
    typed = {"title_vi": "Khác", "title_en": "Other", "authors": "Ai đó"}
    photo = {"new_photo": picture(), "new_photo_alt_vi": "x", "new_photo_credit": "y"}
    if changed != {"title_vi", "title_en", "authors"}:
        typed |= photo

    as_user(staff(*verbs)).post(
        change(article), form(article, **typed, **REASONS, body_en="<p>x</p>")
    )

    after = state(article)
    assert {name for name in before if before[name] != after[name]} == changed


def test_pictures_and_files_of_a_published_article_rest_with_it(as_user):
    article = ArticlePhotoFactory(article=ArticleFactory(published=True)).article
    user = staff("submit")
    codes = [
        f"{verb}_article{kind}"
        for verb in ("add", "change", "delete", "view")
        for kind in ("photo", "file")
    ]
    user.user_permissions.add(*Permission.objects.filter(codename__in=codes))

    page = as_user(user).get(change(article))

    sets = page.context["inline_admin_formsets"]
    gallery = {row.formset.prefix: row for row in sets}["gallery"]
    assert not gallery.has_add_permission
    assert not gallery.has_change_permission
    assert not gallery.has_delete_permission


def test_a_comma_in_one_english_field_says_nothing_of_the_others(staff_client):
    article = ArticleFactory(published=True, english=True)
    article.note_english()
    Article.objects.filter(pk=article.pk).update(body_vi="<p>Thân bài mới.</p>")
    article.refresh_from_db()
    TranslationState.objects.survey()
    assert stale_english() == [article.pk]

    typed = {name: getattr(article, name) for name in ("lead_vi", "lead_en", "body_en")}
    typed |= {"title_en": "Other, title", **REASONS}
    staff_client.post(change(article), form(article, **typed))

    article.refresh_from_db()
    assert article.title_en == "Other, title"
    assert stale_english() == [article.pk]
    TranslationState.objects.survey()
    assert stale_english() == [article.pk]


# --- at its hour ------------------------------------------------------------------


def test_an_article_taken_off_the_schedule_does_not_appear():
    hour = timezone.now() - timedelta(minutes=1)
    article = ArticleFactory(status=PublishState.SCHEDULED, publish_at=hour)
    [due] = Article.objects.due()
    article.unschedule(by=UserFactory())

    with pytest.raises(MoveRefused):
        due.publish_due()

    assert Article.objects.get(pk=article.pk).status == PublishState.APPROVED


def test_an_article_put_off_does_not_appear():
    hour = timezone.now() - timedelta(minutes=1)
    article = ArticleFactory(status=PublishState.SCHEDULED, publish_at=hour)
    [due] = Article.objects.due()
    later = timezone.now() + timedelta(days=7)
    Article.objects.filter(pk=article.pk).update(publish_at=later)

    with pytest.raises(MoveRefused):
        due.publish_due()


@pytest.fixture
def due_mailing():
    reader()
    return mailing(
        status=Mailing.Status.SCHEDULED,
        send_at=timezone.now() - timedelta(minutes=1),
    )


def test_a_newsletter_put_off_since_the_sweep_looked_goes_to_nobody(due_mailing):
    later = timezone.now() + timedelta(days=7)
    Mailing.objects.filter(pk=due_mailing.pk).update(send_at=later)

    due_mailing.send_due()

    assert not Delivery.objects.exists()
    assert Mailing.objects.get().status == Mailing.Status.SCHEDULED


def test_a_due_newsletter_goes_out_once(due_mailing):
    send_mailings()
    due_mailing.send_due()
    send_mailings()

    assert Delivery.objects.count() == 1


def mailing_form(row, **changes) -> dict:
    moment = timezone.localtime(row.send_at)
    return {
        "subject_vi": row.subject_vi,
        "per_minute": "600",
        "send_at_0": f"{moment:%d/%m/%Y}",
        "send_at_1": f"{moment:%H:%M:%S}",
    } | changes


@pytest.mark.parametrize(("verbs", "may"), [((), False), (("send_mailing",), True)])
def test_a_scheduled_newsletter_is_the_senders(as_user, verbs, may):
    row = mailing(
        status=Mailing.Status.SCHEDULED, send_at=timezone.now() + timedelta(days=3)
    )
    user = UserFactory(staff=True)
    names = ["view_mailing", "change_mailing", *verbs]
    user.user_permissions.set(Permission.objects.filter(codename__in=names))
    url = reverse("admin:bulletin_mailing_change", args=[row.pk])

    as_user(user).post(url, mailing_form(row, subject_vi="Khác"))

    assert (Mailing.objects.get().subject_vi == "Khác") is may


def test_a_scheduled_newsletter_keeps_its_hour(staff_client):
    row = mailing(
        status=Mailing.Status.SCHEDULED, send_at=timezone.now() + timedelta(days=3)
    )
    url = reverse("admin:bulletin_mailing_change", args=[row.pk])

    page = staff_client.post(url, mailing_form(row, send_at_0="", send_at_1=""))

    assert "send_at" in page.context["adminform"].form.errors
    assert Mailing.objects.get().send_at == row.send_at


def test_the_day_of_printing_is_not_written_anew(staff_client):
    license = LicenseFactory()
    issue = IssueFactory(
        publication=license.publication,
        license=license,
        status=Issue.Status.PRINTED,
        printed_on=license.issued_on,
    )
    url = reverse("admin:bulletin_issue_change", args=[issue.pk])

    page = staff_client.get(url)

    fields = set(page.context["adminform"].form.fields)
    assert not fields & {"printed_on", "license", "pages", "copies"}


def test_the_file_of_an_issue_has_no_english_address_before_it_has_english(client):
    issue = IssueFactory(online=True, lead_vi="Số này", pdf="issues/so.pdf")
    with override("en"):
        english = reverse("bulletin:issue-pdf", args=[issue.year, issue.number])

    assert client.get(english).status_code == 404
