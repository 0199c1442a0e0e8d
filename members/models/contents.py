"""What a dossier says: what is missing, what changed, what was submitted when."""

from typing import NamedTuple

from django.db import models
from django.utils.translation import gettext_lazy as _

from members.models.dossiers import DossierItem, DossierRequirement

SNAPSHOT = [
    *("name", "english_name", "unit_type", "host_kind", "host_name", "place"),
    *("member_total", "about", "launch_planned_on"),
]


class Gap(NamedTuple):
    """Something that keeps a dossier from being submitted, and where to mend it."""

    step: str
    anchor: str
    text: str


class Change(NamedTuple):
    """What a supplement says now where the last submission said something else."""

    label: str
    before: str
    after: str


class Contents(models.Model):
    """The papers, the proposed committee and the facts of one dossier."""

    class Meta:
        abstract = True

    def take_items(self) -> None:
        """Write down the papers asked for now; later changes do not touch them."""
        asked = DossierRequirement.objects.asked_of(self.association, self.kind)
        DossierItem.objects.bulk_create(
            DossierItem(
                request=self,
                requirement=row,
                **{
                    name: getattr(row, name)
                    for name in (
                        *("code", "title_vi", "title_en", "help_vi", "help_en"),
                        *("is_required", "display_order"),
                    )
                },
            )
            for row in asked
        )

    def snapshot(self) -> dict:
        """What the dossier says now, for the submission that keeps it."""
        data = {name: getattr(self, name) for name in SNAPSHOT}
        if data["launch_planned_on"]:
            data["launch_planned_on"] = data["launch_planned_on"].isoformat()
        data["seats"] = [
            {
                name: getattr(seat, name)
                for name in ("role", "name", "job_title", "workplace")
            }
            for seat in self.seats.in_order()
        ]
        return data

    def gaps(self) -> list[Gap]:
        """Everything that keeps it from being submitted (Q3); empty when nothing."""
        return [*self._gaps_in_fields(), *self._gaps_in_items()]

    def _gaps_in_fields(self):
        if not self.host_kind:
            yield Gap("what", "id_host_kind", _("Choose the kind of host."))
        if not self.host_name:
            yield Gap("what", "id_host_name", _("Say where the branch has its seat."))
        if not self.member_total:
            text = _("Say how many members the branch has at the founding.")
            yield Gap("what", "id_member_total", text)
        elif self.member_total < self.association.minimum_members:
            text = _("Your association founds branches of at least %(number)d members.")
            text = text % {"number": self.association.minimum_members}
            yield Gap("what", "id_member_total", text)
        if not any(seat.role == seat.Role.HEAD for seat in self.seats.all()):
            text = _("Name the proposed branch head.")
            yield Gap("committee", "id_seats-0-name", text)

    def _gaps_in_items(self):
        for item in self.items.all():
            if item.state == item.State.REMARK:
                text = _("Replace “%(paper)s”: there is a remark on it.")
            elif item.is_required and not item.file_id:
                text = _("Add “%(paper)s”.")
            else:
                continue
            yield Gap("documents", f"item-{item.pk}", text % {"paper": item.title})

    def log(self) -> list:
        """The submissions, newest first, each with its files and its remarks."""
        revisions = self.revisions.select_related("submitted_by").prefetch_related(
            "files__item", "remarks__by", "remarks__item"
        )
        return list(revisions.order_by("-number"))

    def changes(self) -> list[Change]:
        """What is different from the last submission; empty before the first."""
        last = self.revisions.prefetch_related("files").last()
        if last is None:
            return []
        sent = {file.item_id: file for file in last.files.all()}
        return [*self._changed_fields(last.data), *self._changed_files(sent)]

    def _changed_fields(self, before):
        now = self.snapshot()
        for name in SNAPSHOT:
            if before.get(name) != now[name]:
                label = self._meta.get_field(name).verbose_name
                yield Change(label, before.get(name) or "", now[name] or "")
        if before.get("seats") != now["seats"]:
            yield Change(
                _("Proposed committee"),
                ", ".join(seat["name"] for seat in before.get("seats", [])),
                ", ".join(seat["name"] for seat in now["seats"]),
            )

    def _changed_files(self, sent):
        for item in self.items.all():
            old = sent.get(item.pk)
            if (old and old.pk) != item.file_id:
                yield Change(
                    item.title,
                    old.original_name if old else "",
                    item.file.original_name if item.file else "",
                )
