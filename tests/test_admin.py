"""The whole desk: every list, search, filter, form and history, for every role."""

import re

import pytest
from django.contrib.admin import site
from django.contrib.admin.widgets import AutocompleteMixin
from django.contrib.auth.models import Group
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.urls import reverse
from django.utils.html import escape
from django.utils.text import slugify

from federation.models import Role
from federation.sortkey import fold
from portal.actions.begin import BEGIN
from tests.accounts.factories import UserFactory
from tests.awards.factories import ExternalAwardFactory
from tests.bulletin.factories import ArticleFactory
from tests.conftest import log_in
from tests.events.factories import AnniversaryFactory, EventFactory, ReminderFactory
from tests.federation.factories import appoint
from tests.members.factories import AssociationFactory, BranchFactory, UnionFactory
from tests.outbox.factories import MessageFactory

pytestmark = pytest.mark.django_db
DESKS = sorted(site._registry.items(), key=lambda desk: desk[0]._meta.label)
STAFF = sorted(set(Role.values) - {"association_secretary", "association_leader"})
SEARCHED = {"User", "Organization", "Person", "Document", "Event"}
SEARCHED |= {"Association", "Branch"}


def name_of(desk):
    return desk[0]._meta.label


def address(model, page, *args):
    opts = model._meta
    return reverse(f"admin:{opts.app_label}_{opts.model_name}_{page}", args=args)


def opened(client, path, *allowed):
    """The page, in Vietnamese, with nothing asked of another host."""
    page = client.get(path, headers={"accept-language": "vi"})
    assert page.status_code in (200, *allowed), path
    if page.status_code == 200:
        text = page.content.decode()
        assert '<html lang="vi"' in text, path
        # Links may lead out; what the page itself loads may not.
        loaded = r'(?:src|srcset)="((?:https?:)?//[^"]+)"'
        loaded += r'|<link[^>]+href="((?:https?:)?//[^"]+)"'
        assert re.findall(loaded, text) == [], path
    return page


@pytest.fixture
def rows():
    """A row of most kinds, so that lists and forms have something to show."""
    union = UnionFactory()
    BranchFactory(association__slug="hoi-rieng")
    ArticleFactory(published=True)
    AnniversaryFactory()
    EventFactory()
    ReminderFactory()
    ExternalAwardFactory(organization=union)
    MessageFactory(state="failed")


@pytest.mark.parametrize("desk", DESKS, ids=name_of)
def test_every_list_opens_searches_and_filters(staff_client, rows, desk):
    model, _admin = desk
    path = address(model, "changelist")

    for query in ("", "?q=Hữu nghị", "?q=huu nghi", '?q="%27', "?q=x&o=1.-2"):
        opened(staff_client, path + query, 302)
    page = opened(staff_client, path, 302)
    if page.status_code == 302:  # a single row opens at once
        return
    for filters in page.context["cl"].filter_specs:
        for choice in list(filters.choices(page.context["cl"]))[:4]:
            if "query_string" in choice:
                opened(staff_client, path + choice["query_string"])


@pytest.mark.parametrize("desk", DESKS, ids=name_of)
def test_every_form_and_history_opens(staff_client, rows, desk):
    model, admin = desk
    request = staff_client.get("/admin/").wsgi_request

    if admin.has_add_permission(request):
        opened(staff_client, address(model, "add"))
    if row := admin.get_queryset(request).first():
        opened(staff_client, address(model, "change", row.pk))
        opened(staff_client, address(model, "history", row.pk))


@pytest.mark.parametrize("desk", DESKS, ids=name_of)
def test_help_and_errors_belong_to_their_field(staff_client, rows, desk):
    """What a field names as its description is there, and no help is left alone."""
    model, admin = desk
    if not admin.has_add_permission(staff_client.get("/admin/").wsgi_request):
        return
    path = address(model, "add")

    for page in (opened(staff_client, path), staff_client.post(path, {})):
        text = page.text.replace("__prefix__", "0")
        named = re.findall(r'aria-describedby="([^"]+)"', text)
        wanted = {name for names in named for name in names.split()}
        there = re.findall(r' id="([\w-]+(?:_helptext|_error))"', text)
        assert wanted - set(there) == set(), path
        # An error of several parts at once is told above them.
        alone = {name for name in set(there) - wanted if "_helptext" in name}
        assert alone == set(), path


def test_each_field_of_a_row_in_a_table_has_its_name(staff_client):
    """The head of the column is above all rows; a screen reader is in one of them."""
    text = staff_client.get("/admin/awards/certificatedesign/add/").text

    assert '<label class="sr-only" for="id_fields-__prefix__-what">' in text


def test_no_drawing_is_taken_for_one_of_the_desk(staff_client, rows):
    """The desk's own script draws into whatever is called `chart` and stops there."""
    text = staff_client.get("/admin/").text

    assert "chart__sheet" in text
    assert not re.search(r'class="(?:[^"]* )?chart[ "]', text)


@pytest.mark.parametrize("desk", DESKS, ids=name_of)
def test_an_empty_list_says_what_stands_here_and_how_to_begin(staff_client, desk):
    model, admin = desk
    words = getattr(admin, "when_empty", "") or BEGIN[model._meta.label]

    page = staff_client.get(address(model, "changelist"))

    if page.status_code == 200 and not page.context["cl"].result_count:
        assert escape(str(words)) in page.text
    assert not set(BEGIN) - {name_of(desk) for desk in DESKS}


