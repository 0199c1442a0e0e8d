"""Somebody of every role with the demo around them, and how to ask a page as they."""

import time

from django.contrib.auth.models import Group
from django.db import transaction
from django.test import Client
from django.urls import NoReverseMatch, reverse

from accounts.models import User
from federation.models import Office, Organization, Role, Union
from tests.accounts.factories import UserFactory
from tests.conftest import log_in

OWN, ALL = frozenset({"own"}), frozenset({"own", "foreign"})
# Rows that belong to a person, not to an organisation.
BELONGS_TO = {"events.Reminder": "recipient_id"}
HOUSE = {"members", "events", "federation", "awards"}


def owners(row, depth=3) -> set:
    """The organisations a row belongs to, found along its foreign keys; a branch's
    rows belong to its association too."""
    if isinstance(row, Organization):
        return {row.pk, row.parent_id} if row.kind == "branch" else {row.pk}
    links = [field for field in row._meta.concrete_fields if field.many_to_one]
    links = [field for field in links if getattr(row, field.attname) is not None]
    near = [f for f in links if issubclass(f.related_model, Organization)]
    if not near and depth:
        near = [f for f in links if f.related_model._meta.app_label in HOUSE]
    return set().union(*(owners(getattr(row, f.name), depth - 1) for f in near))


class Person:
    """Somebody with a role, and what is theirs."""

    def __init__(self, role, user):
        self.role, self.user = role, user
        self.client = Client(raise_request_exception=False)
        self.mine = set()
        if user is not None:
            log_in(self.client, user)
            self.stay()
            held = Office.objects.held_by(user)
            self.mine = set(held.values_list("organization_id", flat=True))

    def stay(self) -> None:
        """What a request writes is taken back, also when it was seen last: say it
        once, lest every request writes the session anew."""
        session, now = self.client.session, time.time()
        session.update({"since": now, "seen": now + 3600})
        session.save()

    def owns(self, row) -> bool:
        if field := BELONGS_TO.get(row._meta.label):
            return self.user is not None and getattr(row, field) == self.user.pk
        return bool(owners(row) & self.mine)

    def path(self, address, row=None) -> str | None:
        """None where this row has no such address."""
        try:
            return address.path(row)
        except (AttributeError, NoReverseMatch):
            return None

    def opens(self, address, row=None) -> int:
        """The status of the answer; whatever it did is taken back."""
        path = self.path(address, row)
        if path is None:
            return 404
        with transaction.atomic():
            ask = self.client.get if address.is_read else self.client.post
            answer = ask(path)
            if answer.streaming:
                list(answer.streaming_content)
            transaction.set_rollback(True)
        if answer.status_code == 302 and reverse("account_login") in answer.url:
            return 401
        return answer.status_code


def everybody() -> list[Person]:
    """Nobody, a person without an office, and one of each role, from the demo if it
    has one."""
    found = [Person("anonymous", None), Person("nobody", UserFactory())]
    for role in Role.values:
        email = f"{role.replace('_', '.')}@demo.example"
        user = User.objects.filter(email=email).first() or UserFactory()
        User.objects.filter(pk=user.pk).update(is_superuser=False)
        user.refresh_from_db()
        user.groups.set(Group.objects.filter(name=role))
        if not Office.objects.held_by(user).exists():
            union = Union.objects.get()
            Office.objects.create(
                user=user, organization=union, role=role, since="2020-01-01"
            )
        found.append(Person(role, user))
    return found
