"""The reference tables that the portal ships hold together."""

import csv
import re
from datetime import date

import pytest

from portal.actions.columns import COLUMNS
from portal.actions.reference import DATA
from portal.actions.tables import PRECISIONS

UNCONFIRMED = ("one text for the day", "VNA texts only, no second publisher read")
TAGS = ("national day", "partnership", "relations exist")


def rows(name):
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        told = [name for name in reader.fieldnames if name != "note_vi"]
        assert told == COLUMNS[name].split()
        return list(reader)


def tagged(row):
    """(tag or "", citation) of each source of the row."""
    for part in row["sources"].split(";"):
        head, colon, _rest = part.strip().partition(":")
        yield (head if colon and head in TAGS else ""), part.strip()


@pytest.mark.parametrize("name", COLUMNS)
def test_fields_are_clean(name):
    for row in rows(name):
        for column, value in row.items():
            assert value == value.strip(), (row, column)
            assert not re.search(r"[a-z]+://|(^|[\s(])/(tmp|home|root)\b", value), row


@pytest.mark.parametrize("name", COLUMNS)
def test_every_name_is_in_both_languages(name):
    for row in rows(name):
        for column in (c for c in row if c.startswith(("name_", "title_"))):
            assert row[column], row


def test_countries_are_the_hundred_and_ninety_five():
    found = rows("diplomatic_relations.csv")

    for column in ("iso2", "name_vi", "name_en"):
        assert len({row[column] for row in found}) == len(found) == 195
    assert all(re.fullmatch("[A-Z]{2}", row["iso2"]) for row in found)
    assert sum(row["verified"] == "yes" for row in found) == 99


@pytest.mark.parametrize(
    "row", rows("diplomatic_relations.csv"), ids=lambda r: r["iso2"]
)
def test_a_date_says_how_it_is_known(row):
    sources = list(tagged(row))
    dated = [text for tag, text in sources if not tag]
    full = [text for text in dated if not re.search(r"\b(year|month) only\b", text)]
    has_day = row["date_precision"] == "day"

    assert row["established_on"] or row["note"]
    assert bool(row["established_on"]) == bool(dated)
    assert bool(row["established_on"]) != ("relations exist" in dict(sources))
    assert row["verified"] == "no" or (has_day and len(full) >= 2)
    assert full or not has_day
    unconfirmed = any(text in row["note"] for text in UNCONFIRMED)
    assert unconfirmed == (has_day and row["verified"] == "no")
    assert not (row["candidate_on"] and has_day)
    assert row["date_precision"] in ("", *PRECISIONS)
    for column in ("established_on", "candidate_on"):
        assert not row[column] or date.fromisoformat(row[column]).year >= 1945


@pytest.mark.parametrize("name", ["twin_cities.csv", "member_associations.csv"])
def test_rows_of_a_city_name_a_city_we_serve_and_a_country_we_know(name):
    cities = {row["city_short_vi"] for row in rows("unions.csv")}
    countries = {row["iso2"] for row in rows("diplomatic_relations.csv")}

    for row in rows(name):
        assert row["city"] in cities
        assert row["country_iso2"] in countries | {""}
        assert row["sources"]
        assert row["verified"] in {"yes", "no"}


@pytest.mark.parametrize(
    "name", ["diplomatic_relations.csv", "legal_bases.csv", "twin_cities.csv"]
)
def test_what_researchers_noted_is_told_in_the_offices_language(name):
    assert [row["note"] for row in rows(name) if row.get("note")] == [
        row["note"] for row in rows(name) if row.get("note_vi")
    ]
