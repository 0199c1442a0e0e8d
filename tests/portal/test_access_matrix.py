"""Who may what: every role at every address, on own and on foreign rows.

The addresses come from the resolver and the rows from the demo: a new one is walked
without anyone remembering it, and what is found is compared with the small table below.
`make matrix` prints it. The desk's half is in test_access_desk.
"""

import re
import sys
from fnmatch import fnmatch

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from awards.models import CommendationRound
from federation.models import Organization, Role
from federation.sortkey import fold
from portal.actions.addresses import every_address
from portal.search.sources import SOURCES
from portal.sitemaps import FRONTS
from tests.portal.people import ALL, BELONGS_TO, OWN, owners
from tests.portal.rows import furnish

EVERY_OFFICE = dict.fromkeys(Role.values, OWN)
ASSOCIATION = dict.fromkeys(["association_secretary", "association_leader"], OWN)
UNION = dict.fromkeys(["union_officer", "union_leader"], ALL)
NEWSROOM = ["author", "editor", "translator", "publisher", "auditor", "admin"]
# Behind the log-in: which role opens which rows at most. What is not named is closed.
AWARDING = ("council_secretary", "council_member", "publisher")
COUNCIL = UNION | dict.fromkeys(AWARDING, ALL)
MAY = {
    "portal:workspace*": EVERY_OFFICE,
    "federation:my-offices": EVERY_OFFICE,
    "federation:propose-hand-over": {"association_leader": OWN},
    "members:workspace-associations": ASSOCIATION,
    "members:workspace-file": ASSOCIATION | UNION,
    "members:workspace-decision": ASSOCIATION | UNION,
    "members:workspace-*": ASSOCIATION,
    "members:desk-*": {"association_leader": OWN} | UNION,
    "events:workspace-*": EVERY_OFFICE,
    "events:desk-*": UNION,
    "awards:workspace-paper": ASSOCIATION | COUNCIL,
    "awards:workspace-list*": ASSOCIATION | {"council_secretary": ALL},
    "awards:workspace-*": ASSOCIATION,
    "awards:desk-*": COUNCIL,
    "bulletin:workspace-*": dict.fromkeys(NEWSROOM, ALL) | UNION,
}
# Opened by nobody in the walk: a state or a choice picks it, not whose the row is.
# Tests of the app open each of them, for whose it is and for nobody else.
SHUT = [
    "members:workspace-offer-agree",
    *("events:workspace-reminder", "events:workspace-reminder-*"),
    *("events:desk-plan-*", "events:desk-year", "events:desk-letter-*"),
    *("events:workspace-task", "awards:workspace-nominate", "awards:desk-*"),
]
# Rows of the union alone, or of nobody: to an association they are foreign.
OF_THE_UNION = {
    *("events.AnnualPlan", "events.PlanItem", "bulletin.Article", "awards.Award"),
    *("awards.CommendationRound", "awards.CouncilMeeting", "awards.CertificateRun"),
    *("awards.CommendationDecision", "events.Greeting"),
}
# Words of these addresses choose; no row fills them in.
WITHOUT_A_ROW = {
    *("events:desk-plan-choose", "events:desk-plan-add", "events:desk-year"),
    *("events:desk-letter-new", "awards:desk-export"),
}
# Whom a rule of reminders names needs an account and no office to see their own.
WITHOUT_OFFICE = {
    *("events:workspace-reminders", "events:workspace-reminder"),
    "events:workspace-reminder-acknowledge",
}
FOREIGN = ALL - OWN
FEW = 16
ASKED = []  # for each role and address, of how many rows


@pytest.fixture(scope="module")
def people(people, django_db_blocker):
    """The same, with a row of every kind that an address stands for."""
    with django_db_blocker.unblock():
        furnish(next(p for p in people if p.role == "association_secretary").mine)
    return people


def allowed(address, role) -> frozenset:
    if role not in Role.values:
        named = role == "nobody" and address.name in WITHOUT_OFFICE
        return OWN if named else frozenset()
    for pattern, roles in MAY.items():
        if fnmatch(address.name, pattern):
            return roles.get(role, frozenset())
    raise AssertionError(f"{address.name}: say in MAY who may open it")


