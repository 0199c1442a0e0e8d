"""The staff's desk of the institution."""

import datetime

import pytest
from django.contrib import admin
from django.contrib.messages import get_messages
from django.urls import reverse

from federation.models import (
    Appointment,
    Document,
    DocumentRegister,
    TermReminder,
    TermReminderRule,
    TranslationState,
    Union,
)
from tests.accounts.factories import UserFactory
from tests.federation.factories import (
    AidProjectFactory,
    AppointmentFactory,
    BodyFactory,
    CongressTargetFactory,
    ContributionFactory,
    CountryFactory,
    DocumentFactory,
    FigureFactory,
    FundDriveFactory,
    LegalBasisFactory,
    OfficeFactory,
    OrganizationFactory,
    PageFactory,
    PartnerFactory,
    PersonFactory,
    PhotoFactory,
    TermFactory,
    TermReminderRuleFactory,
    TwinCityFactory,
    UnionFactory,
)

pytestmark = pytest.mark.django_db

day = datetime.date


def drive_with_gift(**fields):
    return ContributionFactory(drive=FundDriveFactory(**fields)).drive


def a_register():
    return DocumentRegister.objects.create(
        owner=UnionFactory(), kind=f"r{DocumentRegister.objects.count()}", year=2026
    )


def a_state():
    return TranslationState.objects.create(
        target=PageFactory(), language="en", state=TranslationState.State.STALE
    )


def a_term():
    return TermFactory(owner=OrganizationFactory())


def a_congress():
    return CongressTargetFactory(congress__term=a_term()).congress


def a_rule():
    return TermReminderRuleFactory(months=12 + TermReminderRule.objects.count())


def a_reminder():
    row = TermReminder.objects.create(
        term=a_term(), ends_on=day(2027, 12, 31), months=6, due_on=day(2027, 6, 30)
    )
    row.told.add(UserFactory())
    return row


LISTS = {
    "aidproject": AidProjectFactory,
    "appointment": AppointmentFactory,
    "body": BodyFactory,
    "congress": a_congress,
    "country": CountryFactory,
    "document": DocumentFactory,
    "documentregister": a_register,
    "figure": FigureFactory,
    "funddrive": drive_with_gift,
    "legalbasis": LegalBasisFactory,
    "office": OfficeFactory,
    "organization": OrganizationFactory,
    "page": PageFactory,
    "partner": PartnerFactory,
    "person": PersonFactory,
    "photo": PhotoFactory,
    "term": a_term,
    "termreminder": a_reminder,
    "termreminderrule": a_rule,
    "translationstate": a_state,
    "twincity": TwinCityFactory,
}


# Of every list eight: session, account, second factor, rights given by name, the rows
# counted twice and read, what waits on the side. Two more for a date hierarchy, one for
# each filter by year or kind of row, the people of a reminder, the target of a
# translation.
COSTS = dict.fromkeys(LISTS, 8) | {
    **dict.fromkeys(["appointment", "document", "legalbasis", "office", "photo"], 10),
    **dict.fromkeys(["aidproject", "figure", "funddrive"], 9),
    "documentregister": 10,
    "termreminder": 12,
    "translationstate": 9,
}


@pytest.mark.parametrize("name", LISTS)
def test_a_list_costs_the_same_for_one_and_for_three(
    chief, name, django_assert_max_num_queries
):
    path = reverse(f"admin:federation_{name}_changelist")
    make = LISTS[name]
    make()
    chief.get(path)
    with django_assert_max_num_queries(40) as one:
        assert chief.get(path).status_code == 200
    make(), make()

    with django_assert_max_num_queries(40) as three:
        chief.get(path)

    assert (len(one), len(three)) == (COSTS[name], COSTS[name])


@pytest.mark.parametrize("name", LISTS)
def test_a_row_opens_with_its_history(chief, name):
    row = LISTS[name]()

    for page in ("change", "history"):
        path = reverse(f"admin:federation_{name}_{page}", args=[row.pk])
        assert chief.get(path).status_code == 200, path


@pytest.mark.parametrize("name", [*LISTS, "union"])
def test_every_list_searches_without_diacritics(chief, name):
    path = reverse(f"admin:federation_{name}_changelist")

    for words in ("huu nghi", "Hữu", "%", "'\"", "x" * 10_000):
        assert chief.get(path, {"q": words}).status_code == 200


def test_search_finds_every_word_folded_in_both_languages(chief):
    PartnerFactory(name_vi="Đại sứ quán Lào", name_en="Embassy of Laos")
    PartnerFactory(name_vi="Sở Ngoại vụ", name_en="Department")
    path = reverse("admin:federation_partner_changelist")

    found = {
        words: [
            str(row) for row in chief.get(path, {"q": words}).context["cl"].result_list
        ]
        for words in ("quan dai su", "EMBASSY", "so ngoai", "khong")
    }

    assert found == {
        "quan dai su": ["Đại sứ quán Lào"],
        "EMBASSY": ["Đại sứ quán Lào"],
        "so ngoai": ["Sở Ngoại vụ"],
        "khong": [],
    }


