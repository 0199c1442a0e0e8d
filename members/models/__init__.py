"""Associations, their branches, and the dossiers by which branches come to be."""

from federation.models.workdays import add_working_days, working_days_between
from members.models.associations import Association, WorldRegion
from members.models.branches import Branch, Growth
from members.models.changes import CORRECTION, BranchChange
from members.models.committees import CommitteeSeat, tenures
from members.models.counts import MembershipCount, Numbers
from members.models.dossiers import (
    DossierFile,
    DossierItem,
    DossierRequirement,
    DossierRevision,
    Kind,
    Remark,
)
from members.models.founding import copy_seats, proposed_number
from members.models.hosts import PastHost
from members.models.imports import ImportRow, MemberImport
from members.models.kinds import EFFECTS, Effect, kinds_for
from members.models.merges import MemberMerge
from members.models.papers import DecisionPaper, DecisionTemplate
from members.models.profiles import DRAFTED, ProfileDraft
from members.models.proposed import ProposedMember
from members.models.register import READERS, WRITERS, Digits, Member, dialled
from members.models.requests import BranchRequest
from members.models.troubles import DecisionTrouble
from members.models.wishes import refuses_mail

__all__ = [
    "CORRECTION",
    "DRAFTED",
    "EFFECTS",
    "READERS",
    "WRITERS",
    "Association",
    "Branch",
    "BranchChange",
    "BranchRequest",
    "CommitteeSeat",
    "DecisionPaper",
    "DecisionTemplate",
    "DecisionTrouble",
    "Digits",
    "DossierFile",
    "DossierItem",
    "DossierRequirement",
    "DossierRevision",
    "Effect",
    "Growth",
    "ImportRow",
    "Kind",
    "Member",
    "MemberImport",
    "MemberMerge",
    "MembershipCount",
    "Numbers",
    "PastHost",
    "ProfileDraft",
    "ProposedMember",
    "Remark",
    "WorldRegion",
    "add_working_days",
    "copy_seats",
    "dialled",
    "kinds_for",
    "proposed_number",
    "refuses_mail",
    "tenures",
    "working_days_between",
]
