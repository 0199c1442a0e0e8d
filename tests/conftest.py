"""What every test may ask for."""

import time

import pytest
from django.test import Client

from tests.accounts.factories import UserFactory


def log_in(client, user, *, factor="mfa"):
    """Log `user` in with the second factor fulfilled (None: with the password only)."""
    client.force_login(user)
    session = client.session
    methods = ["password", factor] if factor else ["password"]
    session["account_authentication_methods"] = [
        {"method": method, "at": time.time()} for method in methods
    ]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    return client


@pytest.fixture
def login():
    """`login(client, user)`: the session of someone past the second factor."""
    return log_in


@pytest.fixture
def as_user():
    """`as_user(user)`: a client of its own, logged in past the second factor."""
    return lambda user, **kwargs: log_in(Client(), user, **kwargs)


@pytest.fixture
def staff_client(db):
    """A client logged in as someone who may do everything in the admin."""
    return log_in(Client(), UserFactory(superuser=True))
