"""Shelves: one counted query each, nothing unpublished, nothing in another language."""

import pytest
from django.template import Context, Template
from django.utils.translation import override

from federation.models import TranslationState
from tests.bulletin.factories import ArticleFactory, SectionFactory

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
def test_stale_english_names_missing_and_old(count, django_assert_num_queries):
    section = SectionFactory()
    missing = ArticleFactory.create_batch(count, published=True, section=section)
    old = ArticleFactory.create_batch(
        count, published=True, english=True, section=section
    )
    for article in old:
        article.note_english()
        article.title_vi += " sửa"
        article.save()
    fresh = ArticleFactory(published=True, english=True, title_vi="Còn đúng")
    fresh.note_english()
    TranslationState.objects.survey()

    with django_assert_num_queries(2):
        text = show("stale_english")

    assert all(article.title_vi in text for article in [*missing, *old])
    assert "Còn đúng" not in text
