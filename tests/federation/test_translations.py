"""Which Vietnamese a translation was made from, and what became of it since."""

import io

import pytest
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.template import Context, Template
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from federation.models import (
    Page,
    TranslationState,
    translated_models,
)
from federation.models.translations import difference, events_of, fingerprint
from tests.accounts.factories import UserFactory
from tests.federation.factories import (
    AppointmentFactory,
    BodyFactory,
    CountryFactory,
    PageFactory,
    TermFactory,
)

pytestmark = pytest.mark.django_db


State = TranslationState.State
LIST = "/admin/federation/translationstate/"


def survey() -> None:
    TranslationState.objects.survey()


def state_of(obj) -> TranslationState:
    kind = ContentType.objects.get_for_model(obj)
    return TranslationState.objects.get(content_type=kind, object_id=obj.pk)


def page(**kwargs):
    texts = {
        "title_vi": "Nhịp cầu",
        "lead_vi": "",
        "body_vi": "",
        "title_en": "",
        "body_en": "",
    }
    return PageFactory(**texts | kwargs)


def staff(*codenames):
    user = UserFactory(staff=True)
    names = ["view_translationstate", "change_translationstate", *codenames]
    user.user_permissions.set(Permission.objects.filter(codename__in=names))
    return user


@pytest.mark.parametrize("model", translated_models(), ids=lambda m: m._meta.label)
def test_every_translated_model_can_be_surveyed(model):
    names = translated_models()[model]

    assert names
    assert {f"{name}_vi" for name in names} <= {
        field.name for field in events_of(model)._meta.fields
    }


def test_states_follow_the_texts():
    none, begun = page(), page(lead_vi="Dẫn", title_en="Bridge")
    survey()

    assert state_of(none).state == State.NONE
    assert (state_of(begun).state, state_of(begun).lacking) == ("in_progress", ["lead"])


def test_stale_when_the_vietnamese_changed_by_whatever_way():
    row = page(title_en="Bridge")
    survey()

    Page.objects.filter(pk=row.pk).update(title_vi="Nhịp cầu mới")
    survey()

    assert (state_of(row).state, state_of(row).stale) == (State.STALE, ["title"])


def test_the_source_is_the_vietnamese_of_that_moment_even_if_it_changed_at_once():
    row = page()
    survey()
    Page.objects.filter(pk=row.pk).update(title_en="Bridge")
    Page.objects.filter(pk=row.pk).update(title_vi="Nhịp cầu mới")

    survey()

    found = state_of(row)
    assert found.fingerprints["title"] == fingerprint("Nhịp cầu")
    assert found.state == State.STALE
    row.refresh_from_db()
    assert found.source_before(row, "title") == "Nhịp cầu"


def test_a_new_translation_is_no_longer_stale_but_wants_to_be_read():
    row = page(title_en="Bridge")
    survey()
    Page.objects.filter(pk=row.pk).update(title_vi="Cầu")
    survey()

    Page.objects.filter(pk=row.pk).update(title_en="The bridge")
    survey()

    assert state_of(row).state == State.IN_PROGRESS


def test_the_survey_looks_only_at_what_changed(django_assert_max_num_queries):
    PageFactory.create_batch(3)
    survey()

    with django_assert_max_num_queries(4 * len(translated_models())):
        assert TranslationState.objects.survey() == 0


def test_what_is_gone_has_no_state():
    row = page()
    survey()
    row.delete()

    survey()

    assert not TranslationState.objects.of(Page, "en").exists()


def test_difference_names_what_went_and_what_came():
    assert difference("<p>Một hai ba</p>", "<p>Một bốn ba</p>") == [
        ("=", "Một "),
        ("-", "hai"),
        ("+", "bốn"),
        ("=", " ba"),
    ]


def change(row) -> str:
    survey()
    return reverse("admin:federation_translationstate_change", args=[state_of(row).pk])


def form(row, move: str, **texts) -> dict:
    data = {"move": move}
    for name in ("title", "lead", "body"):
        data[f"from_{name}"] = fingerprint(getattr(row, f"{name}_vi"))
        data[f"was_{name}"] = fingerprint(getattr(row, f"{name}_en"))
        data[name] = getattr(row, f"{name}_en") or ""
    return data | texts


def test_a_translator_writes_english_and_nothing_else(as_user):
    row = page()
    client = as_user(staff("write_translation"))

    client.post(change(row), form(row, "save", title="Bridge", title_vi="X"))
    refused = client.post(change(row), form(row, "reviewed"))

    row.refresh_from_db()
    assert (row.title_vi, row.title_en) == ("Nhịp cầu", "Bridge")
    assert refused.status_code == 403
    assert state_of(row).state == State.IN_PROGRESS


def test_still_valid_without_retyping(as_user):
    row, editor = page(title_en="Bridge"), staff("review_translation")
    survey()
    Page.objects.filter(pk=row.pk).update(title_vi="Nhịp cầu mới")
    row.refresh_from_db()
    shown = as_user(editor).get(change(row))
    assert "<del>" not in shown.text
    assert "<ins>mới</ins>" in shown.text or "<ins> mới</ins>" in shown.text

    as_user(editor).post(change(row), form(row, "reviewed"))

    found = state_of(row)
    assert (found.state, found.reviewed_by) == (State.REVIEWED, editor)
    survey()
    assert state_of(row).state == State.REVIEWED


def test_a_machine_draft_says_so(as_user):
    row = page()

    as_user(staff("write_translation")).post(
        change(row), form(row, "machine", title="Bridge")
    )

    assert state_of(row).state == State.MACHINE


