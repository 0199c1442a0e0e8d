"""Papers of commendation: decision as Word and PDF, minutes, certificates."""

from awards.documents.certificates import Press, longest_name
from awards.documents.decision import bases_of, paper_of, preview
from awards.documents.minutes import keep_minutes, minutes_of
from awards.documents.signing import signed
from awards.documents.submission import submission_of

__all__ = [
    "Press",
    "bases_of",
    "keep_minutes",
    "longest_name",
    "minutes_of",
    "paper_of",
    "preview",
    "signed",
    "submission_of",
]
