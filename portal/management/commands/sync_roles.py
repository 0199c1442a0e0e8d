"""Make the groups of staff say exactly what portal/data/roles.csv says."""

import csv
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from federation.models import Role

# What a star does not mean: whoever may see these is named row by row.
PRIVATE = {
    *("federation.Consent", "federation.DataRequest", "federation.Erasure"),
    "federation.Breach",
    *("bulletin.Subscription", "bulletin.Delivery"),
    *("events.Registration", "events.CalendarKey"),
    *("members.Member", "members.MemberMerge"),
    *("members.MemberImport", "members.ImportRow"),
    *("awards.Nomination", "awards.NominationItem", "awards.Objection"),
    *("awards.Conflict", "awards.Vote", "awards.Barred", "awards.Seat"),
    *("awards.AwardList", "awards.AwardListRow", "awards.Result"),
    "portal.Feedback",
    *("awards.CouncilMeeting", "awards.Certificate", "awards.CertificateRun"),
}
TABLE = Path(settings.BASE_DIR) / "portal" / "data" / "roles.csv"


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("--path", default=str(TABLE), help="another table")

    def handle(self, *args, path, **options):
        with Path(path).open(newline="", encoding="utf-8") as table:
            rights = read(csv.DictReader(table))
        with transaction.atomic():
            for role, wanted in rights.items():
                self.settle(role, wanted)

    def settle(self, role: str, wanted: set[int]) -> None:
        """One group: give what lacks, take what is too much."""
        group, is_new = Group.objects.get_or_create(name=role)
        had = set(group.permissions.values_list("pk", flat=True))
        group.permissions.set(wanted)
        self.stdout.write(
            f"{role}: {'created, ' if is_new else ''}"
            f"{len(wanted)} rights, "
            f"{len(wanted - had)} given, {len(had - wanted)} taken"
        )


def read(rows) -> dict[str, set[int]]:
    """Rights per role; a row that means nothing stops everything and is named."""
    rights: dict[str, set[int]] = {}
    for number, row in enumerate(rows, start=2):
        try:
            rights.setdefault(known_role(row["role"]), set()).update(
                permissions(row["model"], row["rights"].split())
            )
        except (KeyError, LookupError, ValueError) as error:
            raise CommandError(f"Row {number}: {error}") from None
    return rights


def known_role(name: str) -> str:
    if name not in Role.values:
        raise LookupError(f"there is no role {name!r}")
    return name


def permissions(where: str, rights: list[str]) -> set[int]:
    label, _dot, name = where.partition(".")
    models = [apps.get_model(where)] if name != "*" else own_models(label)
    found: set[int] = set()
    for model in models:
        for right in rights:
            found.add(permission(model, right))
    return found


def own_models(label: str):
    """Every model of the app but private ones and the tables of its history."""
    models = apps.get_app_config(label).get_models()
    shared = [model for model in models if model._meta.label not in PRIVATE]
    return [model for model in shared if not hasattr(model, "pgh_tracked_model")]


def permission(model, right: str) -> int:
    name = model._meta.model_name
    plain = right in ("view", "add", "change", "delete")
    found = Permission.objects.filter(
        content_type__app_label=model._meta.app_label,
        content_type__model=name,
        codename=f"{right}_{name}" if plain else right,
    ).first()
    if found is None:
        raise LookupError(f"{model._meta.label} knows no right {right!r}")
    return found.pk
