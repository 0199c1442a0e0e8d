"""Groups say exactly what the table says."""

import csv

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, Permission
from django.core.management import CommandError, call_command

from federation.admin import ReadOnly
from federation.models import Role
from portal.management.commands.sync_roles import TABLE
from tests.accounts.factories import UserFactory
from tests.federation.factories import appoint

pytestmark = pytest.mark.django_db


@pytest.fixture
def table(tmp_path):
    def write(*rows):
        path = tmp_path / "roles.csv"
        path.write_text("role,model,rights\n" + "\n".join(rows) + "\n")
        return str(path)

    return write


def rights(role):
    group = Group.objects.get(name=role)
    return {
        f"{right.content_type.app_label}.{right.codename}"
        for right in group.permissions.select_related("content_type")
    }


def test_the_table_of_the_portal_is_sound_and_settles_once(capsys):
    call_command("sync_roles")
    call_command("sync_roles")

    last = capsys.readouterr().out.splitlines()[-10:]
    assert all(line.endswith("0 given, 0 taken") for line in last)


def test_every_role_of_staff_has_a_group():
    call_command("sync_roles")

    of_associations = {Role.ASSOCIATION_SECRETARY, Role.ASSOCIATION_LEADER}
    assert set(Group.objects.values_list("name", flat=True)) == (
        set(Role.values) - of_associations
    )


def test_the_administrator_approves_nothing():
    call_command("sync_roles")

    given = rights("admin")

    deciding = {
        *("decide_datarequest", "publish_article", "publish_event"),
        *("change_branchrequest", "change_article", "change_event"),
    }
    assert not {right for right in given if right.split(".")[1] in deciding}


@pytest.mark.parametrize(
    ("role", "verbs"), [("auditor", {"view"}), ("council_member", {"view", "vote"})]
)
def test_some_only_look_or_vote(role, verbs):
    call_command("sync_roles")

    assert {right.split(".")[1].split("_")[0] for right in rights(role)} == verbs


def test_what_belongs_to_a_desk_is_written_by_somebody_who_writes_the_desk():
    """A part that nobody may fill in is a part that is not there."""
    call_command("sync_roles")
    holders = {name: rights(name) for name in Role.values if has_group(name)}

    for desk in admin.site._registry.values():
        for inline in desk.inlines:
            if not writes(inline):
                continue
            parent, part = desk.model._meta, inline.model._meta
            able = [
                role
                for role, held in holders.items()
                if f"{parent.app_label}.change_{parent.model_name}" in held
                and f"{part.app_label}.change_{part.model_name}" in held
            ]
            assert able, f"{part.label} in {parent.label}"


def has_group(name) -> bool:
    return Group.objects.filter(name=name).exists()


def writes(inline) -> bool:
    """It is not there to be looked at only, and has no desk of its own."""
    is_read = issubclass(inline, ReadOnly) or inline.max_num == 0
    return not is_read and inline.model not in admin.site._registry


@pytest.mark.parametrize(
    ("role", "models"),
    [
        ("author", ["bulletin.ArticleFile"]),
        ("editor", ["bulletin.ArticleFile", "events.Guest", "events.EventDocument"]),
        ("translator", ["bulletin.ArticleFile", "events.ProgrammeItem"]),
    ],
)
def test_the_newsroom_writes_what_belongs_to_its_texts(role, models):
    call_command("sync_roles")

    for label in models:
        app, _dot, model = label.lower().partition(".")
        assert f"{app}.change_{model}" in rights(role)


@pytest.mark.parametrize(
    "model", ["registration", "calendarkey", "subscription", "delivery"]
)
def test_a_star_shows_nobody_who_reads_or_comes(model):
    call_command("sync_roles")

    named = {"subscription": {"publisher"}, "delivery": {"publisher"}}
    seeing = Group.objects.filter(permissions__codename=f"view_{model}")
    assert set(seeing.values_list("name", flat=True)) == named.get(model, set())


def test_what_is_too_much_is_taken_away(table):
    call_command("sync_roles", path=table("editor,bulletin.Article,view"))
    group = Group.objects.get(name="editor")
    group.permissions.add(Permission.objects.get(codename="delete_article"))

    call_command("sync_roles", path=table("editor,bulletin.Article,view"))

    assert rights("editor") == {"bulletin.view_article"}


@pytest.mark.parametrize(
    "bad",
    [
        *("editor,bulletin.Novel,view", "clown,bulletin.Article,view"),
        *("editor,bulletin.Article,fly", "editor,nowhere.*,view"),
    ],
)
def test_a_row_that_means_nothing_is_named_and_stops_everything(table, bad):
    path = table("editor,bulletin.Article,view", bad)

    with pytest.raises(CommandError, match="Row 3"):
        call_command("sync_roles", path=path)

    assert not Group.objects.exists()


def test_nobody_but_the_administrator_may_give_roles():
    call_command("sync_roles")
    holders = [
        name
        for name in Group.objects.values_list("name", flat=True)
        if "accounts.manage_every_account" in rights(name)
    ]
    editor = UserFactory(staff=True)
    appoint(editor, "editor")

    assert holders == ["admin"]
    assert not editor.has_perm("accounts.change_user")


def test_rows_are_not_repeated():
    with TABLE.open(newline="") as table:
        rows = [(row["role"], row["model"]) for row in csv.DictReader(table)]

    assert len(rows) == len(set(rows))
