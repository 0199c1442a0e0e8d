"""Nobody reaches the admin or the workspace without a second factor."""

import re

import pytest
from django.core.cache import cache
from django.urls import URLPattern, get_resolver, reverse
from django.utils import translation

from accounts.middleware import is_protected
from tests.accounts.factories import UserFactory

pytestmark = pytest.mark.django_db


def addresses(patterns=None, prefix=""):
    """Every address of the site, its parameters filled with something."""
    for pattern in patterns if patterns is not None else get_resolver().url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield route
        else:
            yield from addresses(pattern.url_patterns, route)


def fill(route):
    route = re.sub(r"<(int|year|month|page):\w+>", "1", route)
    route = re.sub(r"<[^>]+>", "x", route)
    return "/" + re.sub(r"\^|\$|\(\?P|\\Z", "", route).lstrip("/")


def protected():
    found = set()
    for code in ("vi", "en"):
        with translation.override(code):
            found |= {fill(route) for route in addresses()}
    return sorted(path for path in found if is_protected(path))


def test_there_is_something_to_protect():
    found = protected()

    assert {"/admin/", "/admin/login/", reverse("portal:workspace")} <= set(found)
    assert len([path for path in found if path.startswith("/en/")]) >= 1


@pytest.mark.parametrize("method", ["get", "post", "head", "put", "delete"])
def test_strangers_are_led_to_the_login(client, method):
    for path in protected():
        cache.clear()  # so many in a minute would be a flood
        response = getattr(client, method)(path)

        assert response.status_code == 302, path
        assert "/tai-khoan/" in response.url or "/accounts/" in response.url, path


@pytest.mark.parametrize("staff", [True, False])
def test_a_password_alone_leads_to_the_second_factor(as_user, staff):
    client = as_user(UserFactory(is_staff=staff), factor=None)

    for path in protected():
        response = client.get(path)

        assert response.status_code == 302, path
        assert response.url.startswith(reverse("account_second_factor")), path


def test_staff_may_not_come_with_a_mailed_code(as_user):
    response = as_user(UserFactory(staff=True), factor="code").get("/admin/")

    assert response.status_code == 302


def test_the_admin_does_not_exist_for_those_who_are_not_staff(as_user):
    assert as_user(UserFactory()).get("/admin/").status_code == 404