def samples(address, people) -> list:
    """A row of every status for every owner that somebody here stands for, and for
    every way in which it is theirs: as its association's, as the one it is offered to.
    """
    model = address.model()
    if model is None:
        return []
    theirs = set().union(*(person.mine for person in people))
    found = {}
    for row in model._default_manager.order_by("pk")[:400]:
        links = frozenset(
            field.name
            for field in row._meta.concrete_fields
            if field.many_to_one and issubclass(field.related_model, Organization)
            and getattr(row, field.attname) in theirs
        )  # fmt: skip
        which = getattr(row, "status", ""), frozenset(owners(row) & theirs), links
        found.setdefault(which, row)
    return list(found.values())[:FEW]


def protected():
    return [address for address in every_address() if address.is_protected]


def show(matrix) -> str:
    """o own, f foreign, a both, · nothing; one line for each address."""
    letters = {frozenset(): "·", OWN: "o", ALL: "a", FOREIGN: "f"}
    roles = list(dict.fromkeys(role for cells in matrix.values() for role in cells))
    head = "".join(f"{number:>3}" for number in range(1, len(roles) + 1))
    legend = "\n".join(f"{n:>3} {role}" for n, role in enumerate(roles, 1))
    lines = [
        f"{name:45}" + "".join(f"{letters[cells[role]]:>3}" for role in roles)
        for name, cells in matrix.items()
    ]
    return "\n".join(["", legend, f"{'':45}{head}", *lines])


def opened_by(person, address, rows) -> tuple[frozenset, list]:
    """Whose rows this person gets to see here, and answers that are wrong for anybody:
    a foreign row is 404, never 403, for whoever works here, and nothing breaks."""
    opened, wrong = set(), []
    ASKED.append(len(rows))
    for row in rows:
        whose = "own" if row is None or person.owns(row) else "foreign"
        status = person.opens(address, row)
        if status < 400:
            opened.add(whose)
        elif status >= 500 or (status == 403 and row and person.mine):
            wrong.append((address.name, person.role, whose, status))
    return frozenset(opened), wrong


@pytest.mark.django_db
@pytest.mark.usefixtures("unrendered")
def test_behind_the_log_in_everybody_opens_their_own_and_nothing_else(people):
    matrix, wrong = {}, []
    for address in protected():
        rows = samples(address, people) if address.words else [None]
        cells = matrix[address.name] = {}
        for person in people:
            may = allowed(address, person.role)
            cells[person.role], broken = opened_by(person, address, rows)
            too_much = sorted(cells[person.role] - may)
            wrong += broken
            wrong += [(address.name, person.role, too_much)] if too_much else []
    sys.stdout.write(f"{show(matrix)}\n{sum(ASKED)} combinations asked\n")

    assert wrong == [], "\n".join(map(str, wrong[:40]))
    assert len(matrix) > 30
    opened = {name for name, cells in matrix.items() if any(cells.values())}
    shut = {name for name in matrix if any(fnmatch(name, wide) for wide in SHUT)}
    assert set(matrix) - opened <= shut, "nobody opens it: tell why in SHUT"
    lacking = {
        name
        for name in opened
        if name.startswith("members:workspace-")
        and matrix[name]["association_secretary"] != OWN
    }
    assert lacking == set(), "a secretary opens her own"
    assert matrix["members:desk-dossier"]["union_officer"] >= FOREIGN


@pytest.mark.django_db
def test_every_kind_of_row_is_walked_with_an_own_and_a_foreign_one(people):
    """A new kind of row fails here until `rows.py` makes one of each."""
    secretary = next(p for p in people if p.role == "association_secretary")
    lacking, unknown = set(), set()
    for address in protected():
        if not address.words:
            continue
        if address.model() is None:
            unknown.add(address.name)
            continue
        label, rows = address.model()._meta.label, samples(address, people)
        whose = {"own" if secretary.owns(row) else "foreign" for row in rows}
        needed = {"foreign"} if label in OF_THE_UNION else ALL
        if label not in BELONGS_TO and not needed <= whose:
            lacking.add((label, *sorted(whose)))

    assert lacking == set(), "make rows of these kinds in rows.py"
    assert unknown == WITHOUT_A_ROW


