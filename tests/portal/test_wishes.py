"""A no that somebody said, or a yes taken back, stops something true: each purpose."""

from io import BytesIO

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone

from bulletin.models import Subscription
from federation.models import Consent, Erasure, Purpose
from members.models import Member
from tests.accounts.factories import UserFactory
from tests.bulletin.factories import mailing
from tests.federation.factories import PersonFactory
from tests.federation.test_privacy import answer
from tests.members.conftest import holds, make_scene
from tests.members.factories import MemberFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("limits")]
PHONE, MAIL = "0912 345 678", "hoa@example.org"


@pytest.fixture
def member(db):
    scene = make_scene()
    person = PersonFactory(full_name="Lê Thị Hoa")
    return MemberFactory(
        association=scene.association,
        full_name=person.full_name,
        phone=PHONE,
        email=MAIL,
        person=person,
    )


@pytest.fixture
def secretary(member, as_user):
    return as_user(holds(UserFactory(), member.association, "association_secretary"))


def take_back(member, purpose):
    answer(member.person, purpose=purpose).withdraw(by=UserFactory())


def sheet(secretary, member) -> list:
    url = reverse("members:workspace-members-excel", args=[member.association.slug])
    answered = b"".join(secretary.get(url).streaming_content)
    return list(openpyxl.load_workbook(BytesIO(answered)).active.values)[1:]


def pages(secretary, member) -> str:
    """Everything a secretary, a leader or an officer reads about the member."""
    found = [
        reverse("members:workspace-register", args=[member.association.slug]),
        *(reverse(f"members:workspace-member{page}", args=[member.pk])
          for page in ("", "-edit", "-merge")),
    ]  # fmt: skip
    return "".join(secretary.get(path).text for path in found)


def contact_is_hidden(secretary, member, staff) -> bool:
    MemberFactory(association=member.association, full_name=member.full_name)
    desk = staff.get(reverse("admin:members_member_change", args=[member.pk])).text
    seen = pages(secretary, member) + desk + str(sheet(secretary, member))
    return PHONE not in seen and MAIL not in seen and member.full_name in seen


def list_leaves_them_out(secretary, member, _staff) -> bool:
    listed = [row[0] for row in sheet(secretary, member)]
    return member.full_name not in listed and "Trần An" in listed


def no_newsletter_comes(secretary, member, _staff) -> bool:
    row = Subscription.objects.create(
        email=MAIL,
        language="vi",
        state="active",
        confirmed_at=timezone.now() - timezone.timedelta(days=9),
    )
    comes = Subscription.objects.wanting(mailing(), "vi")
    is_marked = any(row[-1] for row in sheet(secretary, member))
    stops = row not in comes
    Subscription.objects.update(confirmed_at=timezone.now())
    return stops and is_marked and row in comes.all()


def picture_is_withheld(_secretary, member, _staff) -> bool:
    member.person.refresh_from_db()
    return member.person.hides_photos


STOPS = {
    Purpose.CONTACT: contact_is_hidden,
    Purpose.MEMBER_LIST: list_leaves_them_out,
    Purpose.GREETINGS: no_newsletter_comes,
    Purpose.PHOTO: picture_is_withheld,
}


def test_every_purpose_stops_something():
    assert set(STOPS) == set(Purpose)


@pytest.mark.parametrize("purpose", Purpose)
def test_it_goes_on_until_it_is_taken_back_and_again_after_a_new_yes(
    secretary, member, staff_client, purpose
):
    MemberFactory(association=member.association, full_name="Trần An")
    stops = STOPS[purpose]
    if purpose != Purpose.GREETINGS:
        assert not stops(secretary, member, staff_client)

    take_back(member, purpose)
    member = Member.objects.get(pk=member.pk)
    assert stops(secretary, member, staff_client)

    answer(member.person, purpose=purpose)
    assert not Consent.objects.against().exists()


@pytest.mark.parametrize("purpose", Purpose)
def test_other_purposes_are_not_touched(member, purpose):
    take_back(member, purpose)

    refused = Member.objects.with_wishes().get(pk=member.pk).refused
    assert refused == Member.objects.get(pk=member.pk).refused == [purpose]


def test_whoever_is_being_erased_wants_nothing_of_all_this(member):
    Erasure.objects.create(
        person=member.person, status="quarantined", erase_on="2999-01-01"
    )

    assert set(Member.objects.get(pk=member.pk).refused) == set(Purpose)


def test_correcting_a_member_leaves_what_is_not_shown(secretary, member):
    take_back(member, Purpose.CONTACT)
    url = reverse("members:workspace-member-edit", args=[member.pk])

    answered = secretary.post(
        url, {"full_name": "Lê Thị Hoà", "phone": "1", "email": ""}
    )

    assert answered.status_code == 302
    member.refresh_from_db()
    assert (member.full_name, member.phone) == ("Lê Thị Hoà", PHONE)
