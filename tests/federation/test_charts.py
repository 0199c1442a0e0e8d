"""Charts: what is drawn is what the table says, wide and narrow, in both languages."""

import re
from datetime import date, datetime
from itertools import pairwise

import pytest
from django.test.utils import compare_xml
from django.urls import reverse
from django.utils.timezone import get_default_timezone
from django.utils.translation import override

from federation.templatetags.charts import NARROW, WIDE, Mark, by_word, chart, over_time
from tests.awards.factories import CommendationRoundFactory
from tests.events.factories import EventFactory
from tests.federation.factories import FigureFactory, UnionFactory
from tests.members.factories import AssociationFactory, BranchFactory

VALUE = re.compile(r'<text class="chart__value"[^>]*>([^<]+)')
SHEETS = pytest.mark.parametrize("sheet", [WIDE, NARROW], ids=lambda sheet: sheet.name)
YEARS = [
    Mark(str(year), year - 1990, str(year - 1990), year) for year in range(1993, 2027)
]


def held_on(year):
    return datetime(year, 3, 5, 9, tzinfo=get_default_timezone())


@SHEETS
@pytest.mark.parametrize("line", [True, False])
def test_letters_over_the_years_do_not_touch(sheet, line):
    places = over_time(YEARS, sheet, line=line)["places"]
    written = [place for place in places if place["labelled"]]

    assert written[-1]["mark"] is YEARS[-1]
    for left, right in pairwise(written):
        assert right["x"] - left["x"] >= 46
    assert all(0 < place["x"] < sheet.width for place in places)


@SHEETS
def test_great_numbers_keep_their_place(sheet):
    marks = [Mark(str(y), 9e9 * y, f"{9 * y}.000.000.000", y) for y in (2020, 2021)]
    drawn = over_time(marks, sheet, line=False)

    longest = max(len(mark["value"]) for mark in drawn["grid"])
    assert drawn["box"]["left"] >= longest * 7
    assert [place["labelled"] for place in drawn["places"]] in (
        [True] * 2,
        [False, True],
    )


def test_missing_years_are_gaps():
    marks = [Mark(str(year), 1, "1", year) for year in (1993, 2003, 2023)]
    first, second, third = (p["x"] for p in over_time(marks, WIDE, line=True)["places"])

    assert third - second == pytest.approx(2 * (second - first), abs=2)


@SHEETS
def test_bars_and_their_words_stay_on_the_sheet(sheet):
    marks = [Mark("Chuyến thăm của đoàn bạn", 120, "1.200"), Mark("Khác", 1, "1")]
    drawn = by_word(marks, sheet)

    for place in drawn["places"]:
        assert place["end"] + len(place["mark"].text) * 7 <= sheet.width
        assert place["y"] + place["height"] <= drawn["height"]
    assert [place["lit"] for place in drawn["places"]] == [True, False]


def test_of_equals_none_is_the_one_the_heading_speaks_of():
    marks = [Mark("Một", 1, "1", 2024), Mark("Hai", 1, "1", 2025)]

    for drawn in (by_word(marks, WIDE), over_time(marks, WIDE, line=False)):
        assert not any(place["lit"] for place in drawn["places"])


def test_one_number_alone_is_told_and_not_drawn():
    told = chart("x", "columns", [Mark("2024", 21, "21", 2024)], finding="21")

    assert told == {"id": "chart-x", "finding": "21"}


def test_where_nothing_is_to_draw_there_is_no_drawing():
    assert "drawings" not in chart("x", "columns", [Mark("2024", 0, "0", 2024)])
    assert "drawings" not in chart("x", "bars", [])


def charts_of(page: str) -> dict:
    """{heading: ([words in each drawing], text of the table)}, well formed."""
    found = {}
    for box in re.findall(r'<div class="chartbox">.*?</details>', page, re.DOTALL):
        drawings = re.findall(r"<svg.*?</svg>", box, re.DOTALL)
        heading = re.search(r'<h3 class="chart__title" id="([^"]+)">([^<]+)', box)
        for drawing in drawings:
            assert f'role="img" aria-labelledby="{heading[1]}"' in drawing
            assert compare_xml(drawing, drawing)
        assert re.search(r"<table.*<caption", box, re.DOTALL)
        assert "<summary>" in box
        words = [VALUE.findall(drawing) for drawing in drawings]
        found[heading[2]] = words, box[box.index("<table") :]
    return found


@pytest.fixture
def lived(db):
    UnionFactory()
    association = AssociationFactory(slug="rieng")
    for year, number in ((2022, 2), (2023, 5), (2025, 1)):
        days = [date(year, month, 1) for month in range(1, number + 1)]
        for day in days:
            BranchFactory(association=association, founded_on=day)
    for kind, number in (("meeting", 3), ("seminar", 1)):
        EventFactory.create_batch(
            number,
            host=association,
            kind=kind,
            starts_at=held_on(2025),
            status="held",
        )
    for year, status in ((2025, "cancelled"), (2015, "held")):
        EventFactory(
            host=association, kind="visit", starts_at=held_on(year), status=status
        )
    CommendationRoundFactory(
        published=True,
        period_from=date(2015, 1, 1),
        period_to=date(2020, 12, 31),
        declared_collectives=19,
        declared_individuals=29,
    )
    FigureFactory(metric="members", year=2019, value=20_000)
    FigureFactory(metric="members", year=2024, value=33_400)


@pytest.mark.usefixtures("lived")
@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_page_of_figures_is_the_home_of_all_charts(client, language):
    with override(language):
        page = client.get(reverse("federation:figures")).text

    found = charts_of(page)

    assert len(found) == 4
    for words, table in found.values():
        assert len(words) == 2
        for value in {value for drawing in words for value in drawing}:
            assert value in table or value == "48"  # 19 and 29 stand there apart
    headings = " / ".join(found)
    branches, events, awards = (
        ("Nhiều nhất năm 2023: 5", "3 trong số 4", "2015–2020: 48")
        if language == "vi"
        else ("Most in 2023: 5", "3 of 4", "2015–2020: 48")
    )
    for words in (branches, events, awards):
        assert words in headings


@pytest.mark.usefixtures("lived")
@pytest.mark.parametrize(
    ("path", "words"),
    [("/su-kien/?khi=da-qua", "3 trong số 4"), ("/khen-thuong/", "48")],
)
def test_charts_stand_where_their_rows_are(client, path, words):
    assert words in " ".join(charts_of(client.get(path).text))


@pytest.mark.usefixtures("lived")
def test_the_first_page_of_the_desk_draws_what_one_may_open(staff_client, client):
    assert len(charts_of(staff_client.get("/admin/").text)) == 3


@pytest.mark.usefixtures("lived")
def test_a_round_whose_names_are_counted_is_drawn_dashed(client):
    CommendationRoundFactory(
        published=True, declared_collectives=None, declared_individuals=None
    )

    drawn = client.get("/khen-thuong/").text

    assert drawn.count("chart__bar--lit") == 2
