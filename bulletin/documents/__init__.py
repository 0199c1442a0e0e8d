"""Files made of an issue, and what is read from a file of an old one."""

from bulletin.documents.package import make_edition
from bulletin.documents.scans import read_scan

__all__ = ["make_edition", "read_scan"]
