"""The staff's desk for commendations."""

import pytest
from django.urls import reverse

from awards import desk
from awards.desk.base import DeskAsk
from awards.models import CommendationRound
from tests.awards.factories import (
    AwardFactory,
    CommendationDecisionFactory,
    CommendationFormFactory,
    CommendationRoundFactory,
    CommendationTypeFactory,
    ExternalAwardFactory,
)

pytestmark = pytest.mark.django_db
ROUNDS = "admin:awards_commendationround_changelist"


LISTS = {
    "commendationround": CommendationRoundFactory,
    "award": AwardFactory,
    "commendationdecision": CommendationDecisionFactory,
    "externalaward": ExternalAwardFactory,
    "commendationform": CommendationFormFactory,
    "commendationtype": CommendationTypeFactory,
}
# Session, user, rights given by name; union (three times) for the frame; count
# twice, the rows: 9.
# One more for each filter whose choices are rows or years.
COSTS = {
    "commendationround": 10,  # forms, types
    "award": 9,  # forms, years of the register; no full count
    "commendationdecision": 9,  # forms
    "externalaward": 10,  # forms, years
    "commendationform": 9,  # levels
    "commendationtype": 8,
}


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("name", LISTS)
def test_a_list_costs_the_same(staff_client, name, count, django_assert_num_queries):
    path = reverse(f"admin:awards_{name}_changelist")
    coded = name in {"commendationform", "commendationtype"}
    for number in range(count):
        LISTS[name](**({"code": f"code-{number}"} if coded else {}))
    staff_client.get(path)

    with django_assert_num_queries(COSTS[name]):
        response = staff_client.get(path)

    assert len(response.context["cl"].result_list) == count


@pytest.mark.parametrize("name", LISTS)
def test_a_row_opens_with_its_history_and_is_chosen_by_search(staff_client, name):
    row = LISTS[name]()

    for page in ("change", "history"):
        path = reverse(f"admin:awards_{name}_{page}", args=[row.pk])
        assert staff_client.get(path).status_code == 200, path
    page = staff_client.get(reverse(f"admin:awards_{name}_add"))
    assert page.status_code == 200
    assert "vForeignKeyRawIdAdminField" not in page.text


def test_staff_publish_a_round_after_being_asked(staff_client):
    round_ = CommendationRoundFactory(declared_collectives=19, declared_individuals=29)
    data = {"action": "publish", "_selected_action": [round_.pk]}

    asked = staff_client.post(reverse(ROUNDS), data)
    round_.refresh_from_db()
    before = round_.status
    staff_client.post(reverse(ROUNDS), {**data, "confirmed": "1"})
    round_.refresh_from_db()

    assert asked.status_code == 200
    assert before == "presented"
    assert round_.status == "published"


def test_a_historic_round_entered_by_staff_begins_as_presented(staff_client):
    data = {
        "title_vi": "Công tác năm 2018",
        "title_en": "",
        "summary_vi": "",
        "summary_en": "",
        "slug": "cong-tac-nam-2018",
        "type": CommendationTypeFactory().pk,
        "form": CommendationFormFactory().pk,
        "period_from": "01/01/2018",
        "period_to": "31/12/2018",
        "historic": "on",
        "declared_collectives": "3",
        "declared_individuals": "4",
        "source": "",
        "decisions-TOTAL_FORMS": "0",
        "decisions-INITIAL_FORMS": "0",
        "quotas-TOTAL_FORMS": "0",
        "quotas-INITIAL_FORMS": "0",
    }

    response = staff_client.post(reverse("admin:awards_commendationround_add"), data)

    assert response.status_code == 302, response.context["errors"]
    assert CommendationRound.objects.get().status == "presented"


def test_an_issued_award_is_read_not_changed(staff_client):
    decision = CommendationDecisionFactory()
    award = AwardFactory(round=decision.round, decision=decision)
    path = reverse("admin:awards_award_change", args=[award.pk])

    shown = staff_client.get(path)
    changed = staff_client.post(path, {"recipient_vi": "Người khác"})
    award.refresh_from_db()

    assert shown.status_code == 200
    assert award.token_groups in shown.text
    assert changed.status_code == 403
    assert award.recipient_vi != "Người khác"


def test_every_page_of_the_desk_that_asks_takes_its_step():
    pages = [getattr(desk, name) for name in desk.__all__]
    asking = [page for page in pages if issubclass(page, DeskAsk)]

    assert len(asking) > 5
    assert [page for page in asking if not callable(getattr(page, "take", None))] == []
