"""What the index finds, best first: the marks as typed, then the title, then the rest.

At most a thousand hits are looked at: facets and pages are counted among them, and a
question that finds more says so. A question that many entries answer is asked of the
top of the index alone, where what matters most and is newest stands, and so is each
stricter form of it: the best come first wherever they stand, and nothing reads all
hits of a common word. The very first entries have an index of their own, a tenth of the
whole, which answers most of these.
"""

from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property, partial
from math import inf, prod, sqrt
from typing import NamedTuple

from django.core.cache import cache
from django.db import connection

from federation.sortkey import fold
from portal.models import Entry
from portal.search.sources import BY_KIND
from portal.search.words import (
    DAYS,
    EVERY_KIND,
    HEAD,
    Question,
    all_of,
    any_of,
    slips,
    tokens,
)

MOST = 1_000
AT_TOP = 400  # of one form of the question, when the top of the index answers it
ENOUGH = 100  # so many at the top are many in all
TRIED = 20  # so many expected are worth a look, where a look costs little
MANY = 10_000  # entries; fewer have no top
# Entries of a language, or of a kind, from the top.
DEPTHS = (1_500, 4_000, 12_000, HEAD)
RARER = 3
STATISTICS_FOR = 600  # seconds
SHORTEST = 4
FEW, FEW_MEANT = 20, 3

COLUMNS = """id, kind, object_id, year, array_to_string(countries, ' '),
    array_to_string(associations, ' ')"""
NEWEST_SQL = """
    SELECT id FROM (
        SELECT id, standing FROM portal_entry
        WHERE language = %(language)s AND words @@ %(query)s::tsquery {among} OFFSET 0
    ) hits ORDER BY standing DESC, id DESC LIMIT %(most)s
"""
FLOOR = "AND standing >= %(floor)s"
MARKED = "AND is_first"
RANKED_SQL = f"""
    SELECT {COLUMNS} FROM portal_entry WHERE id = ANY(%(ids)s::bigint[])
    ORDER BY {{signs}} standing DESC, id DESC LIMIT %(most)s
"""  # noqa: S608 - our own words
ALIKE_SQL = f"""
    SELECT {COLUMNS} FROM portal_entry
    WHERE language = %(language)s AND %(near)s <%% alike {{floor}}
    ORDER BY word_similarity(%(near)s, alike) DESC, standing DESC, id DESC
    LIMIT %(few)s
"""  # noqa: S608 - our own words
BEGINNING_SQL = f"""
    SELECT {COLUMNS} FROM portal_entry
    WHERE language = %(language)s AND folded LIKE %(beginning)s
    ORDER BY folded USING ~<~, standing DESC, id DESC LIMIT %(few)s
"""  # noqa: S608 - our own words
SHARES_SQL = """
    SELECT greatest(c.reltuples, 0), most_common_elems::text::text[],
        most_common_elem_freqs
    FROM pg_class c JOIN pg_stats s ON s.tablename = c.relname
    WHERE c.oid = to_regclass(%s) AND s.schemaname = current_schema()
        AND s.attname = 'words' AND most_common_elems IS NOT NULL
"""
FLOOR_SQL = """
    SELECT standing FROM portal_entry
    WHERE language = %(language)s AND standing >= %(least)s AND standing < %(below)s
    ORDER BY standing DESC, id DESC OFFSET %(deep)s LIMIT 1
"""
UNMARKED_SQL = """
    SELECT standing FROM portal_entry WHERE language = %(language)s AND NOT is_first
    ORDER BY standing DESC, id DESC LIMIT 1
"""


class Hit(NamedTuple):
    """An entry found: which row, and what it is narrowed by."""

    id: int
    kind: str
    object_id: int
    year: int | None
    countries: str  # numbers of rows; a thousand hits are a thousand objects, not three
    associations: str


@dataclass
class Found:
    """The hits of a question, best first; `alike` when nothing has the very words."""

    hits: list[Hit] = field(default_factory=list)
    is_more: bool = False
    alike: bool = False

    def __len__(self):
        return len(self.hits)

    @cached_property
    def kinds(self) -> Counter:
        return Counter(hit.kind for hit in self.hits)

    @cached_property
    def years(self) -> Counter:
        return Counter(hit.year for hit in self.hits if hit.year)

    @cached_property
    def countries(self) -> Counter:
        return Counter(int(pk) for hit in self.hits for pk in hit.countries.split())

    @cached_property
    def associations(self) -> Counter:
        return Counter(int(pk) for hit in self.hits for pk in hit.associations.split())


