"""Terms on the page, in total and at their end; what a congress set itself."""

import datetime

import pytest
from django.db import IntegrityError, transaction

from federation.models import (
    Appointment,
    Body,
    CongressTarget,
    Figure,
    Term,
)
from federation.models.service import services
from tests.federation.factories import (
    AppointmentFactory,
    BodyFactory,
    CongressFactory,
    CongressTargetFactory,
    FigureFactory,
    OrganizationFactory,
    PersonFactory,
    TermFactory,
    UnionFactory,
)

pytestmark = pytest.mark.django_db

day = datetime.date


# --- since when in total ---


def chairs(person, *years, **fields):
    """Appointed in terms of these years, of one organisation."""
    owner = fields.pop("owner", None) or UnionFactory()
    rows = []
    for number, (start, end) in enumerate(years, start=1):
        term = TermFactory(owner=owner, ordinal=number, start_year=start, end_year=end)
        body = BodyFactory(term=term)
        rows.append(AppointmentFactory(person=person, body=body, **fields))
    return rows


def totals():
    rows = services(Appointment.objects.for_rows())
    return [(found.first.first_year, len(found.rows)) for found in rows]


def test_consecutive_terms_are_one_service():
    chairs(PersonFactory(), (2012, 2017), (2017, 2022), (2022, 2027))

    assert totals() == [(2012, 3)]


def test_a_break_begins_a_new_service():
    chairs(PersonFactory(), (2007, 2012), (2017, 2022), (2022, 2027))

    assert totals() == [(2017, 2), (2007, 1)]


def test_resigning_ends_a_service_also_within_a_term():
    first, _second = chairs(PersonFactory(), (2017, 2022), (2022, 2027))
    Appointment.objects.filter(pk=first.pk).update(
        until=day(2019, 5, 31), end_reason="resigned"
    )

    assert totals() == [(2022, 1), (2017, 1)]


def test_who_chairs_chairs_however_it_is_called_and_to_act_is_something_else():
    person, words = (
        PersonFactory(),
        ["Quyền Chủ tịch", "Chủ tịch", "Chủ tịch Liên hiệp"],
    )
    for number, title in enumerate(words):
        start = 2012 + 5 * number
        term = TermFactory(ordinal=number + 1, start_year=start, end_year=start + 5)
        AppointmentFactory(
            person=person,
            body=BodyFactory(term=term),
            title_vi=title,
            is_acting=number == 0,
            is_chair=number > 0,
        )

    assert totals() == [(2017, 2), (2012, 1)]


def test_titles_of_two_people_or_organisations_are_not_added_up():
    chairs(PersonFactory(), (2017, 2022))
    chairs(PersonFactory(), (2022, 2027), owner=OrganizationFactory())

    assert totals() == [(2022, 1), (2017, 1)]


def test_years_are_counted_from_the_first_day_to_the_last():
    body = BodyFactory(term=None, kind=Body.Kind.OFFICE)
    person = PersonFactory()
    AppointmentFactory(
        person=person, body=body, since=day(2012, 6, 15), until=day(2015, 6, 14)
    )
    AppointmentFactory(
        person=person, body=body, since=day(2015, 6, 15), until=day(2020, 6, 14)
    )
    (found,) = services(Appointment.objects.for_rows())

    assert (found.years(day(2016, 6, 14)), found.years(day(2026, 1, 1))) == (3, 7)


def test_the_person_and_the_term_say_since_when_in_total(client):
    chairs(PersonFactory(slug="ky"), (2017, 2022), (2022, 2027), title_en="Member")

    for path in ("/gioi-thieu/nguoi/ky/", "/gioi-thieu/nhiem-ky/2022-2027/"):
        assert "Liên tục từ 2017, qua 2 lần giữ chức" in client.get(path).text
    english = client.get("/en/about/people/ky/").text
    assert "Since 2017 without a break, 2 appointments" in english


# --- who held it on a day ---


