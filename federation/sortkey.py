"""Vietnamese alphabetical order and search without diacritics, inside PostgreSQL.

The database has no ICU, so order does not come from a collation but from the
immutable function `vi_sort_key` (alphabet a ă â b c d đ … and, among equals, the
tones ngang, huyền, hỏi, ngã, sắc, nặng); `vi_fold` drops case and the marks of every
Latin letter, a stroke too (đ, ø, ł). Both are made by the migration
`0001_text_functions`.
"""

import unicodedata

from django.db import models
from django.db.models import Func
from django.utils.text import slugify

TONES = "\u0300\u0309\u0303\u0301\u0323"  # huyền, hỏi, ngã, sắc, nặng
HATS = "\u0302\u0306\u031b"  # â ă ơ
VOWELS = "aăâeêioôơuưy"
# The marks of Latin letters (Unicode block 0300), and letters whose stroke is none.
MARKS = "".join(map(chr, range(0x300, 0x370)))
STROKES = {"đ": "d", "ø": "o", "ł": "l"}
PLAIN = str.maketrans(STROKES | dict.fromkeys(MARKS))
# The more frequent, the earlier: PostgreSQL looks for each letter from the first on.
FREQUENT = " nhtigcaomulbdprvyexksq,.-0123456789"
LETTERS = {
    "ă": "a~", "â": "a~~", "đ": "d~", "ê": "e~", "ô": "o~", "ơ": "o~~", "ư": "u~",
}  # fmt: skip


def _toned():
    for vowel in VOWELS:
        for number, tone in enumerate(TONES, start=1):
            yield unicodedata.normalize("NFC", vowel + tone), vowel, str(number)


def fold(text: str) -> str:
    """The same folding as `vi_fold`, for text that is already in Python."""
    return unicodedata.normalize("NFD", text.lower()).translate(PLAIN)


def free_slug(words: str, rows: models.QuerySet, *, otherwise: str = "") -> str:
    """An address word of these words that none of the rows has; else word-2, word-3 …

    Words without a letter or a number become `otherwise`.
    """
    longest = rows.model._meta.get_field("slug").max_length - 6
    stem = slugify(fold(words))[:longest].strip("-") or otherwise
    found = rows.filter(slug__startswith=stem).values_list("slug", flat=True)
    taken, number, slug = set(found), 1, stem
    while slug in taken:
        number += 1
        slug = f"{stem}-{number}"
    return slug


def functions_sql() -> str:
    """The SQL of both functions, built from the same tables as above."""
    toned, plain, numbers = map("".join, zip(*_toned(), strict=True))
    strokes, bare = map("".join, zip(*STROKES.items(), strict=True))
    order = sorted(MARKS, key=lambda mark: mark not in TONES + HATS)
    marked = FREQUENT + strokes + "".join(order)  # what has no counterpart is dropped
    primary = f"translate(lower(normalize($1, NFC)), '{toned}', '{plain}')"
    for letter, key in LETTERS.items():
        primary = f"replace({primary}, '{letter}', '{key}')"
    tones = (
        "regexp_replace(translate(lower(normalize($1, NFC)), "
        f"'{toned}', '{numbers}'), '[^1-5]', '0', 'g')"
    )
    head = "RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE"
    return (
        f"CREATE OR REPLACE FUNCTION vi_fold(text) {head} AS $f$ SELECT "
        f"translate(normalize(lower($1), NFD), '{marked}', '{FREQUENT}{bare}') $f$;"
        f"CREATE OR REPLACE FUNCTION vi_sort_key(text) {head} AS $f$ SELECT "
        f"{primary} || E'\\x01' || {tones} $f$;"
    )


class Fold(Func):
    """`vi_fold(x)`: compare with `fold(query)`."""

    function = "vi_fold"
    output_field = models.TextField()


class SortKey(Func):
    """`vi_sort_key(x)`: order by this for the Vietnamese alphabet."""

    function = "vi_sort_key"
    output_field = models.TextField()
