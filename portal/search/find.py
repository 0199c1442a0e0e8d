"""What the index finds, best first: the marks as typed, then the title, then the rest.

The question is asked from its strictest form on, each answered by the index alone. The
best thousand are looked at: facets and pages are counted among them, and a question
that finds more says so. Words that stand in more than a hundredth of
everything are first looked for at the head of the index, where what matters most and
is newest stands; there a thousand are found at once.
"""

from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property

from django.core.cache import cache
from django.db import connection

from federation.sortkey import fold
from portal.models import Entry
from portal.search.words import Question, tokens

MOST = 1_000
HEAD = 20_000
COMMON = 0.01
COMMON_FOR = 600  # seconds
SHORTEST = 4
FEW = 20

COLUMNS = "id, kind, object_id, year, countries, associations"
HEAD_SQL = f"""
    SELECT {COLUMNS} FROM (
        SELECT * FROM (
            SELECT * FROM portal_entry WHERE language = %(language)s
            ORDER BY standing DESC, id DESC LIMIT %(head)s
        ) head WHERE words @@ %(query)s::tsquery LIMIT %(most)s
    ) hits ORDER BY (
        SELECT min(place) FROM unnest(%(tiers)s::tsquery[]) WITH ORDINALITY
        AS tier(question, place) WHERE words @@ question
    ), standing DESC, id DESC
"""  # noqa: S608 - our own words
WHOLE_SQL = f"""
    SELECT {COLUMNS} FROM (
        SELECT * FROM portal_entry WHERE words @@ %(query)s::tsquery OFFSET 0
    ) hits ORDER BY standing DESC, id DESC LIMIT %(most)s
"""  # noqa: S608 - our own words
ALIKE_SQL = f"""
    SELECT {COLUMNS} FROM portal_entry
    WHERE language = %(language)s AND %(near)s <%% alike
    ORDER BY word_similarity(%(near)s, alike) DESC, standing DESC, id DESC
    LIMIT %(few)s
"""  # noqa: S608 - our own words
BEGINNING_SQL = f"""
    SELECT {COLUMNS} FROM portal_entry
    WHERE language = %(language)s AND folded LIKE %(beginning)s
    ORDER BY folded, standing DESC, id DESC LIMIT %(few)s
"""  # noqa: S608 - our own words


@dataclass
class Hit:
    """An entry found: which row, and what it is narrowed by."""

    id: int
    kind: str
    object_id: int
    year: int | None
    countries: list[int]
    associations: list[int]


@dataclass
class Found:
    """The hits of a question, best first; `alike` when nothing has the very words."""

    hits: list[Hit] = field(default_factory=list)
    alike: bool = False

    def __len__(self):
        return len(self.hits)

    @property
    def is_more(self) -> bool:
        return len(self.hits) >= MOST

    @cached_property
    def kinds(self) -> Counter:
        return Counter(hit.kind for hit in self.hits)

    @cached_property
    def years(self) -> Counter:
        return Counter(hit.year for hit in self.hits if hit.year)

    @cached_property
    def countries(self) -> Counter:
        return Counter(number for hit in self.hits for number in hit.countries)

    @cached_property
    def associations(self) -> Counter:
        return Counter(number for hit in self.hits for number in hit.associations)


def find(text: str, language: str, facets=(), *, near: bool = True) -> Found:
    """What has these words in this language, narrowed by `facets` ("year=2024").

    When nothing has them: `near` ones, unless the words are told to stand so.
    """
    asked = Question.of(text)
    if not asked:
        return Found()
    facets = [f"lang={language}", *facets]
    tiers = asked.tiers(facets)
    hits = []
    if len(facets) == 1 and are_common(asked):
        values = {"query": tiers[-1], "tiers": tiers, "language": language}
        hits = fetch(HEAD_SQL, values | {"head": HEAD, "most": MOST})
    if len(hits) < MOST:
        hits = in_tiers(tiers)
    told_to_stand_so = len(facets) > 1 or asked.phrases or asked.unwanted
    if hits or told_to_stand_so or not near:
        return Found(hits)
    return Found(alike(text, language), alike=True)


def in_tiers(tiers: list[str]) -> list[Hit]:
    """The hits of the strictest question, then of the next, each once."""
    hits: dict[int, Hit] = {}
    for query in tiers:
        for hit in fetch(WHOLE_SQL, {"query": query, "most": MOST}):
            hits.setdefault(hit.id, hit)
        if len(hits) >= MOST:
            break
    return list(hits.values())[:MOST]


def alike(text: str, language: str) -> list[Hit]:
    """Titles that nearly have the words: a slip of the finger, a missing space."""
    near = fold(" ".join(tokens(text)))
    if len(near) < SHORTEST:
        return []
    return fetch(ALIKE_SQL, {"near": near, "language": language, "few": FEW})


def begin(text: str, language: str, few: int) -> list[Hit]:
    """What one may be about to type: titles that begin so, then titles with the words.

    A beginning that few titles have is rare; only then are the words looked for.
    """
    asked = Question.of(text)
    if not asked.words:
        return []
    beginning = " ".join(map(fold, tokens(text)))
    values = {"language": language, "beginning": f"{beginning}%", "few": few}
    hits = fetch(BEGINNING_SQL, values)
    if len(hits) == few:
        return hits
    query = asked.beginning([f"lang={language}"])
    known = {hit.id for hit in hits}
    values = {"query": query, "most": few}
    more = [hit for hit in fetch(WHOLE_SQL, values) if hit.id not in known]
    return (hits + more)[:few]


def are_common(asked: Question) -> bool:
    """Whether each of the words stands in more than a hundredth of everything."""
    often = cache.get_or_set("portal.search.common", common_words, COMMON_FOR)
    return all(fold(word) in often for word in asked.all_words)


def common_words() -> set[str]:
    """What PostgreSQL's statistics call common; nothing while there are none."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT word FROM pg_stats, unnest(most_common_elems::text::text[],"
            " most_common_elem_freqs) AS often(word, share)"
            " WHERE schemaname = current_schema() AND tablename = %s"
            " AND attname = 'words' AND share > %s AND word IS NOT NULL",
            [Entry._meta.db_table, COMMON],
        )
        return {word for (word,) in cursor.fetchall()}


def fetch(sql: str, values: dict) -> list[Hit]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return [Hit(*row) for row in cursor.fetchall()]
