"""Folding in Python and in PostgreSQL; address words made of Vietnamese words."""

import unicodedata

import pytest
from django.db import connection

from federation.models import Person
from federation.sortkey import fold, free_slug
from tests.federation.factories import PersonFactory

pytestmark = pytest.mark.django_db
# Latin-1 Supplement, Extended-A, Extended-B and Extended Additional; no İ, which is two
# letters in lower case and one to PostgreSQL.
LATIN = [*range(0xC0, 0x250), *range(0x1E00, 0x1F00)]
LATIN = "".join(map(chr, LATIN)).replace("İ", "")


def folded(text: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT vi_fold(%s)", [text])
        return cursor.fetchone()[0]


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("ĐƯỜNG Nghĩa Tân, số 9", "duong nghia tan, so 9"),
        ("Jiří Dvořák", "jiri dvorak"),
        ("Őrség Łódź Jørgen", "orseg lodz jorgen"),
        ("Āzād Škoda Çelik", "azad skoda celik"),
    ],
)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_names_are_found_without_their_marks(name, plain, form):
    name = unicodedata.normalize(form, name)

    assert (fold(name), folded(name)) == (plain, plain)


def test_python_and_postgresql_fold_alike():
    assert folded(LATIN) == fold(LATIN)
    assert all(letter.isascii() for letter in fold("ăâđêôơưáàảãạắằẳẵặ"))


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
