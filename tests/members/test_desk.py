"""Buttons and lists of secretaries, officers and leaders."""

import pytest
from django.urls import reverse
from django.utils import timezone

from members.models import (
    Branch,
    BranchRequest,
)
from tests.members.conftest import page, step
from tests.members.factories import (
    AssociationFactory,
    RequestFactory,
    SeatFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("union")]
Status = BranchRequest.Status


class TestButtons:
    def test_a_double_submit_says_so(self, as_user, scene):
        scene.fill()
        client = as_user(scene.secretary)
        client.post(step(scene.request, "submit"))

        response = client.post(step(scene.request, "submit"), follow=True)

        number = BranchRequest.objects.get().number
        assert number in str(list(response.context["messages"])[-1])
        assert scene.request.revisions.count() == 1

    def test_an_incomplete_one_stays_a_draft_and_says_why(self, as_user, scene):
        response = as_user(scene.secretary).post(
            step(scene.request, "submit"), follow=True
        )

        assert "Tờ trình" in response.text
        assert BranchRequest.objects.get().status == Status.DRAFT

    def test_deleting_asks_first(self, as_user, scene):
        client = as_user(scene.secretary)

        assert client.get(step(scene.request, "delete")).status_code == 200
        assert BranchRequest.objects.exists()
        client.post(step(scene.request, "delete"))

        assert not BranchRequest.objects.exists()

    def test_withdrawing_asks_first(self, as_user, scene):
        scene.fill().submit(by=scene.secretary)
        client = as_user(scene.secretary)

        assert client.get(step(scene.request, "withdraw")).status_code == 200
        client.post(step(scene.request, "withdraw"), {"reason": "Gộp hồ sơ."})

        assert BranchRequest.objects.get().status == Status.WITHDRAWN

    @pytest.mark.parametrize("ended", [True, False])
    def test_what_is_closed_or_a_draft_is_not_withdrawn(self, as_user, scene, ended):
        if ended:
            scene.fill().submit(by=scene.secretary)
            scene.request.withdraw(by=scene.secretary)
        client = as_user(scene.secretary)

        answers = [
            client.get(step(scene.request, "withdraw")),
            client.post(step(scene.request, "withdraw"), {"reason": "Gộp."}),
        ]

        assert [a.url for a in answers] == [scene.request.get_absolute_url()] * 2
        assert BranchRequest.objects.get().reason == ""

    def test_copying_leads_to_the_new_draft(self, as_user, scene):
        scene.fill().submit(by=scene.secretary)
        scene.request.withdraw(by=scene.secretary)

        response = as_user(scene.secretary).post(step(scene.request, "copy"))

        draft = BranchRequest.objects.get(status=Status.DRAFT)
        assert response.url == step(draft, "what")

    def test_a_remark_needs_words(self, as_user, scene):
        scene.to_check()
        url = scene.request.address("desk-check")

        response = as_user(scene.officer).post(
            url, {f"verdict-{scene.item().pk}": "remark", "changes": "1"}
        )

        assert response.status_code == 200
        assert f"remark-{scene.item().pk}" in response.context["form"].errors
        assert BranchRequest.objects.get().status == Status.UNDER_CHECK

    def test_verdicts_are_kept_for_later(self, as_user, scene):
        scene.to_check()
        url = scene.request.address("desk-check")

        as_user(scene.officer).post(
            url, {f"verdict-{scene.item().pk}": "ok", "save": "1"}
        )

        assert scene.item().state == "ok"
        assert "checked" in as_user(scene.officer).get(url).text

    @pytest.mark.parametrize(
        ("name", "who"),
        [("check", "officer"), ("decide", "leader"), ("reject", "leader")],
    )
    def test_a_step_that_is_over_leads_to_what_came_of_it(
        self, as_user, scene, name, who
    ):
        scene.to_ready()
        scene.request.reject(by=scene.leader, reason="Trùng tên.")
        client = as_user(getattr(scene, who))

        answer = client.get(scene.request.address(f"desk-{name}"), follow=True)

        assert answer.redirect_chain[0][0] == scene.request.get_desk_url()
        assert "Bước này không mở: hồ sơ đang ở trạng thái" in answer.text
        assert "Trùng tên." in answer.text

    def test_the_number_proposed_is_the_next(self, as_user, scene):
        scene.to_ready()

        text = as_user(scene.leader).get(scene.request.address("desk-decide")).text

        assert "01/QĐ-LHHN" in text

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"sure": ""}, "sure"),
            ({"issued_on": "2090-01-01"}, "issued_on"),
            ({"effective_on": "2001-01-01"}, "effective_on"),
            ({"issued_on": "x"}, "issued_on"),
            ({"number": "9" * 61}, "number"),
        ],
    )
    def test_a_decision_is_checked_at_its_fields(self, as_user, scene, changes, field):
        scene.to_ready()
        today = timezone.localdate().isoformat()
        data = {"issued_on": today, "effective_on": today, "sure": "on", "number": "7"}

        response = as_user(scene.leader).post(
            scene.request.address("desk-decide"), data | changes
        )

        assert response.status_code == 200
        assert field in response.context["form"].errors
        assert not Branch.objects.exists()

    def test_rejecting_by_the_form(self, as_user, scene):
        scene.to_ready()

        as_user(scene.leader).post(
            scene.request.address("desk-reject"), {"reason": "Trùng.", "sure": "on"}
        )

        assert BranchRequest.objects.get().status == Status.REJECTED


