"""Who speaks for a branch sees it and what comes next; each term has its page."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from federation.models import Body, Role, Term
from members.models import CommitteeSeat, Kind
from tests.accounts.factories import UserFactory
from tests.members.conftest import decided, filled, holds
from tests.members.factories import BranchFactory, MemberFactory

pytestmark = pytest.mark.django_db
MINE = "members:workspace-my-branch"


@pytest.fixture
def contact(branch):
    role = Role.ASSOCIATION_SECRETARY
    return holds(UserFactory(), branch.organization_ptr, role)


def test_the_contact_finds_the_branch_and_its_dossiers(as_user, scene, branch, contact):
    draft = filled(scene, branch, Kind.RENAME, grounds="Lý do kín")
    sent = filled(scene, branch, Kind.SUSPEND)
    sent.submit(by=scene.secretary)
    MemberFactory(association=scene.association, branch=branch, full_name="Lê Ẩn Danh")

    page = as_user(contact).get(reverse(MINE))

    (row,) = page.context["rows"]
    assert (row["branch"], row["listed"]) == (branch, 1)
    assert list(row["dossiers"]) == [sent]
    for hidden in ("Lê Ẩn Danh", "Lý do kín", sent.get_absolute_url()):
        assert hidden not in page.text
    for dossier in (draft, sent):
        client = as_user(contact)
        assert client.get(dossier.get_absolute_url()).status_code == 404


def test_the_board_of_the_contact_leads_there(as_user, contact):
    page = as_user(contact).get(reverse("portal:workspace"))

    assert reverse(MINE) in page.text
    for name in ("workspace-dossiers", "workspace-members", "workspace-dossier-new"):
        assert reverse(f"members:{name}") not in page.text


def test_a_secretary_speaks_for_no_single_branch(as_user, scene, branch, contact):
    page = as_user(scene.secretary).get(reverse(MINE))

    assert page.context["rows"] == []
    assert (
        reverse(MINE)
        not in as_user(scene.secretary).get(reverse("portal:workspace")).text
    )
    contact.offices.update(until=date(2021, 1, 1))
    assert as_user(contact).get(reverse(MINE)).status_code == 404


def test_the_board_tells_what_waits_for_others(as_user, scene):
    path = reverse("portal:workspace")
    assert scene.request.name not in with_others(as_user, scene, path)

    scene.to_check()
    text = with_others(as_user, scene, path)

    assert scene.request.get_absolute_url() in text
    assert "Văn phòng Liên hiệp" in text
    scene.request.withdraw(by=scene.secretary, reason="")
    assert scene.request.name not in with_others(as_user, scene, path)


def with_others(as_user, scene, path) -> str:
    text = as_user(scene.secretary).get(path).text
    return text.partition('id="others"')[2].partition("</section>")[0]


class TestTerms:
    @pytest.fixture
    def terms(self, branch):
        made = []
        for start in (2011, 2016):
            term = Term.objects.create(
                owner=branch.organization_ptr,
                ordinal=(start - 2011) // 5 + 2,
                start_year=start,
                end_year=start + 5,
            )
            body = Body.objects.create(
                owner=branch.organization_ptr, term=term, name_vi="Ban Chấp hành"
            )
            name = f"Người Năm {start}"
            CommitteeSeat.objects.create(
                body=body, role="head", name=name, phone="0912000111"
            )
            made.append(term)
        return made

    def url(self, branch, *years):
        return reverse("members:branch-term", args=[branch.slug, (*years, 1)])

    def test_each_shows_its_own_committee(self, client, branch, terms):
        old = client.get(self.url(branch, 2011, 2016))
        new = client.get(self.url(branch, 2016, 2021))

        assert "Người Năm 2011" in old.text
        assert "Người Năm 2016" not in old.text
        assert "Người Năm 2016" in new.text
        assert "0912000111" not in old.text
        assert self.url(branch, 2011, 2016) in new.text
        page = client.get(branch.get_absolute_url())
        assert self.url(branch, 2011, 2016) in page.text

    def test_another_years_term_is_not_there(self, client, branch, terms):
        assert client.get(self.url(branch, 2012, 2017)).status_code == 404
        other = BranchFactory()
        assert client.get(self.url(other, 2011, 2016)).status_code == 404

    def test_an_unlisted_branch_has_no_public_term(self, client, branch, terms):
        branch.is_listed = False
        branch.save()

        assert client.get(self.url(branch, 2011, 2016)).status_code == 404

    def test_a_new_term_has_its_page(self, client, scene, branch):
        request = decided(scene, branch, Kind.NEW_TERM)
        branch.refresh_from_db()
        term = branch.term

        page = client.get(self.url(branch, term.start_year, term.end_year))

        assert request.seats.first().name in page.text
        assert str(timezone.localdate().year) in page.text


def test_who_speaks_for_no_branch_is_told_so_under_a_heading(as_user, scene):
    page = as_user(scene.secretary).get(reverse(MINE)).text

    assert page.count("<h1>") == 1
    assert reverse("portal:workspace") in page
