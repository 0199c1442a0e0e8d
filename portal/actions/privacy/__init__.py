"""What somebody may ask of their data, on all floors: a copy, or to be forgotten."""

from portal.actions.privacy.closed import forget_undecided
from portal.actions.privacy.dossiers import key_of, say, undecided
from portal.actions.privacy.erasure import (
    CLEARED,
    KEPT,
    carry_out,
    carry_out_due,
    decide,
    dry_run,
    look,
    report_of,
    told_of,
)
from portal.actions.privacy.export import as_json, as_pdf, everything_about, package_for
from portal.actions.privacy.places import Place, dossier_of
from portal.actions.privacy.relations import marks_of, relations_to, rows_of
from portal.actions.privacy.ties import namesakes, tie, tie_certain, untied

__all__ = [
    "CLEARED",
    "KEPT",
    "Place",
    "as_json",
    "as_pdf",
    "carry_out",
    "carry_out_due",
    "decide",
    "dossier_of",
    "dry_run",
    "everything_about",
    "forget_undecided",
    "key_of",
    "look",
    "marks_of",
    "namesakes",
    "package_for",
    "relations_to",
    "report_of",
    "rows_of",
    "say",
    "tie",
    "tie_certain",
    "told_of",
    "undecided",
    "untied",
]
