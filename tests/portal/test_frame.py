"""The frame of every page: language switch, canonical address, path, drum, desk."""

import json
import re
from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from portal.drum.draw import draw
from portal.search.sources import SOURCES
from portal.sitemaps import FRONTS
from tests.bulletin.factories import ArticleFactory
from tests.events.factories import EventFactory
from tests.federation.factories import CountryFactory, UnionFactory
from tests.members.factories import AssociationFactory, BranchFactory

DATA = {
    "unit": "hội",
    "year": 2026,
    "months": [str(n) for n in range(1, 13)],
    "marks": [],
    "growth": [{"year": 1992, "count": 3, "text": "1992 · 3"}],
}


def data(today, associations):
    region = {"name": "Châu Âu", "href": "#x", "associations": associations}
    return DATA | {"today": today, "regions": [region]}


def association(name, branches=3):
    return {
        "name": name,
        "title": f"{name}: {branches}",
        "href": "/x/",
        "branches": branches,
        "since": 1950,
    }


def test_the_same_data_draws_the_same_bytes():
    drawn = [draw(data(date(2026, 1, 2), [association("Pháp")])) for _ in range(2)]

    assert drawn[0] == drawn[1]
    assert drawn[0].count('class="drum__ray"') == 1


def test_the_drum_escapes_names_and_fits_long_ones():
    drawn = draw(
        data(date(2026, 1, 2), [association("<b>&"), association("Russian Federation")])
    )

    assert "<b>" not in drawn
    assert 'textLength="104"' in drawn


@pytest.mark.django_db
def test_the_switch_keeps_the_page_and_its_query(client):
    UnionFactory()

    page = client.get("/ngay-ky-niem/?nam=2026&thang=1").text

    assert 'href="/en/anniversaries/?nam=2026&amp;thang=1"' in page


@pytest.mark.django_db
def test_canonical_drops_what_makes_no_new_page(client):
    UnionFactory()

    page = client.get("/su-kien/?utm_source=x").text

    assert '<link rel="canonical" href="http://localhost/su-kien/">' in page
    assert 'hreflang="en" href="http://localhost/en/events/"' in page


@pytest.mark.django_db
def test_the_path_is_told_to_search_engines_and_cannot_end_its_script(client):
    UnionFactory()
    event = EventFactory(title_vi="</script><b>")

    page = client.get(event.get_absolute_url()).text

    blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
    found = [json.loads(block) for block in blocks]
    steps = next(b for b in found if b["@type"] == "BreadcrumbList")["itemListElement"]
    assert steps[-1]["name"] == "</script><b>"
    assert [step["position"] for step in steps] == list(range(1, len(steps) + 1))


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["vi", "en"])
def test_home_opens_before_there_is_any_data(client, language):
    with override(language):
        answer = client.get(reverse("portal:home"))

    assert answer.status_code == 200
    assert f'<html lang="{language}">' in answer.text


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("name", FRONTS)
def test_every_list_opens_before_there_is_any_data(client, language, name):
    """The union's own pages are not there before the union is."""
    with override(language):
        answer = client.get(reverse(name))
        found = client.get(reverse("portal:search"), {"q": "huu nghi"})

    alone = name in {"federation:about", "federation:figures"}
    assert answer.status_code == (404 if alone else 200)
    assert answer.text.count("<h1") == 1
    assert (found.status_code, len(found.context["found"])) == (200, 0)


@pytest.mark.django_db
@pytest.mark.parametrize("kind", [source.kind for source in SOURCES])
def test_every_kind_of_search_is_answered_before_there_is_any_data(client, kind):
    answer = client.get(reverse("portal:search"), {"q": "huu nghi", "loai": kind})

    assert answer.status_code == 200


@pytest.mark.django_db
def test_the_drum_is_for_the_eye_the_list_for_keys_and_ears(client):
    """No ray stops the Tab key; each region leads to its part of the list."""
    UnionFactory()
    for country in (CountryFactory(region="chau-phi"), CountryFactory()):
        association = AssociationFactory()
        association.countries.set([country])
    cache.clear()

    page = client.get("/").text

    drawn = re.search(r'<svg class="drum .*?</svg>', page)[0]
    links = re.findall(r"<a [^>]*>", drawn)
    regions = re.findall(r'href="#(region-[^"]*)"', drawn)
    assert 'aria-hidden="true"' in drawn.partition(">")[0]
    assert len(links) == 2 + len(regions)
    assert all('tabindex="-1"' in link for link in links)
    assert len(regions) == 2
    for region in regions:
        assert page.count(f'id="{region}"') == 1
        assert page.count(f'href="#{region}"') == 2
    assert page.count('class="index__link"') == 2
    assert page.count('class="skip skip--here" href="#associations"') == 1


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3])
def test_home_costs_the_same(client, count, django_assert_num_queries):
    UnionFactory()
    tomorrow = timezone.now() + timedelta(days=1)
    ArticleFactory.create_batch(count, published=True)
    for _number in range(count):
        association = AssociationFactory()
        BranchFactory(association=association)
        EventFactory(host=association, starts_at=tomorrow)
    cache.clear()

    # drum: associations, their countries, growth, days; union; horizon: event, article,
    # great year; index: associations, countries; days, events, articles, rounds,
    # figures
    with django_assert_num_queries(15):
        client.get("/")


@pytest.mark.django_db
def test_a_page_that_is_not_there_leads_on_in_both_languages(client):
    UnionFactory()

    for path, lang in (("/khong-co/", "vi"), ("/en/nothing/", "en")):
        answer = client.get(path)
        assert answer.status_code == 404
        assert f'<html lang="{lang}">' in answer.text
        assert 'rel="canonical"' not in answer.text


@pytest.mark.django_db
def test_components_are_for_staff(client, staff_client):
    assert client.get("/thanh-phan/").status_code == 302
    assert staff_client.get("/thanh-phan/").status_code == 200


@pytest.mark.django_db
def test_the_address_decides_the_language_not_the_browser(client):
    UnionFactory()

    answer = client.get("/", headers={"accept-language": "en"})

    assert '<html lang="vi">' in answer.text
    assert "Accept-Language" not in answer.get("Vary", "")


@pytest.mark.django_db
def test_what_a_stranger_fills_in_is_not_refused():
    """The forms of the public carry the token against forged posts."""
    browser = Client(enforce_csrf_checks=True)
    for name in ("bulletin:newsletter", "awards:verify-file"):
        page = browser.get(reverse(name))
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.text)[1]

        sent = browser.post(reverse(name), {"csrfmiddlewaretoken": token})

        assert sent.status_code == 200  # the form again, with what is missing
