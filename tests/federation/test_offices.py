"""Offices are given and handed over at the desk, and people are told."""

import datetime

import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse

from federation.lifecycle import MoveRefused
from federation.models import (
    Office,
    Role,
)
from members.models import BranchRequest
from outbox.models import Message
from tests.accounts.factories import UserFactory
from tests.federation.factories import (
    OfficeFactory,
    OrganizationFactory,
    UnionFactory,
)
from tests.members.factories import AssociationFactory, RequestFactory

pytestmark = pytest.mark.django_db

day = datetime.date


def hand_over(client, office, to, on="2026-03-01"):
    path = reverse("admin:federation_office_hand_over", args=[office.pk])
    return client.post(path, {"to": to.pk, "on": on})


def test_an_office_is_handed_over_in_one_step_and_both_are_told(chief):
    office, heir = OfficeFactory(user__language="en"), UserFactory()

    response = hand_over(chief, office, heir)

    assert response.status_code == 302
    old, new = Office.objects.order_by("since")
    assert (old.until, new.since, new.until) == (
        day(2026, 2, 28),
        day(2026, 3, 1),
        None,
    )
    assert (new.user, new.organization, new.role) == (
        *(heir, office.organization, office.role),
    )
    told = {(mail.to, mail.language) for mail in Message.objects.all()}
    assert told == {(office.user.email, "en"), (heir.email, "vi")}


def test_an_office_is_not_handed_over_twice(chief):
    office = OfficeFactory()
    hand_over(chief, office, UserFactory())

    again = hand_over(chief, office, UserFactory())

    assert again.status_code == 200
    assert (Office.objects.count(), Message.objects.count()) == (2, 2)


def test_an_office_is_not_handed_over_before_it_began(chief):
    office = OfficeFactory(since=day(2026, 3, 1))

    assert hand_over(chief, office, UserFactory()).status_code == 200
    assert Office.objects.get().until is None


def test_the_holder_cannot_be_the_successor(chief):
    office = OfficeFactory()

    assert hand_over(chief, office, office.user).status_code == 200
    assert Office.objects.count() == 1


def test_who_may_only_look_hands_nothing_over(as_user):
    office = OfficeFactory()

    response = hand_over(as_user(UserFactory(staff=True)), office, UserFactory())

    assert response.status_code in {302, 403}
    assert Office.objects.count() == 1


def refused(response) -> str:
    return str(response.context["form"].non_field_errors())


def test_an_office_is_not_handed_to_a_closed_account():
    office, closed = OfficeFactory(), UserFactory(is_active=False)

    with pytest.raises(MoveRefused, match="đã đóng"):
        office.hand_over(to=closed, on=day(2026, 3, 1))

    assert Office.objects.get().until is None
    assert not Message.objects.exists()


def test_nobody_hands_an_office_to_themselves(as_user):
    office, admin_user = OfficeFactory(), UserFactory(superuser=True)

    response = hand_over(as_user(admin_user), office, admin_user)

    assert "chính mình" in refused(response)
    assert Office.objects.count() == 1


def test_an_office_held_at_that_time_is_not_handed_over_once_more(chief):
    office, heir = OfficeFactory(), UserFactory()
    OfficeFactory(user=heir, organization=office.organization, since=day(2026, 6, 1))

    response = hand_over(chief, office, heir)

    assert refused(response)
    assert Office.objects.get(user=office.user).until is None
    assert not Message.objects.exists()


def test_handing_over_moves_nothing_else(chief):
    """Another office of the same person stays; dossiers stay with the association."""
    association = AssociationFactory()
    office = OfficeFactory(organization=association.organization_ptr)
    other, heir = OfficeFactory(user=office.user, role=Role.EDITOR), UserFactory()
    dossier = RequestFactory(association=association)
    before = BranchRequest.objects.values().get()

    hand_over(chief, office, heir)

    other.refresh_from_db()
    assert other.until is None
    assert BranchRequest.objects.values().get() == before
    assert dossier in BranchRequest.objects.managed_by(heir)
    assert dossier not in BranchRequest.objects.managed_by(office.user)


def test_handing_over_is_in_the_history_with_who(chief):
    office, heir = OfficeFactory(), UserFactory()
    hand_over(chief, office, heir)

    path = reverse("admin:federation_office_history", args=[office.pk])
    entries = chief.get(path).context["entries"]

    changed = {str(name): (old, new) for name, old, new in entries[0]["changes"]}
    assert changed == {"đến ngày": ("", "28/02/2026")}
    assert entries[0]["user"].is_superuser


