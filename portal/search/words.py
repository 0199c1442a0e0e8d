"""Words of a text as the index keeps them, words of a question as it is asked.

Each word stands in the index twice where it has marks, folded ("duong") and as written
("đường"), at the same place: the folded one finds, the written one decides who comes
first. Words of a title stand there once more with "^", and joined with their neighbour
("huunghi", "^huunghi"). PostgreSQL gets the finished lexemes, so nothing depends on the
locale of the database, and the index alone tells who comes before whom.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from html import unescape
from itertools import pairwise

from django.utils.html import strip_tags

from federation.sortkey import fold

PIECE = re.compile(r'(-?)"([^"]*)"?|(-?)(\S+)')
WORD = re.compile(r"[^\W_]+")
LONGEST = 40
MOST = 1_500  # words of a text; a place in PostgreSQL's index ends at 16,383
PLACES = 255
GAP = 10
# So many words may have been written as one.
JOINED = 4
BEGUN = 3


def tokens(text: str) -> list[str]:
    """Words in lower case; run together ("hiệnChỉ", "tri05") they are told apart."""
    found = []
    for word in WORD.findall(unicodedata.normalize("NFC", text)):
        start = 0
        for at in range(1, len(word)):
            before, here = word[at - 1], word[at]
            if (before.islower() and here.isupper()) or (
                before.isdigit() != here.isdigit()
            ):
                found.append(word[start:at])
                start = at
        found.append(word[start:])
    return [word.lower()[:LONGEST] for word in found]


def plain(text: str) -> str:
    """What a reader reads of a rich text."""
    return unescape(strip_tags(text)) if "<" in text or "&" in text else text


def vector(parts: list[str], facets: list[str]) -> str:
    """The lexemes of a title, of what follows it, and of facets."""
    places: dict[str, list[str]] = {f"={facet}": [] for facet in facets}
    at = 0
    for part in parts:
        for token in tokens(plain(part))[:MOST]:
            at += 1
            for lexeme in {fold(token), token}:
                places.setdefault(lexeme, []).append(str(at))
        at += GAP
    title = list(map(fold, tokens(plain(parts[0]))))
    pairs = list(map("".join, pairwise(title)))
    for lexeme in [*pairs, *(f"^{word}" for word in title + pairs)]:
        places.setdefault(lexeme, [])
    return " ".join(told(lexeme, where) for lexeme, where in places.items())


def told(lexeme: str, where: list[str]) -> str:
    return f"'{lexeme}':{','.join(where[:PLACES])}" if where else f"'{lexeme}'"


@dataclass
class Question:
    """What somebody typed: words, phrases in quotes, and what must not occur."""

    words: list[str] = field(default_factory=list)
    phrases: list[list[str]] = field(default_factory=list)
    unwanted: list[list[str]] = field(default_factory=list)

    @classmethod
    def of(cls, text: str) -> "Question":
        asked = cls()
        for not_phrase, phrase, not_word, word in PIECE.findall(text):
            found = tokens(phrase or word)
            if not found:
                continue
            if not_phrase or not_word:
                asked.unwanted.append(found)
            elif phrase:
                asked.phrases.append(found)
            else:
                asked.words += found
        return asked

    def __bool__(self):
        return bool(self.words or self.phrases)

    @property
    def all_words(self) -> list[str]:
        return self.words + [word for phrase in self.phrases for word in phrase]

    def beginnings(self) -> list[str]:
        """The tsqueries of titles with these words, the last of them perhaps begun:
        joined with the word before it, then anywhere.

        What one or two letters begin is too much to look through.
        """
        words = [f"^{fold(word)}" for word in self.words]
        *known, last = words
        found = []
        if known:
            joined = known[-1] + last[1:]
            found.append(" & ".join([*map(lexeme, known), f"{lexeme(joined)}:*"]))
        if len(last) > BEGUN:
            found.append(" & ".join([*map(lexeme, known), f"{lexeme(last)}:*"]))
        return found

    def lexemes(self, facets=()) -> list[str]:
        """What each hit has, wherever it stands."""
        return [*map(fold, self.all_words), *(f"={facet}" for facet in facets)]

    def query(self, facets=()) -> str:
        """The tsquery that finds: words without their marks, and these facets."""
        said = [f"'{fold(word)}'" for word in self.words]
        whole = " & ".join(said)
        if 1 < len(said) <= JOINED:
            whole = f"({whole} | '{fold(''.join(self.words))}')"
        parts = [whole] if whole else []
        parts += [side_by_side([fold(word) for word in p]) for p in self.phrases]
        parts += [f"!({side_by_side([fold(w) for w in p])})" for p in self.unwanted]
        parts += [f"'={facet}'" for facet in facets]
        return " & ".join(parts)

    def signs(self) -> list[list[str]]:
        """What puts a hit before others, the strongest first: the marks as typed, the
        words side by side in the title, the words of the title."""
        words = [fold(word) for word in self.all_words]
        written = self.all_words if words != self.all_words else []
        beside = [f"^{a}{b}" for a, b in pairwise(words)]
        title = [f"^{word}" for word in words]
        return [sign for sign in (written, beside, title) if sign]

    def stricter(self) -> list[list[str]]:
        """The lexemes of each stricter form of the question, the strictest first."""
        signs = self.signs()
        if self.all_words != list(map(fold, self.all_words)):
            written, *orders = signs
            return [*(written + order for order in orders), written, *orders]
        return signs


def lexeme(word: str) -> str:
    return f"'{word}'"


def all_of(lexemes: list[str]) -> str:
    return " & ".join(map(lexeme, lexemes))


def side_by_side(words: list[str]) -> str:
    return "(" + " <-> ".join(f"'{word}'" for word in words) + ")"
