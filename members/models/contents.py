"""What a dossier says: what is missing, what changed, what was submitted when."""

from datetime import date
from typing import NamedTuple

from django.db import models
from django.utils import formats
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from members.models.committees import CommitteeSeat
from members.models.dossiers import DossierItem, DossierRequirement

PARTS = {"seats": _("Proposed committee"), "members": _("Proposed members")}
PERSON = ("name", "birth_year", "occupation", "address")
SEAT = ("role", "name", "job_title", "workplace")


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


class Fact(NamedTuple):
    """Something the dossier says; `name` is also the place of a remark on it."""

    name: str
    label: str
    text: str


class FieldRemark(NamedTuple):
    """A remark of the last submission on something the dossier says."""

    step: str
    anchor: str
    label: str
    remark: object
    is_open: bool


def line_of(row: dict) -> str:
    """One person of a submission in one line."""
    role = dict(CommitteeSeat.Role.choices).get(row.get("role"), "")
    rest = [row.get(name) for name in ("birth_year", "occupation", "job_title")]
    rest += [row.get(name) for name in ("workplace", "address")]
    said = [row.get("name"), role, *rest]
    return ", ".join(str(part) for part in said if part)


def differs(name: str, before: dict, now: dict) -> bool:
    """Whether a place says something else; a list of people also counts them."""
    names = [name, "members"] if name == "member_total" else [name]
    return any((before.get(n) or "") != (now.get(n) or "") for n in names)


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
                        *("is_required", "is_consent", "display_order"),
                    )
                },
            )
            for row in asked
        )

    @property
    def members_proposed(self) -> int:
        """From the list where there is one, else as the association says."""
        return self.proposed.count() or self.member_total or 0

    def label_of(self, name: str) -> str:
        """What a field or a part is called."""
        if name in PARTS:
            return str(PARTS[name])
        return str(self._meta.get_field(name).verbose_name)

    def facts(self) -> list[Fact]:
        """What the first step says, for a reader."""
        found = []
        for name in self.effect.fields:
            value = getattr(self, name)
            text = self.said(name)
            if name == "member_total":
                text = str(self.members_proposed or "")
            elif isinstance(value, date):
                text = formats.date_format(value, "SHORT_DATE_FORMAT")
            found.append(Fact(name, self.label_of(name), text))
        return found

    def places(self) -> list[Fact]:
        """Everything an officer can attach a remark to, besides the papers."""
        effect = self.effect
        parts = [("seats", effect.committee), ("members", effect.members)]
        return [
            *self.facts(),
            *(Fact(name, self.label_of(name), "") for name, has in parts if has),
        ]

    def field_remarks(self) -> list[FieldRemark]:
        """What the office said about fields, while the association has to answer."""
        if self.status != self.Status.NEEDS_CHANGES:
            return []
        last = self.revisions.last()
        rows = last.remarks.exclude(field="").select_related("by") if last else []
        now, found = self.snapshot() if rows else {}, []
        for remark in rows:
            step = {"seats": "committee", "members": "members"}.get(
                remark.field, "what"
            )
            anchor = {"seats": "id_seats-0-name", "members": "id_name"}.get(
                remark.field, f"id_{remark.field}"
            )
            label = self.label_of(remark.field)
            is_open = not remark.answer and not differs(remark.field, last.data, now)
            found.append(FieldRemark(step, anchor, label, remark, is_open))
        return found

    def answers(self) -> list:
        """Why something that was remarked on stayed as it was, newest first."""
        rows = self.remarks.exclude(answer="").select_related("by", "item")
        return list(rows.order_by("-at", "-pk"))

    def said(self, name: str) -> str:
        """What a field says, as a reader reads it; '' when it says nothing."""
        value = getattr(self, name)
        if value in (None, ""):
            return ""
        if getattr(self._meta.get_field(name), "choices", None):
            return str(getattr(self, f"get_{name}_display")())
        if isinstance(value, date):
            return value.isoformat()
        return str(value)

    def _told(self, name: str, kept: str | None) -> str:
        """What a submission kept, in the reader's own words for days and choices."""
        field = self._meta.get_field(name)
        if kept and isinstance(field, models.DateField):
            return formats.date_format(date.fromisoformat(kept), "SHORT_DATE_FORMAT")
        with override("vi"):
            codes = {str(label): code for code, label in field.choices or ()}
        labels = dict(field.choices or ())
        return str(labels.get(codes.get(kept), kept or ""))

    def snapshot(self) -> dict:
        """What the dossier says now, for the submission that keeps it."""
        with override("vi"):
            data = {name: self.said(name) for name in self.effect.fields}
        rows = self.seats.in_order()
        data["seats"] = [{name: getattr(seat, name) for name in SEAT} for seat in rows]
        rows = self.proposed.in_order()
        data["members"] = [
            {name: getattr(person, name) for name in PERSON} for person in rows
        ]
        return data

    def gaps(self) -> list[Gap]:
        """Everything that keeps it from being submitted (Q3); empty when nothing."""
        found = [
            Gap("what", f"id_{name}", text) for name, text in self.effect.gaps(self)
        ]
        if self.effect.committee:
            found += self._gaps_in_committee()
        return [*found, *self._gaps_in_answers(), *self._gaps_in_items()]

    def _gaps_in_answers(self):
        for row in self.field_remarks():
            if row.is_open:
                text = _("Change “%(place)s”, or answer the remark on it.")
                yield Gap(row.step, row.anchor, text % {"place": row.label})

    def _gaps_in_committee(self):
        seats = list(self.seats.all())
        if not any(seat.role == seat.Role.HEAD for seat in seats):
            text = _("Name the proposed branch head.")
            yield Gap("committee", "id_seats-0-name", text)
        elif len(seats) < self.minimum_committee:
            text = _("Your association asks for committees of at least %(number)d.")
            text = text % {"number": self.minimum_committee}
            yield Gap("committee", f"id_seats-{len(seats)}-name", text)

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

    def resubmitted_changes(self) -> list[Change]:
        """What the last submission says that the one before it did not."""
        rows = self.revisions.prefetch_related("files__item").order_by("-number")[:2]
        if len(rows) < 2:
            return []
        now, before = rows
        sent = {file.item_id: file for file in before.files.all()}
        came = {file.item_id: file for file in now.files.all()}
        files = [
            Change(
                item.title,
                sent[item.pk].original_name if item.pk in sent else "",
                came[item.pk].original_name if item.pk in came else "",
            )
            for item in self.items.all()
            if getattr(sent.get(item.pk), "pk", 0)
            != getattr(came.get(item.pk), "pk", 0)
        ]
        return [*self._changed_fields(before.data, now.data), *files]

    def _changed_fields(self, before, now=None):
        now = now or self.snapshot()
        for name in self.effect.fields:
            if (before.get(name) or "") != (now.get(name) or ""):
                was, says = (self._told(name, row.get(name)) for row in (before, now))
                yield Change(self.label_of(name), was, says)
        for part, label in PARTS.items():
            old = [line_of(row) for row in before.get(part) or []]
            new = [line_of(row) for row in now.get(part) or []]
            if old != new:
                gone = [line for line in old if line not in new]
                come = [line for line in new if line not in old]
                yield Change(label, "\n".join(gone), "\n".join(come))

    def _changed_files(self, sent):
        for item in self.items.all():
            old = sent.get(item.pk)
            if (old and old.pk) != item.file_id:
                yield Change(
                    item.title,
                    old.original_name if old else "",
                    item.file.original_name if item.file else "",
                )
