"""What is made of texts: files of an issue, copies of a newsletter; scans are read."""

from bulletin.documents.copies import letter, send_round, write
from bulletin.documents.package import make_edition
from bulletin.documents.scans import read_scan

__all__ = ["letter", "make_edition", "read_scan", "send_round", "write"]
