"""Unsaved work of the newsroom: kept, offered again, thrown away."""

import pytest
from django.urls import reverse

from bulletin.models import ArticleDraft
from tests.accounts.factories import UserFactory
from tests.bulletin.factories import (
    ArticleFactory,
)
from tests.bulletin.test_admin import LIST, change, form, staff

pytestmark = pytest.mark.django_db


def test_unsaved_work_is_kept_offered_and_thrown_away(staff_client, as_user):
    article = ArticleFactory()
    other = staff("submit")
    url = reverse("admin:bulletin_article_autosave", args=[article.pk])

    told = staff_client.post(url, {"title_vi": "Dở dang", "seen": "{}", "x": "y"})
    assert "Kept" in told.json()["said"] or told.json()["said"]
    draft = ArticleDraft.objects.get()
    assert draft.texts == {"title_vi": "Dở dang", "seen": "{}"}
    article.refresh_from_db()
    assert article.title_vi != "Dở dang"
    assert "?draft=1" in staff_client.get(change(article)).text
    restored = staff_client.get(change(article) + "?draft=1")
    assert 'value="Dở dang"' in restored.text
    hers = as_user(other).get(change(article))
    assert "?draft=1" not in hers.text
    assert str(draft.user) in hers.text

    staff_client.post(url, {"drop": "1"})
    assert not ArticleDraft.objects.exists()


def test_a_save_ends_the_unsaved_work(staff_client):
    article = ArticleFactory()
    staff_client.post(
        reverse("admin:bulletin_article_autosave", args=[article.pk]),
        {"title_vi": "Dở"},
    )

    staff_client.post(change(article), form(article, title_vi="Xong"))

    assert not ArticleDraft.objects.exists()


def test_a_new_article_is_kept_too_before_it_was_ever_saved(staff_client, as_user):
    url, add = reverse("admin:bulletin_article_autosave"), f"{LIST}add/"
    assert f'data-autosave="{url}"' in staff_client.get(add).text

    staff_client.post(url, {"title_vi": "Bài dở", "seen": "{}"})
    assert "?draft=1" in staff_client.get(add).text
    assert 'value="Bài dở"' in staff_client.get(f"{add}?draft=1").text
    hers = as_user(staff("add", "submit")).get(add).text
    assert "?draft=1" not in hers
    assert "Bài dở" not in hers

    staff_client.post(url, {"drop": "1"})
    assert not ArticleDraft.objects.exists()
    staff_client.post(url, {"title_vi": "Bài dở"})
    staff_client.post(add, form(title_vi="Xong"))
    assert not ArticleDraft.objects.exists()
    assert as_user(staff()).post(url, {"title_vi": "x"}).status_code == 403


def test_nobody_keeps_drafts_of_what_they_may_not_write(as_user):
    article, user = ArticleFactory(), UserFactory(staff=True)
    url = reverse("admin:bulletin_article_autosave", args=[article.pk])

    assert as_user(user).post(url, {"title_vi": "x"}).status_code in {302, 403, 404}
    assert not ArticleDraft.objects.exists()
