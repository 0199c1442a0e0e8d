"""The rules of the institution."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, ProgrammingError, transaction
from django.utils import translation

from federation.lifecycle import MoveRefused
from federation.models import (
    Contribution,
    Country,
    Document,
    DocumentRegister,
    Figure,
    FundDrive,
    LegalBasis,
    Term,
    TwinCity,
    Union,
    roman,
)
from tests.federation.factories import (
    ContributionFactory,
    CountryFactory,
    DocumentFactory,
    FigureFactory,
    FundDriveFactory,
    LegalBasisFactory,
    OrganizationFactory,
    PageFactory,
    TermFactory,
    TwinCityFactory,
    UnionFactory,
)

pytestmark = pytest.mark.django_db

day = datetime.date


# --- the union ---


def test_there_is_one_union():
    UnionFactory()

    with pytest.raises(ValidationError, match="Chỉ có một Liên hiệp"):
        Union(kind="union", slug="zweite", name_vi="x").validate_constraints()


def test_the_database_refuses_a_second_union():
    UnionFactory()

    with pytest.raises(IntegrityError, match="one_union"), transaction.atomic():
        Union.objects.create(kind="union", slug="zweite", name_vi="x")


def test_root_is_the_union_itself():
    union = UnionFactory()
    OrganizationFactory()

    assert Union.objects.root() == union


# --- terms ---


@pytest.mark.parametrize(
    ("number", "text"), [(1, "I"), (4, "IV"), (6, "VI"), (9, "IX"), (14, "XIV")]
)
def test_ordinals_are_roman(number, text):
    assert roman(number) == text


def test_a_term_starts_before_it_ends():
    with pytest.raises(IntegrityError, match="term_starts"), transaction.atomic():
        TermFactory(start_year=2022, end_year=2022)


def test_an_ordinal_is_taken_once():
    TermFactory(ordinal=6)

    with pytest.raises(IntegrityError, match="term_ordinal"), transaction.atomic():
        TermFactory(ordinal=6)


def test_after_a_merger_ordinals_begin_again():
    TermFactory(ordinal=1, start_year=2012, end_year=2017)
    term = TermFactory(ordinal=1, epoch=2, start_year=2024, end_year=2029)

    assert str(term) == "I (2024–2029)"


def test_terms_of_one_owner_do_not_overlap():
    TermFactory(start_year=2022, end_year=2027)
    other = Term(
        owner=UnionFactory(), ordinal=9, start_year=2026, end_year=2031, epoch=1
    )

    with pytest.raises(ValidationError, match="chồng nhau"):
        other.full_clean()
    with pytest.raises(IntegrityError, match="overlap"), transaction.atomic():
        other.save()


def test_terms_may_meet_in_a_year_leave_gaps_and_differ_by_owner():
    TermFactory(ordinal=4, start_year=2012, end_year=2017)
    TermFactory(ordinal=5, start_year=2017, end_year=2022)
    TermFactory(ordinal=6, start_year=2024, end_year=2029)
    TermFactory(owner=OrganizationFactory(), start_year=2015, end_year=2020)

    assert Term.objects.count() == 4


def test_a_merger_cuts_the_old_term_short():
    TermFactory(ordinal=5, start_year=2023, end_year=2028, ended_on=day(2025, 8, 28))
    new = TermFactory(
        ordinal=1,
        epoch=2,
        start_year=2024,
        end_year=2029,
        began_on=day(2025, 8, 28),
    )

    assert Term.objects.current(day(2025, 8, 27)).get().ordinal == 5
    assert Term.objects.current(day(2025, 8, 28)).get() == new


@pytest.mark.parametrize(
    ("on", "ordinals"),
    [
        (day(2016, 12, 31), []),
        (day(2017, 6, 1), [5]),
        (day(2022, 12, 1), [5]),
        (day(2022, 12, 20), [6]),
        (day(2027, 12, 31), [6]),
        (day(2028, 1, 1), []),
    ],
)
def test_one_term_is_current(on, ordinals):
    TermFactory(ordinal=5, start_year=2017, end_year=2022, ended_on=day(2022, 12, 20))
    TermFactory(ordinal=6, start_year=2022, end_year=2027, began_on=day(2022, 12, 20))

    current = Term.objects.current(on).values_list("ordinal", flat=True)

    assert list(current) == ordinals


@pytest.mark.parametrize(
    ("rule", "year", "number"),
    [
        (Union.TermYear.FULL, 2022, None),
        (Union.TermYear.FULL, 2024, 2),
        (Union.TermYear.FULL, 2027, 5),
        (Union.TermYear.FULL, 2028, None),
        (Union.TermYear.CALENDAR, 2022, 1),
        (Union.TermYear.CALENDAR, 2024, 3),
    ],
)
def test_which_year_of_the_term_it_is(rule, year, number):
    term = TermFactory.build(owner=None, ordinal=6, start_year=2022, end_year=2027)

    assert term.year_number(day(year, 6, 1), rule) == number


def test_terms_know_their_neighbours_over_gaps_and_mergers():
    first = TermFactory(ordinal=5, start_year=2018, end_year=2023)
    second = TermFactory(ordinal=6, start_year=2024, end_year=2025)
    third = TermFactory(ordinal=1, epoch=2, start_year=2025, end_year=2030)

    assert [term.previous for term in (first, second, third)] == [None, first, second]
    assert [term.next for term in (first, second, third)] == [second, third, None]


# --- documents ---


def test_the_public_sees_issued_public_documents():
    shown = DocumentFactory()
    DocumentFactory(access=Document.Access.INTERNAL)
    DocumentFactory(access=Document.Access.CONFIDENTIAL)
    DocumentFactory(code="")
    DocumentFactory(legal_status=Document.LegalStatus.CANCELLED)

    assert list(Document.objects.public()) == [shown]


@pytest.mark.parametrize("owned", [True, False])
def test_a_number_is_given_once_a_year(owned):
    owner = UnionFactory() if owned else None
    DocumentFactory(code="21/QĐ-LHHN", owner=owner)
    DocumentFactory(code="21/QĐ-LHHN", owner=owner, issued_on=day(2023, 1, 5))

    with pytest.raises(IntegrityError, match="once_a_year"), transaction.atomic():
        DocumentFactory(code="21/QĐ-LHHN", owner=owner)


def test_drafts_have_no_number_and_do_not_collide():
    DocumentFactory.create_batch(2, code="", owner=UnionFactory())

    assert Document.objects.filter(code="").count() == 2


def test_our_numbers_need_a_date():
    with pytest.raises(IntegrityError, match="after_signing"), transaction.atomic():
        DocumentFactory(code="1/QĐ-LHHN", owner=UnionFactory(), issued_on=None)


def test_numbers_are_drawn_from_the_register():
    draft = {"code": "", "owner": UnionFactory(), "kind": "decision", "signer": "N.N."}
    first, second = DocumentFactory.create_batch(2, **draft)
    next_year = DocumentFactory(**draft | {"issued_on": day(2023, 1, 3)})
    report = DocumentFactory(**draft | {"kind": "report"})
    letter = DocumentFactory(**draft | {"kind": "letter"})

    drawn = [
        document.take_number()
        for document in (first, second, next_year, report, letter)
    ]

    assert drawn == [
        *("01/QĐ-LHHN", "02/QĐ-LHHN", "01/QĐ-LHHN", "01/BC-LHHN", "01/LHHN"),
    ]
    assert Document.objects.get(pk=second.pk).code == "02/QĐ-LHHN"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"code": "7/QĐ-LHHN"}, "đã có số"),
        ({"owner": None}, "của mình"),
        ({"issued_on": None}, "sau khi ký"),
        ({"signer": ""}, "sau khi ký"),
    ],
)
def test_a_number_is_refused(change, words):
    ready = {"code": "", "owner": UnionFactory(), "kind": "decision", "signer": "N.N."}
    document = DocumentFactory(**ready | change)

    with pytest.raises(MoveRefused, match=words):
        document.take_number()
    assert not DocumentRegister.objects.exists()


def test_a_register_only_counts_up_and_stays():
    with transaction.atomic():
        DocumentRegister.next_number(owner=UnionFactory(), kind="decision", year=2026)
    register = DocumentRegister.objects.get()

    with pytest.raises(ProgrammingError), transaction.atomic():
        DocumentRegister.objects.update(last_number=0)
    with pytest.raises(ProgrammingError), transaction.atomic():
        register.delete()


# --- the rest ---


def test_a_legal_basis_has_its_time():
    LegalBasisFactory(code="cũ", effective_to=day(2025, 6, 30))
    new = LegalBasisFactory(code="mới", effective_from=day(2025, 7, 1))

    assert list(LegalBasis.objects.in_force(day(2026, 1, 1))) == [new]


def test_pledged_and_received_are_two_sums():
    drive = FundDriveFactory()
    ContributionFactory.create_batch(2, drive=drive, pledged=10, received=3)
    empty = FundDriveFactory(year=2022)

    rows = {row.pk: row for row in FundDrive.objects.with_sums()}

    assert (rows[drive.pk].pledged, rows[drive.pk].received) == (20, 6)
    assert (rows[empty.pk].pledged, rows[empty.pk].received) == (0, 0)


@pytest.mark.parametrize(
    "change", [{"pledged": -1}, {"received": -1}, {"donor_name": "Một người"}]
)
def test_a_wrong_contribution_is_refused(change):
    with pytest.raises(IntegrityError), transaction.atomic():
        ContributionFactory(**change)

    assert not Contribution.objects.exists()


def test_a_reported_figure_says_where_it_was_reported():
    FigureFactory(basis=Figure.Basis.COMPUTED, source="")

    with pytest.raises(IntegrityError, match="says_where"), transaction.atomic():
        FigureFactory(source="")


def test_reported_and_computed_stand_side_by_side():
    for basis in Figure.Basis.values:
        FigureFactory(year=2023, basis=basis)

    assert Figure.objects.over_time(UnionFactory()).count() == 2
    assert Figure.objects.latest(UnionFactory()).get().basis == Figure.Basis.REPORTED


def test_only_a_dated_agreement_is_verified():
    with pytest.raises(IntegrityError, match="verified"), transaction.atomic():
        TwinCityFactory(is_verified=True)

    assert not TwinCity.objects.exists()


def test_a_country_code_is_two_capitals():
    with pytest.raises(IntegrityError, match="two_capitals"), transaction.atomic():
        CountryFactory(iso2="la")

    assert not Country.objects.exists()


def test_what_has_no_text_in_a_language_is_not_readable_in_it():
    PageFactory(slug="lich-su", title_en="", body_en="")
    both = PageFactory(slug="chuc-nang")

    with translation.override("en"):
        readable = list(type(both).objects.readable())

    assert readable == [both]
