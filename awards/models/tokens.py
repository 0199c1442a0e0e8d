"""Words nobody can guess, and words that compare."""

import secrets
import unicodedata

from federation.sortkey import fold

# Crockford's alphabet: no I, L, O, U, so a token can be read out and typed from paper.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
TOKEN_LENGTH = 28  # 28 letters of 5 bits: 140 bits
LOOKALIKES = str.maketrans("OILU", "011V", " -–—.\t")


def new_token() -> str:
    """A word nobody can guess."""
    return "".join(secrets.choice(ALPHABET) for _letter in range(TOKEN_LENGTH))


def clean_token(typed: str) -> str:
    """What was typed from paper, as it is stored; empty when it cannot be a token."""
    token = typed.upper().translate(LOOKALIKES)
    right = len(token) == TOKEN_LENGTH and set(token) <= set(ALPHABET)
    return token if right else ""


def key_of(text: str) -> str:
    """The words alone, folded: what compares names and achievements."""
    words = fold(unicodedata.normalize("NFC", text or ""))
    return " ".join("".join(c if c.isalnum() else " " for c in words).split())
