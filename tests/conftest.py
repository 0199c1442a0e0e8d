"""What every test may ask for."""

import os
import shutil
import time

import pytest
from django.conf import settings as django_settings
from django.contrib.auth.models import Permission
from django.core.cache import cache
from django.test import Client
from django.utils import translation

from portal.actions.limits import load_privacy_limit
from portal.actions.reference import Loader
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


@pytest.fixture(autouse=True)
def language():
    """Each test starts in Vietnamese; a request for an English page leaves English."""
    translation.deactivate()
    yield
    translation.deactivate()


@pytest.fixture(autouse=True)
def unhurried():
    """What other tests sent just now is not held against this one."""
    whats = ["127.0.0.1", "/api/.127.0.0.1", "/og/.127.0.0.1", "mail.127.0.0.1", "mail"]
    cache.delete_many([f"portal.posts.{what}" for what in whats])


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
    """A client logged in as someone who may do everything, every right by name."""
    user = UserFactory(superuser=True)
    plain = r"^(view|add|change|delete|manage)_"
    user.user_permissions.set(Permission.objects.exclude(codename__regex=plain))
    return log_in(Client(), user)


@pytest.fixture
def limits(db):
    """The limits of the reference table."""
    Loader().table("privacy_limits.csv", load_privacy_limit)


def pytest_configure(config):
    """Every process of pytest-xdist has a cache of its own, as it has a database."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    if worker and django_settings.configured:
        cache = django_settings.CACHES["default"]
        address, _slash, _number = cache["LOCATION"].rpartition("/")
        cache["LOCATION"] = f"{address}/{1 + int(worker.removeprefix('gw')) % 14}"


SLOWEST = (
    *("tests/portal/", "tests/browser/", "tests/test_bad_input", "tests/stack/"),
    *("tests/test_admin", "tests/run/"),
)


def pytest_collection_modifyitems(items):
    """The longest first, lest one process be left alone with them at the end."""
    items.sort(key=lambda item: not item.nodeid.startswith(SLOWEST))


CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))),
    None,
)
PATIENCE = 30_000  # milliseconds until a page must show what is expected of it
NO_CHROMIUM = "Chromium is missing: apt-get install chromium"


def pytest_terminal_summary(terminalreporter):
    """A browser test that did not run is told loudly."""
    skipped = [
        report
        for report in terminalreporter.stats.get("skipped", [])
        if NO_CHROMIUM in str(report.longrepr)
    ]
    if skipped:
        text = f"{len(skipped)} BROWSER TESTS DID NOT RUN. {NO_CHROMIUM}"
        terminalreporter.section(text, red=True, bold=True)


@pytest.fixture(scope="session")
def chromium():
    """The system's Chromium; without it the test is skipped, and fails in CI."""
    if CHROMIUM is None:
        if os.environ.get("CI"):
            pytest.fail(NO_CHROMIUM)
        pytest.skip(NO_CHROMIUM)
    from playwright.sync_api import expect, sync_playwright

    # A busy machine is slow, not wrong; what is there at once costs no patience.
    expect.set_options(timeout=PATIENCE)
    # Playwright keeps a loop running in this thread; Django would mistake it for async.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox"]
        )
        yield browser
        browser.close()


@pytest.fixture
def page(chromium, live_server):
    """A fresh page on the running portal; an error of a script fails the test."""
    context = chromium.new_context(base_url=live_server.url, locale="vi-VN")
    page, errors = context.new_page(), []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    context.close()
    assert errors == []
