"""What is made of texts: files of an issue, copies of a newsletter; scans are read."""

from bulletin.documents.copies import (
    leaving_at,
    letter,
    newsletter_url,
    send_round,
    write,
)
from bulletin.documents.package import make_edition
from bulletin.documents.scans import read_scan

__all__ = [
    "leaving_at",
    "letter",
    "make_edition",
    "newsletter_url",
    "read_scan",
    "send_round",
    "write",
]
