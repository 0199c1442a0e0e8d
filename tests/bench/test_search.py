"""Measured by hand: the search over a million entries of real Vietnamese words.

`make bench-search`; ENTRIES=100000 for fewer. The words are those of the sample data's
texts, of the catalogue and of the Vietnamese README, taken in spans, so that common
words are as common as in a real bulletin; so are the questions.
"""

import os
import random
import re
import time
import tomllib
from collections import Counter
from datetime import date, timedelta
from functools import lru_cache as cached
from statistics import quantiles

import polib
import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection

from federation.sortkey import fold
from portal.actions.reference import DATA
from portal.models import Entry
from portal.search import words
from portal.search.find import begin, find
from portal.search.index import entry, mark
from portal.search.sources import BY_KIND
from portal.search.words import tokens
from tests.bench.test_calendar import memory, say

pytestmark = [pytest.mark.bench, pytest.mark.django_db]

ENTRIES = int(os.environ.get("ENTRIES", 1_000_000))
ASKED = 300
PLACE = re.compile(r"%\(\w+\)[sd]|%[sd]|<[^>]+>|\{\w+\}")
COLUMNS = [
    *("kind", "object_id", "language", "folded", "alike", "words", "year"),
    *("countries", "associations", "standing", "stamp"),
]


def texts(found):
    """Everything a file of the demo says in Vietnamese."""
    if isinstance(found, list):
        for each in found:
            yield from texts(each)
    elif isinstance(found, dict):
        for key, value in found.items():
            if isinstance(value, str) and key.endswith("_vi"):
                yield value
            else:
                yield from texts(value)


@pytest.fixture(scope="module")
def corpus() -> list[str]:
    files = sorted((DATA / "demo").rglob("*.toml"))
    said = [text for f in files for text in texts(tomllib.loads(f.read_text("utf-8")))]
    catalogue = polib.pofile(settings.LOCALE_PATHS[0] / "vi/LC_MESSAGES/django.po")
    said += [PLACE.sub(" ", row.msgstr) for row in catalogue.translated_entries()]
    said.append((settings.BASE_DIR / "README.vi.md").read_text("utf-8"))
    return [word for text in said for word in tokens(text)]


@pytest.fixture(scope="module")
def chance():
    return random.Random(20261122)


@pytest.fixture
def filled(db, corpus, chance, capsys, monkeypatch):
    start = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute("SET LOCAL maintenance_work_mem = '512MB'")
        indexes = "SELECT indexname, indexdef FROM pg_indexes WHERE indexname ~ %s"
        cursor.execute(indexes, ["^entry_(words|alike|begun|top)_"])
        made = cursor.fetchall()
        for name, _sql in made:
            cursor.execute(f"DROP INDEX {name}")
        # Few words, often; a span of them is words side by side already.
        into = f"COPY portal_entry ({', '.join(COLUMNS)}) FROM STDIN"
        with monkeypatch.context() as quick, cursor.copy(into) as copy:
            quick.setattr(words, "fold", cached(maxsize=None)(fold))
            quick.setattr(words, "tokens", str.split)
            for number in range(ENTRIES):
                copy.write_row(row(number, corpus, chance))
        mark(Entry.objects.filter(language="vi"))
        for _name, sql in made:
            cursor.execute(sql)
        cursor.execute("ANALYZE portal_entry")
    cache.delete("portal.search.statistics.vi")
    took = time.perf_counter() - start
    say(capsys, f"{ENTRIES:,} entries in {took:.0f} s; {memory():.0f} MB")


def row(number, corpus, chance) -> list:
    """An article of its own words on a day of its own; every tenth of another kind."""
    kind = "articles" if number % 10 else chance.choice(sorted(BY_KIND))
    spans = [span(corpus, chance, chance.randint(6, 12)), span(corpus, chance, 50)]
    day = date(1992, 1, 1) + timedelta(chance.randint(0, 12_700))
    made = entry(
        *(BY_KIND[kind], "vi", number, spans, day),
        *([chance.randint(1, 195)], [chance.randint(1, 60)]),
    )
    return [getattr(made, column) for column in COLUMNS]


def span(corpus, chance, length: int) -> str:
    at = chance.randrange(len(corpus) - length)
    return " ".join(corpus[at : at + length])


def questions(corpus, chance):
    """What readers type: one to four words that stand side by side, half unmarked."""
    for number in range(ASKED):
        words = span(corpus, chance, chance.randint(1, 4))
        yield fold(words) if number % 2 else words


def timed(ask, asked) -> list[float]:
    """Milliseconds of each, the second time round: what a reader of many meets."""
    times = []
    for question in asked:
        ask(question)
        start = time.perf_counter()
        ask(question)
        times.append(1000 * (time.perf_counter() - start))
    return times


def tell(capsys, name: str, times: list[float]) -> float:
    p95 = quantiles(times, n=20)[-1]
    median = quantiles(times, n=2)[0]
    say(
        capsys,
        f"{name}: median {median:.0f} ms, p95 {p95:.0f} ms, most {max(times):.0f}",
    )
    return p95


def test_a_million_entries(filled, corpus, chance, capsys):
    cursor = connection.cursor()
    cursor.execute("SET LOCAL statement_timeout = '10s'")
    common = [word for word, _n in Counter(map(fold, corpus)).most_common(20)]
    asked = list(questions(corpus, chance))
    found = [find(words, "vi") for words in asked]
    say(capsys, f"{sum(map(bool, found))} of {len(asked)} questions find something")
    slipped = [f"{words[:-1]}q{words[-1]}" for words in asked[::10]]
    titles = [fold(span(corpus, chance, chance.randint(1, 3))) for _n in range(ASKED)]

    ordinary = tell(capsys, "ordinary", timed(lambda w: find(w, "vi"), asked))
    most = tell(capsys, "most common", timed(lambda w: find(w, "vi"), common))
    narrow = tell(
        capsys, "narrowed", timed(lambda w: find(w, "vi", ["kind=branches"]), asked)
    )
    slips = tell(capsys, "slips", timed(lambda w: find(w, "vi"), slipped))
    hints = tell(
        capsys,
        "suggestions",
        timed(lambda w: begin(w[: max(2, len(w) - 2)], "vi", 8), titles),
    )

    assert all(found)
    assert (ordinary <= 50, most <= 150, narrow <= 50, hints <= 30) == (True,) * 4
    assert slips <= 150
