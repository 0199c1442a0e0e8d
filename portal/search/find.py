"""What the index finds, best first: the marks as typed, then the title, then the rest.

At most a thousand hits are looked at: facets and pages are counted among them, and a
question that finds more says so. Of a question that many entries answer only the top
of the index is read, where what matters most and is newest stands: as deep as the
statistics of PostgreSQL say that a thousand are found. Then the same for each stricter
form of the question, so that the best are among the thousand wherever they stand.
"""

from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property

from django.core.cache import cache
from django.db import connection

from federation.sortkey import fold
from portal.models import Entry
from portal.search.words import Question, all_of, tokens

MOST = 1_000
PLENTY = 4_000  # more hits than this are not fetched only to be sorted
SLACK = 1.5
TRIES = 2
STATISTICS_FOR = 600  # seconds
SHORTEST = 4
FEW = 20

COLUMNS = "id, kind, object_id, year, countries, associations"
NEWEST_SQL = """
    SELECT id FROM (
        SELECT id, standing FROM portal_entry
        WHERE language = %(language)s AND words @@ %(query)s::tsquery {floor} OFFSET 0
    ) hits ORDER BY standing DESC, id DESC LIMIT %(most)s
"""
FLOOR = "AND standing >= %(floor)s"
RANKED_SQL = f"""
    SELECT {COLUMNS} FROM portal_entry WHERE id = ANY(%(ids)s)
    ORDER BY {{signs}} standing DESC, id DESC LIMIT %(most)s
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
    ORDER BY folded USING ~<~, standing DESC, id DESC LIMIT %(few)s
"""  # noqa: S608 - our own words
STATISTICS_SQL = """
    SELECT greatest(c.reltuples, 0), words.lexemes, words.shares,
        standing.common, standing.shares, standing.bounds
    FROM pg_class c, LATERAL (
        SELECT most_common_elems::text::text[] AS lexemes,
            most_common_elem_freqs AS shares
        FROM pg_stats WHERE schemaname = current_schema()
            AND tablename = c.relname AND attname = 'words'
    ) words, LATERAL (
        SELECT most_common_vals::text::int[] AS common, most_common_freqs AS shares,
            histogram_bounds::text::int[] AS bounds
        FROM pg_stats WHERE schemaname = current_schema()
            AND tablename = c.relname AND attname = 'standing'
    ) standing WHERE c.oid = to_regclass(%s)
"""


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
    hits = ranked(asked, best(asked, facets, language))
    told_to_stand_so = facets or asked.phrases or asked.unwanted
    if hits or told_to_stand_so or not near:
        return Found(hits)
    return Found(alike(text, language), alike=True)


def best(asked: Question, facets, language: str) -> set[int]:
    """All hits when there are few; else the newest of each form, strictest first."""
    query, lexemes = asked.query(facets), asked.lexemes(facets)
    found = newest(query, lexemes, language)
    if len(found) < MOST:
        return set(found)
    best: set[int] = set()
    for signs in asked.stricter():
        best |= set(newest(f"{query} & {all_of(signs)}", lexemes + signs, language))
        if len(best) >= MOST:
            return best
    return best | set(found)


def newest(query: str, lexemes: list[str], language: str) -> list[int]:
    """Of what answers the question, that which stands first and is newest."""
    known = statistics()
    share = known.share(lexemes)
    values = {"query": query, "language": language, "most": MOST}
    for _number in range(TRIES):
        if share * known.rows <= PLENTY:
            break
        deep = SLACK * MOST / share
        sql = NEWEST_SQL.format(floor=FLOOR)
        found = column(sql, values | {"floor": known.floor(deep / known.rows)})
        if len(found) == MOST:
            return found
        share = max(len(found), 1) / deep
    return column(NEWEST_SQL.format(floor=""), values)


def ranked(asked: Question, ids: set[int]) -> list[Hit]:
    """The hits in the order a reader gets them."""
    if not ids:
        return []
    signs = {f"sign{n}": all_of(sign) for n, sign in enumerate(asked.signs())}
    first = "".join(f"words @@ %({name})s::tsquery DESC, " for name in signs)
    return fetch(
        RANKED_SQL.format(signs=first), {"ids": list(ids), "most": MOST, **signs}
    )


def alike(text: str, language: str) -> list[Hit]:
    """Titles that nearly have the words: a slip of the finger, a missing space."""
    near = fold(" ".join(tokens(text)))
    if len(near) < SHORTEST:
        return []
    return fetch(ALIKE_SQL, {"near": near, "language": language, "few": FEW})


def begin(text: str, language: str, few: int) -> list[Hit]:
    """What one may be about to type: titles that begin so, then titles that go on so
    after a word, then titles with these words anywhere."""
    asked = Question.of(text)
    if not asked.words:
        return []
    beginning = " ".join(map(fold, tokens(text)))
    values = {"language": language, "beginning": f"{beginning}%", "few": few}
    hits = {hit.id: hit for hit in fetch(BEGINNING_SQL, values)}
    for query in asked.beginnings():
        if len(hits) >= few:
            break
        ids = column(
            NEWEST_SQL.format(floor=""), values | {"query": query, "most": few}
        )
        for hit in ranked(Question(), set(ids)):
            hits.setdefault(hit.id, hit)
    return list(hits.values())[:few]


@dataclass
class Statistics:
    """What PostgreSQL last counted of the index: how many rows, how often a word."""

    rows: float = 0
    shares: dict[str, float] = field(default_factory=dict)
    depths: list[tuple[float, int]] = field(default_factory=list)

    def share(self, lexemes: list[str]) -> float:
        """At most this share has all of them; what is not counted is rarer than all."""
        least = min(self.shares.values(), default=0)
        return min((self.shares.get(lexeme, least) for lexeme in lexemes), default=1)

    def floor(self, share: float) -> int:
        """So much of the index stands at least so high."""
        return next((standing for sum_, standing in self.depths if sum_ >= share), 0)


def statistics() -> Statistics:
    return cache.get_or_set("portal.search.statistics", counted, STATISTICS_FOR)


def counted() -> Statistics:
    """Nothing while nothing was counted; then every question is asked of the whole."""
    with connection.cursor() as cursor:
        cursor.execute(STATISTICS_SQL, [Entry._meta.db_table])
        row = cursor.fetchone()
    if row is None or row[1] is None:
        return Statistics()
    rows, lexemes, shares, common, often, bounds = row
    # The shares of the words end with their least, their greatest and that of none.
    steps = list(zip(common or [], often or [], strict=True))
    if bounds:
        each = (1 - sum(often or [])) / (len(bounds) - 1)
        steps += [(standing, each) for standing in bounds[:-1]]
    depths, deep = [], 0.0
    for standing, share in sorted(steps, reverse=True):
        deep += share
        depths.append((deep, standing))
    return Statistics(rows, dict(zip(lexemes, shares, strict=False)), depths)


def column(sql: str, values: dict) -> list:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return [value for (value,) in cursor.fetchall()]


def fetch(sql: str, values: dict) -> list[Hit]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return [Hit(*row) for row in cursor.fetchall()]