@pytest.fixture
def two_terms():
    """The president changed with the terms; in between somebody was elected in."""
    (old,) = chairs(
        PersonFactory(full_name="Nguyễn Lan Hương"), (2017, 2022), title_vi="Chủ tịch"
    )
    Term.objects.filter(pk=old.body.term_id).update(ended_on=day(2022, 12, 20))
    term = TermFactory(
        ordinal=6, start_year=2022, end_year=2027, began_on=day(2022, 12, 20)
    )
    body = BodyFactory(term=term)
    AppointmentFactory(
        body=body, person__full_name="Nguyễn Ngọc Kỳ", title_vi="Chủ tịch"
    )
    AppointmentFactory(
        body=body,
        person__full_name="Trần Văn Bổ",
        entry="by_election",
        since=day(2024, 3, 1),
        until=day(2025, 4, 30),
        end_reason="resigned",
        title_vi="Phó Chủ tịch",
    )
    return body


@pytest.mark.parametrize(
    ("on", "names"),
    [
        ("2016-12-31", set()),
        ("2020-11-12", {"Nguyễn Lan Hương"}),
        ("2022-12-19", {"Nguyễn Lan Hương"}),
        ("2022-12-20", {"Nguyễn Ngọc Kỳ"}),
        ("2024-03-01", {"Nguyễn Ngọc Kỳ", "Trần Văn Bổ"}),
        ("2025-04-30", {"Nguyễn Ngọc Kỳ", "Trần Văn Bổ"}),
        ("2025-05-01", {"Nguyễn Ngọc Kỳ"}),
    ],
)
@pytest.mark.parametrize("page", ["about", "term", "body"])
def test_every_page_tells_who_held_it_on_a_day(client, two_terms, page, on, names):
    path = {
        "about": "/gioi-thieu/",
        "term": two_terms.term.get_absolute_url(),
        "body": two_terms.get_absolute_url(),
    }[page]

    response = client.get(path, {"ngay": on})

    held = response.context["held"]
    assert {str(row.person) for _body, rows in held for row in rows} == names
    assert ("Chưa có chức danh nào" in response.text) == (not names)


@pytest.mark.parametrize("typed", ["31/02/2020", "gestern", "", "0000-00-00", "9" * 99])
def test_a_day_that_is_none_is_told_in_the_form(client, typed):
    UnionFactory()

    response = client.get("/gioi-thieu/", {"ngay": typed})

    assert response.status_code == 200
    assert response.context["held_day"] is None
    assert response.context["held_form"].errors


def test_a_by_election_and_a_resignation_are_told(client, two_terms):
    text = client.get(two_terms.get_absolute_url()).text

    assert "bầu bổ sung" in text
    assert "Thôi giữ" in text or "thôi giữ" in text.lower()


# --- addresses ---


def test_a_term_of_an_association_has_its_page(client):
    owner = OrganizationFactory(slug="viet-lao", name_vi="Hội Việt – Lào", name_en="")
    term = TermFactory(owner=owner, ordinal=3, start_year=2015, end_year=2020)
    AppointmentFactory(
        body=BodyFactory(term=term), person__full_name="Lê Thị Lào", duty_vi="Đối ngoại"
    )

    assert term.get_absolute_url() == "/gioi-thieu/nhiem-ky/viet-lao/2015-2020/"
    text = client.get(term.get_absolute_url()).text
    for word in (
        "Hội Việt – Lào",
        "Nhiệm kỳ III",
        "Lê Thị Lào",
        "Phụ trách: Đối ngoại",
    ):
        assert word in text
    # The owner has no English name: neither has its term an English address.
    assert client.get("/en/about/terms/viet-lao/2015-2020/").status_code == 404
    assert client.get("/gioi-thieu/nhiem-ky/viet-lao/2014-2020/").status_code == 404


def test_two_countings_of_the_same_years_have_two_addresses(client):
    old = TermFactory(
        ordinal=9, start_year=2024, end_year=2029, ended_on=day(2025, 8, 28)
    )
    new = TermFactory(
        ordinal=1,
        epoch=2,
        start_year=2024,
        end_year=2029,
        began_on=day(2025, 8, 28),
    )

    assert old.get_absolute_url().endswith("/2024-2029/")
    assert new.get_absolute_url().endswith("/2024-2029-2/")
    assert client.get(old.get_absolute_url()).context["term"] == old
    assert client.get(new.get_absolute_url()).context["term"] == new
    assert "hreflang" in client.get(new.get_absolute_url()).text


def test_a_branchs_term_and_bodies_have_no_page(client):
    branch = OrganizationFactory(kind="branch", slug="chi-hoi")
    term = TermFactory(owner=branch)
    body = BodyFactory(term=term)
    path = f"/gioi-thieu/nhiem-ky/chi-hoi/{term.start_year}-{term.end_year}/"

    assert client.get(path).status_code == 404
    assert client.get(f"/gioi-thieu/to-chuc/{body.pk}/").status_code == 404


