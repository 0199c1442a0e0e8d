"""What a secretary does to a nomination: begin, send papers, throw a draft away."""

import hashlib
from functools import partial

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from awards.models import (
    Award,
    Nomination,
    NominationItem,
    NominationRequirement,
)
from federation.lifecycle import MoveRefused
from federation.uploads import original_name

ONCE = "nominated_once_a_round"


def named(nomination: Nomination) -> Nomination:
    """Names of people are the same in every language; a branch has its own."""
    own = nomination.organization
    if nomination.kind == Award.Kind.COLLECTIVE and own and not nomination.is_foreign:
        nomination.recipient_en = nomination.recipient_en or own.name_en or ""
    elif nomination.kind == Award.Kind.INDIVIDUAL or nomination.is_foreign:
        nomination.recipient_en = nomination.recipient_en or nomination.recipient_vi
    return nomination


@transaction.atomic
def begin_nomination(nomination: Nomination, *, by=None) -> Nomination:
    """Keep a draft, new or changed, with the papers it needs."""
    if nomination.pk is None:
        why = nomination.round.why_closed(nomination.association)
        if why:
            raise MoveRefused(why)
        nomination.created_by = by
    elif not nomination.is_editable:
        raise MoveRefused(_("This nomination is no longer with you."))
    named(nomination).note_keys()
    try:
        with transaction.atomic():
            nomination.save()
    except IntegrityError as error:
        if ONCE in str(error):
            raise MoveRefused(
                _("This round has a nomination of this recipient already.")
            ) from None
        raise
    begin_papers(nomination)
    return nomination


COPIED = (
    *("code", "title_vi", "title_en", "help_vi", "help_en"),
    *("is_required", "display_order"),
)


def begin_papers(nomination) -> None:
    """The papers asked for today; later changes of the table change nothing."""
    asked = NominationRequirement.objects.asked_for(
        nomination.round.form, nomination.kind
    )
    rows = [
        NominationItem(
            nomination=nomination, **{name: getattr(row, name) for name in COPIED}
        )
        for row in asked
    ]
    NominationItem.objects.bulk_create(rows, ignore_conflicts=True)


@transaction.atomic
def attach(item, file) -> None:
    """Keep the file of a paper; the one before goes."""
    nomination = Nomination.objects.select_for_update(of=["self"]).get(
        pk=item.nomination_id
    )
    if not nomination.is_editable:
        raise MoveRefused(_("This nomination is no longer with you."))
    before, storage = item.file.name, item.file.storage
    item.file_name, item.sent_at = original_name(file), timezone.now()
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    item.sha256, item.file = digest.hexdigest(), file
    item.save(update_fields=["file", "file_name", "sha256", "sent_at"])
    if before:
        transaction.on_commit(partial(storage.delete, before), robust=True)


@transaction.atomic
def delete_draft(nomination: Nomination) -> None:
    """A draft was never handed in: it goes with its papers."""
    rows = Nomination.objects.select_for_update(of=["self"])
    row = rows.filter(pk=nomination.pk, status=Nomination.Status.DRAFT).first()
    if row is None:
        raise MoveRefused(_("Only a draft is deleted; a submitted one is withdrawn."))
    for item in row.items.exclude(file=""):
        transaction.on_commit(
            partial(item.file.storage.delete, item.file.name), robust=True
        )
    row.delete()
