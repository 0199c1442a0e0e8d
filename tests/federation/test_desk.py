"""What every desk shows: figures, days, texts, empty lists, the way to the site."""

from datetime import date
from decimal import Decimal

import pytest
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils.translation import override

from federation.models import Figure, Organization, Page
from tests.accounts.factories import UserFactory
from tests.federation.factories import (
    DocumentFactory,
    FigureFactory,
    OrganizationFactory,
    PageFactory,
)

pytestmark = pytest.mark.django_db
FIGURES = reverse("admin:federation_figure_changelist")


@pytest.mark.parametrize(
    ("value", "words"), [("33400.00", "33.400"), ("26.00", "26"), ("2.50", "2,5")]
)
def test_a_list_writes_numbers_without_idle_decimals(chief, value, words):
    FigureFactory(value=Decimal(value))

    with override("vi"):
        rows = chief.get(FIGURES).context["cl"].result_list
        desk = admin.site._registry[Figure]
        column = desk.column("value")

        assert [column(row) for row in rows] == [words]
        assert column.admin_order_field == "value"


def test_a_list_says_a_day_as_far_as_it_is_known(chief):
    OrganizationFactory(founded_on=date(1996, 1, 1), founded_precision="year")

    page = chief.get(reverse("admin:federation_organization_changelist"))

    assert "1996" in page.text
    assert "01/01/1996" not in page.text
    column = admin.site._registry[Organization].column("founded_on")
    assert column(Organization()) is None


def test_who_only_reads_a_text_sees_it_as_readers_do(as_user):
    row = PageFactory(body_vi="<p>Chào <strong>bạn</strong></p>")
    reader = UserFactory(staff=True)
    reader.user_permissions.add(Permission.objects.get(codename="view_page"))

    page = as_user(reader).get(reverse("admin:federation_page_change", args=[row.pk]))

    assert "<strong>bạn</strong>" in page.text
    assert "&lt;p&gt;" not in page.text


def test_view_on_site_is_offered_where_a_visitor_finds_the_page(chief, client):
    shown, draft = PageFactory(is_published=True), PageFactory(is_published=False)
    public = DocumentFactory(access="public", code="1/QĐ")
    internal = DocumentFactory(access="internal", code="2/QĐ")
    with override("vi"):
        offered = {
            row: admin.site._registry[type(row)].get_view_on_site_url(row)
            for row in (shown, draft, public, internal)
        }

    assert {row for row, url in offered.items() if url} == {shown, public}
    for row, url in offered.items():
        with override("vi"):
            answer = client.get(row.get_absolute_url())
        assert answer.status_code == (200 if url else 404)


def test_an_empty_list_offers_only_what_can_be_done(chief):
    """Where nothing is added by hand, nobody is told to add."""
    addable = chief.get(reverse("admin:federation_page_changelist"))
    written = chief.get(reverse("admin:federation_documentregister_changelist"))
    PageFactory()
    searched = chief.get(reverse("admin:federation_page_changelist"), {"q": "zzz"})

    add = f'href="{reverse("admin:federation_page_add")}"'
    assert add in addable.text
    assert "bỏ lọc" not in written.text
    assert reverse("admin:federation_documentregister_changelist") in written.text
    assert 'href="?"' in searched.text
    assert Page.objects.count() == 1