def find(text: str, language: str, facets=(), *, near: bool = True) -> Found:
    """What has these words in this language, narrowed by `facets` ("year=2024").

    When nothing has them: `near` ones, unless the words are told to stand so.
    """
    asked = Question.of(text)
    if not asked:
        return Found()
    found, is_more = best(asked, [*facets], language)
    hits = ranked(asked, found)
    told_to_stand_so = facets or asked.phrases or asked.unwanted
    if hits or told_to_stand_so or not near:
        return Found(hits, is_more)
    return Found(alike(text, language), alike=True)


def best(asked: Question, facets: list[str], language: str) -> tuple[set[int], bool]:
    """All hits when they are few; else those at the top, and the best of all: of each
    stricter form of the question, unless enough have a stricter one still."""
    ask = partial(newest, asked, facets, language, statistics(language))
    found, is_more = ask(asked.plain(), asked.joined())
    title, beside, written = asked.title(), asked.beside(), asked.written()

    def are_many(lexemes: list[str]) -> bool:
        more, is_cut = ask(lexemes)
        found.update(more)
        return is_cut

    if not is_more:
        return found, False
    # When few have the words in the title, those with the marks as typed are there.
    many = are_many(title)
    if written and many and are_many(written + title):
        if beside:
            are_many(written + beside)
    elif not (written and are_many(written)) and many and beside:
        are_many(beside)
    return found, True


def newest(asked, facets, language, known, lexemes: list[str], joined=""):
    """What has these words, or them as one, and stands first and newest; whether
    there is more."""
    query = asked.query(lexemes, facets)
    values = {"query": query, "language": language, "most": AT_TOP}
    for deep, wanted, among, floor in known.tops(facets):
        if known.expected(lexemes, facets, deep) >= wanted:
            sql = NEWEST_SQL.format(among=among)
            found = column(sql, values | {"floor": floor})
            if len(found) >= ENOUGH:
                return set(found), True
    values |= {"query": asked.query(lexemes, facets, joined), "most": MOST}
    among = MARKED if known.is_marked(facets) else ""
    found = column(NEWEST_SQL.format(among=among), values)
    return set(found), len(found) == MOST


def ranked(asked: Question, ids: set[int]) -> list[Hit]:
    """The hits in the order a reader gets them."""
    if not ids:
        return []
    signs = {f"sign{n}": all_of(sign) for n, sign in enumerate(asked.signs())}
    first = "".join(f"words @@ %({name})s::tsquery DESC, " for name in signs)
    those = f"{{{','.join(map(str, ids))}}}"
    return fetch(RANKED_SQL.format(signs=first), {"ids": those, "most": MOST, **signs})


def alike(text: str, language: str) -> list[Hit]:
    """Titles that nearly have the words: a slip of the finger, a missing space.

    Among many entries, one slip in each common word wherever the title stands; other
    nearness at the top only.
    """
    near = fold(" ".join(tokens(text)))
    if len(near) < SHORTEST:
        return []
    values = {"near": near, "language": language, "few": FEW}
    known = statistics(language)
    floor = known.floors.get(("", DEPTHS[1]))
    if floor is None:
        return fetch(ALIKE_SQL.format(floor=""), values)
    hits = slipped(near.split(), language, known)
    if len(hits) < FEW:
        hits += fetch(ALIKE_SQL.format(floor=FLOOR), values | {"floor": floor})
    return list({hit.id: hit for hit in hits}.values())[:FEW]


