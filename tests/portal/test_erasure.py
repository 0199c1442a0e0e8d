"""Erasure: the dry run names nobody, the deed leaves nothing, history included."""

import json
from datetime import timedelta

import pytest
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.core.files.base import ContentFile
from django.db.models import EmailField
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from bulletin.models import Mailing, Subscription
from federation.lifecycle import MoveRefused
from federation.models import Erasure, Person, TranslationState
from outbox.models import Message
from portal.actions import privacy
from portal.actions.privacy import erasure
from portal.actions.privacy.relations import BY_ADDRESS, addresses_of, name_of
from portal.tasks import erase_due
from tests.accounts.factories import UserFactory
from tests.events.factories import EventFactory
from tests.federation.factories import (
    AppointmentFactory,
    DataRequestFactory,
    OfficeFactory,
    PersonFactory,
    PhotoFactory,
)
from tests.federation.test_uploads import png
from tests.portal.conftest import LIFE, MAIL, NAME

pytestmark = pytest.mark.usefixtures("limits")
HOUSE = (
    *("federation", "members", "events", "bulletin", "awards", "accounts", "outbox"),
    "portal",
)


def erased(person):
    erasure = Erasure.objects.create(person=person)
    erasure.quarantine(by=UserFactory())
    Erasure.objects.update(erase_on=timezone.localdate())
    erase_due()
    erasure.refresh_from_db()
    person = Person.objects.get(pk=person.pk)
    return erasure, person


def everything_stored() -> str:
    """Every value of the tables that may know a person, history included."""
    tables = [
        model
        for model in apps.get_models()
        if model._meta.app_label
        in {"federation", "accounts", "outbox", "admin", "events", "bulletin"}
    ]
    return "\n".join(str(list(model._base_manager.values_list())) for model in tables)


def test_a_dry_run_changes_nothing_and_names_nobody(person):
    before = everything_stored()

    report = privacy.dry_run(person)

    assert everything_stored() == before
    assert {row["fate"] for row in report} == {"kept", "emptied", "deleted"}
    assert all(row["why"] for row in report if row["fate"] == "kept")
    assert not any(word in json.dumps(report) for word in (NAME, MAIL, LIFE))


def test_after_the_quarantine_nothing_of_a_private_person_is_left(person):
    erasure, person = erased(person)

    assert erasure.status == "done"
    assert person.full_name == "—"
    stored = everything_stored()
    assert [word for word in (NAME, MAIL, LIFE) if word in stored] == []
    assert not Message.objects.filter(to=MAIL).exists()
    assert not person.user.is_active
    assert person.consents.count() == 1


def test_rows_that_know_the_address_alone_are_copied_and_erased(person):
    others = Subscription.objects.create(email="other@example.org", language="vi")
    reader = Subscription.objects.create(email=MAIL, language="vi")
    mailing = Mailing.objects.create(subject="Bản tin")
    mine = [
        reader,
        mailing.deliveries.create(subscription=reader, address=MAIL),
        EventFactory().registrations.create(email=MAIL.title(), name=NAME),
    ]

    copied = {row["model"] for row in privacy.everything_about(person)["records"]}
    told = {row["table"] for row in privacy.dry_run(person) if row["fate"] == "deleted"}
    erased(person)

    assert copied >= {row._meta.label for row in mine}
    assert told >= {name_of(type(row)) for row in mine}
    assert [type(row).objects.filter(pk=row.pk).exists() for row in mine] == [False] * 3
    assert type(others).objects.get() == others
    assert MAIL not in everything_stored().lower()


def test_an_address_is_a_persons_only_if_they_asked_from_it(db):
    person = PersonFactory(full_name=NAME)
    DataRequestFactory(person=person, name="Luật sư Lê", contact="law@example.org")
    DataRequestFactory(person=person, name=NAME.upper(), contact=f" {MAIL}")
    DataRequestFactory(person=person, name=NAME, contact="0912 345 678")

    assert addresses_of(person) == {MAIL}


def test_every_address_field_says_whether_it_is_a_persons():
    found = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if model._meta.app_label in HOUSE and not hasattr(model, "pgh_tracked_model")
        for field in model._meta.local_fields
        if isinstance(field, EmailField)
    }

    of_the_institution = {"federation.Organization.email"}
    in_dossiers = {"members.BranchRequest.contact_email"}
    known = {f"{model._meta.label}.{name}" for model, name in BY_ADDRESS.items()}
    assert found == (known | of_the_institution | in_dossiers | {"accounts.User.email"})


