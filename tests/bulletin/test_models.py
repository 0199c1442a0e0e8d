"""An article's way to the reader, its two languages, its addresses and its views."""

import unicodedata
from datetime import timedelta

import pghistory.models
import pytest
from django.contrib.admin.models import LogEntry
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.utils import ProgrammingError
from django.utils import timezone
from django.utils.translation import override

from bulletin.models import Article, EnglishState
from federation.lifecycle import MoveRefused
from federation.models import Office, PublishState, Role, TranslationState
from outbox.models import Message
from tests.accounts.factories import UserFactory
from tests.bulletin.factories import ArticleFactory, stale_english, union

pytestmark = pytest.mark.django_db
State = PublishState


def officer(role, language="vi"):
    user = UserFactory(staff=True, language=language)
    Office.objects.create(user=user, organization=union(), role=role)
    return user


def mails() -> set:
    return set(Message.objects.values_list("to", "language", "template"))


# --- sent for review ------------------------------------------------------------


def test_submit_works_and_records_who():
    article, author = ArticleFactory(), UserFactory()

    article.submit(by=author)

    article.refresh_from_db()
    assert article.status == State.IN_REVIEW
    assert article.submitted_by == author
    assert article.submitted_at is not None
    assert LogEntry.objects.get().user == author


def test_submit_tells_the_editors_in_their_language():
    editor, foreign = officer(Role.EDITOR), officer(Role.EDITOR, "en")
    officer(Role.PUBLISHER)

    ArticleFactory(title_vi="Cầu nối").submit(by=UserFactory())

    template = "bulletin/article_submitted"
    assert mails() == {(editor.email, "vi", template), (foreign.email, "en", template)}
    english = Message.objects.get(language="en")
    assert english.subject == "An article waits for review: Cầu nối"


def test_submit_does_nothing_twice():
    officer(Role.EDITOR)
    article = ArticleFactory()
    stale = Article.objects.get(pk=article.pk)
    article.submit(by=UserFactory())

    with pytest.raises(MoveRefused):
        stale.submit(by=UserFactory())

    assert Message.objects.count() == 1


@pytest.mark.parametrize("lack", [{"title_vi": ""}, {"body_vi": "<p>&nbsp;</p>"}])
def test_submit_needs_the_vietnamese(lack):
    article = ArticleFactory(**lack)

    with pytest.raises(MoveRefused):
        article.submit(by=UserFactory())


def test_a_press_item_needs_a_summary_instead_of_a_text():
    press = ArticleFactory(
        kind="press", body_vi="", original_url="https://bao.example/1"
    )

    press.submit(by=UserFactory())

    assert press.status == State.IN_REVIEW


# --- returned, approved -----------------------------------------------------------


@pytest.fixture
def in_review():
    author = UserFactory(language="en")
    article = ArticleFactory()
    article.submit(by=author)
    return article


def test_return_keeps_the_remark_and_tells_the_author(in_review):
    in_review.return_to_author("Thiếu nguồn ảnh", by=UserFactory())

    in_review.refresh_from_db()
    assert in_review.status == State.DRAFT
    assert in_review.remark == "Thiếu nguồn ảnh"
    author = in_review.submitted_by
    assert mails() == {(author.email, "en", "bulletin/article_returned")}
    assert "Thiếu nguồn ảnh" in Message.objects.get().text


def test_return_needs_a_remark(in_review):
    with pytest.raises(MoveRefused):
        in_review.return_to_author("  ", by=UserFactory())


def test_a_second_round_is_a_second_occasion(in_review):
    in_review.return_to_author("Một", by=UserFactory())
    in_review.submit(by=in_review.submitted_by)
    in_review.return_to_author("Hai", by=UserFactory())

    assert Message.objects.count() == 2


def test_approve_tells_the_publishers(in_review):
    publisher = officer(Role.PUBLISHER)

    in_review.approve(by=UserFactory())

    assert in_review.status == State.APPROVED
    assert mails() == {(publisher.email, "vi", "bulletin/article_approved")}


def test_approve_twice_is_refused_and_a_date_is_not_taken_off_by_it(in_review):
    stale = Article.objects.get(pk=in_review.pk)
    in_review.approve(by=UserFactory())
    in_review.publish_at = timezone.now() + timedelta(days=1)
    in_review.schedule(by=UserFactory())

    with pytest.raises(MoveRefused):
        stale.approve(by=UserFactory())

    stale.refresh_from_db()
    assert stale.status == State.SCHEDULED


# --- published, taken down ----------------------------------------------------------


@pytest.fixture
def approved():
    return ArticleFactory(status=State.APPROVED, submitted_by=UserFactory())


def test_publish_appears_at_once_and_tells_the_author(approved):
    approved.publish(by=UserFactory())

    assert Article.objects.published().get() == approved
    author = approved.submitted_by
    assert mails() == {(author.email, "vi", "bulletin/article_published")}


def test_publish_keeps_the_date_of_an_older_text(approved):
    approved.published_at = timezone.now() - timedelta(days=1500)

    approved.publish(by=UserFactory())

    assert (timezone.now() - approved.published_at).days == 1500


def test_publish_refuses_a_time_to_come(approved):
    approved.published_at = timezone.now() + timedelta(days=1)

    with pytest.raises(MoveRefused):
        approved.publish(by=UserFactory())


@pytest.mark.parametrize(
    "status", sorted(set(State) - {State.APPROVED, State.SCHEDULED})
)
def test_publish_is_refused_from_elsewhere(status):
    now = timezone.now()
    article = ArticleFactory(status=status, published_at=now, publish_at=now)

    with pytest.raises(MoveRefused):
        article.publish(by=UserFactory())