def slipped(near: list[str], language: str, known: "Statistics") -> list[Hit]:
    """Titles with these words, or with common ones that are a slip away from them."""
    either = [known.spellings(word) for word in near]
    if not any(len(words) > 1 for words in either):
        return []
    query = " & ".join(any_of([f"^{word}" for word in words]) for words in either)
    values = {"query": query, "language": language, "most": FEW}
    for _deep, _wanted, among, floor in [*known.tops([]), (0, 0, "", 0)]:
        found = column(NEWEST_SQL.format(among=among), values | {"floor": floor})
        if len(found) == FEW:
            break
    return ranked(Question(), set(found))


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
            NEWEST_SQL.format(among=""), values | {"query": query, "most": few}
        )
        for hit in ranked(Question(), set(ids)):
            hits.setdefault(hit.id, hit)
    return list(hits.values())[:few]


@dataclass
class Statistics:
    """What was last counted of one language: how many rows, how often a word, where
    the top of everything and of each kind ends, and where those marked as first."""

    rows: float = 0
    shares: dict[str, float] = field(default_factory=dict)
    floors: dict[tuple[str, int], int] = field(default_factory=dict)
    marked: float = inf

    def expected(self, lexemes: list[str], facets: list[str], deep: int) -> float:
        """How many at the top likely have them all: more than if they knew nothing of
        each other, fewer than the fewest.

        What PostgreSQL does not count is much rarer than most that it does. Words of
        a title mostly stand there with the marks as typed: those are not counted.
        """
        if any(word[0] == "^" for word in lexemes):
            lexemes = [word for word in lexemes if word[0] == "^"]
        least = min(self.shares.values(), default=0) / RARER
        share = {lexeme: self.shares.get(lexeme, least) for lexeme in lexemes}
        share |= {facet: self.shares.get(f"={facet}", least) for facet in facets}
        rows = self.rows * share.pop(f"kind={kind_of(facets)}", 1)
        fewest = min(share.values(), default=1)
        return min(deep, rows) * sqrt(prod(share.values()) * fewest)

    def tops(self, facets: list[str]):
        """The tops of the kind asked for that have more below: how deep, how many to
        expect there for it to be asked, by which condition, where it ends."""
        kind = kind_of(facets)
        for deep in DEPTHS:
            floor = self.floors.get((kind, deep))
            if floor is None:
                return
            if floor < self.marked:
                yield deep, AT_TOP, FLOOR, floor
            elif deep < HEAD:
                yield deep, AT_TOP, f"{MARKED} {FLOOR}", floor
            else:
                yield deep, TRIED, MARKED, floor

    def spellings(self, word: str) -> list[str]:
        """The word; if it is not a common one, common ones that were perhaps meant."""
        if word in self.shares:
            return [word]
        meant = slips(word) & self.shares.keys()
        return [word, *sorted(meant, key=lambda w: (self.shares[w], w))[-FEW_MEANT:]]

    def is_marked(self, facets: list[str]) -> bool:
        """Whether all of the kind asked for are among those marked as first."""
        kind = kind_of(facets)
        return bool(kind) and DAYS * BY_KIND[kind].standing > self.marked


def kind_of(facets: list[str]) -> str:
    return next((f[5:] for f in facets if f.startswith("kind=")), "")


def statistics(language: str) -> Statistics:
    key = f"portal.search.statistics.{language}"
    return cache.get_or_set(key, partial(counted, language), STATISTICS_FOR)


def counted(language: str) -> Statistics:
    """Nothing while nothing was counted; then every question is asked of the whole."""
    with connection.cursor() as cursor:
        cursor.execute(SHARES_SQL, [Entry._meta.db_table])
        rows, lexemes, shares = cursor.fetchone() or (0, [], [])
    known = Statistics(rows, dict(zip(lexemes, shares, strict=False)))
    if rows <= MANY:
        return known
    bands = {"": (0, EVERY_KIND)}
    bands |= {kind: (s.standing, s.standing + 1) for kind, s in BY_KIND.items()}
    for kind, (least, below) in bands.items():
        band = {"language": language, "least": DAYS * least, "below": DAYS * below}
        for deep in DEPTHS:
            for floor in column(FLOOR_SQL, band | {"deep": deep}):
                known.floors[kind, deep] = floor
    for highest in column(UNMARKED_SQL, {"language": language}):
        known.marked = highest
    return known


def column(sql: str, values: dict) -> list:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return [value for (value,) in cursor.fetchall()]


def fetch(sql: str, values: dict) -> list[Hit]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(map(Hit._make, cursor.fetchall()))
