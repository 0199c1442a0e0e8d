"""The public pages of the institution."""

import datetime

import pytest

from federation.models import Body, Country, Document, Figure, Person
from tests.events.factories import AnniversaryFactory
from tests.federation.factories import (
    AidProjectFactory,
    AppointmentFactory,
    BodyFactory,
    CongressFactory,
    ContributionFactory,
    CountryFactory,
    DocumentFactory,
    FigureFactory,
    FundDriveFactory,
    OrganizationFactory,
    PageFactory,
    PartnerFactory,
    PersonFactory,
    TermFactory,
    TwinCityFactory,
    UnionFactory,
)
from tests.members.factories import AssociationFactory

pytestmark = pytest.mark.django_db

day = datetime.date
SCRIPT = "<script>alert(1)</script>"


@pytest.fixture(autouse=True)
def union():
    return UnionFactory()


# --- addresses and languages ---


@pytest.mark.parametrize(
    ("vi", "en"),
    [
        ("/gioi-thieu/", "/en/about/"),
        ("/gioi-thieu/nhiem-ky/2022-2027/", "/en/about/terms/2022-2027/"),
        ("/gioi-thieu/nguoi/ky/", "/en/about/people/ky/"),
        ("/gioi-thieu/lich-su/", "/en/about/lich-su/"),
        ("/van-ban/", "/en/documents/"),
        ("/hop-tac/", "/en/cooperation/"),
        ("/so-lieu/", "/en/figures/"),
        ("/quoc-gia/la/", "/en/countries/la/"),
    ],
)
def test_each_page_opens_in_both_languages(client, vi, en):
    AppointmentFactory(person=PersonFactory(slug="ky"))
    PageFactory(slug="lich-su")
    CountryFactory(iso2="LA")

    for path, code in ((vi, "vi"), (en, "en")):
        response = client.get(path)

        assert response.status_code == 200, path
        assert f'<html lang="{code}">' in response.text


@pytest.mark.parametrize(
    ("row", "path"),
    [
        (
            lambda: PageFactory(slug="lich-su", title_en="", body_en=""),
            "/en/about/lich-su/",
        ),
        (
            lambda: CountryFactory(iso2="LA", name_en=""),
            "/en/countries/la/",
        ),
        (
            lambda: DocumentFactory(pk=77, title_en=""),
            "/en/documents/77/",
        ),
    ],
)
def test_a_page_without_english_text_has_no_english_address(client, row, path):
    shown = client.get(row().get_absolute_url())

    assert shown.status_code == 200
    assert 'hreflang="en"' not in shown.text.split("</head>")[0]
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/gioi-thieu/nhiem-ky/1900-1905/",
        "/gioi-thieu/nhiem-ky/0-99999999999999999999/",
        "/gioi-thieu/nguoi/khong-co/",
        "/gioi-thieu/khong-co/",
        "/van-ban/9999/",
        "/van-ban/99999999999999999999999/",
        "/van-ban/?nam=abc",
        "/van-ban/?nam=1",
        "/van-ban/?loai=tat-ca",
        "/van-ban/?noi=ai-do",
        "/van-ban/?page=9999",
        "/van-ban/?page=abc",
        "/quoc-gia/zz/",
        "/quoc-gia/xyz/",
        "/fr/about/",
    ],
)
def test_an_address_that_does_not_exist_is_a_404(client, path):
    DocumentFactory()

    assert client.get(path).status_code == 404


def test_a_country_code_in_capitals_leads_to_its_address(client):
    CountryFactory(iso2="LA")

    response = client.get("/quoc-gia/LA/")

    assert (response.status_code, response.url) == (301, "/quoc-gia/la/")


def test_before_the_union_is_loaded_there_is_no_about(client, union):
    union.delete()

    assert client.get("/gioi-thieu/").status_code == 404
    assert client.get("/so-lieu/").status_code == 404
    assert client.get("/van-ban/").status_code == 200


# --- about, terms, people ---


def test_about_names_leaders_pages_and_terms(client, union):
    board = BodyFactory(kind="permanent", term=TermFactory(end_year=2099))
    AppointmentFactory(
        person=PersonFactory(full_name="Nguyễn Ngọc Kỳ"),
        body=board,
        title_vi="Chủ tịch",
    )
    PageFactory(title_vi="Lịch sử")
    PageFactory(title_vi="Chưa xong", is_published=False)

    text = client.get("/gioi-thieu/").text

    assert [word in text for word in ("Nguyễn Ngọc Kỳ", "Chủ tịch", "Lịch sử")] == [
        *(True, True, True),
    ]
    assert "Chưa xong" not in text
    assert '"@type": "Organization"' in text


