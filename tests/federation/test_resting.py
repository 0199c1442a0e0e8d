"""What is a record rests: decisions that carry something, titles that have ended."""

import datetime

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from federation.lifecycle import MoveRefused
from federation.models import Appointment, Document, Role, TranslationState
from members.models import Branch
from tests.accounts.factories import UserFactory
from tests.federation.factories import (
    AppointmentFactory,
    BodyFactory,
    DocumentFactory,
    OfficeFactory,
    PersonFactory,
    TermFactory,
    UnionFactory,
)
from tests.members.factories import BranchFactory

pytestmark = pytest.mark.django_db

day = datetime.date


@pytest.fixture
def decision():
    """Ours, with a number; a branch was founded by it."""
    return DocumentFactory(
        code="01/QĐ-LHHN", owner=UnionFactory(), issued_on=day(2026, 3, 2)
    )


def change(document):
    return reverse("admin:federation_document_change", args=[document.pk])


def typed(document, **fields):
    own = {"kind": "decision", "owner": document.owner_id, "access": "internal"}
    own |= {"issuer_vi": "Liên hiệp", "title_vi": "Về việc", "issued_on": "02/03/2026"}
    return own | {"legal_status": "in_force"} | fields


def test_a_decision_that_something_rests_on_is_not_dated_anew(chief, decision):
    BranchFactory(decision=decision)

    moved = typed(decision, issued_on="02/03/2019", title_vi="Khác", access="public")
    chief.post(change(decision), moved)

    decision.refresh_from_db()
    assert (decision.issued_on, decision.title_vi) != (day(2019, 3, 2), "Khác")
    assert decision.access == "public"


def test_a_decision_that_carries_nothing_is_corrected(chief, decision):
    chief.post(change(decision), typed(decision, title_vi="Khác"))

    decision.refresh_from_db()
    assert decision.title_vi == "Khác"


def test_cancelling_is_a_step_with_a_reason(chief, decision):
    chief.post(change(decision), typed(decision, legal_status="cancelled"))
    decision.refresh_from_db()
    assert decision.legal_status == "in_force"

    path = reverse("admin:federation_document_cancel", args=[decision.pk])
    assert chief.post(path, {"reason": ""}).status_code == 200
    assert chief.post(path, {"reason": "Cấp nhầm số."}).status_code == 302

    decision.refresh_from_db()
    assert (decision.legal_status, decision.cancel_reason) == (
        *("cancelled", "Cấp nhầm số."),
    )
    assert "Cấp nhầm số." in chief.get(change(decision)).text
    with pytest.raises(MoveRefused):
        decision.cancel(reason="Lần nữa.")


def test_what_carries_something_is_not_cancelled(chief, decision):
    branch = BranchFactory(decision=decision)
    path = reverse("admin:federation_document_cancel", args=[decision.pk])

    assert chief.post(path, {"reason": "Nhầm."}).status_code == 200
    decision.refresh_from_db()
    assert decision.legal_status == "in_force"

    Branch.objects.filter(pk=branch.pk).update(decision=None)
    assert chief.post(path, {"reason": "Nhầm."}).status_code == 302


def test_documents_of_others_are_not_cancelled_here():
    with pytest.raises(MoveRefused):
        DocumentFactory(owner=None).cancel(reason="Nhầm.")


# --- confidential documents ---


def who_may(*names):
    user = UserFactory(staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=names))
    return user


def may_look(**office):
    user = who_may("view_document")
    if office:
        OfficeFactory(user=user, organization=UnionFactory(), **office)
    return user


def test_confidential_documents_stand_in_no_list_of_others(as_user):
    secret = DocumentFactory(title_vi="Chuyện kín", access="confidential")
    shown = DocumentFactory(title_vi="Chuyện thường", access="internal")
    rows = reverse("admin:federation_document_changelist")

    looker = may_look()
    client = as_user(looker)

    text = client.get(rows).text
    assert ("Chuyện kín" in text, "Chuyện thường" in text) == (False, True)
    assert "Chuyện kín" not in client.get(f"{rows}?q=kin").text
    assert client.get(change(secret)).status_code in {302, 404}
    assert client.get(change(shown)).status_code == 200
    leader = may_look(role=Role.UNION_LEADER)
    writer = who_may("change_document")
    for user in (leader, writer):
        assert secret in Document.objects.visible_to(user)


