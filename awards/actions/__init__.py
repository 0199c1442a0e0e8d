"""What belongs to no single row: nominating, voting, deciding, certificates, lists."""

from awards.actions.certificates import make_certificates, make_one
from awards.actions.council import (
    call_meeting,
    close_meeting,
    count_votes,
    note_votes,
    open_notice,
    voters,
)
from awards.actions.deciding import correct, issue, revoke, why_not_yet
from awards.actions.lists import read_list, take_over
from awards.actions.nominating import attach, begin_nomination, delete_draft

__all__ = [
    "attach",
    "begin_nomination",
    "call_meeting",
    "close_meeting",
    "correct",
    "count_votes",
    "delete_draft",
    "issue",
    "make_certificates",
    "make_one",
    "note_votes",
    "open_notice",
    "read_list",
    "revoke",
    "take_over",
    "voters",
    "why_not_yet",
]
