"""People named in dossiers are found, copied and forgotten; and old dossiers too."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.db import Error, transaction
from django.urls import reverse
from django.utils import timezone

from federation.models import DataRequest, Erasure, PrivacyLimit
from federation.sortkey import fold
from members.models import (
    BranchRequest,
    CommitteeSeat,
    DossierFile,
    DossierRevision,
    Member,
    ProposedMember,
)
from portal.actions import privacy
from portal.actions.privacy.closed import outworn
from portal.actions.privacy.relations import name_of
from portal.tasks import erase_due
from tests.accounts.factories import UserFactory
from tests.federation.factories import BodyFactory, DataRequestFactory
from tests.members.factories import MemberFactory, RequestFactory, SeatFactory
from tests.portal.conftest import MAIL, NAME

pytestmark = pytest.mark.usefixtures("limits")
PHONE, STREET = "0912 345 678", "Số 9 phố Mẫu"


def close(request, status="withdrawn", days=0):
    """Sent as it stands, then closed so many days ago."""
    user, then = UserFactory(), timezone.now() - timedelta(days=days)
    BranchRequest.objects.filter(pk=request.pk).update(
        status="submitted", number=f"26-{request.pk}", submitted_at=then,
        submitted_by=user,
    )  # fmt: skip
    request.revisions.create(
        number=1, data=request.snapshot(), submitted_at=then, submitted_by=user
    )
    BranchRequest.objects.filter(pk=request.pk).update(status=status, closed_at=then)


def line(request, **fields):
    fields = {"name": NAME, "address": STREET} | fields
    return ProposedMember.objects.create(
        request=request, folded=fold(fields["name"]), **fields
    )


@pytest.fixture
def dossier(person):
    """Withdrawn; it names the person three times, and somebody of the same name."""
    DataRequestFactory(person=person, name=NAME, contact="+84 912 345 678")
    MemberFactory(full_name=NAME, person=person, birth_year=1950)
    request = RequestFactory(contact_name=NAME, contact_email=MAIL.title())
    SeatFactory(request=request, name=NAME.upper(), phone=PHONE, job_title="Kế toán")
    line(request, birth_year=1950, occupation="Nhà giáo")
    line(request, name="Người Khác", birth_year=1950)
    close(request)
    return request


def erase(person):
    Erasure.objects.create(person=person).quarantine(by=UserFactory())
    Erasure.objects.update(erase_on=timezone.localdate())
    erase_due()


def stored() -> str:
    tables = [
        model for model in apps.get_models() if model._meta.app_label == "members"
    ]
    return "\n".join(str(list(model._base_manager.values_list())) for model in tables)


def test_everything_about_a_person_holds_what_dossiers_say(person, dossier):
    data = privacy.everything_about(person)

    models = {table["model"] for table in data["records"]}
    assert models >= {
        *("members.CommitteeSeat", "members.ProposedMember"),
        *("members.BranchRequest", "members.DossierRevision"),
    }
    text = privacy.as_json(data).decode()
    for word in ("Kế toán", "Nhà giáo", STREET, PHONE):
        assert word in text
    assert "Người Khác" not in text
    assert dossier.place not in text
    privacy.as_pdf(data)


def test_an_erasure_reaches_them_though_the_dossier_rests(person, dossier):
    told = {row["table"] for row in privacy.dry_run(person)}
    assert told >= {
        name_of(model)
        for model in (CommitteeSeat, ProposedMember, BranchRequest, DossierRevision)
    }

    erase(person)

    text = stored()
    for word in (NAME, NAME.upper(), MAIL, MAIL.title(), PHONE, "Kế toán", "Nhà giáo"):
        assert word not in text
    assert "Người Khác" in text
    assert (dossier.seats.count(), dossier.proposed.count()) == (1, 2)
    dossier.refresh_from_db()
    assert (dossier.contact_name, dossier.contact_email) == ("", "")


def test_whom_a_decision_named_keeps_name_and_post(person):
    DataRequestFactory(person=person, name=NAME, contact=PHONE)
    request = RequestFactory()
    body = BodyFactory(term=None, owner=request.association)
    seat = SeatFactory(
        request=None, body=body, name=NAME, phone=PHONE, job_title="Hiệu trưởng"
    )

    fates = {
        (row["fate"], tuple(row["fields"]))
        for row in privacy.dry_run(person)
        if row["table"] == name_of(CommitteeSeat)
    }
    erase(person)

    seat.refresh_from_db()
    assert fates == {("emptied", ("phone",)), ("kept", ())}
    assert (seat.name, seat.job_title, seat.phone) == (NAME, "Hiệu trưởng", "")
    assert PHONE not in stored()


def test_a_name_alone_is_somebody_else(person):
    request = RequestFactory(contact_name=NAME, contact_email="other@example.org")
    SeatFactory(request=request, name=NAME, phone="0900 000 000")
    line(request, birth_year=1999)
    MemberFactory(full_name=NAME)

    erase(person)

    assert request.seats.get().name == NAME
    assert request.proposed.get().name == NAME
    assert Member.objects.get().full_name == NAME


@pytest.fixture
def alike(person):
    """Rows with the name alone, in a dossier that was withdrawn."""
    request = RequestFactory(contact_name=NAME)
    seat, row = SeatFactory(request=request, name=NAME), line(request)
    member = MemberFactory(full_name=NAME)
    close(request)
    return [seat, row, member, request]


def test_the_officer_says_whose_they_are(staff_client, person, alike):
    asked = person.data_requests.first()
    page = reverse("admin:federation_datarequest_change", args=[asked.pk])
    path = reverse("admin:federation_datarequest_theirs", args=[asked.pk])
    stranger = MemberFactory(full_name="Người Khác")
    text = staff_client.get(page).text
    keys = [privacy.key_of(row) for row in alike]
    assert all(key in text for key in keys)

    erasure = Erasure(person=person)
    erasure.save()
    planned = reverse("admin:federation_erasure_change", args=[erasure.pk])
    assert "chưa ai xác nhận" in staff_client.get(planned).text
    erasure.delete()

    staff_client.post(path, {"row": [*keys, privacy.key_of(stranger), "x:1"]})

    asked.refresh_from_db()
    assert len(asked.also) == 3
    assert Member.objects.get(person=person) == alike[2]
    assert privacy.undecided(privacy.marks_of(person)) == []
    erase(person)
    assert NAME not in stored()


def test_only_the_officer_says_so(as_user, staff_client, person, alike):
    asked = person.data_requests.first()
    path = reverse("admin:federation_datarequest_theirs", args=[asked.pk])
    key = {"row": [privacy.key_of(alike[0])]}

    assert as_user(UserFactory(staff=True)).post(path, key).status_code in {403, 404}
    assert DataRequest.objects.exclude(also=[]).count() == 0


# --- dossiers that came to nothing ---


@pytest.fixture
def old(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    PrivacyLimit.objects.update_or_create(key="dossier", defaults={"days": 730})
    request = RequestFactory(contact_name=NAME, contact_email=MAIL)
    SeatFactory(request=request, name=NAME, phone=PHONE)
    line(request)
    item = request.items.create(code="scan", title="Đơn")
    file = DossierFile.objects.create(
        item=item, file=ContentFile(b"%PDF-1.7\n", "don.pdf"), size=9, sha256="0" * 64,
        original_name=f"{NAME}.pdf", uploaded_by=UserFactory(),
    )  # fmt: skip
    item.file = file
    item.save()
    return request


@pytest.mark.parametrize("status", ["rejected", "withdrawn", "lapsed"])
def test_people_and_papers_of_an_undecided_dossier_go_in_time(
    old, status, tmp_path, django_capture_on_commit_callbacks
):
    fields = {}
    if status == "rejected":
        fields = {"decided_by": UserFactory(), "decided_at": timezone.now()}
        BranchRequest.objects.filter(pk=old.pk).update(reason="Trùng.", **fields)
    close(old, status, days=731)

    with django_capture_on_commit_callbacks(execute=True):
        privacy.forget_undecided()

    text = stored()
    for word in (NAME, MAIL, PHONE, STREET):
        assert word not in text
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    assert BranchRequest.objects.get().status == status
    assert not outworn().exists()


def test_what_is_younger_open_or_decided_stays(old):
    for status, days in (("withdrawn", 729), ("submitted", 900)):
        with transaction.atomic():
            close(old, status, days=days)
            privacy.forget_undecided()
            assert old.proposed.get().name == NAME
            assert old.items.get().file
            transaction.set_rollback(True)


def test_without_the_limit_nothing_goes(old):
    PrivacyLimit.objects.filter(key="dossier").delete()
    close(old, days=9000)

    privacy.forget_undecided()

    assert old.proposed.get().name == NAME


def test_nobody_else_writes_in_a_closed_dossier(old):
    close(old)

    for rows, values in (
        (old.proposed.all(), {"address": ""}),
        (old.seats.all(), {"phone": ""}),
        (BranchRequest.objects.filter(pk=old.pk), {"contact_email": ""}),
    ):
        with pytest.raises(Error), transaction.atomic():
            rows.update(**values)
