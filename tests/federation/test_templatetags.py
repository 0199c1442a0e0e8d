"""Shelves of the institution: each is one query."""

import pytest
from django.template import Context, Template
from django.utils import translation

from federation.models import Figure
from federation.templatetags import components
from tests.federation.factories import (
    AppointmentFactory,
    BodyFactory,
    DocumentFactory,
    FigureFactory,
    OrganizationFactory,
    TermFactory,
    UnionFactory,
)

pytestmark = pytest.mark.django_db


def render(tag, **context):
    return Template("{% load federation %}" + tag).render(Context(context))


@pytest.mark.parametrize("count", [1, 3])
def test_leaders_cost_one_query(count, django_assert_num_queries):
    union = UnionFactory()
    body = BodyFactory(kind="permanent", term=TermFactory(end_year=2099))
    names = [
        row.person.full_name
        for row in AppointmentFactory.create_batch(count, body=body)
    ]

    with django_assert_num_queries(1):  # appointments with people, bodies, terms
        shown = render("{% leaders union %}", union=union)

    assert [name in shown for name in names] == [True] * count


def test_the_innermost_body_leads_and_each_person_stands_once():
    term = TermFactory(end_year=2099)
    outer = BodyFactory(term=term)
    inner = BodyFactory(term=term, parent=outer, kind="permanent")
    leader = AppointmentFactory(body=inner, person__full_name="Nguyễn Ngọc Kỳ").person
    AppointmentFactory(body=outer, person=leader)
    AppointmentFactory(body=outer, person__full_name="Ủy Viên Thường")

    shown = render("{% leaders union %}", union=UnionFactory())

    assert shown.count("Nguyễn Ngọc Kỳ") == 1
    assert "Ủy Viên Thường" not in shown


def test_an_association_has_its_own_leaders():
    association = OrganizationFactory()
    body = BodyFactory(term=None, owner=association)
    AppointmentFactory(body=body, person__full_name="Lê Minh An")

    assert "Lê Minh An" in render("{% leaders one %}", one=association)
    assert "Lê Minh An" not in render("{% leaders one %}", one=UnionFactory())


@pytest.mark.parametrize("count", [1, 3])
def test_key_figures_cost_one_query(count, django_assert_num_queries):
    union = UnionFactory()
    for metric in Figure.Metric.values[:count]:
        FigureFactory(metric=metric, year=2020, value=20)
        FigureFactory(metric=metric, year=2023, value=23)

    with django_assert_num_queries(1):  # the newest of each metric
        shown = render("{% key_figures union %}", union=union)

    assert shown.count("sums__item") == count
    assert "2020" not in shown


@pytest.mark.parametrize("count", [1, 3])
def test_documents_cost_one_query(count, django_assert_num_queries):
    union = UnionFactory()
    DocumentFactory.create_batch(count, owner=union)
    DocumentFactory(owner=union, access="internal", title_vi="Nội bộ")

    with django_assert_num_queries(1):  # the newest public ones
        shown = render("{% documents_of union %}", union=union)

    assert shown.count("rows__title") == count
    assert "Nội bộ" not in shown


@pytest.mark.parametrize(
    ("amount", "vi", "en"),
    [
        (37_500_000_000, "37,5 tỷ đồng", "37.5 billion đồng"),
        (17_800_000, "17,8 triệu đồng", "17.8 million đồng"),
        (950_000, "950.000 đồng", "950,000 đồng"),
        (0, "0 đồng", "0 đồng"),
    ],
)
def test_large_sums_are_read_at_a_glance(amount, vi, en):
    tag = "{% large amount as sum %}{{ sum.number }} {{ sum.unit }}"

    for code, words in (("en", en), ("vi", vi)):
        with translation.override(code):
            shown = render(tag, amount=amount)
        assert shown.split()[0] == words.split()[0]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Hội hữu nghị Việt Nam – Lào", "Hội hữu\u00a0nghị Việt\u00a0Nam\u00a0– Lào"),
        ("Chi hội Thư viện", "Chi\u00a0hội Thư\u00a0viện"),
        ("Hanoi Friendship Organizations", "Hanoi Friendship Organizations"),
        ("<b> & co", "&lt;b&gt; &amp; co"),
    ],
)
def test_what_belongs_together_stays_on_one_line(text, kept):
    assert components.together(text) == kept
