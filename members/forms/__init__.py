"""Forms narrow and check; they do not act."""

from members.forms.branches import (
    BranchesForm,
    ConfirmForm,
    CorrectForm,
    TenureForm,
    TermForm,
)
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
from members.forms.profiles import GiveBackForm, ProfileForm
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
    "BranchesForm",
    "CheckForm",
    "ConfirmForm",
    "CorrectForm",
    "CountForm",
    "DecisionForm",
    "DossierFilter",
    "GiveBackForm",
    "ImportForm",
    "LeaveForm",
    "MemberFilter",
    "MemberForm",
    "MergeForm",
    "PapersForm",
    "PeopleForm",
    "ProfileForm",
    "RejectForm",
    "ScanForm",
    "TenureForm",
    "TermForm",
    "WhatForm",
    "WithdrawForm",
    "seats_formset",
]
