"""Fields that exist once per language, and the history of every table."""

import pghistory
from modeltranslation.translator import TranslationOptions, register

from members.models import (
    Association,
    Branch,
    BranchChange,
    BranchRequest,
    CommitteeSeat,
    DecisionPaper,
    DecisionTemplate,
    DecisionTrouble,
    DossierFile,
    DossierItem,
    DossierRequirement,
    DossierRevision,
    Member,
    MembershipCount,
    PastHost,
    ProfileDraft,
    ProposedMember,
    Remark,
)


@register(Association)
class AssociationTranslation(TranslationOptions):
    fields = []


@register(Branch)
class BranchTranslation(TranslationOptions):
    fields = []


@register(DossierRequirement)
class DossierRequirementTranslation(TranslationOptions):
    fields = ["title", "help"]


@register(DossierItem)
class DossierItemTranslation(TranslationOptions):
    fields = ["title", "help"]


@register(BranchChange)
class BranchChangeTranslation(TranslationOptions):
    fields = ["former_name"]


pghistory.track(obj_field=pghistory.ObjForeignKey(related_name="association_events"))(
    Association
)
pghistory.track(obj_field=pghistory.ObjForeignKey(related_name="branch_events"))(Branch)
for _model in (
    *(BranchRequest, CommitteeSeat, DossierFile, DossierItem, DossierRequirement),
    *(DossierRevision, MembershipCount, Remark, BranchChange, DecisionPaper),
    *(DecisionTemplate, DecisionTrouble, PastHost, ProfileDraft),
    ProposedMember,
):
    pghistory.track()(_model)
# What the database computes is in the columns it computes it from.
pghistory.track(exclude=["folded", "dialled"])(Member)
