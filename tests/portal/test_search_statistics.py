"""What the search knows of its own index before it asks it."""

import pytest
from django.db import connection

from portal.search import find, index
from tests.members.factories import AssociationFactory

pytestmark = pytest.mark.django_db


def test_the_top_of_everything_and_of_each_kind_is_known(monkeypatch):
    AssociationFactory.create_batch(3)
    index.refresh()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE portal_entry")
    for name, deep in (("FIRST", 0), ("TOP", 1), ("DEEPER", 9)):
        monkeypatch.setattr(find, name, deep)

    known = find.counted("vi")

    assert known.rows >= 3
    kind = ["kind=associations"]
    assert known.floor(kind, 0) == known.floor(kind, 1) == known.floor([], 1)
    assert known.floor(kind, 9) is None


@pytest.mark.parametrize(
    ("lexemes", "expected"),
    [
        (["hoi"], (500, 500)),
        (["hoi", "lao"], (50, pytest.approx(70.7, abs=0.1))),
        (["hội", "lào", "^hoi", "^lao"], (2, pytest.approx(6.3, abs=0.1))),
        (["hiem"], (pytest.approx(6.67, abs=0.01),) * 2),
    ],
)
def test_how_many_have_the_words_is_told_from_the_statistics(lexemes, expected):
    shares = {"hoi": 0.5, "lao": 0.1, "^hoi": 0.1, "^lao": 0.02}

    assert find.Statistics(1_000, shares).expected(lexemes) == expected
