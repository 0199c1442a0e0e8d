"""Roles of the table; offices that end; a superuser that decides nothing."""

import datetime

import pytest
import time_machine
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import reverse
from django.views import View

from bulletin.admin import ArticleAdmin
from events.models import Event
from federation.access import Private, checked_words
from federation.lifecycle import MoveRefused
from federation.models import PublishState, Role
from portal.middleware import Caching
from tests.accounts.factories import UserFactory
from tests.bulletin.factories import ArticleFactory
from tests.events.factories import EventFactory
from tests.federation.factories import OfficeFactory, UnionFactory, appoint
from tests.members.factories import RequestFactory as DossierFactory

pytestmark = pytest.mark.django_db

day = datetime.date
HOUSE = ("federation", "members", "events", "bulletin", "awards")
DECISIONS = sorted(
    f"{model._meta.app_label}.{codename}"
    for model in apps.get_models()
    if model._meta.app_label in HOUSE
    for codename, _name in model._meta.permissions
)


def fresh(user):
    """Without what this instance remembers of its rights."""
    return type(user).objects.get(pk=user.pk)


@pytest.fixture
def groups():
    call_command("sync_roles", verbosity=0)


def member_of(role, **fields):
    return appoint(UserFactory(staff=True, **fields), role)


def in_group(role):
    """The group alone; which office goes with it, the test says."""
    user = UserFactory(staff=True)
    user.groups.add(Group.objects.get(name=role))
    return user


# --- pages of one reader ---


class Page(Private, View):
    def get(self, request):
        return HttpResponse("x")


def test_a_private_page_is_kept_and_listed_nowhere():
    page = Caching(Page.as_view())(RequestFactory().get("/"))

    assert page["Cache-Control"] == "private, no-store"
    assert page["X-Robots-Tag"] == "noindex"
    assert page["Referrer-Policy"] == "same-origin"
    assert "ETag" not in page


# --- a superuser decides nothing ---


def test_there_are_decisions_to_guard():
    assert {
        *("federation.decide_datarequest", "events.publish_event"),
        *("bulletin.publish_article", "bulletin.review_article"),
    } <= set(DECISIONS)


@pytest.mark.parametrize("right", DECISIONS)
def test_a_superuser_has_no_right_to_decide_unless_it_was_given(right):
    user = UserFactory(superuser=True)
    assert not user.has_perm(right)

    label, codename = right.split(".")
    user.user_permissions.add(
        Permission.objects.get(content_type__app_label=label, codename=codename)
    )

    assert fresh(user).has_perm(right)


def test_a_superuser_sees_and_writes_everything_else():
    user, closed = UserFactory(superuser=True), UserFactory(superuser=True)
    closed.is_active = False

    for right in ("view_user", "add_user", "change_user", "manage_every_account"):
        assert user.has_perm(f"accounts.{right}")
        assert not closed.has_perm(f"accounts.{right}")
    assert user.has_perms(["federation.change_office", "events.change_event"])


@pytest.mark.parametrize(("who", "published"), [("superuser", False), ("leader", True)])
def test_an_event_is_published_by_whom_the_right_was_given(
    as_user, groups, who, published
):
    event = EventFactory(publish_state=PublishState.APPROVED)
    chief, leader = UserFactory(superuser=True), member_of("union_leader")

    as_user(leader if who == "leader" else chief).post(
        reverse("admin:events_event_changelist"),
        {"action": "publish", "_selected_action": [event.pk], "confirmed": "1"},
    )

    state = Event.objects.get(pk=event.pk).publish_state
    assert (state == PublishState.PUBLISHED) == published


def test_no_button_of_the_newsroom_that_decides_is_offered_to_a_superuser():
    user, guarded = UserFactory(superuser=True), set()

    for state in PublishState.values:
        article = ArticleFactory.build(status=state, section=None)
        for button in ArticleAdmin.buttons:
            if button.permission in DECISIONS:
                guarded.add(button.transition)
                assert not button.offered(article, user)

    assert {"approve", "publish", "unpublish"} <= guarded


def test_a_dossier_is_decided_by_office_a_superuser_has_none():
    assert not DossierFactory().may_be_decided_by(UserFactory(superuser=True))


