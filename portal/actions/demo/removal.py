"""Sample data out: every row marked as such, in one transaction, facts untouched.

Registers count on: a number that a sample dossier took is never given again.
"""

from collections import Counter
from pathlib import Path

import pghistory
from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models.deletion import ProtectedError, RestrictedError

from accounts.models import User
from awards.models import AwardChange, Certificate, NominationItem
from bulletin.models import IssueEdition
from federation.models import TranslationState
from members.models import Branch, DossierItem
from outbox.models import Message


class Held(Exception):
    """Rows that are not sample data rest on sample data; nothing was removed."""

    def __init__(self, rows):
        super().__init__("; ".join(f"{r._meta.label} {r.pk} ({r})" for r in rows))


def remove(*, accounts: Path | None = None) -> Counter:
    """Delete all sample data; raises Held, and changes nothing, when it is in use."""
    files = []
    with pghistory.context(source="remove_demo"), transaction.atomic():
        emails = User.objects.filter(is_demo=True).values_list("email", flat=True)
        Message.objects.filter(to__in=list(emails)).delete()
        take_files_off()
        IssueEdition.objects.filter(issue__is_demo=True).withdraw()
        part_branches()
        take_awards_apart(files)
        forget_translations()
        removed = delete_all(files)
    for storage, name in files:
        storage.delete(name)
    Path(accounts or settings.DEMO_ACCOUNTS).unlink(missing_ok=True)
    return removed


def demonstrable() -> list[type[models.Model]]:
    """Models whose rows may be sample data; of a family the root deletes them all."""
    return [
        model
        for model in apps.get_models()
        if any(field.name == "is_demo" for field in model._meta.local_fields)
        and not hasattr(model, "pgh_tracked_model")
    ]


def forget_translations() -> None:
    """The state of a translation points to its object without a foreign key."""
    for model in demonstrable():
        gone = model._base_manager.filter(is_demo=True).values("pk")
        kind = ContentType.objects.get_for_model(model)
        TranslationState.objects.filter(content_type=kind, object_id__in=gone).delete()


def part_branches() -> None:
    """A branch keeps the dossier that founded it, later dossiers keep the branch."""
    Branch.objects.filter(is_demo=True).update(request=None, is_legacy=True)


def take_files_off() -> None:
    """A paper in order has its file; the paper goes with its file, not before it."""
    DossierItem.objects.filter(request__is_demo=True).update(
        state=DossierItem.State.PENDING, checked_by=None, checked_at=None, file=None
    )


def take_awards_apart(files: list) -> None:
    """Certificates, changes and papers go before the awards they belong to."""
    made = Certificate.objects.filter(award__is_demo=True)
    papers = NominationItem.objects.filter(nomination__is_demo=True).exclude(file="")
    files += [*files_of(made), *files_of(papers)]
    made.delete()
    AwardChange.objects.filter(award__is_demo=True).delete()


def delete_all(files: list) -> Counter:
    """Again and again, as far as rows let go of each other, until all are gone."""
    removed, left = Counter(), demonstrable()
    while left:
        stuck, blockers = [], []
        for model in left:
            rows = model._base_manager.filter(is_demo=True)
            found = list(files_of(rows))
            try:
                with transaction.atomic():
                    _total, by_label = rows.delete()
            except (ProtectedError, RestrictedError) as error:
                stuck.append(model)
                blockers += list(error.args[1])
            else:
                files += found
                removed.update(by_label)
        if len(stuck) == len(left):
            real = [row for row in blockers if getattr(row, "is_demo", None) is False]
            raise Held((real or blockers)[:20])
        left = stuck
    return +removed


def files_of(rows):
    """(storage, name) of every file of these rows, to be deleted after the commit."""
    names = [f.name for f in rows.model._meta.fields if isinstance(f, models.FileField)]
    for row in rows if names else ():
        for name in names:
            if stored := getattr(row, name):
                yield stored.storage, stored.name
