"""The desk of the union's office and of the leaders."""

from members.desk.branches import (
    BranchCommittee,
    BranchCorrect,
    BranchesExcel,
    BranchesImport,
)
from members.desk.dossiers import (
    DecisionPreview,
    DecisionRetry,
    DecisionScan,
    DossierAcknowledge,
    DossierCheck,
    DossierDecide,
    DossierDesk,
    DossierInbox,
    DossierReject,
    DossierStart,
    DossierTakeOver,
)
from members.desk.profiles import ProfileDesk, ProfileList

__all__ = [
    "BranchCommittee",
    "BranchCorrect",
    "BranchesExcel",
    "BranchesImport",
    "DecisionPreview",
    "DecisionRetry",
    "DecisionScan",
    "DossierAcknowledge",
    "DossierCheck",
    "DossierDecide",
    "DossierDesk",
    "DossierInbox",
    "DossierReject",
    "DossierStart",
    "DossierTakeOver",
    "ProfileDesk",
    "ProfileList",
]
