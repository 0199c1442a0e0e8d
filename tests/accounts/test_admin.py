"""Staff look after accounts, and nobody climbs."""

import re

import pytest
from django.contrib.admin import site
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse

from accounts.actions import give_totp
from accounts.models import Invitation, LoginEvent, User
from outbox.models import Message
from tests.accounts.door import SECRET
from tests.accounts.factories import UserFactory
from tests.conftest import log_in

pytestmark = pytest.mark.django_db
LIST = "admin:accounts_user_changelist"


def role(name, *rights):
    group = Group.objects.create(name=name)
    for right in rights:
        app, codename = right.split(".")
        group.permissions.add(
            Permission.objects.get(content_type__app_label=app, codename=codename)
        )
    return group


ACCOUNTS = ("accounts.view_user", "accounts.change_user", "accounts.add_user")


@pytest.fixture
def clerk():
    """Staff who may change accounts and nothing else."""
    user = UserFactory(staff=True, full_name="Trần Văn Thư")
    user.groups.add(role("clerk", *ACCOUNTS))
    return user


@pytest.fixture
def boss():
    user = UserFactory(staff=True, full_name="Lê Thị Trưởng")
    user.groups.add(role("boss", *ACCOUNTS, "outbox.change_message"))
    return user


def change(client, user, **data):
    path = reverse("admin:accounts_user_change", args=[user.pk])
    base = {
        "full_name": user.full_name,
        "email": user.email,
        "language": user.language,
        "is_active": "on",
    }
    return client.post(path, base | data)


def act(client, action, *users):
    data = {"action": action, "_selected_action": [user.pk for user in users]}
    return client.post(reverse(LIST), data | {"confirmed": "1"})


# --- nobody climbs ------------------------------------------------------------------


def test_a_clerk_cannot_make_anybody_more_than_the_clerk(as_user, clerk):
    target, top = UserFactory(), role("top", "outbox.change_message")
    rights = list(Permission.objects.values_list("pk", flat=True))

    change(as_user(clerk), target, is_superuser="on", user_permissions=rights)
    change(as_user(clerk), target, groups=[top.pk])

    target.refresh_from_db()
    assert not target.is_superuser
    assert not target.groups.exists()
    assert not target.user_permissions.exists()


def test_nobody_gives_themselves_rights(as_user, clerk):
    mine = role("more", "accounts.view_user")

    change(as_user(clerk), clerk, groups=[mine.pk], is_superuser="on")

    clerk.refresh_from_db()
    assert [group.name for group in clerk.groups.all()] == ["clerk"]
    assert not clerk.is_superuser


def test_whoever_may_give_any_role_gives_it_to_others_only(as_user, clerk):
    clerk.groups.first().permissions.add(
        Permission.objects.get(codename="manage_every_account")
    )
    top, target = role("top", "outbox.change_message"), UserFactory()

    for user in (target, clerk):
        change(as_user(clerk), user, groups=[top.pk], is_staff="on")

    assert [group.name for group in target.groups.all()] == ["top"]
    assert [group.name for group in clerk.groups.all()] == ["clerk"]


@pytest.mark.parametrize("superior", ["boss", "superuser"])
@pytest.mark.parametrize("action", ["reset_second_factor", "close", "invite_again"])
def test_a_superior_is_out_of_reach(as_user, clerk, boss, superior, action):
    above = boss if superior == "boss" else UserFactory(superuser=True)
    give_totp(above, SECRET)
    client = as_user(clerk)

    act(client, action, above)
    change(client, above, email="mine@example.vn")

    above.refresh_from_db()
    assert above.is_active
    assert above.authenticator_set.count() == 1
    assert above.email != "mine@example.vn"
    assert not Message.objects.exists()


def test_there_is_no_page_that_sets_another_ones_password(staff_client):
    user = UserFactory()

    path = f"/admin/accounts/user/{user.pk}/password/"

    assert staff_client.get(path).status_code in (302, 404)
    page = staff_client.get(reverse("admin:accounts_user_change", args=[user.pk]))
    assert 'name="password' not in page.content.decode()


def test_accounts_are_not_deleted(staff_client):
    user = UserFactory()

    staff_client.post(
        reverse("admin:accounts_user_delete", args=[user.pk]), {"post": "yes"}
    )
    act(staff_client, "delete_selected", user)

    assert User.objects.filter(pk=user.pk).exists()


# --- daily work -----------------------------------------------------------------------


