"""Address words made of Vietnamese words."""

import pytest

from federation.models import Person
from federation.sortkey import free_slug
from tests.federation.factories import PersonFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("taken", "slug"),
    [
        ([], "doan-ket-ha-noi"),
        (["doan-ket-ha-noi"], "doan-ket-ha-noi-2"),
        (["doan-ket-ha-noi", "doan-ket-ha-noi-2"], "doan-ket-ha-noi-3"),
        (["doan-ket-ha-noi-2"], "doan-ket-ha-noi"),
    ],
)
def test_the_first_address_word_that_nobody_has(taken, slug):
    for word in taken:
        PersonFactory(slug=word)

    assert free_slug("Đoàn kết Hà Nội!", Person.objects) == slug


def test_words_without_letters_become_something_else():
    PersonFactory(slug="chi-hoi")

    assert free_slug("…?", Person.objects, otherwise="chi-hoi") == "chi-hoi-2"


def test_a_long_word_leaves_room_for_its_number():
    PersonFactory(slug="a" * 114)

    assert free_slug("a" * 500, Person.objects) == "a" * 114 + "-2"
