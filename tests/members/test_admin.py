"""Staff see associations, branches and dossiers; a dossier only moves at its desk."""

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from federation.models import Role
from members.models import (
    Association,
    Branch,
    BranchChange,
    BranchRequest,
    DecisionTemplate,
    DossierRequirement,
    Kind,
    PastHost,
)
from tests.accounts.factories import UserFactory
from tests.members.conftest import decided, holds
from tests.members.factories import (
    AssociationFactory,
    BranchFactory,
    CountryFactory,
    MemberFactory,
    MembershipCountFactory,
    RequestFactory,
    RequirementFactory,
    UnionFactory,
)

pytestmark = pytest.mark.django_db


def listing(name, **query):
    return reverse(f"admin:members_{name}_changelist", query=query)


@pytest.mark.parametrize(
    "name",
    [
        *("association", "branch", "branchrequest", "dossierrequirement"),
        *("membershipcount", "decisiontemplate", "branchchange", "pasthost"),
        "member",
    ],
)
def test_lists_and_searches_open(staff_client, scene, name):
    BranchFactory(association=scene.association)
    MembershipCountFactory()

    assert staff_client.get(listing(name)).status_code == 200
    assert staff_client.get(listing(name, q="huu nghi")).status_code == 200


def test_search_folds(staff_client):
    AssociationFactory(name_vi="Hội hữu nghị Việt – Lào")

    assert "Việt – Lào" in staff_client.get(listing("association", q="viet lao")).text
    assert "Việt – Lào" not in staff_client.get(listing("association", q="nga")).text


@pytest.mark.parametrize("count", [1, 3])
def test_branches_cost_the_same(staff_client, count, django_assert_max_num_queries):
    AssociationFactory.create_batch(3)
    association = Association.objects.first()
    BranchFactory.create_batch(count, association=association)
    staff_client.get(listing("branch"))

    with django_assert_max_num_queries(14):
        staff_client.get(listing("branch"))


@pytest.mark.parametrize("count", [1, 3])
def test_templates_cost_the_same(staff_client, count, django_assert_num_queries):
    for _n in range(count):
        DecisionTemplate.objects.create(association=AssociationFactory())
    staff_client.get(listing("decisiontemplate"))

    with django_assert_num_queries(8):
        response = staff_client.get(listing("decisiontemplate"))

    assert response.context["cl"].result_count == count


@pytest.mark.parametrize("count", [1, 3])
def test_changes_cost_the_same(staff_client, count, django_assert_num_queries):
    for _n in range(count):
        BranchChange.objects.create(
            branch=BranchFactory(), kind="reorganize", on="2024-01-01"
        )
    staff_client.get(listing("branchchange"))

    with django_assert_num_queries(10):
        response = staff_client.get(listing("branchchange"))

    assert response.context["cl"].result_count == count


def test_an_association_has_its_own_papers(staff_client):
    own = RequirementFactory(association=AssociationFactory(), title_vi="Giấy riêng")
    url = reverse("admin:members_association_change", args=[own.association_id])

    assert "Giấy riêng" in staff_client.get(url).text


def test_a_dossier_is_read_only_and_leads_to_its_desk(staff_client, scene):
    scene.fill().submit(by=scene.secretary)
    change = reverse("admin:members_branchrequest_change", args=[scene.request.pk])

    assert (
        scene.request.get_desk_url() in staff_client.get(listing("branchrequest")).text
    )
    assert staff_client.get(change).status_code == 200
    assert staff_client.post(change, {"status": "approved"}).status_code == 403
    assert (
        staff_client.get(reverse("admin:members_branchrequest_add")).status_code == 403
    )
    assert BranchRequest.objects.get().status == "submitted"


def branch_form(association, **changes):
    return {
        "name_vi": "Chi hội Bách khoa",
        "name_en": "",
        "slug": "chi-hoi-bach-khoa",
        "association": association.pk,
        "unit_type": "branch",
        "host_kind": "school",
        "founded_precision": "day",
        "status": "active",
        "term_years": "5",
        "is_legacy": "on",
        "is_listed": "on",
    } | changes


