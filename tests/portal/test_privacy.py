"""A copy of everything about one person, and what may not be kept at all."""

import json
import re
import zipfile
from importlib import import_module
from io import BytesIO

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.forms import CharField
from django.forms.forms import DeclarativeFieldsMetaclass
from django.urls import reverse

from accounts.models import User
from federation.models import Person
from federation.richtext import (
    NoIdentityNumber,
    PlainCharField,
    RichTextField,
    no_identity_number,
)
from portal.actions import privacy
from tests.accounts.factories import UserFactory
from tests.federation.factories import appoint
from tests.portal.conftest import LIFE, MAIL, NAME

pytestmark = pytest.mark.usefixtures("limits")
HOUSE = (
    *("federation", "members", "events", "bulletin", "awards", "accounts", "outbox"),
    "portal",
)


def test_every_link_to_a_person_says_what_an_erasure_does_to_it():
    found = {relation.label for relation in privacy.relations_to(Person)}

    # Who is named in a dossier is found by the name, not by a link.
    by_name = {"members.BranchRequest.contact_name"}
    assert found | by_name == set(privacy.KEPT) | set(privacy.CLEARED)


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


def test_only_the_officer_sees_requests_and_erasures(db, as_user):
    call_command("sync_roles", verbosity=0)
    paths = [
        reverse(f"admin:federation_{name}_changelist")
        for name in ("datarequest", "erasure")
    ]
    seen = {}
    for group in Group.objects.all():
        user = UserFactory(staff=True)
        appoint(user, group.name)
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


def test_each_text_of_a_field_with_several_is_looked_at():
    no_identity_number(["Hữu nghị", "Hữu nghị Hợp tác"])
    with pytest.raises(ValidationError):
        no_identity_number(["Hữu nghị", "001 085 012 345"])


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
