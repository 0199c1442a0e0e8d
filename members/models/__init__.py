"""Associations, their branches, and the dossiers by which branches come to be."""

from members.models.associations import Association, WorldRegion
from members.models.branches import Branch, Growth
from members.models.committees import CommitteeSeat
from members.models.counts import MembershipCount
from members.models.deadlines import add_working_days, working_days_between
from members.models.dossiers import (
    DossierFile,
    DossierItem,
    DossierRequirement,
    DossierRevision,
    Remark,
)
from members.models.founding import proposed_number
from members.models.requests import BranchRequest

__all__ = [
    "Association",
    "Branch",
    "BranchRequest",
    "CommitteeSeat",
    "DossierFile",
    "DossierItem",
    "DossierRequirement",
    "DossierRevision",
    "Growth",
    "MembershipCount",
    "Remark",
    "WorldRegion",
    "add_working_days",
    "proposed_number",
    "working_days_between",
]
