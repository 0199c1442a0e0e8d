"""The public honour roll: who is on it, how it is searched."""

import pytest
from django.urls import reverse
from django.utils import translation

from tests.awards.factories import AwardFactory, CommendationRoundFactory
from tests.federation.factories import CountryFactory, PersonFactory, UnionFactory
from tests.members.factories import AssociationFactory, BranchFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _portal():
    UnionFactory()


def names(response) -> list[str]:
    return [award.recipient_vi for award in response.context["awards"]]


@pytest.mark.parametrize("count", [1, 3])
def test_the_roll_costs_the_same(client, count, django_assert_num_queries):
    AwardFactory.create_batch(count, individual=True)
    hidden = AwardFactory(round=CommendationRoundFactory())
    client.get(reverse("awards:roll"))

    # number of awards, awards; choices: rounds, forms, associations; the union
    with django_assert_num_queries(6):
        response = client.get(reverse("awards:roll"))

    assert len(names(response)) == count
    assert hidden.recipient_vi not in response.text


@pytest.mark.parametrize("words", ["le minh", "Lê Minh", "MINH an", "hoi vien an"])
def test_names_are_found_with_and_without_marks(client, words):
    AwardFactory(individual=True, recipient_title_vi="Hội viên")
    AwardFactory(recipient_vi="Trần Bình", recipient_en="Trần Bình")

    assert names(client.get(reverse("awards:roll"), {"q": words})) == ["Lê Minh An"]


def test_the_roll_is_narrowed_by_each_choice(client):
    association = AssociationFactory()
    branch = BranchFactory(association=association)
    mine = AwardFactory(
        organization=branch.organization_ptr, register_year=2021, recipient_vi="A"
    )
    AwardFactory(individual=True, register_year=2020, recipient_vi="B")

    for choice in (
        {"nam": "2021"},
        {"loai": "collective"},
        {"dot": mine.round.slug},
        {"hoi": association.slug},
    ):
        assert names(client.get(reverse("awards:roll"), choice)) == ["A"], choice
    nothing = client.get(reverse("awards:roll"), {"nam": "x"})
    assert nothing.status_code == 200
    assert names(nothing) == []


def test_friends_from_abroad_have_a_list_of_their_own(client):
    AwardFactory(individual=True, recipient_vi="Nhà")
    assert "tu=nuoc-ngoai" not in client.get(reverse("awards:list")).text
    japan = CountryFactory(name_vi="Nhật Bản", name_en="Japan")
    AwardFactory(
        individual=True, recipient_vi="Yamada Taro", is_foreign=True, country=japan
    )

    assert "tu=nuoc-ngoai" in client.get(reverse("awards:list")).text
    page = client.get(reverse("awards:roll"), {"tu": "nuoc-ngoai"})
    assert names(page) == ["Yamada Taro"]
    assert "Nhật Bản" in page.text
    home = client.get(reverse("awards:roll"), {"tu": "trong-nuoc"})
    assert names(home) == ["Nhà"]


def test_a_long_roll_shows_the_newest_and_asks_to_narrow(client, monkeypatch):
    monkeypatch.setattr("awards.views.FirstOnes.MOST", 2)
    for year in (2019, 2021, 2020):
        AwardFactory(individual=True, recipient_vi=f"Tên {year}", register_year=year)

    page = client.get(reverse("awards:roll"))
    assert "Hơn 2 " in page.text
    assert page.context["page_obj"].paginator.num_pages == 1
    narrowed = client.get(reverse("awards:roll"), {"nam": "2019"})
    assert names(narrowed) == ["Tên 2019"]
    assert "Hơn " not in narrowed.text


def test_a_large_round_names_some_and_leads_to_the_rest(client, monkeypatch):
    monkeypatch.setattr("awards.views.NAMED", 2)
    round_ = CommendationRoundFactory(published=True)
    AwardFactory.create_batch(2, round=round_, individual=True)
    link = f"?dot={round_.slug}"
    assert link not in client.get(round_.get_absolute_url()).text

    AwardFactory(round=round_, individual=True)
    page = client.get(round_.get_absolute_url())
    assert len(page.context["individuals"]) == 2
    assert link in page.text


def test_each_language_lists_who_has_a_name_in_it(client):
    AwardFactory(recipient_en="")
    with translation.override("en"):
        path = reverse("awards:roll")

    assert names(client.get(path)) == []


def test_a_person_page_shows_what_the_person_was_awarded(client):
    person = PersonFactory()
    AwardFactory(individual=True, person=person)

    page = client.get(person.get_absolute_url())

    assert page.status_code in {200, 404}
