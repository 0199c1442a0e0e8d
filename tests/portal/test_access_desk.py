"""Who may what at the desk: every role at every model, page by page.

The desks come from the admin's registry; `make matrix` prints what is found.
"""

import sys

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.test import RequestFactory
from django.urls import reverse

from portal.actions.addresses import desk_path, every_desk


def opens(person, path) -> bool:
    """A page, or a way on to another page of the desk; never the log-in."""
    with transaction.atomic():
        answer = person.client.get(path)
        transaction.set_rollback(True)
    is_desk = answer.status_code == 302 and answer.url.startswith("/admin/")
    return answer.status_code == 200 or (is_desk and "login" not in answer.url)


def rights(modeladmin, person, row) -> dict[str, bool]:
    """What the rights say of each page."""
    request = RequestFactory().get("/admin/")
    request.user = person.user or AnonymousUser()
    staff = bool(person.user and person.user.is_staff)
    sees = staff and modeladmin.has_view_or_change_permission(request)
    found = {"changelist?q": sees}
    found["add"] = staff and modeladmin.has_add_permission(request)
    if row is None:
        return found
    if sees == modeladmin.get_queryset(request).filter(pk=row.pk).exists():
        found |= {"change": sees, "history": sees}
        found["delete"] = staff and modeladmin.has_delete_permission(request, row)
    return found


@pytest.mark.django_db
@pytest.mark.usefixtures("unrendered")
def test_the_desk_opens_to_each_role_what_its_rights_say(people):
    """List, search, new, form, history and deletion of every model, for every role."""
    wrong, matrix = [], {}
    for model, modeladmin in every_desk():
        row = model._default_manager.order_by("pk").first()
        cells = matrix[model._meta.label] = {}
        for person in people:
            opened = set()
            for page, may in rights(modeladmin, person, row).items():
                args = [row.pk] if page in {"change", "history", "delete"} else []
                path = desk_path(model, page.split("?")[0], *args)
                is_open = opens(person, path + "?q=a" * ("?" in page))
                opened |= {page[0]} if is_open else set()
                if is_open != may:
                    wrong.append((page, person.role, path))
            cells[person.role] = "".join(sorted(opened)) or "·"
    sys.stdout.write(show(matrix))

    assert wrong == [], "\n".join(map(str, wrong[:40]))
    assert len(matrix) > 50
    assert matrix["members.Branch"]["association_secretary"] == "·"


def show(matrix) -> str:
    """Letters of what opens: list (c), new (a), form (c), history (h), deletion (d)."""
    lines = []
    for name, cells in matrix.items():
        told = "  ".join(
            f"{role} {page}" for role, page in cells.items() if page != "·"
        )
        lines.append(f"{name:32}{told}")
    return "\n".join(["", *lines, ""])


@pytest.mark.django_db
def test_typing_finds_only_what_one_may_see(people):
    """Autocomplete of every field of every desk asks for the right to see."""
    wrong, asked = [], 0
    for model, modeladmin in every_desk():
        for name in modeladmin.autocomplete_fields or ():
            target = model._meta.get_field(name).related_model
            label, kind = target._meta.app_label, target._meta.model_name
            query = {
                "app_label": model._meta.app_label,
                "model_name": model._meta.model_name,
                "field_name": name,
                "term": "a",
            }
            for person in people:
                answer = person.client.get(reverse("admin:autocomplete"), query)
                staff = bool(person.user and person.user.is_staff)
                may = staff and any(
                    person.user.has_perm(f"{label}.{verb}_{kind}")
                    for verb in ("view", "change")
                )
                asked += 1
                if (answer.status_code == 200) != may:
                    wrong.append((model._meta.label, name, person.role, may))

    assert wrong == [], "\n".join(map(str, wrong[:40]))
    assert asked > 300


@pytest.mark.django_db
def test_a_filter_of_a_list_offers_only_what_one_may_see(people):
    """The choices beside each list, for every role, are rows of desks that open."""
    desks, wrong, asked = dict(every_desk()), [], 0
    for model, modeladmin in desks.items():
        for person in people:
            request = RequestFactory().get("/admin/")
            request.user = person.user or AnonymousUser()
            if not request.user.is_staff or not modeladmin.has_view_permission(request):
                continue
            changelist = modeladmin.get_changelist_instance(request)
            for spec in changelist.filter_specs:
                offered = {pk for pk, _label in related_choices(spec)}
                if not offered:
                    continue
                asked += 1
                other = spec.field.remote_field.model
                key = spec.field.target_field.attname
                if foreign := offered - seen_by(desks.get(other), key, request):
                    wrong.append((model._meta.label, spec.field_path, person.role,
                                  sorted(foreign)[:3]))  # fmt: skip

    assert wrong == [], "\n".join(map(str, wrong[:40]))
    assert asked > 40


def related_choices(spec) -> list:
    """Rows of another table that a filter offers; not words of a list."""
    field = getattr(spec, "field", None)
    if not getattr(field, "remote_field", None):
        return []
    return [pair for pair in getattr(spec, "lookup_choices", []) if pair[0]]


def seen_by(modeladmin, key: str, request) -> set:
    """What this person finds at the desk of that table."""
    if modeladmin is None or not modeladmin.has_view_permission(request):
        return set()
    return set(modeladmin.get_queryset(request).values_list(key, flat=True))
