"""Somebody whose data stand in many tables."""

import pytest

from tests.accounts.factories import UserFactory
from tests.federation.factories import DataRequestFactory, PersonFactory
from tests.federation.test_privacy import answer
from tests.outbox.factories import MessageFactory

NAME, MAIL, LIFE = "Trịnh Hoài Thu", "hoai.thu@example.org", "Sinh ở Bắc Ninh"


@pytest.fixture
def person(db):
    user = UserFactory(full_name=NAME, email=MAIL)
    person = PersonFactory(full_name=NAME, bio_vi=LIFE, user=user)
    answer(person)
    DataRequestFactory(person=person, name=NAME, contact=MAIL)
    MessageFactory(to=MAIL)
    return person