def test_a_person_of_a_branch_is_not_found_by_search(client):
    UnionFactory()
    branch = OrganizationFactory(kind="branch")
    AppointmentFactory(
        body=BodyFactory(owner=branch, term=None, kind="office"),
        person__full_name="Ẩn Danh Chi Hội",
    )

    assert "Ẩn Danh Chi Hội" not in client.get("/tim-kiem/?q=an+danh").text


# --- titles stay ---


def test_the_titles_of_a_term_that_is_over_are_snapshots_without_a_last_day():
    (row,) = chairs(PersonFactory(), (2012, 2017), title_vi="Chủ tịch")
    rows = Appointment.objects.filter(pk=row.pk)

    assert Appointment.objects.for_rows().get().is_past
    for field in ("title_vi", "title_en"):
        with (
            pytest.raises(IntegrityError, match="snapshot"),
            transaction.atomic(),
        ):
            rows.update(**{field: "Chủ tịch danh dự"})
    assert rows.update(concurrent_title_vi="Chủ tịch Mặt trận") == 1
    with pytest.raises(IntegrityError, match="snapshot"), transaction.atomic():
        rows.update(concurrent_title_vi="Bí thư")


def test_reopening_and_renaming_in_one_step_is_refused():
    row = AppointmentFactory(since=day(2023, 1, 1), until=day(2024, 1, 1))

    with pytest.raises(IntegrityError, match="reason"), transaction.atomic():
        Appointment.objects.filter(pk=row.pk).update(until=None, title_vi="Chủ tịch")


# --- targets ---


def progress_of(term):
    return [
        found.progress and (int(found.progress.value), found.progress.percent)
        for found in CongressTarget.objects.with_progress(term)
    ]


def figure(owner, metric, year, value, **fields):
    return FigureFactory(owner=owner, metric=metric, year=year, value=value, **fields)


def test_what_stands_is_measured_by_its_newest_figure_within_the_term():
    target = CongressTargetFactory()
    term = target.congress.term
    figure(term.owner, "associations", 2020, 28)
    assert progress_of(term) == [None]
    figure(term.owner, "associations", 2023, 25)
    figure(term.owner, "associations", 2025, 26)
    figure(OrganizationFactory(), "associations", 2026, 99)

    assert progress_of(term) == [(26, 86)]


def test_what_happens_is_added_up_year_by_year_the_reported_before_the_computed():
    target = CongressTargetFactory(metric="branches_new", value=50, by_year=2025)
    term = target.congress.term
    figure(term.owner, "branches_new", 2023, 21)
    figure(term.owner, "branches_new", 2023, 19, basis="computed", source="")
    figure(term.owner, "branches_new", 2024, 29)
    figure(term.owner, "branches_new", 2026, 40)

    assert progress_of(term) == [(50, 100)]


def test_a_measure_and_its_figure_go_together():
    for fields in ({"metric": "", "value": 3}, {"value": None}, {"value": 0}):
        with pytest.raises(IntegrityError, match="measure"), transaction.atomic():
            CongressTargetFactory(**fields)


def test_the_term_shows_its_targets_with_how_far_they_have_come(client):
    target = CongressTargetFactory()
    CongressTargetFactory(
        congress=target.congress, metric="", value=None, title_vi="Đổi mới", title_en=""
    )
    term = target.congress.term
    figure(term.owner, Figure.Metric.ASSOCIATIONS, 2025, 26, source="Thời Đại")

    text = client.get(term.get_absolute_url()).text
    english = client.get("/en/about/terms/2022-2027/").text

    for words in ("Phát triển lên 30", "đạt 86%", "Thời Đại", "Đổi mới"):
        assert words in text
    assert "26 of 30" in english
    assert "Đổi mới" not in english


@pytest.mark.parametrize("count", [1, 3])
def test_targets_cost_two_queries(count, django_assert_num_queries):
    congress = CongressFactory()
    CongressTargetFactory.create_batch(count, congress=congress)
    figure(congress.term.owner, "associations", 2025, 26)

    with django_assert_num_queries(2):  # targets, figures
        CongressTarget.objects.with_progress(congress.term)
