"""Every change of every domain table stays on record, whoever made it and however."""

import pghistory
import pytest
from django.apps import apps
from django.db import Error, transaction
from django.urls import reverse
from django.utils.translation import override, pgettext

from federation.admin.history import history_of
from federation.models import Document, Page, Partner
from tests.accounts.factories import UserFactory
from tests.federation.factories import (
    DocumentFactory,
    OrganizationFactory,
    PageFactory,
    PartnerFactory,
)

pytestmark = pytest.mark.django_db

DOMAIN = ("federation", "members", "events", "bulletin", "awards")
# Rows and columns that only count looks; a row of history per look would be noise.
COUNTERS = {"bulletin.ViewBatch", "awards.AwardCheck", "bulletin.DailyViews"}
COUNTERS |= {"bulletin.MostRead"}
# What a worker makes of texts that have their history.
COUNTERS |= {"bulletin.IssueEdition", "bulletin.IssueScan"}
# A list on its way in: the articles it became have their history.
COUNTERS |= {"bulletin.ArticleImport"}
# What nobody has saved yet is no change.
COUNTERS |= {"bulletin.ArticleDraft"}
# Personal data that must be gone after a time: a history would keep it.
FORGOTTEN = {"events.Registration"}
# Readers who leave the newsletter are forgotten; their copies are a ledger already.
FORGOTTEN |= {"bulletin.Subscription", "bulletin.Delivery"}
# Lists on their way into the register, and copies for the undoing of a merge.
FORGOTTEN |= {"members.MemberImport", "members.ImportRow", "members.MemberMerge"}
FORGOTTEN |= {"awards.AwardList", "awards.AwardListRow", "awards.CertificateRun"}
COUNTED = {"counted_views"}
# A key belongs into no history.
SECRET = {"secret"}
MODELS = [
    model
    for app in DOMAIN
    for model in apps.get_app_config(app).get_models()
    if not hasattr(model, "pgh_tracked_model")
    and not model._meta.auto_created
    and model._meta.label not in COUNTERS | FORGOTTEN
]


def events_of(model):
    """The event model of exactly this model."""
    return [
        found
        for found in pghistory.core.event_models(tracks_model=model)
        if found.pgh_tracked_model is model
    ]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_domain_model_has_its_history(model):
    events = events_of(model)

    assert len(events) == 1, "track it in translation.py, after it is registered"
    labels = {tracker.label for tracker in events[0].pgh_trackers}
    assert labels == {"insert", "update", "delete"}
    own = {
        field.column
        for field in model._meta.local_concrete_fields
        if not field.generated and field.name not in COUNTED | SECRET
    }
    kept = {field.column for field in events[0]._meta.local_concrete_fields}
    assert own - kept == set(), "history lacks columns (the languages?)"


def test_bulk_changes_land_in_history_with_who_and_why():
    user = UserFactory()
    with pghistory.context(user=user.pk, reason="Đổi tên theo nghị quyết"):
        PartnerFactory.create_batch(2, name_vi="Cũ")
        Partner.objects.update(name_vi="Mới", name_en="New")
        Partner.objects.all().delete()

    rows = events_of(Partner)[0].objects.order_by("pgh_id")

    assert [row.pgh_label for row in rows] == [
        *("insert", "insert", "update", "update", "delete", "delete"),
    ]
    assert {row.name_en for row in rows if row.pgh_label == "update"} == {"New"}
    assert {
        (row.pgh_context.metadata["user"], row.pgh_context.metadata["reason"])
        for row in rows
    } == {(user.pk, "Đổi tên theo nghị quyết")}


@pytest.mark.parametrize("how", ["update", "delete"])
def test_no_api_of_ours_rewrites_history(how):
    PageFactory()
    rows = events_of(Page)[0].objects.all()
    before = list(rows.values())

    with pytest.raises(Error, match="pgtrigger"), transaction.atomic():
        rows.update(title_vi="khác") if how == "update" else rows.delete()

    assert list(rows.values()) == before


def test_staff_read_the_history_of_a_row(as_user):
    chief = UserFactory(superuser=True, full_name="Vũ Quốc Đạt")
    with pghistory.context(user=chief.pk, reason="Sửa trích yếu"):
        document = DocumentFactory(title_vi="Trước")
        Document.objects.filter(pk=document.pk).update(title_vi="Sau")

    path = reverse("admin:federation_document_history", args=[document.pk])
    response = as_user(chief).get(path)

    for words in ("Trước", "Sau", "Vũ Quốc Đạt", "Sửa trích yếu"):
        assert words in response.text


def test_the_history_says_names_and_languages_and_no_keys(
    as_user, django_assert_num_queries
):
    chief = UserFactory(superuser=True)
    owners = OrganizationFactory.create_batch(3)
    with override("vi"):
        document = DocumentFactory(owner=owners[0], title_en="Before")
        for number, owner in enumerate(owners[1:]):
            Document.objects.filter(pk=document.pk).update(
                owner=owner, title_en=f"After {number}"
            )
        history_of(document)
        with django_assert_num_queries(2):  # events, owners
            entries = history_of(document)
        page = as_user(chief).get(
            reverse("admin:federation_document_history", args=[document.pk])
        )

    said = {name: values for name, *values in entries[0]["changes"]}
    english = pgettext("language of a text", "English")
    assert [str(owners[1]), str(owners[2])] in said.values()
    assert any(name.endswith(f"({english})") for name in said)
    names = {name for entry in entries for name, *_values in entry["changes"]}
    assert not any("[" in name or name.lower() == "id" for name in names)
    assert f">{document.pk}<" not in page.text
