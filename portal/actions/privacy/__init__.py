"""What somebody may ask of their data, on all floors: a copy, or to be forgotten."""

from portal.actions.privacy.closed import forget_undecided
from portal.actions.privacy.dossiers import key_of, say, undecided
from portal.actions.privacy.erasure import (
    CLEARED,
    KEPT,
    carry_out,
    carry_out_due,
    dry_run,
)
from portal.actions.privacy.export import as_json, as_pdf, everything_about, package_for
from portal.actions.privacy.relations import marks_of, relations_to, rows_of

__all__ = [
    "CLEARED",
    "KEPT",
    "as_json",
    "as_pdf",
    "carry_out",
    "carry_out_due",
    "dry_run",
    "everything_about",
    "forget_undecided",
    "key_of",
    "marks_of",
    "package_for",
    "relations_to",
    "rows_of",
    "say",
    "undecided",
]
