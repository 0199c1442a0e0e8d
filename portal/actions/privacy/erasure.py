"""Erasing one person: the dry run and the deed are the same steps."""

import json
import logging
from collections import Counter
from dataclasses import dataclass, field

from allauth.mfa.models import Authenticator
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Invitation, KeptForm, User, new_stamp
from awards.models import Award, ExternalAward
from federation.lifecycle import MoveRefused
from federation.models import Appointment, Erasure, Person, TranslationState
from federation.uploads import forget_image
from members.models import (
    BranchRequest,
    CommitteeSeat,
    DossierRevision,
    ImportRow,
    Member,
    MemberMerge,
    ProposedMember,
)
from portal import notifications
from portal.actions.privacy import places
from portal.actions.privacy.dossiers import DECIDED, submissions, undecided
from portal.actions.privacy.emptying import NOBODY, forget, ignoring, plainly
from portal.actions.privacy.relations import BY_ADDRESS, marks_of, name_of, rows_of

logger = logging.getLogger(__name__)
# A membership goes; what its history says of the person is emptied before.
NAMELESS = {
    **dict.fromkeys(["gender", "position", "workplace", "phone", "email", "note"], ""),
    "full_name": NOBODY,
    "birth_year": None,
    "person": None,
}
# A line of a dossier's list; that there was one more stays.
NO_LINE = {
    "name": NOBODY,
    "folded": NOBODY,
    "birth_year": None,
    "occupation": "",
    "address": "",
}
NO_SEAT = {"name": NOBODY, "job_title": "", "workplace": "", "phone": ""}
# What each row that points to a person becomes: emptied, or kept and why.
KEPT = {
    "federation.Appointment.person": "title",
    "awards.Award.person": "award",
    "awards.ExternalAward.person": "award",
    "awards.Nomination.person": "award",
    "awards.Seat.person": "title",
    "federation.Consent.person": "proof",
    "federation.PhotoPerson.person": "hides",
    "federation.Erasure.person": "report",
}
CLEARED = {
    "federation.DataRequest.person": {
        "name": NOBODY,
        "contact": NOBODY,
        "text": "",
        "also": [],
    },
    "members.Member.person": NAMELESS,
    "members.BranchRequest.contact_name": {"contact_name": "", "contact_email": ""},
}
DELETED = (Authenticator, KeptForm, Invitation, ImportRow, *BY_ADDRESS)


def why(reason: str) -> str:
    """Why something stays, in words."""
    return {
        "title": _("Titles held are the record of the institution."),
        "award": _("Awards and their decisions are public record."),
        "proof": _("Proof of what was agreed to, and when it ended."),
        "hides": _("Keeps the pictures hidden."),
        "report": _("The report of this erasure."),
        "deed": _("Who did what stays on record."),
        "seat": _("The committee stands in a published decision."),
        "decision": _("It stands in a published decision."),
        "passes": _("It goes by itself when its time is over."),
        "alike": _("The same name and nothing else: nobody said that it is theirs."),
        "name": _("The name stands in published decisions, titles or awards."),
    }[reason]


@dataclass
class Step:
    """What becomes of some rows: emptied, deleted, or kept with a reason."""

    rows: models.QuerySet
    clears: dict = field(default_factory=dict)
    keeps: str = ""
    deletes: bool = False
    gone: list = field(default_factory=list)  # keys only the history knows

    def report(self) -> dict:
        fate = "deleted" if self.deletes else "kept" if self.keeps else "emptied"
        return {
            "table": name_of(self.rows.model),
            "fate": fate,
            "rows": self.rows.count(),
            "fields": sorted(self.clears),
            "why": why(self.keeps) if self.keeps else "",
        }

    def carry_out(self) -> None:
        model, pks = self.rows.model, list(self.rows.values_list("pk", flat=True))
        rows = model._base_manager.filter(pk__in=pks)
        if self.clears:
            with ignoring(model):
                plainly(rows, self.clears)
            forget(model, [*pks, *self.gone, *merged_into(model, pks)], self.clears)
        if self.deletes:
            rows.delete()


@dataclass
class Reworded(Step):
    """Each row without the person in its own words: {key: columns}."""

    left: dict = field(default_factory=dict)

    def carry_out(self) -> None:
        model = self.rows.model
        for pk, values in self.left.items():
            with ignoring(model):
                model._base_manager.filter(pk=pk).update(**values)
            forget(model, [pk], values)


