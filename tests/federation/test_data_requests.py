"""Requests about personal data: their limits, their way, who is reminded."""

import datetime

import pytest
from django.db import IntegrityError
from django.urls import reverse

from federation import notifications
from federation.lifecycle import MoveRefused
from federation.models import (
    DataRequest,
    PrivacyLimit,
)
from outbox.models import Message
from tests.accounts.factories import UserFactory
from tests.federation.factories import (
    DataRequestFactory,
    OfficeFactory,
    UnionFactory,
)
from tests.members.factories import AssociationFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("limits")]
MONDAY = datetime.date(2026, 11, 2)


def test_limits_are_those_of_the_law():
    request = DataRequestFactory(received_on=MONDAY)
    deletion = DataRequestFactory(
        kind="delete", via_third_party=True, received_on=MONDAY
    )

    assert request.acknowledge_by == datetime.date(2026, 11, 4)
    assert request.due_on == datetime.date(2026, 11, 12)
    assert deletion.due_on == datetime.date(2026, 12, 2)


def test_a_changed_limit_counts_from_the_next_request():
    old = DataRequestFactory()
    PrivacyLimit.objects.filter(key="view").update(days=5)

    assert DataRequestFactory().due_on == datetime.date(2026, 11, 7)
    old.refresh_from_db()
    assert old.due_on == datetime.date(2026, 11, 12)


def test_a_request_goes_its_way():
    user, request = UserFactory(), DataRequestFactory()

    request.acknowledge(by=user)
    request.extended_to = datetime.date(2026, 11, 20)
    request.extension_reason = "Hồ sơ giấy nằm ở kho."
    request.save()
    request.extend(by=user)
    with pytest.raises(MoveRefused):
        request.extend(by=user)
    with pytest.raises(MoveRefused):
        request.settle(by=user)
    request.outcome = "Đã gửi bản sao."
    request.save()
    request.settle(by=user)

    request.refresh_from_db()
    assert (request.status, request.settled_at is not None) == ("done", True)


def test_what_was_extended_is_not_extended_again_at_the_desk(staff_client):
    user, request = UserFactory(), DataRequestFactory()
    path = reverse("admin:federation_datarequest_change", args=[request.pk])
    typed = {"name": request.name, "contact": request.contact, "channel": "mail"}
    extension = {"extended_to": "20/11/2026", "extension_reason": "Ở kho."}
    request.acknowledge(by=user)

    staff_client.post(path, typed | extension)
    request.refresh_from_db()
    request.extend(by=user)
    answered = staff_client.post(
        path, typed | {"extended_to": "", "extension_reason": "", "outcome": "Xong."}
    )

    request.refresh_from_db()
    assert answered.status_code == 302
    assert request.extended_to == datetime.date(2026, 11, 20)
    assert (request.extension_reason, request.outcome) == ("Ở kho.", "Xong.")


def test_a_request_without_its_limits_is_told_and_no_fault(staff_client):
    PrivacyLimit.objects.all().delete()

    response = staff_client.post(
        reverse("admin:federation_datarequest_add"),
        {
            "kind": "view",
            "name": "Lê An",
            "contact": "a@example.org",
            "channel": "mail",
            "received_on": "02/11/2026",
        },
    )

    assert response.status_code == 200
    assert response.context["adminform"].form.non_field_errors()
    assert not DataRequest.objects.exists()


@pytest.mark.parametrize("move", ["extend", "settle", "refuse"])
def test_nothing_is_settled_before_the_first_reply(move):
    request = DataRequestFactory(
        outcome="Không có dữ liệu.",
        extended_to=datetime.date(2026, 12, 1),
        extension_reason="Lý do",
    )

    with pytest.raises(MoveRefused):
        getattr(request, move)(by=UserFactory())


def test_the_officer_is_reminded_once_before_and_once_on_the_day():
    officer = OfficeFactory(organization=UnionFactory(), role="dpo").user
    request = DataRequestFactory(received_on=MONDAY)
    request.acknowledge(by=officer)

    for day in (9, 10, 10, 11, 12, 13):
        DataRequest.objects.remind(datetime.date(2026, 11, day))

    keys = Message.objects.filter(to=officer.email).values_list("key", flat=True)
    mine = sorted(key for key in keys if key.startswith("data-request"))
    stem = f"data-request-{request.pk}-20261112"
    assert mine == [f"{stem}-due-{officer.pk}", f"{stem}-soon-{officer.pk}"]


def test_officers_elsewhere_are_not_told():
    OfficeFactory(organization=AssociationFactory(), role="dpo")
    DataRequestFactory(received_on=MONDAY)

    DataRequest.objects.remind(datetime.date(2026, 11, 12))

    assert not Message.objects.filter(key__startswith="data-request").exists()


def test_one_request_that_fails_stops_no_other(monkeypatch, caplog):
    OfficeFactory(organization=UnionFactory(), role="dpo")
    broken, whole = DataRequestFactory(), DataRequestFactory()
    tell = notifications.data_request_due

    def fails(row, **kwargs):
        if row.pk == broken.pk:
            raise RuntimeError("this row is broken")
        tell(row, **kwargs)

    monkeypatch.setattr(notifications, "data_request_due", fails)
    DataRequest.objects.remind(datetime.date(2026, 11, 12))

    keys = Message.objects.values_list("key", flat=True)
    assert [key.startswith(f"data-request-{whole.pk}-") for key in keys] == [True]
    assert f"request {broken.pk}" in caplog.text


def test_a_later_day_counts_once_the_request_is_extended():
    user, request = UserFactory(), DataRequestFactory(received_on=MONDAY)
    request.acknowledge(by=user)
    DataRequest.objects.update(
        extended_to=datetime.date(2029, 1, 1), extension_reason="Ở kho."
    )

    assert DataRequest.objects.for_rows().get().next_limit == request.due_on
    request.refresh_from_db()
    request.extend(by=user)
    later = DataRequest.objects.for_rows().get().next_limit
    assert later == datetime.date(2029, 1, 1)


def test_a_limit_is_not_extended_to_an_earlier_day():
    request = DataRequestFactory(received_on=MONDAY)

    with pytest.raises(IntegrityError):
        DataRequest.objects.update(extended_to=request.due_on)


def test_without_an_officer_the_leaders_are_reminded():
    leader = OfficeFactory(organization=UnionFactory(), role="union_leader").user
    request = DataRequestFactory(received_on=MONDAY)
    request.acknowledge(by=leader)

    DataRequest.objects.remind(request.due_on)

    assert Message.objects.filter(to=leader.email).count() == 1
