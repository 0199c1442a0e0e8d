"""A secretary's pages: her associations, branches, dossiers, the guided form."""

from members.workspace.guided import (
    DossierCommittee,
    DossierCreate,
    DossierDocuments,
    DossierMembers,
    DossierReview,
    DossierWhat,
    MembersTemplate,
)
from members.workspace.moves import (
    DecisionDownload,
    DossierCopy,
    DossierDelete,
    DossierSubmit,
    DossierWithdraw,
    FileDownload,
    PaperRemove,
    RemarkAnswer,
)
from members.workspace.pages import (
    BranchList,
    BranchWork,
    DossierBegin,
    DossierDetail,
    DossierList,
    MyAssociations,
    OfferAgree,
    OfferDetail,
)

__all__ = [
    "BranchList",
    "BranchWork",
    "DecisionDownload",
    "DossierBegin",
    "DossierCommittee",
    "DossierCopy",
    "DossierCreate",
    "DossierDelete",
    "DossierDetail",
    "DossierDocuments",
    "DossierList",
    "DossierMembers",
    "DossierReview",
    "DossierSubmit",
    "DossierWhat",
    "DossierWithdraw",
    "FileDownload",
    "MembersTemplate",
    "MyAssociations",
    "OfferAgree",
    "OfferDetail",
    "PaperRemove",
    "RemarkAnswer",
]
