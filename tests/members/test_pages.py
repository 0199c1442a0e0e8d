"""What every reader sees of associations and branches."""

import json
import re
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from federation.models import Figure, Role
from members.models import (
    Branch,
    BranchChange,
    BranchRequest,
    CommitteeSeat,
    MembershipCount,
)
from tests.accounts.factories import UserFactory
from tests.events.factories import EventFactory
from tests.federation.factories import BodyFactory, TermFactory
from tests.members.conftest import holds, make_scene, page
from tests.members.factories import (
    AssociationFactory,
    BranchFactory,
    CountryFactory,
    MembershipCountFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("union")]
Status = BranchRequest.Status


def with_committees(branches):
    """The branches, each with a committee of its own term."""
    for branch in branches:
        branch.committee = BodyFactory(term=TermFactory(owner=branch))
        branch.save()
    return branches


class TestPublic:
    @pytest.mark.parametrize("count", [1, 3])
    def test_associations_cost_the_same(self, client, count, django_assert_num_queries):
        hungary = CountryFactory()
        rows = [AssociationFactory(countries=[hungary]) for _n in range(count)]
        BranchFactory(association=rows[0])

        with django_assert_num_queries(3):  # associations, countries, the union
            response = page(client, "associations")

        for row in rows:
            assert row.name_vi in response.text.replace("\xa0", " ")

    @pytest.mark.parametrize("count", [1, 3])
    def test_branches_cost_the_same(self, client, count, django_assert_num_queries):
        rows = with_committees(BranchFactory.create_batch(count))

        # count, page, years, associations and countries of the filter, the new ones
        # of the year, the union
        with django_assert_num_queries(7):
            response = page(client, "branches")

        for row in rows:
            assert row.name_vi in response.text

    @pytest.mark.parametrize("count", [1, 3])
    def test_an_association_costs_the_same(
        self, client, count, django_assert_num_queries
    ):
        association = AssociationFactory(countries=[CountryFactory()])
        rows = BranchFactory.create_batch(count, association=association)
        with_committees(rows)
        page(client, "association", association.slug)

        with django_assert_num_queries(18):
            response = page(client, "association", association.slug)

        for row in rows:
            assert row.name_vi in response.text

    @pytest.mark.parametrize("count", [1, 3])
    def test_a_branch_costs_the_same(self, client, count, django_assert_num_queries):
        branch = BranchFactory()
        for number in range(count):
            BranchChange.objects.create(
                branch=branch, kind="reorganize", on=f"2024-01-0{number + 1}"
            )
        page(client, "branch", branch.slug)

        with django_assert_num_queries(7):
            page(client, "branch", branch.slug)

    def test_an_association_shows_its_activity_by_year(self, client):
        association = AssociationFactory()
        year = timezone.localdate().year
        day = timezone.localdate() - timedelta(days=1)
        BranchFactory.create_batch(2, association=association, founded_on=day)
        EventFactory(host=association, starts_at=timezone.now() - timedelta(days=2))

        text = page(client, "association", association.slug).text

        assert f'<th scope="row">{day.year}</th>' in text
        assert f'<th scope="row">{year - 6}</th>' not in text
        assert ">2</td>" in text
        assert ">1</td>" in text

    def test_new_branches_of_the_year_stand_first(self, client):
        new = BranchFactory(founded_on=timezone.localdate())
        BranchFactory()

        found = page(client, "branches").text

        fold = found[found.index("<details", found.index("<main")) :]
        fold = fold[: fold.index("</details>")]
        assert new.name_vi in fold

    def test_reported_figures_stand_beside_the_computed(self, client, union):
        BranchFactory(founded_on="2023-05-01")
        Figure.objects.create(
            owner=union,
            metric="branches_new",
            year=2023,
            value=21,
            basis="reported",
            source="Báo cáo tổng kết 2023",
        )

        text = page(client, "branches", nam="2023").text

        assert "21" in text
        assert "Báo cáo tổng kết 2023" in text

    def test_association_shows_its_facts(self, client):
        association = AssociationFactory(countries=[CountryFactory()], is_demo=True)
        branch = BranchFactory(association=association, name_vi="Chi hội Bách khoa")
        BranchFactory(name_vi="Chi hội của hội khác")
        MembershipCountFactory(organization=association, total=410)

        response = client.get(association.get_absolute_url())

        assert branch.name_vi in response.text
        assert "Chi hội của hội khác" not in response.text
        assert "410" in response.text
        assert reverse("federation:country", args=["HU"]) in response.text
        data = re.search(r'ld\+json">(.*?)</script>', response.text)[1]
        assert json.loads(data)["name"] == association.name_vi

    def test_branch_shows_its_committee_but_no_telephone(self, client):
        scene = make_scene()
        CommitteeSeat.objects.update(phone="0900111222")
        scene.to_ready().approve(by=scene.leader)

        response = client.get(Branch.objects.get().get_absolute_url())

        assert "Bùi Đức Mạnh" in response.text
        assert "01/QĐ-LHHN" in response.text
        assert "0900111222" not in response.text

    def test_each_language_has_only_its_own(self, client):
        only_vietnamese = BranchFactory(name_en="")
        with override("en"):
            english = only_vietnamese.get_absolute_url()
            listed = reverse("members:branches")

        assert client.get(english).status_code == 404
        assert only_vietnamese.name_vi not in client.get(listed).text
        text = client.get(only_vietnamese.get_absolute_url()).text
        assert 'hreflang="en" href="http' not in text

    def test_unlisted_and_future_branches_are_not_there(self, client, as_user):
        association = AssociationFactory()
        hidden = BranchFactory(association=association, is_listed=False)
        future = BranchFactory(
            association=association, founded_on=timezone.localdate().replace(year=2090)
        )
        own = as_user(holds(UserFactory(), association, Role.ASSOCIATION_SECRETARY))
        other = as_user(
            holds(UserFactory(), AssociationFactory(), Role.ASSOCIATION_SECRETARY)
        )

        for branch in (hidden, future):
            assert client.get(branch.get_absolute_url()).status_code == 404
            assert other.get(branch.get_absolute_url()).status_code == 404
            assert own.get(branch.get_absolute_url()).status_code == 200

    def test_search_finds_without_diacritics(self, client):
        AssociationFactory(name_vi="Hội hữu nghị Việt Nam – Hung-ga-ri")
        AssociationFactory(name_vi="Ủy ban Hòa bình")

        text = page(client, "associations", q="huu nghi").text

        assert "Hung-ga-ri" in text
        assert "Hòa bình" not in text

    @pytest.mark.parametrize(
        ("query", "there"),
        [
            ({"q": "bach khoa"}, True),
            ({"q": "nông"}, False),
            ({"host": "school"}, True),
            ({"host": "ward"}, False),
            ({"nam": "2014"}, True),
            ({"nam": "abc"}, True),
            ({"nam": "1066"}, True),
            ({"host": "<script>"}, True),
            ({"association": "khong-co"}, True),
        ],
    )
    def test_branch_filters(self, client, query, there):
        BranchFactory(name_vi="Chi hội Bách khoa", founded_on="2014-11-14")

        response = page(client, "branches", **query)

        assert response.status_code == 200
        assert ("Chi hội Bách khoa" in response.text) is there

    @pytest.mark.parametrize("number", ["9999", "0", "-1", "x"])
    def test_a_page_that_is_not_there(self, client, number):
        BranchFactory()

        assert page(client, "branches", page=number).status_code == 404

    def test_empty_lists_say_what_will_be_there(self, client):
        for name in ("associations", "branches"):
            assert "empty__title" in page(client, name).text

    @pytest.mark.parametrize("name", ["associations", "branches"])
    def test_markup_in_the_query_is_text(self, client, name):
        text = page(client, name, q="<script>alert(1)</script>").text

        assert "<script>alert(1)" not in text

    def test_a_region_shows_only_its_own(self, client):
        AssociationFactory(name_vi="Hội châu Âu", countries=[CountryFactory()])
        AssociationFactory(name_vi="Hội chung")

        europe = page(client, "associations", region="chau-au").text
        many = page(client, "associations", region="nhieu-nuoc").text

        assert "Hội châu Âu" in europe
        assert "Hội chung" not in europe
        assert "Hội chung" in many


