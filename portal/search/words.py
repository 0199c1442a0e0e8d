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
from string import ascii_lowercase

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
# Of two kinds the one of greater standing comes first, of one kind the newest day.
DAYS, EVERY_KIND = 1_000_000, 1_000
# So many of a language stand first: they are marked and have an index of their own.
HEAD = 100_000


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

    def query(self, lexemes: list[str], facets=(), joined="") -> str:
        """The tsquery of entries with these, in these facets; phrases side by side."""
        parts = list(map(lexeme, lexemes))
        if joined:
            parts = [f"({all_of(lexemes)} | {lexeme(joined)})"]
        parts += [side_by_side([fold(word) for word in p]) for p in self.phrases]
        parts += [f"!({side_by_side([fold(w) for w in p])})" for p in self.unwanted]
        return " & ".join([*parts, *(lexeme(f"={facet}") for facet in facets)])

    def plain(self) -> list[str]:
        """What each hit has: the words without their marks."""
        return list(map(fold, self.all_words))

    def joined(self) -> str:
        """A few words as one, as a hurried author may have written them."""
        few = 1 < len(self.words) <= JOINED and not self.phrases
        return fold("".join(self.words)) if few else ""

    def written(self) -> list[str]:
        """The words with the marks as typed, if there are any."""
        return [] if self.all_words == self.plain() else self.all_words

    def beside(self) -> list[str]:
        """The words side by side in the title."""
        return [f"^{a}{b}" for a, b in pairwise(self.plain())]

    def title(self) -> list[str]:
        return [f"^{word}" for word in self.plain()]

    def signs(self) -> list[list[str]]:
        """What puts a hit before others, the strongest first."""
        return [s for s in (self.written(), self.beside(), self.title()) if s]


def slips(word: str) -> set[str]:
    """What was perhaps meant: a letter too few, too many, another, or two swapped."""
    cut = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    found = {a + b[1:] for a, b in cut if b}
    found |= {a + b[1] + b[0] + b[2:] for a, b in cut if len(b) > 1}
    for letter in ascii_lowercase:
        found |= {a + letter + b[1:] for a, b in cut if b}
        found |= {a + letter + b for a, b in cut}
    return found - {"", word}


def any_of(lexemes: list[str]) -> str:
    return f"({' | '.join(map(lexeme, lexemes))})"


def lexeme(word: str) -> str:
    return f"'{word}'"


def all_of(lexemes: list[str]) -> str:
    return " & ".join(map(lexeme, lexemes))


def side_by_side(words: list[str]) -> str:
    return "(" + " <-> ".join(f"'{word}'" for word in words) + ")"