class TestLists:
    @pytest.mark.parametrize("count", [1, 3])
    def test_the_inbox_costs_the_same(
        self, as_user, scene, count, django_assert_num_queries
    ):
        client = as_user(scene.officer)
        for _n in range(count):
            made = RequestFactory(association=scene.association)
            SeatFactory(request=made)
            made.submit(by=scene.secretary)
        client.get(reverse("members:desk-dossiers"))

        # session, account, offices, profiles sent, rights, the union; the inbox itself
        with django_assert_num_queries(13):
            response = client.get(reverse("members:desk-dossiers"))

        assert len(response.context["dossiers"]) == count

    @pytest.mark.parametrize("count", [1, 3])
    def test_my_dossiers_cost_the_same(
        self, as_user, scene, count, django_assert_num_queries
    ):
        client = as_user(scene.secretary)
        RequestFactory.create_batch(count - 1, association=scene.association)
        client.get(reverse("members:workspace-dossiers"))

        with django_assert_num_queries(9):
            response = client.get(reverse("members:workspace-dossiers"))

        assert len(response.context["dossiers"]) == count

    def test_an_associations_leader_sees_the_load_of_her_desk_alone(
        self, as_user, scene
    ):
        scene.to_check()
        url = reverse("members:desk-dossiers")

        theirs = as_user(scene.officer).get(url)
        hers = as_user(scene.association_leader).get(url)

        assert scene.officer.full_name in theirs.text
        assert hers.status_code == 200
        assert scene.officer.full_name not in hers.text

    def test_filters_of_the_inbox(self, as_user, scene):
        scene.fill().submit(by=scene.secretary)
        client = as_user(scene.officer)

        def number(**query):
            response = page(client, "desk-dossiers", **query)
            return len(response.context["dossiers"])

        assert number() == 1
        assert number(status="submitted") == 1
        assert number(status="ready") == 0
        assert number(status="bogus") == 1
        assert number(association=scene.association.slug) == 1
        assert number(association=AssociationFactory().slug) == 0
        assert number(late="on") == 0
        BranchRequest.objects.update(due_on="2020-01-01")
        assert number(late="on") == 1

    def test_drafts_are_not_in_the_inbox(self, as_user, scene):
        text = as_user(scene.officer).get(reverse("members:desk-dossiers")).text

        assert scene.request.name not in text

    def test_my_association(self, as_user, scene):
        text = (
            as_user(scene.secretary).get(reverse("members:workspace-associations")).text
        )

        assert scene.association.name_vi in text
