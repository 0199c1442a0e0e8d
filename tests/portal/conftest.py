"""A whole demo with somebody of every role, and a person with data in many tables."""

import pytest
from django.contrib import admin
from django.http import HttpResponseNotFound
from django.template.backends.django import Template

from tests.accounts.factories import UserFactory
from tests.federation.factories import DataRequestFactory, PersonFactory
from tests.federation.test_privacy import answer
from tests.outbox.factories import MessageFactory
from tests.portal.people import everybody
from tests.portal.seeded import SeededPortals

NAME, MAIL, LIFE = "Trịnh Hoài Thu", "hoai.thu@example.org", "Sinh ở Bắc Ninh"


@pytest.fixture
def person(db):
    user = UserFactory(full_name=NAME, email=MAIL)
    person = PersonFactory(full_name=NAME, bio_vi=LIFE, user=user)
    answer(person)
    DataRequestFactory(person=person, name=NAME, contact=MAIL)
    MessageFactory(to=MAIL)
    return person


@pytest.fixture(scope="session")
def seeded(django_db_setup, django_db_blocker, tmp_path_factory):
    portals = SeededPortals(django_db_blocker, tmp_path_factory.mktemp("seeded"))
    yield portals
    portals.end()


@pytest.fixture(scope="module")
def made(request, seeded, tmp_path_factory):
    """The demo of the module's CITY, Hà Nội's unless named; what it made, by kind."""
    city = getattr(request.module, "CITY", "ha-noi")
    with seeded.of(city, tmp_path_factory.mktemp("demo")) as made:
        yield made


@pytest.fixture(scope="module")
def people(made, django_db_blocker):
    """Somebody of every role in the demo."""
    with django_db_blocker.unblock():
        return everybody()


def no_page(request, exception=None):
    return HttpResponseNotFound()


@pytest.fixture
def unrendered(monkeypatch):
    """Who is let in is asked, not how it looks: no page is put together.

    Nor is a broken address searched for: most answers of a walk are that page.
    """
    monkeypatch.setattr("portal.urls.handler404", no_page)
    monkeypatch.setattr(admin.site, "each_context", lambda request: {})
    monkeypatch.setattr(Template, "render", lambda *args, **context: "")
