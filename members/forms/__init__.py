"""Forms narrow and check; they do not act."""

from members.forms.desk import CheckForm, DecisionForm, RejectForm, ScanForm
from members.forms.dossier import (
    AnswerForm,
    PapersForm,
    WhatForm,
    WithdrawForm,
    seats_formset,
)
from members.forms.filters import AssociationFilter, BranchFilter, DossierFilter
from members.forms.numbers import CountForm
from members.forms.people import PeopleForm
from members.forms.register import (
    ImportForm,
    LeaveForm,
    MemberFilter,
    MemberForm,
    MergeForm,
)

__all__ = [
    "AnswerForm",
    "AssociationFilter",
    "BranchFilter",
    "CheckForm",
    "CountForm",
    "DecisionForm",
    "DossierFilter",
    "ImportForm",
    "LeaveForm",
    "MemberFilter",
    "MemberForm",
    "MergeForm",
    "PapersForm",
    "PeopleForm",
    "RejectForm",
    "ScanForm",
    "WhatForm",
    "WithdrawForm",
    "seats_formset",
]