def test_a_branch_taken_over_is_entered_here(staff_client):
    association = AssociationFactory()

    response = staff_client.post(
        reverse("admin:members_branch_add"), branch_form(association)
    )

    assert response.status_code == 302, response.context["errors"]
    branch = Branch.objects.get()
    assert branch.parent_id == association.pk
    assert branch.kind == "branch"


def test_a_new_one_only_comes_from_a_dossier(staff_client):
    response = staff_client.post(
        reverse("admin:members_branch_add"),
        branch_form(AssociationFactory(), is_legacy=""),
    )

    assert response.status_code == 200
    assert not Branch.objects.exists()


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"ended_on": "2024-01-01"}, 200),
        ({"ended_on": "2024-01-01", "status": "dissolved"}, 302),
    ],
)
def test_what_has_ended_says_so(staff_client, changes, status):
    response = staff_client.post(
        reverse("admin:members_branch_add"),
        branch_form(AssociationFactory(), **changes),
    )

    assert response.status_code == status


def test_an_officer_enters_branches_taken_over(as_user):
    call_command("sync_roles", verbosity=0)
    union = UnionFactory()
    officer = holds(UserFactory(is_staff=True), union, Role.UNION_OFFICER)
    officer.groups.add(Group.objects.get(name=Role.UNION_OFFICER))

    response = as_user(officer).post(
        reverse("admin:members_branch_add"), branch_form(AssociationFactory())
    )

    assert response.status_code == 302
    assert Branch.objects.get().is_legacy


def test_a_namesake_is_an_error_at_the_form(staff_client):
    association = AssociationFactory()
    BranchFactory(association=association, name_vi="chi hội BÁCH KHOA")

    response = staff_client.post(
        reverse("admin:members_branch_add"), branch_form(association)
    )

    assert response.status_code == 200
    assert Branch.objects.count() == 1


def test_a_bilateral_association_has_one_country(staff_client):
    AssociationFactory()
    data = {
        "name_vi": "Hội mới",
        "slug": "hoi-moi",
        "type": "bilateral",
        "founded_precision": "day",
        "status": "active",
        "branch_deciding_body": "union",
        "default_term_years": "5",
        "response_days": "15",
        "supplement_days": "30",
        "minimum_members": "0",
        "minimum_committee": "1",
        "reminder_days": "3",
        "effect_days": "366",
        "requirements-TOTAL_FORMS": "0",
        "requirements-INITIAL_FORMS": "0",
    }
    url = reverse("admin:members_association_add")

    assert staff_client.post(url, data).status_code == 200
    response = staff_client.post(url, data | {"countries": [CountryFactory().pk]})

    assert response.status_code == 302, response.context["errors"]
    made = Association.objects.get(slug="hoi-moi")
    assert made.parent.kind == "union"


def test_a_requirement_has_both_languages(staff_client):
    row = RequirementFactory()

    text = staff_client.get(
        reverse("admin:members_dossierrequirement_change", args=[row.pk])
    ).text

    assert "title_vi" in text
    assert "title_en" in text


def test_a_line_made_by_a_decision_is_not_rewritten(staff_client, scene, branch):
    line = decided(scene, branch, Kind.SUSPEND).changes_made.get()
    by_hand = BranchChange.objects.create(branch=branch, kind="rename", on="2001-01-01")
    urls = [
        reverse("admin:members_branchchange_change", args=[row.pk])
        for row in (line, by_hand)
    ]

    kept, open_ = (staff_client.get(url).context for url in urls)

    assert (kept["has_change_permission"], kept["has_delete_permission"]) == (
        False, False,
    )  # fmt: skip
    assert open_["has_change_permission"]
    assert staff_client.post(urls[0], {"on": "1999-01-01"}).status_code == 403
    line.refresh_from_db()
    assert line.on == timezone.localdate()