def give(client, user, **fields):
    form = {
        "user": user.pk,
        "organization": OrganizationFactory(name_vi="Hội Việt – Lào").pk,
        "role": Role.ASSOCIATION_SECRETARY,
        "since": "2026-03-01",
    }
    return client.post(reverse("admin:federation_office_add"), form | fields)


def test_whoever_gets_an_office_is_told_once_in_their_language(chief):
    user = UserFactory(language="en")

    assert give(chief, user).status_code == 302
    office = Office.objects.get()
    path = reverse("admin:federation_office_change", args=[office.pk])
    chief.post(path, {"since": "2026-03-01", "until": "2027-03-01"})

    office.refresh_from_db()
    assert office.until == day(2027, 3, 1)
    mail = Message.objects.get()
    assert (mail.to, mail.language) == (user.email, "en")
    assert mail.subject.startswith("You have an office: association secretary")


def test_an_office_once_given_keeps_its_person_and_role(chief):
    office, other = OfficeFactory(), UserFactory()
    path = reverse("admin:federation_office_change", args=[office.pk])

    chief.post(path, {"since": "2020-01-01", "user": other.pk, "role": Role.ADMIN})

    kept = Office.objects.get()
    assert (kept.user, kept.role) == (office.user, office.role)


def test_an_office_is_not_given_to_oneself_nor_to_a_closed_account(as_user):
    chief = UserFactory(superuser=True)
    client = as_user(chief)

    for user in (chief, UserFactory(is_active=False)):
        assert give(client, user).status_code == 200

    assert not Office.objects.exists()


def test_nobody_takes_an_ended_office_of_theirs_up_again(as_user):
    me = UserFactory(superuser=True)
    office = OfficeFactory(
        user=me,
        role=Role.UNION_LEADER,
        organization=UnionFactory(),
        until=day(2024, 12, 31),
    )
    path = reverse("admin:federation_office_change", args=[office.pk])

    for days in ({"until": ""}, {"until": "2030-01-01"}, {"since": "2000-01-01"}):
        form = {"since": office.since.isoformat(), "until": "2024-12-31"} | days
        response = as_user(me).post(path, form)
        assert "Không ai tự giao" in response.text or "chính mình" in response.text

    assert not Office.objects.held_by(me).exists()


def test_ones_own_office_may_end_sooner(as_user):
    office = OfficeFactory(user=UserFactory(superuser=True))
    path = reverse("admin:federation_office_change", args=[office.pk])

    form = {"since": office.since.isoformat(), "until": "2026-01-31"}
    assert as_user(office.user).post(path, form).status_code == 302

    office.refresh_from_db()
    assert office.until == day(2026, 1, 31)


@pytest.mark.parametrize(
    ("role", "of_union", "works"),
    [
        (Role.ASSOCIATION_SECRETARY, True, False),
        (Role.ASSOCIATION_LEADER, False, True),
        (Role.UNION_LEADER, False, False),
        (Role.EDITOR, True, True),
    ],
)
def test_a_role_belongs_to_its_kind_of_organisation(chief, role, of_union, works):
    place = UnionFactory() if of_union else OrganizationFactory()

    given = give(chief, UserFactory(), role=role, organization=place.pk)

    assert (given.status_code, Office.objects.exists()) == (
        (302, True) if works else (200, False)
    )


def test_giving_and_handing_over_open_the_desk(chief):
    call_command("sync_roles", verbosity=0)
    user, heir = UserFactory(), UserFactory()
    stamp = heir.stamp

    give(chief, user, role=Role.UNION_OFFICER, organization=UnionFactory().pk)
    hand_over(chief, Office.objects.get(), heir, on="2026-03-02")

    heir.refresh_from_db()
    assert (heir.is_staff, heir.stamp != stamp) == (True, True)
    assert [group.name for group in heir.groups.all()] == ["union_officer"]
    with time_machine.travel("2026-03-02 12:00 +0700"):
        may = [u.has_perm("members.change_branch") for u in (user, heir)]
    assert may == [False, True]


def test_a_secretary_is_no_staff(chief):
    call_command("sync_roles", verbosity=0)
    user = UserFactory()

    give(chief, user)

    user.refresh_from_db()
    assert (user.is_staff, user.groups.exists()) == (False, False)


def test_an_office_is_not_deleted(chief):
    office = OfficeFactory()
    path = reverse("admin:federation_office_delete", args=[office.pk])

    assert chief.post(path, {"post": "yes"}).status_code == 403
