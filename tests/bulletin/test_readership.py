"""Views: counted without cookies, buffered, written once, never in the way."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import DatabaseError, connection
from django.db.models import Sum
from django.test import RequestFactory

from bulletin.models import Article, DailyViews, Readership, ViewBatch
from bulletin.tasks import write_views
from tests.bulletin.factories import ArticleFactory

pytestmark = pytest.mark.django_db
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture
def readership():
    """A buffer of this test's own in the real store."""
    found = Readership()
    found.BUFFER = f"test:{uuid4().hex}"
    found.BATCHES = f"{found.BUFFER}:batches"
    yield found
    if keys := found._redis.keys(f"{found.BUFFER}*"):
        found._redis.delete(*keys)


def reader(agent=FIREFOX, user=None, method="get", **headers):
    request = getattr(RequestFactory(), method)(
        "/", headers={"User-Agent": agent, **headers}
    )
    request.user = user or AnonymousUser()
    return request


def test_views_reach_the_article_through_the_buffer(readership):
    article, other = ArticleFactory(imported_views=902), ArticleFactory()
    for _ in range(3):
        readership.count(reader(), article)

    assert readership.write() == 3

    article.refresh_from_db()
    other.refresh_from_db()
    assert (article.views, other.views) == (905, 0)
    assert readership.write() == 0


@pytest.mark.parametrize(
    "request_",
    [
        reader("Googlebot/2.1 (+http://www.google.com/bot.html)"),
        reader("curl/8.5.0"),
        reader(""),
        reader(user=SimpleNamespace(is_staff=True)),
        reader(method="head"),
        reader(**{"Sec-Purpose": "prefetch;prerender"}),
    ],
    ids=["bot", "tool", "nameless", "staff", "head", "prefetch"],
)
def test_who_is_not_a_reader_is_not_counted(readership, request_):
    readership.count(request_, ArticleFactory())

    assert readership.write() == 0


def test_a_batch_written_but_not_cleared_is_not_written_again(readership):
    article = ArticleFactory()
    readership.count(reader(), article)
    readership._set_aside()
    (key,) = readership._redis.smembers(readership.BATCHES)
    ViewBatch.objects.create(key=key.decode())

    assert readership.write() == 0
    assert Article.objects.get().counted_views == 0


def test_a_batch_left_behind_by_a_crash_is_written_later(readership):
    article = ArticleFactory()
    readership.count(reader(), article)
    readership._set_aside()
    readership.count(reader(), article)

    assert readership.write() == 2


def test_an_empty_buffer_leaves_no_batch_behind(readership):
    assert readership.write() == 0

    assert readership._redis.smembers(readership.BATCHES) == set()
    assert not ViewBatch.objects.exists()


def test_views_of_an_article_that_is_gone_are_dropped(readership):
    article = ArticleFactory()
    readership.count(reader(), article)
    Article.objects.all().delete()

    readership.write()


def test_without_redis_the_page_appears_and_nobody_waits_twice(
    client, settings, caplog
):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    readership, article = Readership(), ArticleFactory()

    for _ in range(3):
        readership.count(reader(), article)

    assert caplog.messages == ["A view was not counted: ConnectionError"]


def test_without_redis_the_sweep_says_so(settings, caplog):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"

    write_views()

    assert caplog.messages == ["Views wait in the buffer: ConnectionError"]


# --- the real buffer, many at once


class Own(Readership):
    """A buffer of this test's own in the real store."""

    BUFFER = f"test:{uuid4().hex}"
    BATCHES = f"{BUFFER}:batches"


def at_once(*jobs) -> None:
    """Each job in a thread with a connection of its own; the first fault is raised."""

    def run(job):
        try:
            return job()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(jobs)) as pool:
        list(pool.map(run, jobs))


@pytest.mark.django_db(transaction=True)
def test_many_readers_and_two_writers_lose_and_double_nothing():
    articles = ArticleFactory.create_batch(3, imported_views=10)
    stop, seen = Event(), []

    def read():
        mine = Own()
        for number in range(120):
            mine.count(reader(), articles[number % 3])

    def write():
        while not stop.is_set():
            Own().write()

    def watch():
        while not stop.is_set():
            seen.append(Article.objects.aggregate(sum=Sum("counted_views"))["sum"])

    def all_readers():
        at_once(*[read] * 6)
        stop.set()

    at_once(all_readers, write, write, watch)
    Own().write()

    assert [Article.objects.get(pk=a.pk).views for a in articles] == [250] * 3
    assert DailyViews.objects.aggregate(sum=Sum("views"))["sum"] == 720
    assert seen == sorted(seen)
    with pytest.raises(DatabaseError, match="annot update"):
        Article.objects.filter(pk=articles[0].pk).update(counted_views=0)
    keys = Own()._redis.keys(f"{Own.BUFFER}*")
    assert keys == []