class TestGrowth:
    def test_the_vector_of_the_domain(self):
        association = AssociationFactory()
        BranchFactory.create_batch(
            300, association=association, founded_on="2020-01-01"
        )
        BranchFactory.create_batch(21, association=association, founded_on="2023-05-05")

        growth = Branch.objects.growth(2023)

        assert (growth.base, growth.new, growth.ended) == (300, 21, 0)
        assert growth.gross == growth.net == 7
        assert growth.living == 321

    def test_what_is_still_to_come_counts_later(self):
        today = timezone.localdate()
        to_come = today + timedelta(days=20)
        BranchFactory(founded_on=today)
        BranchFactory(founded_on=to_come)

        assert Branch.objects.growth(today.year).new == 1
        with time_machine.travel(f"{to_come} 09:00+07:00", tick=False):
            assert Branch.objects.growth(today.year).new == 1 + (
                to_come.year == today.year
            )

    def test_the_newest_number_is_of_a_day_that_has_come(self):
        branch, today = BranchFactory(), timezone.localdate()
        now = MembershipCountFactory(organization=branch, as_of=today)
        MembershipCountFactory(organization=branch, as_of=today + timedelta(days=1))

        assert MembershipCount.objects.latest_of(branch) == now

    def test_ended_ones_count_in_the_net(self):
        rows = BranchFactory.create_batch(4, founded_on="2020-01-01")
        Branch.objects.filter(pk=rows[0].pk).update(
            status="dissolved", ended_on="2023-03-03"
        )
        BranchFactory(founded_on="2023-01-01")
        BranchFactory(founded_on="2022-01-01", ended_on="2023-01-01")

        growth = Branch.objects.growth(2023)

        assert (growth.base, growth.new, growth.ended) == (5, 1, 2)
        assert growth.net == -20

    def test_nothing_to_grow_from(self):
        BranchFactory(founded_on="2023-01-01")

        assert Branch.objects.growth(2023).gross is None

    @pytest.mark.parametrize(
        ("more", "there"),
        [({}, True), ({"host": "school"}, False), ({"q": "a"}, False)],
    )
    def test_it_stands_above_the_list_of_its_year_alone(self, client, more, there):
        BranchFactory(founded_on="2023-05-01")
        BranchFactory(founded_on="2023-05-01", is_listed=False)

        growth = page(client, "branches", nam=2023, **more).context["growth"]

        assert bool(growth) == there
        assert not growth or growth.new == 1  # what she may not see is not counted

    def test_the_public_page_counts_it(self, client):
        BranchFactory(founded_on="2020-01-01")

        assert client.get(reverse("federation:figures")).status_code == 200