def test_sample_rows_are_marked_and_can_be_filtered(chief):
    PartnerFactory(name_vi="Thật")
    PartnerFactory(name_vi="Mẫu", is_demo=True)
    path = reverse("admin:federation_partner_changelist")

    assert "sample data" in chief.get(path).text or "minh họa" in chief.get(path).text
    real = chief.get(path, {"is_demo__exact": 0}).context["cl"].result_list
    assert [row.name for row in real] == ["Thật"]


def test_there_is_one_union_never_added_nor_deleted(chief):
    union = UnionFactory()

    assert chief.get(reverse("admin:federation_union_add")).status_code == 403
    delete = reverse("admin:federation_union_delete", args=[union.pk])
    assert chief.get(delete).status_code == 403
    change = reverse("admin:federation_union_change", args=[union.pk])
    assert chief.get(change).status_code == 200


def test_without_a_union_staff_enter_it(chief):
    response = chief.post(
        reverse("admin:federation_union_add"),
        {
            "name_vi": "Liên hiệp",
            "slug": "lien-hiep",
            "city_vi": "Thành phố",
            "city_short_vi": "TP",
            "document_symbol": "LHHN",
            "founded_precision": "day",
            "term_year": "full",
        },
    )

    assert response.status_code == 302
    assert Union.objects.get().kind == "union"


@pytest.mark.parametrize(
    "name", ["organization", "documentregister", "translationstate"]
)
def test_some_lists_are_only_looked_at(chief, name):
    row = LISTS[name]()

    assert chief.get(reverse(f"admin:federation_{name}_add")).status_code == 403
    delete = reverse(f"admin:federation_{name}_delete", args=[row.pk])
    assert chief.post(delete, {"post": "yes"}).status_code == 403
    change = reverse(f"admin:federation_{name}_change", args=[row.pk])
    assert chief.post(change, {"kind": "x"}).status_code == 403


# --- numbers ---


def test_a_number_is_drawn_after_asking_once(chief):
    document = DocumentFactory(
        code="", owner=UnionFactory(), kind="decision", signer="Nguyễn Ngọc Kỳ"
    )
    path = reverse("admin:federation_document_changelist")
    form = {"action": "take_number", "_selected_action": [document.pk]}

    asked = chief.post(path, form)
    assert Document.objects.get(pk=document.pk).code == ""
    chief.post(path, form | {"confirmed": "1"})
    chief.post(path, form | {"confirmed": "1"})

    assert asked.status_code == 200
    assert Document.objects.get(pk=document.pk).code == "01/QĐ-LHHN"
    assert DocumentRegister.objects.get().last_number == 1


def test_a_number_given_is_neither_written_over_nor_deleted(chief):
    document = DocumentFactory(code="01/QĐ-LHHN", owner=UnionFactory())
    model_admin = admin.site.get_model_admin(Document)

    delete = reverse("admin:federation_document_delete", args=[document.pk])
    assert chief.post(delete, {"post": "yes"}).status_code == 403
    chief.post(
        reverse("admin:federation_document_changelist"),
        {"action": "delete_selected", "_selected_action": [document.pk], "post": "yes"},
    )

    assert Document.objects.filter(pk=document.pk).exists()
    fixed = model_admin.get_readonly_fields(None, document)
    assert set(fixed) == {"cancel_reason", "code"}


# --- titles and bodies ---


def test_the_title_of_an_ended_appointment_is_read_only(chief):
    ended = AppointmentFactory(
        since=day(2017, 11, 17), until=day(2022, 12, 1), title_vi="Ủy viên", title_en=""
    )
    path = reverse("admin:federation_appointment_change", args=[ended.pk])

    page = chief.get(path)

    fields = page.context["adminform"].form.fields
    closed = (fields["title_vi"].disabled, fields["title_en"].disabled)
    assert closed == (True, False)
    chief.post(path, {"title_vi": "Chủ tịch"})
    assert Appointment.objects.get(pk=ended.pk).title_vi == "Ủy viên"


def test_people_are_added_to_a_body_and_too_many_are_told(chief):
    body = BodyFactory(approved_size=1)
    AppointmentFactory(body=body)
    person = PersonFactory()
    prefix = "appointments"

    response = chief.post(
        reverse("admin:federation_body_change", args=[body.pk]),
        {
            "kind": body.kind,
            "name_vi": "BCH",
            "term": body.term_id,
            "approved_size": 1,
            "display_order": 100,
            f"{prefix}-TOTAL_FORMS": 1,
            f"{prefix}-INITIAL_FORMS": 0,
            f"{prefix}-0-person": person.pk,
            f"{prefix}-0-title_vi": "Ủy viên",
            f"{prefix}-0-display_order": 100,
        },
    )

    assert response.status_code == 302
    assert body.appointments.count() == 2
    texts = [str(note) for note in get_messages(response.wsgi_request)]
    assert any("2" in text and "BCH" in text for text in texts)
