"""Somebody with an app, at the door."""

import pytest
from django.test import Client
from django.utils import translation

from accounts.actions import give_totp
from tests.accounts.door import SECRET
from tests.accounts.factories import UserFactory


@pytest.fixture
def person():
    user = UserFactory()
    give_totp(user, SECRET)
    return user


@pytest.fixture
def in_english():
    """Sentences are looked for in English, whatever the state of the catalogue."""
    with translation.override("en"):
        yield


@pytest.fixture
def english_client():
    return Client(headers={"accept-language": "en"})
