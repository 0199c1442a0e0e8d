"""A copy of everything about one person, erasure, and what may not be kept at all."""

import json
import re
import zipfile
from datetime import timedelta
from importlib import import_module
from io import BytesIO

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.forms import CharField
from django.forms.forms import DeclarativeFieldsMetaclass
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from federation.lifecycle import MoveRefused
from federation.models import Erasure, Person
from federation.richtext import (
    NoIdentityNumber,
    PlainCharField,
    RichTextField,
    no_identity_number,
)
from outbox.models import Message
from portal.actions import privacy
from portal.tasks import erase_due
from tests.accounts.factories import UserFactory
from tests.federation.factories import (
    AppointmentFactory,
    DataRequestFactory,
    OfficeFactory,
    PersonFactory,
)
from tests.federation.test_privacy import answer
from tests.federation.test_uploads import png
from tests.outbox.factories import MessageFactory

pytestmark = pytest.mark.usefixtures("limits")
NAME, MAIL, LIFE = "Trịnh Hoài Thu", "hoai.thu@example.org", "Sinh ở Bắc Ninh"
HOUSE = ("federation", "members", "events", "bulletin", "awards", "accounts", "outbox")


@pytest.fixture
def person(db):
    user = UserFactory(full_name=NAME, email=MAIL)
    person = PersonFactory(full_name=NAME, bio_vi=LIFE, user=user)
    answer(person)
    DataRequestFactory(person=person, name=NAME, contact=MAIL)
    MessageFactory(to=MAIL)
    return person


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
        if model._meta.app_label in {"federation", "accounts", "outbox"}
    ]
    return "\n".join(str(list(model._base_manager.values_list())) for model in tables)


def test_every_link_to_a_person_says_what_an_erasure_does_to_it():
    found = {relation.label for relation in privacy.relations_to(Person)}

    assert found == set(privacy.KEPT) | set(privacy.CLEARED)


def test_a_copy_holds_every_table_and_no_key(person):
    data = privacy.everything_about(person)

    text = privacy.as_json(data).decode()
    models = {found["model"] for found in data["records"]}
    assert models >= {
        *("federation.Person", "accounts.User", "federation.Consent"),
        *("federation.DataRequest", "outbox.Message"),
    }
    for word in (NAME, MAIL, LIFE, "Tủ hồ sơ 3"):
        assert word in text
    assert person.user.password not in text
    assert person.user.stamp not in text


def test_the_officer_hands_out_both_forms(staff_client, person):
    officer = User.objects.get(is_superuser=True)
    give_right(officer, "export_person")
    request = person.data_requests.get()

    response = staff_client.post(
        reverse("admin:federation_datarequest_changelist"),
        {"action": "hand_out", "_selected_action": [request.pk]},
    )

    package = zipfile.ZipFile(BytesIO(b"".join(response.streaming_content)))
    assert json.loads(package.read("data.json"))["person"] == NAME
    assert package.read("data.pdf").startswith(b"%PDF-")


def give_right(user, codename):
    user.user_permissions.add(Permission.objects.get(codename=codename))


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

    # session, account, rights and the frame of the desk (6), two counts, rows
    with django_assert_num_queries(9):
        assert staff_client.get(path).status_code == 200


def test_only_the_officer_sees_requests_and_erasures(db, as_user):
    call_command("sync_roles", verbosity=0)
    paths = [
        reverse(f"admin:federation_{name}_changelist")
        for name in ("datarequest", "erasure")
    ]
    seen = {}
    for group in Group.objects.all():
        user = UserFactory(staff=True)
        user.groups.add(group)
        answers = {as_user(user).get(path).status_code for path in paths}
        seen[group.name] = answers

    assert {role for role, answers in seen.items() if answers == {200}} == {"dpo"}
    assert {role for role, answers in seen.items() if 200 in answers} == {"dpo"}


@pytest.mark.parametrize(
    "text", ["001085012345", "Số 079 085 012 345.", "<p>0790 8501 2345</p>"]
)
def test_an_identity_number_is_refused_where_people_type(text):
    with pytest.raises(ValidationError):
        no_identity_number(text)
    for field in (PlainCharField(max_length=90), RichTextField()):
        with pytest.raises(ValidationError):
            field.formfield().clean(text)


@pytest.mark.parametrize(
    "text", ["2019-2020-2021", "0912 345 678", "024 3825 1234", "12/05/2026", "33.400"]
)
def test_years_and_telephones_are_no_identity_numbers(text):
    no_identity_number(text)


@pytest.mark.parametrize("app", ["members", "events", "bulletin"])
def test_every_form_that_keeps_words_refuses_them(app):
    """Filters and lists narrow what is there; every other form writes."""
    forms = [
        form
        for name, form in vars(import_module(f"{app}.forms")).items()
        if isinstance(form, DeclarativeFieldsMetaclass)
        and form.__module__.startswith(f"{app}.")
        and any(
            type(field) is CharField and not field.widget.is_hidden
            for field in form.base_fields.values()
        )
        and not name.endswith(("Filter", "Question"))
    ]

    assert forms
    assert [form for form in forms if not issubclass(form, NoIdentityNumber)] == []


def test_no_field_of_a_forbidden_kind_exists():
    forbidden = re.compile(
        r"relig|ton_giao|ethnic|dan_toc|party|dang_vien|political|id_?card|cccd"
        r"|cmnd|identity_(?:no|number|card)|passport|biometr|health|blood"
    )
    names = {
        f"{model._meta.label}.{found.name}"
        for model in apps.get_models()
        if model._meta.app_label in HOUSE
        for found in model._meta.get_fields()
    }

    harmless = "via_third_party"
    assert {
        name for name in names if forbidden.search(name.replace(harmless, ""))
    } == set()
