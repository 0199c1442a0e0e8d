"""Public documents: found by what they say, given out under their number."""

import datetime
import unicodedata

import pytest
from django.urls import reverse

from federation.models import Document
from tests.federation.factories import (
    DocumentFactory,
    UnionFactory,
)

pytestmark = pytest.mark.django_db

day = datetime.date
SCRIPT = "<script>alert(1)</script>"


@pytest.fixture(autouse=True)
def union():
    return UnionFactory()


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ({}, {"12-CT/TW", "05-TT/TU"}),
        ({"loai": "circular"}, {"05-TT/TU"}),
        ({"nam": "2021"}, {"05-TT/TU"}),
        ({"noi": "Thành ủy"}, {"05-TT/TU"}),
        ({"q": "doi ngoai"}, {"12-CT/TW"}),
        ({"q": "ĐỐI NGOẠI"}, {"12-CT/TW"}),
        ({"q": unicodedata.normalize("NFD", "đối ngoại")}, {"12-CT/TW"}),
        ({"q": "12-ct"}, {"12-CT/TW"}),
        ({"q": "%"}, set()),
        ({"q": "không có gì 🎉"}, set()),
    ],
)
def test_documents_are_found(client, query, codes):
    DocumentFactory(code="12-CT/TW", title_vi="Về công tác đối ngoại nhân dân")
    DocumentFactory(
        code="05-TT/TU",
        kind="circular",
        issuer_vi="Thành ủy",
        issued_on=day(2021, 5, 23),
        title_vi="Thực hiện Chỉ thị",
    )

    found = client.get("/van-ban/", query).context["document_list"]

    assert {document.code for document in found} == codes


HIDDEN = [
    {"access": Document.Access.INTERNAL},
    {"access": Document.Access.CONFIDENTIAL},
    {"code": ""},
    {"legal_status": Document.LegalStatus.CANCELLED},
]


@pytest.mark.parametrize("change", HIDDEN, ids=lambda change: str(*change.values()))
def test_what_is_not_public_is_nowhere(client, change):
    document = DocumentFactory(title_vi="Không ai được đọc", **change)

    assert "Không ai được đọc" not in client.get("/van-ban/").text
    assert client.get(document.get_absolute_url()).status_code == 404
    path = reverse("federation:document-file", args=[document.pk])
    assert client.get(path).status_code == 404


def test_a_file_is_given_out_as_a_download_under_its_number(client):
    document = DocumentFactory(code="21/QĐ-LHHN", issued_on=day(2024, 1, 18))

    response = client.get(reverse("federation:document-file", args=[document.pk]))

    assert b"".join(response.streaming_content) == b"%PDF-1.7\n"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Disposition"].startswith("attachment")
    assert "20240118.pdf" in response["Content-Disposition"]


def test_a_document_without_a_file_says_so(client):
    document = DocumentFactory(file="")

    assert client.get(document.get_absolute_url()).status_code == 200
    path = reverse("federation:document-file", args=[document.pk])
    assert client.get(path).status_code == 404