def test_publish_twice_tells_once(approved):
    stale = Article.objects.get(pk=approved.pk)
    approved.publish(by=UserFactory())

    with pytest.raises(MoveRefused):
        stale.publish(by=UserFactory())

    assert Message.objects.count() == 1


def test_schedule_needs_a_time_to_come(approved):
    for time in (None, timezone.now() - timedelta(minutes=1)):
        approved.publish_at = time
        with pytest.raises(MoveRefused):
            approved.schedule(by=UserFactory())


def test_unschedule_takes_the_time_off(approved):
    approved.publish_at = timezone.now() + timedelta(days=1)
    approved.schedule(by=UserFactory())

    approved.unschedule(by=UserFactory())

    approved.refresh_from_db()
    assert (approved.status, approved.publish_at) == (State.APPROVED, None)


def test_unpublish_needs_a_reason_hides_and_tells():
    article = ArticleFactory(published=True, submitted_by=UserFactory())
    with pytest.raises(MoveRefused):
        article.unpublish("", by=UserFactory())

    article.unpublish("Sai nguồn", by=UserFactory())

    assert not Article.objects.published().exists()
    assert "Sai nguồn" in Message.objects.get().text


def test_what_was_taken_down_may_be_reopened_or_archived():
    one = ArticleFactory(status=State.UNPUBLISHED)
    two = ArticleFactory(status=State.UNPUBLISHED)

    one.reopen(by=UserFactory())
    two.archive(by=UserFactory())

    assert (one.status, two.status) == (State.DRAFT, State.ARCHIVED)
    with pytest.raises(MoveRefused):
        two.reopen(by=UserFactory())


# --- two languages --------------------------------------------------------------------


def test_english_exists_only_when_its_text_is_published():
    article = ArticleFactory(published=True, title_en="Bridge", body_en="<p>x</p>")
    with override("en"):
        assert not Article.objects.published().readable().exists()

    article.review_english(by=UserFactory())
    article.publish_english(by=UserFactory())

    assert article.languages == ["vi", "en"]
    with override("en"):
        assert Article.objects.published().readable().get() == article


def test_english_that_was_emptied_is_gone():
    article = ArticleFactory(published=True, english=True)
    Article.objects.filter(pk=article.pk).update(body_en="")
    article.refresh_from_db()

    assert article.languages == ["vi"]
    with override("en"):
        assert not Article.objects.readable().exists()


@pytest.mark.parametrize("lack", [{"title_en": ""}, {"body_en": ""}])
def test_english_without_a_text_is_refused(lack):
    article = ArticleFactory(english=True, en_state=EnglishState.NONE, **lack)

    with pytest.raises(MoveRefused):
        article.review_english(by=UserFactory())


def test_english_moves_along_its_table_and_once():
    article = ArticleFactory(english=True, en_state=EnglishState.REVIEWED)
    stale = Article.objects.get(pk=article.pk)
    article.publish_english(by=UserFactory())

    with pytest.raises(MoveRefused):
        stale.publish_english(by=UserFactory())
    article.withdraw_english(by=UserFactory())
    assert article.en_state == EnglishState.NONE


def test_english_is_stale_when_the_vietnamese_changed():
    article = ArticleFactory(published=True, english=True)
    article.note_english()
    assert not stale_english()

    article.body_vi = "<p>Thân bài mới.</p>"
    article.save()
    TranslationState.objects.survey()
    assert stale_english() == [article.pk]

    article.note_english()
    assert not stale_english()


# --- addresses, views, history, bad input ------------------------------------------


def test_views_are_imported_plus_counted_and_never_decrease():
    article = ArticleFactory(imported_views=902, counted_views=8)
    assert article.views == 910

    with pytest.raises(ProgrammingError), transaction.atomic():
        Article.objects.filter(pk=article.pk).update(counted_views=7)
    Article.objects.filter(pk=article.pk).update(imported_views=900, counted_views=10)


def test_views_leave_no_history_and_texts_do():
    article = ArticleFactory()
    Article.objects.filter(pk=article.pk).update(counted_views=5)
    events = pghistory.models.Events.objects.tracks(article)
    assert events.count() == 1

    Article.objects.filter(pk=article.pk).update(title_vi="Khác")

    assert events.count() == 2


def test_text_is_stored_composed_and_clean_whoever_writes_it():
    decomposed = unicodedata.normalize("NFD", "Hữu nghị 🎉")
    article = ArticleFactory(title_vi=decomposed, lead_vi=decomposed)
    Article.objects.filter(pk=article.pk).update(
        body_vi=f"<p onclick=x>{decomposed}</p><script>alert(1)</script>"
    )

    article.refresh_from_db()

    assert article.title_vi == article.lead_vi == "Hữu nghị 🎉"
    assert article.body_vi == "<p>Hữu nghị 🎉</p>"


def test_a_title_of_ten_thousand_characters_is_a_field_error():
    article = ArticleFactory.build(title_vi="a" * 10_000, section=None)

    with pytest.raises(ValidationError) as refused:
        article.clean_fields(exclude=["section"])

    assert "title_vi" in refused.value.error_dict


def test_search_takes_words_without_marks():
    article = ArticleFactory(title_vi="Đêm nhạc Liszt giữa phố cổ")
    ArticleFactory(title_vi="Khác")

    assert Article.objects.matching("dem LISZT").get() == article


def test_reading_time_counts_words():
    article = ArticleFactory(body_vi=f"<p>{'chữ ' * 650}</p>", lead_vi="")

    assert (article.minutes, ArticleFactory(body_vi="").minutes) == (3, 1)
