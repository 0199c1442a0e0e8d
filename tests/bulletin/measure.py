"""Measure the bulletin with 100,000 articles and 100,000 readers; not part of CI.

    createdb bulletin_bench
    DATABASE_URL=postgres://…/bulletin_bench python -m tests.bulletin.measure

It migrates and fills the database, whose name must end in `_bench`, then prints the
95th percentile of the server's time per page, without any cache.
"""

# ruff: noqa: T201 - a script that tells what it found

import os
import random
import statistics
import sys
import time
import tracemalloc

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
ARTICLES, READERS, REQUESTS, TARGET = 100_000, 100_000, 60, 60


def main() -> None:
    django.setup()
    from django.db import connection

    if not connection.settings_dict["NAME"].endswith("_bench"):
        sys.exit("The database's name must end in _bench: it is filled.")
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    fill()
    pages()
    newsletter()


def fill() -> None:
    """One article written as ever, then copied by the database."""
    from django.db import connection

    from bulletin.models import Article
    from tests.bulletin.factories import (
        ArticleFactory,
        PublicationFactory,
        SectionFactory,
    )

    if Article.objects.count() >= ARTICLES:
        return
    PublicationFactory()
    sections = [row.pk for row in SectionFactory.create_batch(8)]
    body = "<p>" + "Tình hữu nghị giữa hai thành phố. " * 60 + "</p>"
    first = ArticleFactory(
        slug="bai-0", published=True, english=True, body_vi=body, body_en=body
    )
    changed = {
        "slug": "'bai-' || n",
        "title_vi": "'Bài số ' || n || ' về giao lưu nhân dân'",
        "title_en": "'Article ' || n",
        "section_id": f"(ARRAY{sections})[1 + n % 8]",
        "en_state": "CASE n % 3 WHEN 0 THEN 'published' ELSE 'none' END",
        "published_at": "published_at - n * interval '30 minutes'",
    }
    fields = Article._meta.concrete_fields
    columns = [f.column for f in fields if not (f.generated or f.primary_key)]
    values = [changed.get(name, name) for name in columns]
    start = time.monotonic()
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute(
            f"INSERT INTO bulletin_article ({', '.join(columns)}) "  # noqa: S608
            f"SELECT {', '.join(values)} FROM bulletin_article, "
            f"generate_series(1, {ARTICLES - 1}) n WHERE id = {first.pk}"
        )
        cursor.execute("ANALYZE")
    print(f"{ARTICLES} articles made in {time.monotonic() - start:.0f} s")


def pages() -> None:
    from django.db import connection, reset_queries
    from django.test import Client

    from bulletin.models import Section

    client, chance = Client(), random.Random(1)
    sections = list(Section.objects.values_list("slug", flat=True))
    addresses = {
        "list": lambda: f"/ban-tin/?page={chance.randint(1, 40)}",
        "list, deep": lambda: f"/ban-tin/?page={chance.randint(4000, 8000)}",
        "section": lambda: f"/ban-tin/?muc={chance.choice(sections)}",
        "article": lambda: f"/ban-tin/bai-viet/bai-{chance.randint(0, 99_999)}/",
        "English article": lambda: (
            f"/en/bulletin/articles/bai-{3 * chance.randint(0, 33_000)}/"
        ),
        "feed": lambda: "/ban-tin/rss.xml",
        "English feed": lambda: "/en/bulletin/atom.xml",
    }
    for name, address in addresses.items():
        warm = client.get(address())
        assert warm.status_code == 200, (name, warm.status_code)
        times, queries = [], set()
        for _ in range(REQUESTS):
            url = address()
            connection.force_debug_cursor = True
            reset_queries()
            start = time.perf_counter()
            answer = client.get(url, headers={"user-agent": "Firefox/140.0 Gecko"})
            times.append(1000 * (time.perf_counter() - start))
            queries.add(len(connection.queries))
            assert answer.status_code == 200, (url, answer.status_code)
        p95 = statistics.quantiles(times, n=20)[-1]
        word = "ok" if p95 <= TARGET else "TOO SLOW"
        print(
            f"{name:16} p50 {statistics.median(times):5.0f} ms   p95 {p95:5.0f} ms   "
            f"queries {sorted(queries)}   {word}"
        )


def newsletter() -> None:
    from bulletin.models import Article, Delivery, Mailing, Subscription

    Delivery.objects.all().delete()
    Mailing.objects.all().delete()
    if Subscription.objects.count() < READERS:
        for first in range(0, READERS, 10_000):
            Subscription.objects.bulk_create(
                Subscription(
                    email=f"{number}@host{number % 500}.example",
                    language="vi" if number % 4 else "en",
                    state="active",
                )
                for number in range(first, first + 10_000)
            )
    mailing = Mailing.objects.create(subject_vi="Tin", subject_en="News")
    mailing.articles.set(Article.objects.filter(slug__in=["bai-0", "bai-3", "bai-6"]))
    tracemalloc.start()
    start = time.monotonic()
    mailing.send()
    took, (_now, peak) = time.monotonic() - start, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    print(
        f"{Delivery.objects.count()} rows in {took:.1f} s, {peak / 2**20:.1f} MB peak"
    )
    rate()


def rate() -> None:
    """Copies a minute over SMTP to a sink on this machine, one worker."""
    import socketserver
    import threading

    from django.conf import settings

    from bulletin.documents import send_round
    from tests.bulletin.test_newsletter import Sink

    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Sink)
    server.got, server.daemon_threads, Sink.rest = [], True, 0
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address
    start = time.monotonic()
    sent = send_round(20)
    print(f"{sent / (time.monotonic() - start):.0f} copies a second to a local sink")
    assert len(server.got) == len(set(server.got)) == sent
    server.shutdown()


if __name__ == "__main__":
    main()
