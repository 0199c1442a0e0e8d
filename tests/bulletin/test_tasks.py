"""Scheduled articles appear: on time, once, and after downtime."""

from datetime import timedelta

import pytest
from django.utils import timezone

from bulletin.models import Article
from bulletin.tasks import publish_due
from federation.models import PublishState
from outbox.models import Message
from tests.accounts.factories import UserFactory
from tests.bulletin.factories import ArticleFactory

pytestmark = pytest.mark.django_db


def scheduled(minutes, **kwargs):
    return ArticleFactory(
        status=PublishState.SCHEDULED,
        publish_at=timezone.now() + timedelta(minutes=minutes),
        submitted_by=UserFactory(),
        **kwargs,
    )


def test_what_is_due_or_was_missed_appears_dated_as_planned():
    missed, later = scheduled(-600), scheduled(+5)

    publish_due()

    assert Article.objects.published().get() == missed
    assert Article.objects.published().get().published_at == missed.publish_at
    later.refresh_from_db()
    assert later.status == PublishState.SCHEDULED


def test_a_second_sweep_does_nothing():
    scheduled(-1)

    publish_due()
    publish_due()

    assert Message.objects.count() == 1


def test_one_bad_row_does_not_stop_the_rest(caplog):
    bad, good = scheduled(-2, body_vi=""), scheduled(-1)

    publish_due()

    assert Article.objects.published().get() == good
    assert f"Article {bad.pk} was not published" in caplog.text