def test_history_keeps_what_the_account_was_allowed_to_do(person):
    User.objects.filter(pk=person.user_id).update(is_staff=True)

    erased(person)

    events = User.pgh_event_model.objects.filter(pgh_obj_id=person.user_id)
    rights = list(events.order_by("pgh_id").values_list("is_staff", "is_active"))
    assert rights[:2] == [(False, True), (True, True)]
    assert rights[-1] == (False, False)
    assert set(events.values_list("full_name", flat=True)) == {"—"}


def test_the_record_of_deeds_and_the_translations_name_nobody(person, staff_client):
    user = User.objects.get(is_superuser=True)
    TranslationState.objects.survey()
    photo = PhotoFactory()
    for row in (person, person.user, *person.consents.all()):
        words = [{"added": {"name": "x", "object": f"{NAME} · y"}}]
        LogEntry.objects.log_actions(user.pk, [row], 2, words)
    named = [{"added": {"name": "person on a photograph", "object": f"{NAME} · 1"}}]
    LogEntry.objects.log_actions(user.pk, [photo], 2, named)
    assert NAME in everything_stored()

    report = str(privacy.dry_run(person))
    erased(person)

    assert "object_repr" in report
    assert "label" in report
    stored = everything_stored()
    assert [word for word in (NAME, LIFE) if word in stored] == []
    assert json.dumps(NAME).strip('"') not in stored
    assert LogEntry.objects.filter(object_repr=str(photo)[:200]).exists()


def test_one_erasure_that_fails_stops_no_other(person, monkeypatch, caplog):
    broken = Erasure.objects.create(person=PersonFactory())
    whole = Erasure.objects.create(person=person)
    for row in (broken, whole):
        row.quarantine(by=UserFactory())
    Erasure.objects.update(erase_on=timezone.localdate())
    names = erasure.portraits

    def fails(person):
        if person.pk == broken.person_id:
            raise RuntimeError("this row is broken")
        return names(person)

    monkeypatch.setattr(erasure, "portraits", fails)
    erase_due()

    states = dict(Erasure.objects.values_list("pk", "status"))
    assert states == {broken.pk: "quarantined", whole.pk: "done"}
    assert f"Erasure {broken.pk}" in caplog.text


def test_no_portrait_is_left_in_any_size(
    client, tmp_path, settings, django_capture_on_commit_callbacks
):
    settings.MEDIA_ROOT = tmp_path
    person = PersonFactory()
    for name in ("cũ.png", "mới.png"):
        person.portrait.save(name, ContentFile(png(700, 700)))
        path = f"{person.portrait.url}?w=320"
        assert client.get(path).getvalue()

    with django_capture_on_commit_callbacks(execute=True):
        erased(person)

    assert [found for found in tmp_path.rglob("*") if found.is_file()] == []
    assert client.get(path).status_code == 404


def test_the_name_of_a_leader_stays_the_rest_goes(person):
    appointment = AppointmentFactory(person=person)

    erasure, person = erased(person)

    assert person.full_name == NAME
    assert person.bio_vi == ""
    assert person.appointments.get() == appointment
    assert "name" not in str([row["fields"] for row in erasure.report[-2:]])
    assert MAIL not in everything_stored()
    assert LIFE not in everything_stored()


def test_a_quarantine_lasts_its_days_and_can_be_undone(person):
    user = UserFactory()
    erasure = Erasure.objects.create(person=person)
    erasure.quarantine(by=user)
    assert erasure.erase_on == timezone.localdate() + timedelta(days=7)

    erase_due()
    assert Person.objects.get(pk=person.pk).full_name == NAME

    erasure.undo(by=user)
    Erasure.objects.update(erase_on=timezone.localdate())
    erase_due()
    assert Person.objects.get(pk=person.pk).full_name == NAME


def test_nothing_is_erased_twice(person):
    erasure, _person = erased(person)

    with pytest.raises(MoveRefused):
        privacy.carry_out(erasure)
    with pytest.raises(MoveRefused):
        erasure.undo(by=UserFactory())


def test_whoever_holds_an_office_is_not_erased(person):
    OfficeFactory(user=person.user)

    with pytest.raises(MoveRefused):
        Erasure.objects.create(person=person).quarantine(by=UserFactory())


def test_the_desk_shows_the_dry_run(staff_client, person):
    erasure = Erasure.objects.create(person=person)
    path = reverse("admin:federation_erasure_change", args=[erasure.pk])

    text = staff_client.get(path).text

    for row in privacy.dry_run(person):
        assert row["table"] in text


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_erasures_costs_the_same(
    staff_client, count, django_assert_num_queries
):
    for _number in range(count):
        Erasure.objects.create(person=PersonFactory())
    path = reverse("admin:federation_erasure_changelist")
    staff_client.get(path)

    # session, account, rights and the frame of the desk (5), two counts, rows
    with django_assert_num_queries(8):
        assert staff_client.get(path).status_code == 200
