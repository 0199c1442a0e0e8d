"""Nothing can be entered by the superuser alone: an office fills every desk itself."""

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.test import RequestFactory
from django.urls import reverse

from federation.models import Office, Role
from federation.models.organization import OF_ASSOCIATIONS
from portal.actions.addresses import every_desk
from tests.accounts.factories import UserFactory
from tests.members.factories import AssociationFactory, UnionFactory

pytestmark = pytest.mark.django_db
MACHINE = "written by the portal itself"
MADE = "made from days, rules and letters by the portal; people correct it"
WHY_NOT = {
    "accounts.LoginEvent": MACHINE,
    "auth.Group": "rights of a role are those of roles.csv",
    "bulletin.Delivery": MACHINE,
    "bulletin.Subscription": "readers subscribe themselves, with a double opt-in",
    "events.AnnualPlan": "begun on its own page of the workspace",
    "events.Call": MACHINE,
    "events.Greeting": "written on its own page of the workspace",
    "events.Occurrence": MADE,
    "events.PlanItem": "written on the page of the plan",
    "events.Reminder": MADE,
    "federation.DocumentRegister": "numbers are drawn by documents",
    "federation.Organization": "is a union, an association or a branch",
    "federation.TermReminder": MADE,
    "federation.TranslationState": MADE,
    "federation.Union": "one, from the reference data of its city",
    "members.BranchRequest": "begun by secretaries in the guided form",
    "members.Member": "entered by secretaries in the register",
    "outbox.Balance": MACHINE,
    "outbox.Brake": MACHINE,
    "outbox.Heartbeat": MACHINE,
    "outbox.Message": MACHINE,
    "portal.Feedback": "written by readers on the contact page",
    "portal.Opinion": "counted on the pages",
}


@pytest.fixture
def staff(db):
    """Somebody in every role, with exactly its rights."""
    call_command("sync_roles", verbosity=0)
    union, association = UnionFactory(), AssociationFactory()
    found = []
    for role in Role.values:
        user = UserFactory(is_staff=True)
        of = association if role in OF_ASSOCIATIONS else union
        Office.objects.create(user=user, organization=of, role=role, since="2020-01-01")
        user.groups.set(Group.objects.filter(name=role))
        found.append(user)
    return found


def test_somebody_may_add_to_every_desk_or_it_is_said_why_not(staff):
    request, nobody = RequestFactory().get("/admin/"), []
    for model, modeladmin in every_desk():
        may = []
        for user in staff:
            request.user = user
            may.append(modeladmin.has_add_permission(request))
        if not any(may):
            nobody.append(model._meta.label)

    assert sorted(nobody) == sorted(WHY_NOT)


def test_a_publisher_enters_the_publication(as_user, staff):
    publisher = next(user for user in staff if user.groups.filter(name="publisher"))
    data = {
        "owner": UnionFactory().pk,
        "title_vi": "Hữu nghị",
        "remind_days": "90, 30",
        "keep_readers": "30",
        "keep_copies": "90",
        "display_order": "1",
    }

    answer = as_user(publisher).post(reverse("admin:bulletin_publication_add"), data)

    assert answer.status_code == 302, answer.context["errors"]
