"""What belongs to no single row: dossiers, and the register of members."""

from members.actions.branches import (
    correct_branch,
    take_over_branches,
    write_committee,
)
from members.actions.decisions import carry_out, try_again, write_decision
from members.actions.dossiers import (
    add_people,
    attach,
    begin_request,
    copy_request,
    delete_draft,
    detach,
    file_scan,
    load_requirements,
    load_templates,
    save_once,
    start_request,
)
from members.actions.imports import begin_founders, choose, read_list, take_over
from members.actions.register import (
    CHOSEN,
    delete_mistake,
    enter,
    hold_register,
    merge,
    tell_apart,
    undo_merge,
)

__all__ = [
    "CHOSEN",
    "add_people",
    "attach",
    "begin_founders",
    "begin_request",
    "carry_out",
    "choose",
    "copy_request",
    "correct_branch",
    "delete_draft",
    "delete_mistake",
    "detach",
    "enter",
    "file_scan",
    "hold_register",
    "load_requirements",
    "load_templates",
    "merge",
    "read_list",
    "save_once",
    "start_request",
    "take_over",
    "take_over_branches",
    "tell_apart",
    "try_again",
    "undo_merge",
    "write_committee",
    "write_decision",
]