def test_a_script_in_a_name_is_only_letters(client, union):
    type(union).objects.update(name_vi=f"Liên hiệp {SCRIPT}", tagline_vi=SCRIPT)
    PageFactory(title_vi=SCRIPT, lead_vi=SCRIPT, body_vi=SCRIPT, slug="x")
    DocumentFactory(title_vi=SCRIPT, issuer_vi=SCRIPT, code=SCRIPT)
    PartnerFactory(name_vi=SCRIPT, note_vi=SCRIPT)
    FigureFactory(source=SCRIPT)

    for path in (
        "/gioi-thieu/",
        "/gioi-thieu/x/",
        "/van-ban/",
        "/hop-tac/",
        "/so-lieu/",
    ):
        assert SCRIPT not in client.get(path).text, path
    assert SCRIPT not in client.get("/van-ban/", {"q": SCRIPT}).text


def test_a_term_shows_its_congress_bodies_people_and_resolution(client):
    resolution = DocumentFactory(code="01-NQ/DH", title_vi="Nghị quyết Đại hội")
    term = TermFactory(resolution=resolution)
    TermFactory(ordinal=5, start_year=2017, end_year=2022)
    CongressFactory(term=term, place_vi="Cung Hữu nghị", delegates=300)
    outer = BodyFactory(term=term)
    inner = BodyFactory(term=term, parent=outer, kind="standing", name_vi="Thường vụ")
    AppointmentFactory(body=inner, person__full_name="Trần Thị Phương")
    AppointmentFactory(body=outer, title_vi="Chưa dịch", title_en="")

    response = client.get(term.get_absolute_url())

    for words in ("Cung Hữu nghị", "300", "01-NQ/DH", "Thường vụ", "Trần Thị Phương"):
        assert words in response.text
    assert "/gioi-thieu/nhiem-ky/2017-2022/" in response.text
    assert "Chưa dịch" not in client.get("/en/about/terms/2022-2027/").text


def test_a_resolution_that_is_not_public_is_not_named(client):
    hidden = DocumentFactory(code="02-NQ/MẬT", access=Document.Access.CONFIDENTIAL)

    text = client.get(TermFactory(resolution=hidden).get_absolute_url()).text

    assert "02-NQ/MẬT" not in text


def test_terms_of_an_association_are_not_the_unions(client):
    TermFactory(owner=OrganizationFactory(), start_year=2015, end_year=2020)

    assert client.get("/gioi-thieu/nhiem-ky/2015-2020/").status_code == 404


def test_a_person_is_shown_with_every_title_as_it_was(client):
    person = PersonFactory(full_name="Nguyễn Lan Hương")
    old = TermFactory(ordinal=5, start_year=2017, end_year=2022)
    AppointmentFactory(
        person=person,
        body=BodyFactory(term=old),
        title_vi="Chủ tịch",
        concurrent_title_vi="Chủ tịch Ủy ban Mặt trận",
    )
    AppointmentFactory(person=person, title_vi="Ủy viên")

    text = client.get(person.get_absolute_url()).text

    for words in ("Chủ tịch", "Chủ tịch Ủy ban Mặt trận", "Ủy viên", "2017"):
        assert words in text


def test_who_held_no_public_title_has_no_page(client):
    assert client.get(PersonFactory().get_absolute_url()).status_code == 404


# --- cooperation, figures, countries ---


def test_only_a_verified_date_is_shown(client):
    TwinCityFactory(name_vi="Seoul", agreement_on=day(1996, 1, 1))
    TwinCityFactory(
        name_vi="Île-de-France",
        agreement_on=day(1989, 1, 1),
        agreement_precision="year",
        is_verified=True,
    )

    text = client.get("/hop-tac/").text

    assert ("Seoul" in text, "1989" in text, "1996" in text) == (True, True, False)


def test_pledged_and_received_stand_apart_and_the_shy_stay_unnamed(client):
    drive = FundDriveFactory()
    ContributionFactory(drive=drive, pledged=37_500_000, received=17_800_000)
    ContributionFactory(
        drive=drive,
        donor=None,
        donor_name="Người không muốn nêu tên",
        publish_name=False,
        pledged=0,
        received=0,
    )

    text = client.get("/hop-tac/").text

    assert "37,5" in text
    assert "17,8" in text
    assert "Người không muốn nêu tên" not in text


