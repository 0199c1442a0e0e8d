"""Run inside the portal that is looked at: its kinds of page, a key for each role."""

from django.conf import settings
from django.test import Client
from django.utils.translation import override

from accounts.models import User
from portal.actions import kinds
from tests.conftest import log_in

# The first page of a role differs from that of the next.
OWN_TO_EACH = {"portal:workspace", "admin"}


def pages(language: str, accounts: dict) -> dict:
    """{"keys": {role: session}, "pages": [(group, role, kind, paths)]}, each once."""
    keys, found, seen = {"": ""}, [], set()
    for group, walks in kinds.WALKS.items():
        for role, of in walks:
            user = kinds.ANYBODY
            if role:
                user = User.objects.get(email=accounts[role]["email"])
                if role not in keys:
                    keys[role] = key_of(user)
            with override(language):
                mine = [kind for kind in of(user, language) if kind.paths]
            for kind in mine:
                if (group, kind.name) not in seen or kind.name in OWN_TO_EACH:
                    found.append((group, role, kind.name, kind.paths))
            seen |= {(group, kind.name) for kind in mine}
    return {"keys": keys, "pages": found}


def key_of(user) -> str:
    client = log_in(Client(), user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def speak(language: str, roles, accounts: dict) -> None:
    """The desk speaks the language of the account."""
    emails = [accounts[role]["email"] for role in roles]
    User.objects.filter(email__in=emails).update(language=language)
