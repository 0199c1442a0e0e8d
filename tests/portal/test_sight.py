"""The page that explains access says what the pages themselves do."""

import pytest
from django.urls import reverse

from accounts.models import User
from federation.models import Office, Role
from members.models import Association, BranchRequest
from portal.actions import sight, viewers
from tests.accounts.factories import UserFactory
from tests.federation.factories import OfficeFactory
from tests.members.factories import AssociationFactory, RequestFactory, UnionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def secretary():
    UnionFactory()
    office = OfficeFactory(
        organization=AssociationFactory(), role=Role.ASSOCIATION_SECRETARY
    )
    return office.user


def dossier_of(user):
    office = Office.objects.get(user=user)
    return RequestFactory(
        association=Association.objects.get(pk=office.organization_id)
    )


def test_ones_own_dossier_opens_because_of_the_office(secretary):
    verdict = sight.why(secretary, dossier_of(secretary).get_absolute_url())

    assert verdict.opens
    assert str(Role.ASSOCIATION_SECRETARY.label) in verdict.reasons[0]


def test_anothers_dossier_stays_closed_and_it_says_why(secretary, as_user):
    address = RequestFactory(association=AssociationFactory()).get_absolute_url()

    verdict = sight.why(secretary, address)

    assert not verdict.opens
    assert "người khác" in verdict.reasons[-1]
    assert as_user(secretary).get(address).status_code == 404


def test_an_ended_office_is_named_with_its_day(secretary):
    address = dossier_of(secretary).get_absolute_url()
    Office.objects.filter(user=secretary).update(until="2025-03-31")

    verdict = sight.why(secretary, address)

    assert not verdict.opens
    assert "31/3/2025" in verdict.reasons[-1] or "31/03/2025" in verdict.reasons[-1]


@pytest.mark.parametrize(
    ("address", "opens"),
    [
        ("/hoi-thanh-vien/", True),
        ("https://portal.example.org/en/associations/?q=1", True),
        ("/hoi-thanh-vien/khong-co/", False),
        ("/khong-co/", False),
        ("/admin/members/branchrequest/", False),
        ("nonsense", False),
    ],
)
def test_every_address_gets_an_answer(secretary, address, opens):
    verdict = sight.why(secretary, address)

    assert verdict.opens == opens
    assert verdict.reasons


def test_the_right_of_a_role_opens_a_desk(secretary):
    staff = UserFactory(superuser=True)

    assert sight.why(staff, "/admin/members/branchrequest/").opens
    assert not sight.why(UserFactory(staff=True), "/admin/outbox/message/").opens


def test_who_can_see_me_names_those_whose_rules_give_my_rows(secretary):
    request = dossier_of(secretary)
    type(request).objects.update(created_by=secretary)
    colleague = OfficeFactory(
        organization=request.association, role=Role.ASSOCIATION_SECRETARY
    ).user
    stranger = OfficeFactory(
        organization=AssociationFactory(), role=Role.ASSOCIATION_SECRETARY
    ).user

    found = {row["kind"]: row["people"] for row in sight.who_sees(secretary)}
    seen = found[str(request._meta.verbose_name_plural)]

    assert str(colleague) in seen
    assert str(stranger) not in seen
    assert str(User._meta.verbose_name_plural) in found


def test_only_who_may_see_accounts_asks_about_others(secretary, as_user):
    other = OfficeFactory(role=Role.ASSOCIATION_SECRETARY).user
    path = reverse("portal:workspace-access")

    page = as_user(secretary).get(path, {"page": "/", "person": other.email})

    assert page.context["about"] == secretary
    assert "person" not in page.context["form"].fields
    boss = OfficeFactory(user=UserFactory(superuser=True), role=Role.ADMIN).user
    page = as_user(boss).get(path, {"page": "/", "person": other.email})
    assert page.context["about"] == other


def test_sixty_secretaries_cost_as_many_queries_as_one(
    secretary, django_assert_num_queries
):
    request = dossier_of(secretary)
    rows = BranchRequest.objects.filter(pk=request.pk)
    for number in (1, 3):
        for _each in range(number):
            OfficeFactory(
                organization=AssociationFactory(), role=Role.ASSOCIATION_SECRETARY
            )
        with django_assert_num_queries(3):
            assert list(viewers.of(rows)) == [secretary]


def test_an_account_that_is_closed_sees_nothing(secretary):
    request = dossier_of(secretary)
    rows = BranchRequest.objects.filter(pk=request.pk)
    assert list(viewers.of(rows)) == [secretary]

    User.objects.filter(pk=secretary.pk).update(is_active=False)

    assert not viewers.of(rows)
