"""An answer counts for the members who are the person: tied, or listed to be tied."""

import pytest
from django.urls import reverse

from federation.models import Consent, Purpose
from members.models import Member
from portal.actions import privacy
from portal.tasks import erase_due
from tests.accounts.factories import UserFactory
from tests.federation.factories import (
    ConsentTextFactory,
    DataRequestFactory,
    PersonFactory,
)
from tests.federation.test_privacy import answer
from tests.members.factories import MemberFactory
from tests.portal.conftest import MAIL, NAME

pytestmark = pytest.mark.usefixtures("limits")
PHONE = "0912 345 678"


def tied() -> set:
    return set(Member.objects.exclude(person=None).values_list("pk", flat=True))


def test_the_same_name_and_address_or_number_is_tied_by_itself(person):
    DataRequestFactory(person=person, name=NAME, contact="+84 912 345 678")
    sure = [
        MemberFactory(full_name=NAME.upper(), email=MAIL.title()),
        MemberFactory(full_name=NAME, phone=PHONE),
    ]
    MemberFactory(full_name=NAME)
    MemberFactory(full_name=NAME, email="other@example.org", phone="0900 000 000")
    MemberFactory(full_name="Người Cùng Nhà", phone=PHONE, email=MAIL)

    for _twice in range(2):
        erase_due()

    assert tied() == {row.pk for row in sure}
    assert set(person.memberships.all()) == set(sure)


def test_what_could_be_two_people_is_tied_to_neither(person):
    other = PersonFactory(full_name=NAME)
    for row in (person, other):
        DataRequestFactory(person=row, name=NAME, contact=PHONE)
    MemberFactory(full_name=NAME, phone=PHONE)

    assert privacy.tie_certain() == 0
    assert tied() == set()


def test_a_person_who_never_answered_ties_nobody(db):
    PersonFactory(full_name=NAME, user=UserFactory(full_name=NAME, email=MAIL))
    MemberFactory(full_name=NAME, email=MAIL)

    assert privacy.tie_certain() == 0


@pytest.fixture
def open_one(person):
    return MemberFactory(full_name=NAME)


def test_an_answer_entered_at_the_desk_counts_at_once(staff_client, person, open_one):
    text = ConsentTextFactory(purpose=Purpose.CONTACT)
    sure = MemberFactory(full_name=NAME, email=MAIL)

    page = staff_client.post(
        reverse("admin:federation_consent_add"),
        {
            "person": person.pk,
            "text": text.pk,
            "language": "vi",
            "answer": "refused",
            "channel": "paper",
            "note": "Tủ 3",
            "given_at_0": "01/06/2026",
            "given_at_1": "08:00",
        },
        follow=True,
    )

    assert Consent.objects.filter(purpose="contact", answer="refused").exists()
    assert not Member.objects.get(pk=sure.pk).may_be_contacted
    assert "chưa được gắn" in page.text


def test_the_desk_lists_and_ties_the_others(staff_client, person, open_one):
    consent, stranger = Consent.objects.get(), MemberFactory()
    answer(PersonFactory())
    rows = reverse("admin:federation_consent_changelist")
    page = reverse("admin:federation_consent_change", args=[consent.pk])
    path = reverse("admin:federation_consent_tie", args=[consent.pk])
    listed = staff_client.get(f"{rows}?ties=open").context["cl"].queryset
    assert list(listed) == [consent]
    assert path in staff_client.get(page).text

    staff_client.post(path, {"row": [open_one.pk, stranger.pk, "x"]})

    assert tied() == {open_one.pk}
    assert not staff_client.get(f"{rows}?ties=open").context["cl"].queryset.exists()
    assert path not in staff_client.get(page).text


def test_only_whoever_keeps_consents_ties(as_user, staff_client, person, open_one):
    path = reverse("admin:federation_consent_tie", args=[Consent.objects.get().pk])

    other = as_user(UserFactory(staff=True)).post(path, {"row": [open_one.pk]})
    assert other.status_code in {403, 404}
    assert staff_client.get(path).status_code == 403
    assert tied() == set()
