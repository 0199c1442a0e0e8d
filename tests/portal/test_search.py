"""Everything public is found, with and without diacritics, and nothing else."""

import pytest
from django.urls import reverse
from django.utils.translation import override

from portal.search import marked
from tests.events.factories import EventFactory
from tests.federation.factories import DocumentFactory, PageFactory, UnionFactory
from tests.members.factories import AssociationFactory, BranchFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def union():
    return UnionFactory()


def titles(response):
    return [
        str(row["title"])
        for group in response.context["groups"]
        for row in group["rows"]
    ]


@pytest.mark.parametrize(
    "words",
    ["Hữu nghị", "huu nghi", "HUU NGHI", "hữu nghi", "huunghi", "  huu   nghi "],
)
def test_words_are_found_whatever_their_marks_case_and_spaces(client, words):
    AssociationFactory(name_vi="Hội hữu nghị Việt Nam – Lào", name_en="")

    response = client.get(reverse("portal:search"), {"q": words})

    assert "Hội <mark>hữu</mark> <mark>nghị</mark> Việt Nam – Lào" in titles(
        response
    ) or "Hội hữu nghị Việt Nam – Lào" in titles(response)


@pytest.mark.parametrize("words", ["dong da", "Đống Đa", "đong đa"])
def test_d_with_and_without_a_bar_are_the_same(client, words):
    BranchFactory(name_vi="Chi hội phường Đống Đa")

    response = client.get(reverse("portal:search"), {"q": words})

    assert response.context["total"] == 1


def test_every_word_must_occur(client):
    AssociationFactory(name_vi="Hội hữu nghị Việt Nam – Lào")

    response = client.get(reverse("portal:search"), {"q": "huu nghi Cuba"})

    assert response.context["groups"] == []


def test_each_language_finds_only_what_it_has(client):
    PageFactory(title_vi="Lịch sử", title_en="History", is_published=True)
    PageFactory(title_vi="Lịch sử riêng", title_en="", body_en="", is_published=True)
    with override("en"):
        url = reverse("portal:search")

    assert client.get(url, {"q": "lich su"}).context["groups"] == []
    assert client.get(url, {"q": "history"}).context["total"] == 1


def test_what_is_not_public_is_not_found(client):
    DocumentFactory(title_vi="Văn bản nội bộ", access="internal")
    EventFactory(title_vi="Bản nháp nội bộ", publish_state="draft")

    response = client.get(reverse("portal:search"), {"q": "noi bo"})

    assert response.context["groups"] == []


def test_one_kind_is_paged(client):
    for number in range(21):
        AssociationFactory(name_vi=f"Hội hữu nghị {number}")
    url = reverse("portal:search")

    few = client.get(url, {"q": "huu nghi"})
    second = client.get(url, {"q": "huu nghi", "loai": "associations", "page": 2})

    assert len(titles(few)) == 5
    assert len(titles(second)) == 1


@pytest.mark.parametrize("page", ["0", "2", "9999", "abc", "-1", "1e3", "٢", "9" * 40])
def test_a_page_that_does_not_exist_is_not_found(client, page):
    AssociationFactory(name_vi="Hội hữu nghị")

    response = client.get(
        reverse("portal:search"), {"q": "huu", "loai": "associations", "page": page}
    )

    assert response.status_code == 404


@pytest.mark.parametrize("words", ["", "a", "   ", "%", "'", '"><script>', "_" * 5000])
def test_empty_short_and_strange_words_are_answered(client, words):
    response = client.get(reverse("portal:search"), {"q": words})

    assert response.status_code == 200
    assert "<script>alert" not in response.text


def test_markup_in_a_title_stays_text():
    assert marked("<b>Hữu</b>", "huu") == "&lt;b&gt;<mark>Hữu</mark>&lt;/b&gt;"


@pytest.mark.parametrize("count", [1, 3])
def test_a_search_costs_the_same_however_much_is_found(
    client, count, django_assert_num_queries
):
    for number in range(count):
        AssociationFactory(name_vi=f"Hội hữu nghị {number}")

    # union; a count for each of ten kinds; rows of the one kind that has hits; one
    # for all hits of the other language
    with django_assert_num_queries(13):
        client.get(reverse("portal:search"), {"q": "huu nghi"})


def test_what_only_the_other_language_has_is_shown_there(client):
    AssociationFactory(name_vi="Hội hữu nghị Việt Nam – Lào", name_en="")
    with override("en"):
        url = reverse("portal:search")

    page = client.get(url, {"q": "huu nghi"})

    assert page.context["groups"] == []
    [vietnamese] = page.context["elsewhere"]
    assert (vietnamese["code"], vietnamese["number"]) == ("vi", 1)
    assert vietnamese["groups"][0]["rows"][0]["url"].startswith("/hoi-thanh-vien/")
    assert 'lang="vi"' in page.text


def test_hits_of_the_other_language_are_offered_beside_ones_own(client):
    AssociationFactory(name_vi="Hội Lào", name_en="Laos Association")
    AssociationFactory(name_vi="Hội Lào khác", name_en="Laos again")
    with override("en"):
        url = reverse("portal:search")

    page = client.get(url, {"q": "lao"})

    assert page.context["total"] == 2
    assert page.context["elsewhere"][0]["number"] == 2
    assert page.context["elsewhere"][0]["url"] == "/tim-kiem/?q=lao"