def steps_of_dossiers(person: Person) -> list[Step]:
    """Whom a decision named keeps name and post; on other committees nobody is left."""
    marks, gone = marks_of(person), {}
    for model in (CommitteeSeat, ProposedMember):
        known = set(marks.traces(model).values_list("pgh_obj_id", flat=True))
        left = model._base_manager.filter(pk__in=known).values_list("pk", flat=True)
        gone[model] = sorted(known - set(left))
    lines, rows = marks.theirs(ProposedMember), marks.theirs(CommitteeSeat)
    decided = models.Q(request=None) | models.Q(request__status__in=DECIDED)
    return [
        Step(lines, clears=NO_LINE, gone=gone[ProposedMember]),
        Step(rows.filter(decided), clears={"phone": ""}),
        Step(rows.filter(decided), keeps="seat"),
        Step(rows.exclude(decided), clears=NO_SEAT, gone=gone[CommitteeSeat]),
        submitted({row.pk: data for row, data, _said in submissions(marks)}),
    ]


def submitted(left: dict) -> Reworded:
    """What a dossier said when it was sent."""
    rows = DossierRevision.objects.filter(pk__in=left).order_by("pk")
    words = {pk: {"data": data} for pk, data in left.items()}
    return Reworded(rows, clears={"data": None}, left=words)


def merged_into(model, pks: list) -> list:
    """Rows that were the same person, of which only the history is left."""
    merges = MemberMerge.objects.filter(kept__in=pks if model is Member else [])
    return list(merges.values_list("lost_pk", flat=True))


def keeps_name(person: Person) -> bool:
    """Titles of union and associations and awards are published with the name."""
    return (
        Appointment.objects.public().filter(person=person).exists()
        or Award.objects.filter(person=person).exists()
        or ExternalAward.objects.filter(person=person).exists()
    )


def steps(person: Person) -> list[Step]:
    """Everything that would happen, the person and the account last."""
    found = []
    for relation in rows_of(person):
        if relation.model in (CommitteeSeat, ProposedMember):
            continue  # below, with what only the history knows
        if relation.label in CLEARED:
            gone = relation.model in DELETED
            clears = CLEARED[relation.label]
            found.append(Step(relation.rows, clears=clears, deletes=gone))
        elif relation.model in DELETED and relation.is_own:
            clears = NAMELESS if relation.model is Member else {}
            found.append(Step(relation.rows, clears=clears, deletes=True))
        else:
            reason = KEPT.get(relation.label, "deed")
            found.append(Step(relation.rows, keeps=reason))
    found += steps_of_dossiers(person)
    if person.user:
        account = User.objects.filter(pk=person.user_id)
        found.append(Step(account, clears=nobody(person.user_id)))
    return [*found, *words_about(person), *steps_of(person)]


def words_about(person: Person) -> list[Step]:
    """Where the record of deeds and the board of translations call them by name."""
    rows = {Person: [person.pk], User: [person.user_id]}
    for relation in rows_of(person):
        if relation.is_own and relation.model is not BranchRequest:
            keys = relation.rows.values_list("pk", flat=True)
            rows.setdefault(relation.model, []).extend(keys)
    if is_kept := keeps_name(person):
        for model in (Person, Appointment, Award, ExternalAward):
            rows.pop(model, None)
    about = models.Q(pk=None)
    for model, keys in rows.items():
        kind = ContentType.objects.get_for_model(model)
        about |= models.Q(content_type=kind, object_id__in=[str(key) for key in keys])
    entries = LogEntry.objects.order_by("pk")
    found = [Step(entries.filter(about), clears={"object_repr": NOBODY})]
    if not is_kept:
        spelled = json.dumps(person.full_name).strip('"')
        said = models.Q(change_message__contains=spelled)
        said |= models.Q(change_message__contains=person.full_name)
        found.append(Step(entries.filter(said), clears={"change_message": ""}))
    states = TranslationState.objects.filter(
        content_type=ContentType.objects.get_for_model(Person), object_id=person.pk
    )
    return [*found, Step(states, clears={"label": NOBODY})]


def steps_of(person: Person) -> list[Step]:
    """The row of the person itself: it stays as a shell, at most with its name."""
    rows = Person.objects.filter(pk=person.pk)
    empty = dict.fromkeys(["bio", "bio_vi", "bio_en", "portrait"], "")
    if keeps_name(person):
        return [Step(rows, clears=empty), Step(rows, keeps="name")]
    name = {"full_name": NOBODY, "honorific": "", "slug": f"p-{person.pk}"}
    return [Step(rows, clears={**empty, **name})]


