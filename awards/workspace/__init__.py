"""A secretary's pages: rounds, her nominations, lists from Excel."""

from awards.workspace.lists import (
    ListDelete,
    ListDetail,
    ListFaulty,
    ListNew,
    ListTemplate,
)
from awards.workspace.nominations import (
    MyRounds,
    NominationDelete,
    NominationDetail,
    NominationEdit,
    NominationNew,
    NominationSubmit,
    NominationWithdraw,
    PaperDownload,
)

__all__ = [
    "ListDelete",
    "ListDetail",
    "ListFaulty",
    "ListNew",
    "ListTemplate",
    "MyRounds",
    "NominationDelete",
    "NominationDetail",
    "NominationEdit",
    "NominationNew",
    "NominationSubmit",
    "NominationWithdraw",
    "PaperDownload",
]