def test_two_translators_write_nothing_over(as_user):
    row = page(title_en="Bridge")
    mine = form(row, "save", title="My bridge")
    Page.objects.filter(pk=row.pk).update(title_en="Her bridge")

    response = as_user(staff("write_translation")).post(change(row), mine)

    row.refresh_from_db()
    assert row.title_en == "Her bridge"
    assert "Her bridge" in response.text
    assert "My bridge" in response.text


def test_a_source_that_changed_meanwhile_makes_the_translation_stale(as_user):
    row = page()
    mine = form(row, "save", title="Bridge")
    Page.objects.filter(pk=row.pk).update(title_vi="Cầu")

    as_user(staff("write_translation")).post(change(row), mine)

    assert state_of(row).state == State.STALE


def test_who_may_only_look_writes_nothing(as_user):
    row = page()

    client = as_user(staff("view_page"))

    assert client.get(change(row)).status_code == 200
    response = client.post(change(row), form(row, "save", title="x"))

    assert response.status_code == 403


def test_whoever_may_not_see_a_kind_of_record_sees_no_text_of_it(as_user):
    mine, hidden = page(title_vi="Trang"), CountryFactory(name_vi="Nước ẩn")
    survey()
    client = as_user(staff("view_page"))
    address = reverse(
        "admin:federation_translationstate_change", args=[state_of(hidden).pk]
    )

    table, file = client.get(LIST), client.get(f"{LIST}export/")

    words = [row[0].value for row in load_workbook(io.BytesIO(file.getvalue())).active]
    assert words[1:] == ["Trang"]
    assert [row.object_id for row in table.context["cl"].result_list] == [mine.pk]
    assert [row["number"] for row in table.context["counts"]] == [1]
    assert client.get(address).status_code == 404
    assert client.post(address, form(mine, "save")).status_code == 404
    for codename in ("write_translation", "review_translation"):
        assert as_user(staff(codename)).get(address).status_code == 200


def test_a_text_that_rests_is_told_and_no_fault(as_user):
    body = BodyFactory(term=TermFactory(start_year=2010, end_year=2015))
    row = AppointmentFactory(body=body, title_vi="Chủ tịch", title_en="Chair")
    data = {"move": "save", "title": "Boss"}
    for name in ("title", "concurrent_title", "duty"):
        data |= {f"from_{name}": "", f"was_{name}": fingerprint("")}
    data["was_title"] = fingerprint("Chair")

    response = as_user(staff("write_translation")).post(change(row), data)

    row.refresh_from_db()
    assert (response.status_code, row.title_en) == (200, "Chair")
    assert response.context["form"].non_field_errors()
    assert "Boss" in response.text


def test_the_row_is_locked_before_it_is_compared(as_user):
    row, client = page(title_en="Bridge"), as_user(staff("write_translation"))
    address, mine = change(row), form(row, "save", title="My bridge")

    with CaptureQueriesContext(connection) as done:
        response = client.post(address, mine)

    asked = [query["sql"] for query in done if '"federation_page"' in query["sql"]]
    written = next(i for i, sql in enumerate(asked) if 'UPDATE "fed' in sql)
    assert response.status_code == 302
    assert any("FOR UPDATE" in sql for sql in asked[:written])


@pytest.mark.parametrize("number", [1, 2])
def test_how_many_are_right_is_said(staff_client, number):
    rows = [page(title_en="Bridge") for _number in range(number)]
    survey()
    keys = [state_of(row).pk for row in rows]

    said = staff_client.post(
        LIST, {"action": "say_reviewed", "_selected_action": keys}, follow=True
    )

    assert str(number) in str(next(iter(said.context["messages"])))


@pytest.mark.parametrize("count", [1, 3])
def test_the_table_costs_the_same(staff_client, count, django_assert_num_queries):
    PageFactory.create_batch(count)
    CountryFactory.create_batch(count)
    survey()
    staff_client.get(LIST)

    with django_assert_num_queries(9):
        response = staff_client.get(LIST)

    assert response.context["cl"].result_count == 2 * count


@pytest.mark.parametrize(
    ("query", "found"),
    [
        *(("?app=federation", 2), ("?app=bulletin", 0), ("?kind=federation.page", 2)),
        *(("?who=translator", 1), ("?who=editor", 1), ("?state__exact=none", 1)),
    ],
)
def test_the_table_is_narrowed(staff_client, query, found):
    page()
    page(title_en="Bridge")
    survey()

    assert staff_client.get(LIST + query).context["cl"].result_count == found


@pytest.mark.parametrize("count", [1, 3])
def test_the_dashboard_tells_the_counts(count, django_assert_num_queries):
    PageFactory.create_batch(count)
    survey()
    shelf = Template("{% load translations %}{% translation_counts user %}")
    user = UserFactory(superuser=True)
    shelf.render(Context({"user": user}))

    with django_assert_num_queries(1):
        text = shelf.render(Context({"user": user}))

    assert "?app=federation" in text


def test_many_are_said_to_be_right_at_once(staff_client):
    whole, lacking = page(title_en="Bridge"), page(title_en="x", lead_vi="Dẫn")
    survey()
    keys = [state_of(row).pk for row in (whole, lacking)]

    staff_client.post(LIST, {"action": "say_reviewed", "_selected_action": keys})

    assert state_of(whole).state == State.REVIEWED
    assert state_of(lacking).state == State.IN_PROGRESS


def test_the_export_holds_text_and_follows_the_filter(staff_client):
    page(title_vi="=1+1")
    page(title_en="Bridge")
    survey()

    response = staff_client.get(f"{LIST}export/?state__exact=none")

    sheet = load_workbook(io.BytesIO(response.getvalue())).active
    assert sheet.max_row == 2
    assert (sheet["A2"].value, sheet["A2"].data_type) == ("=1+1", "s")