def test_a_new_account_is_invited_in_its_language(staff_client):
    data = {"full_name": "Phạm Thị Mới", "email": " Moi@Example.vn ", "language": "en"}

    staff_client.post(reverse("admin:accounts_user_add"), data)

    user = User.objects.get(email="moi@example.vn")
    mail = Message.objects.get()
    assert not user.has_usable_password()
    assert (mail.to, mail.language) == ("moi@example.vn", "en")
    assert Invitation.objects.get().user == user
    assert re.search(r"http://localhost/\S+", mail.text)


def test_actions_ask_before_they_act(staff_client):
    user = UserFactory()
    data = {"action": "close", "_selected_action": [user.pk]}

    page = staff_client.post(reverse(LIST), data)

    assert page.status_code == 200
    assert User.objects.get(pk=user.pk).is_active


def test_resetting_the_second_factor_logs_out_and_tells(staff_client, as_user):
    user = UserFactory()
    give_totp(user, SECRET)
    theirs = as_user(user)

    act(staff_client, "reset_second_factor", user)

    assert not user.authenticator_set.exists()
    assert theirs.get(reverse("account_inside")).status_code == 302
    assert Message.objects.get().to == user.email
    assert LoginEvent.objects.filter(user=user, kind="factor_removed").count() == 1


def test_a_closed_account_is_out_and_can_be_opened_again(staff_client, as_user):
    user = UserFactory()
    theirs = as_user(user)

    act(staff_client, "close", user)
    assert theirs.get(reverse("account_inside")).status_code == 302
    act(staff_client, "open_again", user)

    assert User.objects.get(pk=user.pk).is_active


@pytest.mark.parametrize("typed", ["thuy", "Thúy", "THUY", "thuy@ex"])
def test_search_finds_with_and_without_diacritics(staff_client, typed):
    user = UserFactory(full_name="Đỗ Thúy", email="thuy@example.vn")
    UserFactory(full_name="Ai khác", email="khac@example.vn")

    page = staff_client.get(reverse(LIST), {"q": typed})

    assert list(page.context["cl"].result_list) == [user]


@pytest.mark.parametrize("count", [1, 3])
def test_lists_cost_the_same(staff_client, count, django_assert_num_queries):
    users = UserFactory.create_batch(count)
    for user in users:
        LoginEvent.objects.create(kind="logged_in", identity="x", user=user)
    staff_client.get(reverse(LIST))

    # session, account, its page, two counts; groups of the filter; the union's name
    with django_assert_num_queries(9):
        staff_client.get(reverse(LIST))
    with django_assert_num_queries(10):  # and the days of the date hierarchy
        staff_client.get(reverse("admin:accounts_loginevent_changelist"))


def test_the_record_cannot_be_changed_in_the_admin(staff_client):
    event = LoginEvent.objects.create(kind="logged_in", identity="x")

    path = reverse("admin:accounts_loginevent_change", args=[event.pk])
    staff_client.post(path, {"kind": "logged_out"})
    staff_client.post(
        reverse("admin:accounts_loginevent_delete", args=[event.pk]), {"post": "yes"}
    )

    event.refresh_from_db()
    assert event.kind == "logged_in"


# --- the frame ---


def pages(client):
    for model, desk in site._registry.items():
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        yield reverse(f"{name}_changelist")
        request = client.get("/admin/").wsgi_request
        if desk.has_add_permission(request):
            yield reverse(f"{name}_add")


def test_no_admin_page_asks_another_host_for_anything(staff_client):
    for path in ["/admin/", *pages(staff_client)]:
        text = staff_client.get(path).content.decode()
        asked = re.findall(r'(?:src|href|action)="((?:https?:)?//[^"]+)"', text)

        assert asked == [], path


def test_the_admin_speaks_the_language_of_the_account(as_user):
    client = as_user(UserFactory(superuser=True, language="vi"))

    page = client.get("/admin/", headers={"accept-language": "en"})

    assert '<html lang="vi"' in page.content.decode()


def test_the_policy_is_looser_only_in_the_admin(staff_client):
    inside = staff_client.get("/admin/")["Content-Security-Policy"]
    outside = Client().get(reverse("account_login"))["Content-Security-Policy"]

    assert "'unsafe-eval'" in inside
    assert "script-src 'self' 'unsafe-eval';" in inside + ";"
    assert "unsafe" not in outside


def test_the_sidebar_shows_only_what_one_may_open(as_user, clerk):
    log_in(client := Client(), clerk)

    groups = client.get("/admin/").context["sidebar_navigation"]

    links = [item["link"] for group in groups for item in group["items"]]
    assert links == ["/admin/", reverse(LIST)]
