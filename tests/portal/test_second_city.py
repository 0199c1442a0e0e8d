"""Another city's portal speaks of that city, and no code names any."""

import csv
import re

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.html import strip_tags

from awards.models import Award, CommendationRound
from bulletin.models import Article
from events.models import Event
from federation.models import Document, Figure, Term
from members.models import Association
from portal.actions import demo
from portal.actions.reference import DATA

CITY = "hai-phong"
FIRST = ("Hà Nội", "Hanoi", "Ha Noi", "HAUFO", "Thủ đô")


@pytest.mark.django_db
@pytest.mark.usefixtures("made")
class TestHaiPhong:
    def test_its_facts_stand_here(self):
        round_ = CommendationRound.objects.get(historic=True)
        terms = [
            (term.roman, term.start_year, term.end_year)
            for term in Term.objects.filter(owner__kind="union").order_by("ordinal")
        ]

        assert (round_.declared_collectives, round_.declared_individuals) == (29, 40)
        assert (round_.period_from.year, round_.period_to.year) == (2019, 2019)
        assert terms == [("V", 2018, 2023), ("VI", 2024, 2029)]
        assert Association.objects.count() == 6
        assert Document.objects.public().filter(code="38-CT/TW").exists()
        assert Figure.objects.get(owner__slug="viet-nga", metric="branches").value == 7

    def test_its_historic_round_shows_its_numbers_also_without_the_samples(
        self, client
    ):
        round_ = CommendationRound.objects.get(historic=True)
        before = client.get(round_.get_absolute_url())

        demo.remove()
        after = client.get(round_.get_absolute_url())

        for answer in (before, after):
            shown = re.sub(r"\s+", " ", strip_tags(answer.text))
            assert re.search(r"\b29\b", shown)
            assert re.search(r"\b40\b", shown)
            assert not re.search(r"\b19\b", shown)
        assert list(CommendationRound.objects.all()) == [round_]
        assert not Award.objects.exists()

    @pytest.mark.parametrize("language", ["vi", "en"])
    def test_no_page_names_the_first_city(self, client, language):
        with translation.override(language):
            names = [
                *("portal:home", "federation:about", "federation:documents"),
                *("federation:cooperation", "federation:figures"),
                *("members:associations", "members:branches", "events:list"),
                *("events:anniversaries", "bulletin:home", "awards:list"),
                *("awards:verify-form", "account_login"),
            ]
            paths = [reverse(name) for name in names]
            paths += [row.get_absolute_url() for row in Association.objects.all()]
            for model in (Event, Article, CommendationRound):
                rows = model.objects.published().readable()
                paths += [row.get_absolute_url() for row in rows]

        for path in paths:
            response = client.get(path)
            assert response.status_code == 200, path
            found = [word for word in FIRST if word in response.text]
            assert not found, (path, found)


def test_no_template_and_no_code_names_a_city():
    with (DATA / "unions.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    columns = ("city_short_vi", "city_short_en", "abbreviation", "slug")
    names = {row[column] for row in rows for column in columns} - {""}
    pattern = re.compile("|".join(map(re.escape, names)), re.IGNORECASE)
    apps = (
        *("portal", "outbox", "accounts", "federation", "members", "events"),
        *("bulletin", "awards", "templates", "static"),
    )
    kept = {".py", ".html", ".txt", ".css", ".js", ".svg", ".typ", ".xml"}

    found = [
        (str(path.relative_to(settings.BASE_DIR)), match.group())
        for app in apps
        for path in (settings.BASE_DIR / app).rglob("*")
        if path.suffix in kept and "vendor" not in path.parts
        if DATA not in path.parents
        for match in [pattern.search(path.read_text("utf-8"))]
        if match
    ]

    assert found == []