def test_every_screen_has_the_whole_history(staff_client, scene):
    scene.to_check()

    for row in (scene.request, scene.association, DossierRequirement.objects.first()):
        name = f"admin:members_{row._meta.model_name}_history"
        answer = staff_client.get(reverse(name, args=[row.pk]))
        assert answer.templates[0].name == "federation/admin/history.html"
    text = staff_client.get(
        reverse("admin:members_branchrequest_history", args=[scene.request.pk])
    ).text
    assert "đang kiểm tra" in text
    assert "under_check" not in text


@pytest.mark.parametrize("count", [1, 3])
def test_past_hosts_cost_the_same(staff_client, count, django_assert_num_queries):
    for kind in ["district", "club", "alumni"][:count]:
        PastHost.objects.create(kind=kind, ended_on="2025-07-01", source="Luật")
    staff_client.get(listing("pasthost"))

    # session, user, rights, the count twice, the rows, the union
    with django_assert_num_queries(8):
        response = staff_client.get(listing("pasthost"))

    assert response.context["cl"].result_count == count


@pytest.mark.parametrize("count", [1, 3])
def test_members_cost_the_same(staff_client, count, django_assert_num_queries):
    for _n in range(count):
        branch = BranchFactory()
        MemberFactory(association=branch.association, branch=branch, phone="0912345678")
    staff_client.get(listing("member"))

    # session, user, rights, the count twice, the filter's associations, the rows, the
    # union
    with django_assert_num_queries(9):
        response = staff_client.get(listing("member"))

    assert response.context["cl"].result_count == count
    assert "0912345678" not in response.text


def test_members_are_for_whom_the_table_of_roles_names(scene, as_user):
    """A star does not mean them: of all roles the officer alone may look."""
    call_command("sync_roles", verbosity=0)
    member = MemberFactory(full_name="Lê Văn Kín")
    change = reverse("admin:members_member_change", args=[member.pk])
    seen = {}
    for role in Role.values:
        person = holds(UserFactory(is_staff=True), scene.association.parent, role)
        person.groups.add(Group.objects.get_or_create(name=role)[0])
        client = as_user(person)
        seen[role] = client.get(listing("member")).status_code == 200
        assert client.post(change, {"full_name": "Khác"}).status_code == 403
        assert seen[role] == (client.get(change).status_code == 200)

    assert [role for role, may in seen.items() if may] == ["union_officer"]
    member.refresh_from_db()
    assert member.full_name == "Lê Văn Kín"


def test_deleting_what_much_rests_on_counts_and_reads_none(staff_client, scene):
    MemberFactory.create_batch(51, association=scene.association, full_name="Lê Ẩn")
    url = reverse("admin:members_association_delete", args=[scene.association.pk])

    with CaptureQueriesContext(connection) as few:
        page = staff_client.get(url)
    MemberFactory.create_batch(20, association=scene.association, full_name="Lê Ẩn")
    with CaptureQueriesContext(connection) as many:
        more = staff_client.get(url)

    assert "Hội viên: 51" in page.text
    assert "Hội viên: 71" in more.text
    assert "Lê Ẩn" not in page.text
    assert len(many) <= len(few)
    assert staff_client.post(url, {"post": "yes"}).status_code in {200, 302}
    assert Association.objects.filter(pk=scene.association.pk).exists()


def test_a_draft_stands_in_no_list_of_the_office(staff_client):
    draft, sent = RequestFactory(name="Bản nháp kín"), RequestFactory(name="Đã gửi")
    BranchRequest.objects.filter(pk=sent.pk).update(
        status="submitted",
        number="26-1",
        submitted_at=timezone.now(),
        submitted_by=UserFactory(),
    )

    text = staff_client.get(reverse("admin:members_branchrequest_changelist")).text

    assert ("Bản nháp kín" in text, "Đã gửi" in text) == (False, True)
    change = reverse("admin:members_branchrequest_change", args=[draft.pk])
    assert staff_client.get(change).status_code in {302, 404}