@pytest.mark.parametrize("desk", DESKS, ids=name_of)
def test_people_and_papers_are_found_by_typing(staff_client, desk):
    """No select with a thousand options, no bare number to type."""
    _model, admin = desk
    request = staff_client.get("/admin/").wsgi_request
    if not (admin.has_add_permission(request) or admin.has_change_permission(request)):
        return
    forms = [admin.get_form(request)]
    for formset, inline in admin.get_formsets_with_inlines(request):
        if inline.has_add_permission(request, None):
            forms.append(formset.form)
            formset.form.base_fields.pop(formset.fk.name, None)

    fields = [item for form in forms for item in form.base_fields.items()]
    assert [name for name, field in fields if is_plain_choice(field)] == []


def is_plain_choice(field) -> bool:
    """It offers people or papers otherwise than by typing."""
    target = getattr(getattr(field, "queryset", None), "model", None)
    widget = getattr(field.widget, "widget", field.widget)
    found = isinstance(widget, AutocompleteMixin)
    return target is not None and target.__name__ in SEARCHED and not found


@pytest.mark.parametrize("role", STAFF)
def test_every_role_sees_what_its_rights_say_and_nothing_else(client, rows, role):
    """That each list opens to those alone who see it: tests/portal/test_access_desk."""
    call_command("sync_roles", verbosity=0)
    user = UserFactory(staff=True)
    appoint(user, role)
    log_in(client, user)

    request = opened(client, "/admin/").wsgi_request

    for model, admin in DESKS:
        opts = model._meta
        may = user.has_perm(f"{opts.app_label}.view_{opts.model_name}")
        may |= user.has_perm(f"{opts.app_label}.change_{opts.model_name}")
        assert admin.has_view_or_change_permission(request) == may, opts.label


@pytest.mark.parametrize("role", STAFF)
def test_what_a_role_may_change_it_may_also_see(role):
    call_command("sync_roles", verbosity=0)
    given = Group.objects.get(name=role).permissions.select_related("content_type")
    rights = {f"{right.content_type.app_label}.{right.codename}" for right in given}

    blind = [
        right
        for right in rights
        if (verb := right.split(".")[1].split("_")[0]) in ("add", "change", "delete")
        and right.replace(f".{verb}_", ".view_") not in rights
    ]

    assert blind == []


def test_every_kind_of_record_is_seen_by_some_role():
    call_command("sync_roles", verbosity=0)
    groups = Group.objects.prefetch_related("permissions__content_type")
    seen = {
        right.content_type.model_class()
        for group in groups
        for right in group.permissions.all()
        if right.codename.startswith("view_")
    }

    unseen = {model._meta.label for model, _admin in DESKS if model not in seen}

    assert unseen == set()


# --- the first page ---


SHELVES = {
    "members.view_branchrequest": "{% open_dossiers %}",
    "events.view_reminder": "{% due_reminders %}",
    "events.view_anniversary": "{% unverified_days %}",
    "bulletin.view_article": "{% newsroom %}",
    "federation.view_translationstate": "{% translation_counts %}",
    "outbox.view_message": "{% waiting_mail %}",
    "portal.view_feedback": "{% waiting_feedback %}",
}
CHARTS = ["members.view_branch", "events.view_event", "awards.view_award"]


@pytest.mark.parametrize("role", STAFF)
def test_the_first_page_shows_a_role_only_its_own(client, rows, role):
    call_command("sync_roles", verbosity=0)
    user = UserFactory(staff=True)
    appoint(user, role)
    message = MessageFactory(subject="Thư chờ người xử lý", state="held")
    log_in(client, user)

    page = client.get("/admin/").content.decode()

    assert (message.subject in page) == user.has_perm("outbox.view_message")
    shelves = sum(map(user.has_perm, SHELVES)) + any(map(user.has_perm, CHARTS))
    assert page.count('class="board__shelf"') == shelves
    assert page.count('class="board__number"') == sum(
        user.has_perm(right)
        for right in (
            *("members.view_association", "members.view_branch"),
            *("events.view_event", "bulletin.view_article", "awards.view_award"),
        )
    )


@pytest.mark.parametrize("count", [1, 3])
def test_the_first_page_costs_the_same(staff_client, count, django_assert_num_queries):
    UnionFactory()
    AnniversaryFactory.create_batch(count)
    ArticleFactory.create_batch(count, published=True)
    BranchFactory.create_batch(count, association=AssociationFactory(slug="rieng"))
    MessageFactory.create_batch(count, state="failed")
    staff_client.get("/admin/")

    # session, account; the union, and whether there is one (nobody adds a second);
    # associations, branches, new ones, figure, events, articles, awards; dossiers,
    # their number, the late; reminders coming, in trouble; days and cities with
    # their numbers; work of the newsroom, ends of licences; all translations;
    # commendations; mail: states, brake, the newest; the charts of branches (two),
    # events and rounds; messages of readers, their number; the latest changes
    with django_assert_num_queries(37):
        page = staff_client.get("/admin/")

    assert page.content.decode().count("board__row") >= count


def test_the_first_page_is_called_by_our_words(staff_client):
    page = staff_client.get("/admin/").content.decode()

    assert "hệ thống" not in page
    assert "Site administration" not in page


@pytest.mark.browser
def test_the_desk_proposes_addresses_without_marks(chromium):
    page = chromium.new_page()
    page.add_script_tag(path=finders.find("admin/js/urlify.js"))

    for text in ("Đêm hữu nghị, Nguyễn Đức", "Sự kiện thử: ưỡn ợ Ắ"):
        assert page.evaluate("text => URLify(text, 60)", text) == slugify(fold(text))
    assert page.evaluate("URLify('Đêm hữu - nghị', 8)") == "dem-huu"
    page.close()