def test_confidential_documents_are_nobodys_text_to_translate():
    DocumentFactory(title_vi="Chuyện kín", access="confidential")
    DocumentFactory(title_vi="Chuyện thường")
    TranslationState.objects.survey()
    rows = TranslationState.objects.filter(content_type__model="document")

    translator = who_may("write_translation")
    writer = who_may("write_translation", "change_document")

    labels = rows.visible_to(translator).values_list("label", flat=True)
    assert not any("kín" in label for label in labels)
    assert rows.visible_to(writer).count() == rows.visible_to(translator).count() + 1


# --- one chair at any date (A1) ---


@pytest.mark.parametrize(
    ("first", "second", "both"),
    [
        ({}, {}, False),
        ({}, {"since": day(2025, 1, 1)}, False),
        ({"until": day(2024, 12, 31)}, {"since": day(2025, 1, 1)}, True),
        ({"until": day(2025, 1, 1)}, {"since": day(2025, 1, 1)}, False),
    ],
)
def test_a_day_that_is_not_written_is_the_terms(first, second, both):
    term = TermFactory(ordinal=6, start_year=2022, end_year=2027)
    body = BodyFactory(term=term)
    AppointmentFactory(body=body, is_chair=True, **first)
    other = AppointmentFactory.build(
        person=PersonFactory(), body=body, is_chair=True, **second
    )

    if both:
        other.clean()
        other.save()
        return
    with pytest.raises(ValidationError):
        other.clean()
    with pytest.raises(IntegrityError, match="Two people chair"), transaction.atomic():
        other.save()
    assert Appointment.objects.on(day(2025, 1, 1)).count() == 1


def test_chairs_of_two_terms_need_no_days():
    for ordinal, start in ((5, 2017), (6, 2022)):
        term = TermFactory(ordinal=ordinal, start_year=start, end_year=start + 5)
        AppointmentFactory(body=BodyFactory(term=term), is_chair=True)

    assert Appointment.objects.on(day(2022, 6, 1)).count() == 1


# --- an ended appointment ---


@pytest.fixture
def ended():
    term = TermFactory(ordinal=4, start_year=2012, end_year=2017)
    return AppointmentFactory(
        body=BodyFactory(term=term), since=day(2012, 5, 1), until=day(2017, 5, 1)
    )


@pytest.mark.parametrize(
    "values",
    [
        {"since": day(2013, 1, 1)},
        {"until": day(2016, 1, 1)},
        {"until": None},
        {"is_chair": True},
    ],
)
def test_an_ended_appointment_is_corrected_with_a_reason(ended, values):
    rows = Appointment.objects.filter(pk=ended.pk)

    with pytest.raises(IntegrityError, match="with a reason"), transaction.atomic():
        rows.update(**values)
    assert rows.update(**values, correction="Nghị quyết ghi ngày khác.") == 1


def test_the_desk_asks_for_the_reason(chief, ended):
    other = PersonFactory()
    path = reverse("admin:federation_appointment_change", args=[ended.pk])
    form = {
        "person": other.pk,
        "body": ended.body_id,
        "title_vi": ended.title_vi,
        "title_en": ended.title_en,
        "since": "01/05/2012",
        "until": "01/05/2017",
        "display_order": 100,
    }

    refused = chief.post(path, form)
    ended.refresh_from_db()
    assert "correction" in refused.context["adminform"].form.errors
    assert ended.person != other

    assert chief.post(path, form | {"correction": "Nhập nhầm."}).status_code == 302
    ended.refresh_from_db()
    assert (ended.person, ended.correction) == (other, "Nhập nhầm.")


def test_what_was_never_written_may_be_added():
    term = TermFactory(ordinal=4, start_year=2012, end_year=2017)
    row = AppointmentFactory(body=BodyFactory(term=term))

    added = {"since": day(2012, 5, 1), "duty_vi": "Đối ngoại", "source": "Báo"}
    assert Appointment.objects.filter(pk=row.pk).update(**added) == 1