def test_reported_and_computed_stand_side_by_side(client):
    FigureFactory(
        metric="branches_new", year=2023, value=21, source="Hội nghị 18/1/2024"
    )
    FigureFactory(
        metric="branches_new", year=2023, value=20, basis="computed", source=""
    )
    FigureFactory(metric="members", year=2020, value=33_400, at_least=True)
    FigureFactory(owner=OrganizationFactory(), metric="events", year=2019, value=777)

    text = client.get("/so-lieu/").text

    assert text.count("chart__bar--open") == 2  # wide and narrow
    assert "Hội nghị 18/1/2024" in text
    assert "33.400" in text
    assert "777" not in text
    assert "33,400" in client.get("/en/figures/").text


@pytest.mark.parametrize("value", ["0", "0.5", "9999999999999.99"])
def test_a_chart_stands_any_number(client, value):
    for metric in Figure.Metric.values:
        FigureFactory(metric=metric, value=value)

    assert client.get("/so-lieu/").status_code == 200


def test_a_country_shows_what_belongs_to_it(client):
    country = CountryFactory(
        iso2="LA", partnership="comprehensive_strategic", partnership_year=2023
    )
    TwinCityFactory(country=country, name_vi="Viêng Chăn")
    TwinCityFactory(name_vi="Seoul")
    PartnerFactory(country=country, name_vi="Đại sứ quán Lào")

    text = client.get("/quoc-gia/la/").text

    assert "Viêng Chăn" in text
    assert "Đại sứ quán Lào" in text
    assert "2023" in text
    assert "Seoul" not in text


# --- what a page costs ---


def many(count):
    """`count` of everything a page of the institution lists."""
    term = TermFactory(end_year=2099)
    for number in range(count):
        body = BodyFactory(term=term, kind="permanent" if number == 0 else "executive")
        AppointmentFactory(body=body)
        BodyFactory(term=None, owner=term.owner, kind="board")
    for factory in (PageFactory, DocumentFactory, FigureFactory, AidProjectFactory):
        factory.create_batch(count)
    PartnerFactory.create_batch(count)
    TwinCityFactory.create_batch(count)
    for drive in FundDriveFactory.create_batch(count):
        ContributionFactory(drive=drive)


COSTS = {
    # Each: the union of the frame; then what the page lists.
    "/gioi-thieu/": 9,  # union, pages, terms, running term, leaders and their
    # services, standing bodies, documents
    "/gioi-thieu/nhiem-ky/2022-2099/": 12,  # term, bodies, their people, services,
    # all terms, congresses, targets, running?, resolution, before, after
    "/gioi-thieu/?ngay=2024-01-01": 10,  # and who held which title
    "/gioi-thieu/nguoi/ky/": 6,  # person, titles, those of today
    "/van-ban/": 4,
    "/hop-tac/": 6,
    "/so-lieu/": 7,  # union, figures; growth, as reported; events by kind, rounds
    "/quoc-gia/zz/": 10,  # country, cities, partners, aid; shelves of upper floors
}


def more(count):
    """More rows of everything that pages list."""
    DocumentFactory.create_batch(count)
    FigureFactory.create_batch(count)
    PageFactory.create_batch(count)
    zz = Country.objects.get(iso2="ZZ")
    for factory in (PartnerFactory, TwinCityFactory, AidProjectFactory):
        factory.create_batch(count)
        factory.create_batch(count, country=zz)
    for association in AssociationFactory.create_batch(count, type="other"):
        association.countries.add(zz)
    AnniversaryFactory.create_batch(count, country=zz, kind="other")
    for drive in FundDriveFactory.create_batch(count):
        ContributionFactory(drive=drive)
    body = Body.objects.first()
    AppointmentFactory.create_batch(count, body=body)
    AppointmentFactory.create_batch(
        count, body=body, person=Person.objects.get(slug="ky")
    )


@pytest.mark.parametrize("path", COSTS)
def test_a_page_costs_the_same_for_one_and_for_three(
    client, path, django_assert_max_num_queries
):
    CountryFactory(iso2="ZZ")
    many(1)
    AppointmentFactory(person=PersonFactory(slug="ky"), body=Body.objects.first())
    more(1)
    client.get(path)
    with django_assert_max_num_queries(60) as one:
        assert client.get(path).status_code == 200
    more(2)

    with django_assert_max_num_queries(60) as three:
        client.get(path)

    assert (len(one), len(three)) == (COSTS[path], COSTS[path])
