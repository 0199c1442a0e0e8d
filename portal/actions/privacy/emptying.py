"""How columns are emptied: past what holds a row as it is, and in its history."""

from contextlib import nullcontext

import pghistory
import pgtrigger
from django.core.files.storage import default_storage
from django.db import transaction

from members.models import (
    BranchRequest,
    CommitteeSeat,
    DossierItem,
    DossierRevision,
    ProposedMember,
    Remark,
)

NOBODY = "—"
# What an account was allowed to do is the record of its time: history keeps it.
RIGHTS = {"is_active", "is_staff", "is_superuser"}
# What holds a sent dossier as it is, by kind of part.
RESTS = {
    BranchRequest: "members.BranchRequest:request_content_rests",
    CommitteeSeat: "members.CommitteeSeat:proposed_seat_rests",
    DossierItem: "members.DossierItem:paper_rests",
    DossierRevision: "members.DossierRevision:revision_stays",
    ProposedMember: "members.ProposedMember:proposed_member_rests",
    Remark: "members.Remark:remark_rests",
}


def ignoring(model):
    """A dossier rests once it is sent; what the law takes out of it goes even so."""
    return pgtrigger.ignore(RESTS[model]) if model in RESTS else nullcontext()


def raw(rows):
    """Columns as they are named, whatever language is spoken."""
    return rows.rewrite(False) if hasattr(rows, "rewrite") else rows


def plainly(rows, values: dict) -> None:
    raw(rows).update(**values)


def past_of(model):
    """The tables of its history, and leave to write in them: the one exception."""
    for events in pghistory.core.event_models(tracks_model=model):
        with pgtrigger.ignore(f"{events._meta.label}:append_only"):
            yield events


def forget(model, pks: list, values: dict) -> None:
    """Empty the same columns in the history."""
    for events in past_of(model):
        kept = {found.name for found in events._meta.concrete_fields} - RIGHTS
        known = {name: value for name, value in values.items() if name in kept}
        plainly(events.objects.filter(pgh_obj_id__in=pks), known)


def forget_papers(files) -> None:
    """The rows, their names in the history, and the files themselves."""
    pks = list(files.values_list("pk", flat=True))
    names = list(files.values_list("file", flat=True))
    items = DossierItem.objects.filter(file__in=pks).values_list("pk", flat=True)
    with ignoring(DossierItem):
        DossierItem.objects.filter(pk__in=list(items)).update(
            file=None, state="pending", checked_by=None, checked_at=None
        )
    gone, nameless = files.model.objects.filter(pk__in=pks), {"original_name": NOBODY}
    gone.update(**nameless)  # its history keeps the row as it was when it went
    forget(files.model, pks, nameless)
    gone.delete()
    for name in names:
        transaction.on_commit(lambda name=name: default_storage.delete(name))
