"""A membership is known by the person, the e-mail or the telephone; then it goes."""

import pytest
from django.utils import timezone

from federation.models import Erasure, Office
from members import actions
from members.models import Member, MemberImport, MemberMerge
from portal.actions import privacy
from portal.tasks import erase_due
from tests.accounts.factories import UserFactory
from tests.federation.factories import DataRequestFactory
from tests.members.factories import AssociationFactory, MemberFactory
from tests.portal.conftest import MAIL, NAME

pytestmark = pytest.mark.usefixtures("limits")
PHONE = "0912 345 678"


@pytest.fixture
def memberships(person):
    """Of three associations, each known in another way; and two of other people."""
    DataRequestFactory(person=person, name=NAME, contact="+84 912 345 678")
    mine = [
        MemberFactory(full_name=NAME, person=person, note="Chữ ký đậm"),
        MemberFactory(full_name=NAME, email=MAIL.title(), workplace="Trường Mẫu"),
        MemberFactory(full_name=NAME.upper(), phone=PHONE, birth_year=1950),
    ]
    MemberFactory(full_name="Người Cùng Nhà", phone=PHONE)
    MemberFactory(full_name=NAME)
    return mine


def erase(person):
    Erasure.objects.create(person=person).quarantine(by=UserFactory())
    Erasure.objects.update(erase_on=timezone.localdate())
    erase_due()


def history() -> str:
    return str(list(Member.pgh_event_model.objects.values_list()))


def test_everything_about_a_person_holds_the_memberships(person, memberships):
    data = privacy.everything_about(person)

    found = [table for table in data["records"] if table["model"] == "members.Member"]
    assert {table["relation"] for table in found} == {"person", "email", "phone"}
    text = privacy.as_json(data).decode()
    assert "Chữ ký đậm" in text
    assert "Trường Mẫu" in text
    assert "Người Cùng Nhà" not in text
    assert "folded" not in text


def test_an_erasure_takes_the_rows_and_what_their_history_says(person, memberships):
    Member.objects.filter(pk=memberships[2].pk).update(phone="0900000000")
    Member.objects.filter(pk=memberships[2].pk).update(phone=PHONE)

    erase(person)

    left = Member.objects.order_by("pk").values_list("full_name", flat=True)
    assert list(left) == ["Người Cùng Nhà", NAME]
    text = history()
    for word in ("Chữ ký đậm", "Trường Mẫu", MAIL.title(), NAME.upper(), "0900000000"):
        assert word not in text
    assert "Người Cùng Nhà" in text


def test_a_row_merged_away_is_forgotten_too(person):
    association = AssociationFactory()
    secretary = UserFactory()
    Office.objects.create(
        user=secretary, organization=association, role="association_secretary"
    )
    kept = MemberFactory(association=association, full_name=NAME, person=person)
    lost = MemberFactory(association=association, full_name="Hoài Thu Trịnh")
    actions.merge(kept, lost, by=secretary, taken=[])

    erase(person)

    assert not Member.objects.exists()
    assert not MemberMerge.objects.exists()
    assert "Hoài Thu Trịnh" not in history()


@pytest.fixture
def lists(person):
    """Lines of a list that waits to be taken over; two are of other people."""
    DataRequestFactory(person=person, name=NAME, contact="+84 912 345 678")
    today = timezone.localdate()
    importing = MemberImport.objects.create(
        association=AssociationFactory(), state="ready", language="vi", forget_on=today
    )
    known = MemberFactory(association=importing.association, person=person)
    values = [
        {"full_name": "Tên Viết Khác", "email": MAIL.title()},
        {"full_name": NAME.upper(), "phone": "0912.345.678", "note": "Chữ ký đậm"},
        {"full_name": "Dòng Giống Người Ấy"},
        {"full_name": "Người Cùng Nhà", "phone": PHONE},
        {"full_name": NAME},
    ]
    for number, row in enumerate(values):
        match = known if number == 2 else None
        importing.rows.create(number=number, verdict="new", values=row, match=match)
    return importing


def test_lines_of_unfinished_lists_are_told_and_go_too(person, lists):
    text = privacy.as_json(privacy.everything_about(person)).decode()
    assert "Chữ ký đậm" in text
    assert "Người Cùng Nhà" not in text

    erase(person)

    assert list(lists.rows.values_list("number", flat=True)) == [3, 4]


def test_a_dry_run_says_that_memberships_go(person, memberships):
    report = privacy.dry_run(person)

    fates = [row["fate"] for row in report if row["table"] == "Hội viên"]
    assert fates == ["deleted"] * 3
    assert Member.objects.count() == 5