@pytest.mark.django_db
def test_the_open_data_tell_every_role_what_they_tell_everybody(people):
    """Rows that are not public included: the same answer, whoever asks."""
    stranger, *others = people
    asked, wrong = 0, []
    for address in every_address():
        if not address.name.startswith("api:") or address.name == "api:openapi-view":
            continue  # the page that explains them is a page like others
        rows = samples(address, people) if address.words else [None]
        for path in {stranger.path(address, row) for row in rows} - {None}:
            public = stranger.client.get(path)
            for person in others:
                answer = person.client.get(path)
                asked += 1
                if (answer.status_code, answer.content) != (
                    public.status_code,
                    public.content,
                ):
                    wrong.append((address.name, path, person.role))

    assert wrong == [], "\n".join(map(str, wrong[:40]))
    assert asked > 300


@pytest.mark.django_db
def test_a_workspace_form_offers_nothing_foreign(people):
    """Choices and lists of a page hold only what its reader may open elsewhere."""
    secretary = next(p for p in people if p.role == "association_secretary")
    wrong, asked = [], 0
    for address in protected():
        if not address.is_read or (address.words and address.model() is None):
            continue
        rows = [row for row in samples(address, people) if secretary.owns(row)][:3]
        for row in rows if address.words else [None]:
            path = secretary.path(address, row)
            answer = secretary.client.get(path) if path else None
            if answer and answer.streaming:
                list(answer.streaming_content)  # closes the file
            context = getattr(answer, "context", None)
            if context is not None and answer.status_code == 200:
                asked += 1
                wrong += foreign_in(context, secretary, address.name)

    assert wrong == [], "\n".join(map(str, wrong[:40]))
    assert asked > 15


def foreign_in(context, person, name):
    lists = [context.get("object_list")] if "object_list" in context else []
    for key in ("form", "filter", "formset"):
        for form in forms_in(context.get(key)):
            lists += [
                field.queryset
                for field in form.fields.values()
                if hasattr(field, "queryset") and not field.widget.is_hidden
            ]
    for rows in filter(lambda rows: rows is not None, lists):
        for row in list(rows)[:200]:
            if owners(row) and not person.owns(row):
                yield (name, row._meta.label, str(row))


def forms_in(form):
    if form is None or not hasattr(form, "is_valid"):
        return []
    return list(form) if hasattr(form, "management_form") else [form]


@pytest.mark.django_db
def test_what_is_not_public_is_at_no_public_address(people):
    """Neither its page nor a list, feed, map or search tells of it."""
    stranger, wrong, hidden = people[0], [], {}
    for address in every_address():
        if address.is_protected or not address.words or not address.is_read:
            continue
        public = address.queryset(AnonymousUser())
        if public is None:
            continue
        rows = address.model()._default_manager.exclude(pk__in=public.values("pk"))
        for row in rows.order_by("pk")[:40]:
            if not all(getattr(row, word, word) for word in address.words):
                continue
            status = stranger.opens(address, row)
            if status not in (301, 404):
                wrong.append((address.name, str(row), status))
            title = str(row)
            if len(title) > 12:
                hidden[title] = row
    shown = {
        title: path
        for path, text in public_texts(stranger)
        for title in hidden
        if title in text
    }

    assert wrong == [], "\n".join(map(str, wrong[:40]))
    assert {title for title in shown if not is_told_elsewhere(title)} == set()
    assert len(hidden) >= 3


def is_told_elsewhere(title) -> bool:
    """The same words stand in a row that is public, or in a public notice."""
    if title in map(str, CommendationRound.objects.on_notice()):
        return True
    return any(
        fold(title) in fold(str(text))
        for source in SOURCES
        for row in source.rows().values_list(*source.fields)
        for text in row
    )


def public_texts(stranger):
    for address in every_address():
        if not (address.words or address.is_protected) and address.is_read:
            answer = stranger.client.get(address.path())
            if answer.status_code == 200:
                yield address.path(), answer.content.decode()
    for name in FRONTS:
        yield name, stranger.client.get(reverse(name) + "?page=2").content.decode()


def test_the_table_names_only_roles_that_exist():
    named = {role for roles in MAY.values() for role in roles}

    assert named <= set(Role.values)
    assert not re.search(r"\s", "".join(MAY))
