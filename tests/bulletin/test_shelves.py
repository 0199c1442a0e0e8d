"""Shelves: one counted query each, nothing unpublished, nothing in another language."""

from datetime import timedelta

import pytest
from django.template import Context, Template
from django.utils import timezone
from django.utils.translation import override

from bulletin.models import Mailing
from tests.bulletin.factories import ArticleFactory, LicenseFactory, SectionFactory

pytestmark = pytest.mark.django_db


def show(tag, **context):
    return Template("{% load bulletin %}{% " + tag + " %}").render(Context(context))


@pytest.mark.parametrize("count", [1, 3])
def test_latest_articles(count, django_assert_num_queries):
    articles = ArticleFactory.create_batch(count, published=True)
    draft = ArticleFactory()

    with django_assert_num_queries(1):
        text = show("latest_articles limit=4")

    assert all(article.title_vi in text for article in articles)
    assert draft.title_vi not in text


def test_latest_articles_in_english_are_english():
    ArticleFactory(published=True, title_vi="Chỉ tiếng Việt")
    ArticleFactory(published=True, english=True, title_en="In English")

    with override("en"):
        text = show("latest_articles")

    assert "In\u00a0English" in text
    assert "Chỉ tiếng Việt" not in text


@pytest.mark.parametrize("count", [1, 3])
def test_the_newsroom_says_what_waits(count, django_assert_num_queries):
    soon = timezone.now() + timedelta(days=1)
    section = SectionFactory()
    waiting = [
        ArticleFactory(status=status, publish_at=soon, section=section)
        for status in ("in_review", "approved", "scheduled")
        for _time in range(count)
    ]
    draft = ArticleFactory(title_vi="Còn viết")
    LicenseFactory(valid_to=timezone.localdate() + timedelta(days=20), number="7/GP")
    LicenseFactory(valid_to=timezone.localdate() + timedelta(days=200), number="8/GP")
    Mailing.objects.create(subject_vi="Tin đang dừng", status="paused")

    with django_assert_num_queries(5):
        text = show("newsroom")

    assert all(article.title_vi in text for article in waiting)
    assert "7/GP" in text
    assert "8/GP" not in text
    assert "Tin đang dừng" in text
    assert draft.title_vi not in text


def test_an_idle_newsroom_says_so():
    assert "board__note" in show("newsroom")
