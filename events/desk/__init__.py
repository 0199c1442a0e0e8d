"""Pages of the union's office and its leaders: the year's plan and the letters."""

from events.desk.letters import (
    LetterDetail,
    LetterEdit,
    LetterFile,
    LetterList,
    LetterMove,
    LetterNew,
    LetterReturn,
    LetterSent,
)
from events.desk.office import DECIDING
from events.desk.plans import (
    ItemAdd,
    ItemEdit,
    ItemMove,
    PlanCarryOver,
    PlanChoose,
    PlanDetail,
    PlanExport,
    PlanList,
    PlanMove,
    PlanReturn,
    YearSheet,
)

__all__ = [
    "DECIDING",
    "ItemAdd",
    "ItemEdit",
    "ItemMove",
    "LetterDetail",
    "LetterEdit",
    "LetterFile",
    "LetterList",
    "LetterMove",
    "LetterNew",
    "LetterReturn",
    "LetterSent",
    "PlanCarryOver",
    "PlanChoose",
    "PlanDetail",
    "PlanExport",
    "PlanList",
    "PlanMove",
    "PlanReturn",
    "YearSheet",
]
