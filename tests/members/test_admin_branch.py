"""Staff see a branch that is there: what is a dossier's stays."""

import pytest
from django.urls import reverse

from members.models import (
    Branch,
)
from tests.members.factories import (
    AssociationFactory,
    BranchFactory,
)
from tests.members.test_admin import branch_form

pytestmark = pytest.mark.django_db


class TestABranchThatIsThere:
    """What a dossier does is not done in its form."""

    def change(self, client, branch, **changes):
        data = branch_form(branch.association, slug=branch.slug, name_vi=branch.name_vi)
        url = reverse("admin:members_branch_change", args=[branch.pk])
        answer = client.post(url, data | changes)
        branch.refresh_from_db()
        return answer

    def test_its_way_is_not_changed_past_the_dossier(self, staff_client):
        branch = BranchFactory()
        own, other = branch.association, AssociationFactory()

        answer = self.change(
            staff_client,
            branch,
            association=other.pk,
            status="dissolved",
            ended_on="2024-01-01",
            end_kind="dissolved",
            host_name="Trường Mẫu",
        )

        assert answer.status_code == 302, answer.context["errors"]
        assert (branch.association, branch.status, branch.ended_on) == (
            *(own, "active", None),
        )
        assert branch.host_name == "Trường Mẫu"

    def test_name_and_founding_are_corrected_by_a_step_of_its_own(self, staff_client):
        branch = BranchFactory()
        name, day = branch.name_vi, branch.founded_on

        answer = self.change(
            staff_client, branch, name_vi="Chi hội khác", founded_on="2001-01-01"
        )

        assert answer.status_code == 302
        assert (branch.name_vi, branch.founded_on) == (name, day)
        page = staff_client.get(
            reverse("admin:members_branch_change", args=[branch.pk])
        )
        for step in ("correct", "committee"):
            url = reverse(f"members:desk-branch-{step}", args=[branch.slug])
            assert url in page.text

    def test_one_with_a_dossier_keeps_name_and_founding(self, staff_client, scene):
        scene.to_ready().approve(by=scene.leader)
        branch = Branch.objects.get()
        name, day = branch.name_vi, branch.founded_on

        self.change(
            staff_client,
            branch,
            name_vi="Tên khác",
            founded_on="2001-01-01",
            name_en="Its name in English",
        )

        assert (branch.name_vi, branch.founded_on) == (name, day)
        assert branch.name_en == "Its name in English"
