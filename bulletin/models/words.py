"""Texts as they should be printed: quotation marks, words run together, codes."""

import re
from html import escape, unescape
from itertools import pairwise

TAG = re.compile(r"""(<(?:[^<>"']|"[^"]*"|'[^']*')*>)""")
# A capital inside a word: “hiệnChỉ thị”; names that are written so are left alone.
WORD = re.compile(r"\w+")
NAMES = re.compile(r"(?:Mc|Mac|De|Le|La|Di|Van|O’)[A-Z]\w+|[a-z][A-Z]\w+|You[A-Z]\w+")
CODE = re.compile(r"\b\d{1,5}(?:[-/][0-9A-ZĐƯ]{1,12}){1,4}(?:-[0-9A-ZĐƯ]{1,12})*\b")
OPENS_AFTER = set(" \t\n\xa0([{“‘«/–—-")


def glued(text: str) -> list[str]:
    """Words that seem to have lost the space between them, in their order."""
    found = []
    for word in WORD.findall(text):
        joint = any(
            before.islower() and after.isupper() for before, after in pairwise(word)
        )
        if joint and not NAMES.fullmatch(word):
            found.append(word)
    return list(dict.fromkeys(found))


def typographic(text: str, before: str = " ") -> str:
    """Straight quotation marks as they are printed; `before` is the letter before."""
    out = []
    for letter in text:
        if letter == '"':
            letter = "“" if before in OPENS_AFTER else "”"
        elif letter == "'":
            letter = "‘" if before in OPENS_AFTER else "’"
        out.append(letter)
        before = letter
    return "".join(out)


def typographic_html(html: str) -> str:
    """The same in the words of a clean rich text; marks and addresses stay."""
    out, before = [], " "
    for number, piece in enumerate(TAG.split(html)):
        if number % 2:
            out.append(piece)
            if re.match(r"</?(p|h\d|li|td|th|div|br|blockquote|figcaption)\b", piece):
                before = " "
            continue
        words = unescape(piece)
        fresh = typographic(words, before)
        out.append(piece if fresh == words else escape(fresh, quote=False))
        before = words[-1:] or before
    return "".join(out)


def codes_in(html: str) -> set[str]:
    """What looks like the number of a document: “12-CT/TW”, “05-TT/TU”."""
    return {match for words in _words(html) for match in CODE.findall(words)}


def with_links(html: str, addresses: dict[str, str]) -> str:
    """Each known number leads to its document, where no link stands already."""
    out, inside = [], 0
    for number, piece in enumerate(TAG.split(html)):
        if number % 2:
            inside += piece.startswith("<a ") - piece.startswith("</a")
            out.append(piece)
        elif inside:
            out.append(piece)
        else:
            out.append(CODE.sub(lambda match: _link(match[0], addresses), piece))
    return "".join(out)


def _link(code: str, addresses: dict[str, str]) -> str:
    if code not in addresses:
        return code
    return f'<a href="{escape(addresses[code])}">{code}</a>'


def _words(html: str) -> list[str]:
    return TAG.split(html)[::2]
