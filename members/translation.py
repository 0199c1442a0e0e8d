"""Fields that exist once per language, and the history of every table."""

import pghistory
from modeltranslation.translator import TranslationOptions, register

from members.models import Association, Branch


@register(Association)
class AssociationTranslation(TranslationOptions):
    fields = []


@register(Branch)
class BranchTranslation(TranslationOptions):
    fields = []


pghistory.track(obj_field=pghistory.ObjForeignKey(related_name="association_events"))(
    Association
)
pghistory.track(obj_field=pghistory.ObjForeignKey(related_name="branch_events"))(Branch)
