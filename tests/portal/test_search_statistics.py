"""What the search knows of its own index before it asks it."""

from math import inf

import pytest
from django.db import connection

from portal.models import Entry
from portal.search import find, index, words
from tests.members.factories import AssociationFactory

pytestmark = pytest.mark.django_db


def test_the_top_of_everything_and_of_each_kind_is_known(monkeypatch):
    AssociationFactory.create_batch(3)
    index.refresh()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE portal_entry")
    monkeypatch.setattr(find, "DEPTHS", (0, 1, 9))
    monkeypatch.setattr(find, "MANY", 0)

    known = find.counted("vi")

    assert known.rows >= 3
    tops = list(known.tops(["kind=associations"]))
    assert [deep for deep, *_rest in tops] == [0, 1]
    assert [floor for *_rest, floor in tops] == [known.floors["", 1]] * 2


def test_those_that_stand_first_are_marked_and_no_others(monkeypatch):
    monkeypatch.setattr(words, "HEAD", 2)
    rows = Entry.objects.filter(language="vi")
    entry = {"kind": "articles", "language": "vi", "words": "'lao'", "countries": []}

    def marked(*standings):
        Entry.objects.bulk_create(
            Entry(object_id=n, standing=n, associations=[], **entry) for n in standings
        )
        index.refresh() if not standings else index.mark(rows)
        first = rows.filter(is_first=True).order_by("standing")
        return list(first.values_list("standing", flat=True))

    assert marked(10, 20) == []
    assert marked(30, 40) == [30, 40]
    assert marked(35, 5) == [35, 40]
    assert marked(50) == [40, 50]
    assert find.counted("vi").marked == inf

    monkeypatch.setattr(find, "DEPTHS", (1, 2))
    monkeypatch.setattr(find, "MANY", 0)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE portal_entry")
    monkeypatch.setattr(find, "HEAD", 2)
    known = find.counted("vi")
    assert known.marked == 35
    assert list(known.tops([])) == [
        (1, find.AT_TOP, f"{find.MARKED} {find.FLOOR}", 40),
        (2, find.TRIED, find.MARKED, 35),
    ]


@pytest.mark.parametrize(
    ("lexemes", "facets", "expected"),
    [
        (["hoi"], [], 500),
        (["hoi", "lao"], [], 70.7),
        (["hội", "lào", "^hoi", "^lao"], [], 6.3),
        (["hiem"], [], 6.67),
        (["hoi"], ["year=2026"], 4.7),
        (["hoi"], ["kind=branches"], 50),
    ],
)
def test_how_many_have_the_words_is_told_from_the_statistics(lexemes, facets, expected):
    shares = {"hoi": 0.5, "lao": 0.1, "^hoi": 0.1, "^lao": 0.02, "=kind=branches": 0.1}

    told = find.Statistics(1_000, shares).expected(lexemes, facets, 5_000)

    assert told == pytest.approx(expected, abs=0.1)


def test_a_slip_is_the_commonest_word_it_may_have_been():
    known = find.Statistics(shares={"nghi": 0.3, "nghe": 0.2, "ngh": 0.1, "ngha": 0.05})

    assert known.spellings("nghi") == ["nghi"]
    assert known.spellings("nghj") == ["nghj", "ngh", "nghe", "nghi"]
    assert known.spellings("ngkh") == ["ngkh", "ngh"]
    assert known.spellings("abcxyz") == ["abcxyz"]


def test_the_whole_is_read_again_only_after_its_rest():
    AssociationFactory(name_vi="Hội hữu nghị")
    index.refresh()
    entry = Entry.objects.get(language="vi", kind="associations")

    Entry.objects.filter(pk=entry.pk).update(folded="khac")
    index.refresh()

    assert Entry.objects.get(pk=entry.pk).folded == "khac"