# --- a group counts while the office of its name lasts ---


@pytest.mark.parametrize(
    ("today", "may"),
    [("2026-02-28", False), ("2026-03-01", True), ("2027-03-01", True)],
)
@pytest.mark.parametrize("ends", [True, False])
def test_rights_of_a_role_come_and_go_with_its_office(groups, today, may, ends):
    editor = in_group("editor")
    until = day(2027, 3, 1) if ends else None
    OfficeFactory(
        user=editor,
        organization=UnionFactory(),
        role=Role.EDITOR,
        since=day(2026, 3, 1),
        until=until,
    )

    with time_machine.travel(f"{today} 12:00 +0700"):
        assert fresh(editor).has_perm("bulletin.change_article") == may
    with time_machine.travel("2027-03-02 12:00 +0700"):
        assert fresh(editor).has_perm("bulletin.change_article") == (not ends)


def test_an_office_given_again_opens_its_rights_again(groups):
    editor = in_group("editor")
    office = OfficeFactory(
        user=editor,
        role=Role.EDITOR,
        organization=UnionFactory(),
        until=day(2021, 1, 1),
    )
    assert not fresh(editor).has_perm("bulletin.change_article")

    OfficeFactory(
        user=editor, role=Role.EDITOR, organization=office.organization,
        since=day(2025, 1, 1),
    )  # fmt: skip

    assert fresh(editor).has_perm("bulletin.change_article")


def test_other_groups_and_roles_stay(groups):
    person = appoint(in_group("editor"), Role.TRANSLATOR)
    person.groups.add(Group.objects.create(name="Tổ in"))
    printing = Permission.objects.get(codename="view_message")
    Group.objects.get(name="Tổ in").permissions.add(printing)

    assert not fresh(person).has_perm("bulletin.review_article")
    assert fresh(person).has_perm("bulletin.translate_article")
    assert fresh(person).has_perm("outbox.view_message")


def test_a_role_of_no_office_or_of_another_house_opens_nothing(groups):
    officer = in_group("union_officer")
    assert not fresh(officer).has_perm("members.change_branch")

    OfficeFactory(user=officer, role=Role.UNION_OFFICER)  # of an association
    assert not fresh(officer).has_perm("members.change_branch")

    OfficeFactory(user=officer, role=Role.UNION_OFFICER, organization=UnionFactory())
    assert fresh(officer).has_perm("members.change_branch")


# --- the table of roles ---


def test_every_role_of_staff_is_a_group_that_may_log_something(groups):
    empty = [
        group.name for group in Group.objects.all() if not group.permissions.count()
    ]

    assert empty == []


# The officer for personal data answers requests; nothing else is hers to write.
DPO_WRITES = {
    "federation.add_person",  # of whoever asks, if they are not known yet
    *("federation.add_consent", "federation.change_consent"),
    *("federation.add_consenttext", "federation.change_consenttext"),
    *("federation.add_datarequest", "federation.change_datarequest"),
    *("federation.add_erasure", "federation.change_erasure"),
    *("federation.add_breach", "federation.change_breach"),
    *("federation.decide_datarequest", "federation.decide_erasure"),
    "federation.decide_breach",
    "federation.export_person",
}


@pytest.mark.parametrize("role", ["dpo", "auditor"])
def test_who_checks_reads_the_record_and_writes_no_content(groups, role):
    person = member_of(role)

    assert person.has_perm("admin.view_logentry")
    named = {
        right
        for right in person.get_all_permissions()
        if not right.split(".")[1].startswith(("view_", "handle_"))
    }
    assert named <= DPO_WRITES if role == "dpo" else not named


def test_the_administrator_has_accounts_and_settings_and_no_decision(groups):
    person = member_of("admin")

    assert person.has_perms(["accounts.change_user", "federation.add_office"])
    assert not person.get_all_permissions() & set(DECISIONS)


def test_what_is_typed_beside_a_button_holds_no_identity_number():
    words = {"reason": "Thiếu chữ ký", "until": None}

    assert checked_words(words) == words
    with pytest.raises(MoveRefused, match="căn cước"):
        checked_words({"reason": "Theo CCCD 001090012345"})
