"""What everybody who works here sees of their own offices."""

import datetime

import pytest
import time_machine
from django.urls import reverse

from federation.models import Office, Organization, Role
from tests.accounts.factories import UserFactory
from tests.federation.factories import OfficeFactory, OrganizationFactory

pytestmark = pytest.mark.django_db

day = datetime.date
PATH = "/lam-viec/chuc-vu/"


def test_strangers_are_sent_to_the_login(client):
    response = client.get(PATH)

    assert response.status_code == 302
    assert reverse("account_login") in response.url


def test_i_see_my_offices_with_their_days_and_nobody_elses(as_user):
    user = UserFactory()
    OfficeFactory(user=user, organization__name_vi="Hội Việt – Lào")
    OfficeFactory(
        user=user,
        organization__name_vi="Hội Việt – Nga",
        since=day(2019, 1, 1),
        until=day(2019, 12, 31),
    )
    OfficeFactory(organization__name_vi="Hội Việt – Pháp")

    text = as_user(user).get(PATH).text

    assert "Hội Việt – Lào" in text
    assert "31/12/2019" in text
    assert "Hội Việt – Pháp" not in text


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same(as_user, count, django_assert_max_num_queries):
    user = UserFactory()
    OfficeFactory(user=user)
    client = as_user(user)
    client.get(PATH)
    with django_assert_max_num_queries(40) as before:
        client.get(PATH)
    OfficeFactory.create_batch(count, user=user, until=day(2021, 1, 1))

    with django_assert_max_num_queries(40) as after:
        client.get(PATH)

    assert len(after) == len(before)


@pytest.mark.parametrize(
    ("today", "held"),
    [("2020-01-01", True), ("2022-05-31", True), ("2022-06-01", False)],
)
def test_access_ends_by_itself_after_the_last_day(today, held):
    office = OfficeFactory(until=day(2022, 5, 31))

    with time_machine.travel(f"{today} 12:00 +0700"):
        assert Office.objects.held_by(office.user).exists() == held
        run_by = Organization.objects.run_by(office.user)
        assert (office.organization in run_by) == held


def test_an_account_that_is_closed_holds_nothing():
    office = OfficeFactory(user__is_active=False)

    assert not Office.objects.held_by(office.user).exists()


def test_every_role_says_what_it_opens():
    organization = OrganizationFactory()

    for role in Role.values:
        assert Office(organization=organization, role=role).opens
