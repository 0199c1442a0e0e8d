"""Awards on other pages."""

import pytest
from django.template import Context, Template

from accounts.models import User
from awards.models import Objection
from awards.templatetags.awards_duties import duties
from tests.awards.factories import AwardFactory, CommendationRoundFactory

pytestmark = pytest.mark.django_db


def render(text, **context):
    return Template("{% load awards %}" + text).render(Context(context))


@pytest.mark.parametrize("count", [1, 3])
def test_latest_rounds_is_one_query(count, django_assert_num_queries):
    CommendationRoundFactory.create_batch(count, published=True)
    CommendationRoundFactory(title_vi="Chưa công bố")

    with django_assert_num_queries(1):
        html = render("{% latest_rounds limit=2 %}")

    assert html.count("rounds__item") == min(count, 2)
    assert "Chưa công bố" not in html


def test_no_round_is_no_shelf():
    assert "rounds" not in render("{% latest_rounds %}")


@pytest.mark.parametrize("count", [1, 3])
def test_awards_of_an_organisation_are_two_queries(count, django_assert_num_queries):
    award = AwardFactory()
    organization = AwardFactory._meta.model.organization.field.related_model(
        kind="union", name_vi="Liên hiệp", slug="lien-hiep"
    )
    organization.save()
    AwardFactory.create_batch(count, organization=organization)

    with django_assert_num_queries(2):
        html = render("{% awards_of organization %}", organization=organization)

    assert html.count("<li>") == count
    assert award.recipient_vi not in html


def board(user) -> list[str]:
    return [row["note"] for row in duties(User.objects.get(pk=user.pk))]


@pytest.mark.parametrize("count", [1, 3])
def test_the_board_names_what_waits_for_whom(world, count, django_assert_num_queries):
    rows = [world.submitted() for _number in range(count)]
    assert board(world.secretary) == []
    assert board(world.officer) == [f"{count} đề nghị khen thưởng chờ kiểm tra"]

    for row in rows:
        row.give_back(by=world.officer, remark="Thiếu báo cáo.")
    assert board(world.officer) == []
    assert board(world.secretary) == ["Thiếu báo cáo."] * count
    officer = User.objects.get(pk=world.officer.pk)
    officer.get_all_permissions()
    # returned to an own association, to be checked
    with django_assert_num_queries(2):
        duties(officer)


def test_objections_and_votes_stand_on_the_board(world):
    row = world.reviewed()[0]
    Objection.objects.create(nomination=row, name="A", contact="a@b.vn", text="Sai.")

    assert board(world.council) == ["Một ý kiến phản ánh chờ trả lời"]
    assert board(world.secretary) == []