def nobody(pk: int) -> dict:
    """An account nobody can log in with, and that names nobody."""
    return {
        "email": f"erased-{pk}@invalid",
        "full_name": NOBODY,
        "is_active": False,
        "is_staff": False,
        "is_superuser": False,
        "stamp": new_stamp(),
        "password": "!",
    }


def dry_run(person: Person) -> list[dict]:
    """What goes, what is emptied, what stays and why; it names nobody."""
    return [row for step in steps(person) if (row := step.report())["rows"]]


@transaction.atomic
def look(erasure: Erasure) -> None:
    """Search every text for the person; what somebody decided of a place stays."""
    said = {row["key"]: row for row in erasure.found if "by" in row}
    emptied = {
        (step.rows.model, pk, name)
        for step in steps(erasure.person)
        if not isinstance(step, Reworded)
        for pk in step.rows.values_list("pk", flat=True)
        for name in ([None] if step.deletes else step.clears)
    }
    rows = places.found(erasure.person, emptied)
    erasure.found = [said.get(row["key"], row) for row in rows]
    erasure.save(update_fields=["found"])


@transaction.atomic
def decide(erasure: Erasure, said: dict[str, tuple[str, str]], *, by) -> int:
    """What becomes of places, by key: (fate, reason); to keep one wants a reason."""
    erasure.refresh_from_db(from_queryset=Erasure.objects.select_for_update())
    rows, count = [], 0
    for row in erasure.found:
        fate, reason = said.get(row["key"], ("", ""))
        place = places.Place(row)
        gone = "deleted" if place.is_file else "erased"
        is_open = row["fate"] != "kept" or place.by  # what is on record stays
        if is_open and (fate == gone or (fate == "kept" and reason)):
            row = {"key": row["key"], "fate": fate, "why": reason, "by": by.pk}
            count += 1
        rows.append(row)
    erasure.found = rows
    erasure.save(update_fields=["found"])
    return count


def told_of(place: places.Place) -> str:
    """Why it stays, in words: of the record, or as the officer said."""
    return place.why if place.by or not place.why else why(place.why)


def report_of(erasure: Erasure) -> list[dict]:
    """The whole: rows by what points to the person, places, and those only alike."""
    marks = marks_of(erasure.person)
    told: dict[tuple, dict] = {}
    for place in map(places.Place, erasure.found):
        key = (place.model, place.fate, marks.struck_out(told_of(place)))
        row = told.setdefault(key, {"rows": 0, "fields": set()})
        row["rows"] += 1
        row["fields"].add(place.field)
    rows = [
        {"table": name_of(model), "fate": fate, "why": reason}
        | {"rows": row["rows"], "fields": sorted(row["fields"])}
        for (model, fate, reason), row in told.items()
    ]
    for model, count in Counter(map(type, undecided(marks))).items():
        alike = {"table": name_of(model), "fate": "kept", "why": why("alike")}
        rows.append(alike | {"rows": count, "fields": []})
    return [*dry_run(erasure.person), *rows]


@transaction.atomic
def carry_out(erasure: Erasure, *, by=None) -> None:
    """Once, after the quarantine: the report stays, what it was about is gone."""
    person = Person.objects.select_related("user").get(pk=erasure.person_id)
    erasure.refuse_in_office()
    erasure.refuse_undecided()
    report, files, marks = report_of(erasure), portraits(person), marks_of(person)
    erasure.move(Erasure.Status.DONE, by=by, report=report, erased_at=timezone.now())
    for step in steps(person):
        step.carry_out()
    places.strike(marks, erasure.found)
    for name in files:
        transaction.on_commit(lambda name=name: forget_image(name))


def portraits(person: Person) -> set[str]:
    """Every portrait there ever was."""
    events = Person.pgh_event_model.objects.filter(pgh_obj_id=person.pk)
    names = {name for name in events.values_list("portrait", flat=True) if name}
    return names | {name for name in [person.portrait.name] if name}


@transaction.atomic
def look_again(erasure: Erasure) -> None:
    """What has come up since it was decided stops it: that is told, once."""
    known = erasure.open_places
    look(erasure)
    if new := erasure.open_places - known:
        notifications.erasure_stopped(erasure, new, today=timezone.localdate())


def carry_out_due() -> None:
    """The sweep; who holds an office again waits, and what was found since then too."""
    for erasure in Erasure.objects.due():
        try:
            look_again(erasure)
            carry_out(erasure)
        except MoveRefused:
            continue
        except Exception:
            logger.exception("Erasure %s was not carried out", erasure.pk)
