"""Places that call a person by name: every text of the house is searched.

In the person's own dossiers and rows the words go; so does what gives their number or
address, wherever it stands. A name alone may be somebody else's, and nobody reads a
scan by machine: there the officer says what becomes of it. Decisions and honours stay.
"""

from contextlib import nullcontext
from functools import cached_property, reduce
from operator import or_

import pghistory
import pgtrigger
from django.apps import apps
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models.functions import Cast
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import User
from federation.models import Erasure, Person
from federation.sortkey import Fold
from members.models import BranchRequest, DossierFile, DossierItem
from portal.actions.privacy.dossiers import Marks, papers_of, requests_of
from portal.actions.privacy.emptying import forget_papers, past_of, raw
from portal.actions.privacy.relations import marks_of, rows_of

HOUSE = {
    *("federation", "members", "events", "bulletin", "awards", "accounts", "outbox"),
    "portal",
}
# The index of the search is made anew from the rows themselves.
MADE_ANEW = {"portal.Entry", "portal.Survey"}
# People themselves: told apart by more than a name, and emptied as whole rows.
PEOPLE = (Person, User, Erasure)
NAMES = {
    *("members.Member.full_name", "members.CommitteeSeat.name"),
    *("members.ProposedMember.name", "members.ProposedMember.folded"),
    *("members.BranchRequest.contact_name", "federation.DataRequest.also"),
    *("members.Member.phone", "members.CommitteeSeat.phone"),  # families share one
    *("awards.Award.subject_key", "awards.Nomination.subject_key"),  # made of others
}
# The people of a submission are taken out of it one by one.
PARTS = {"seats", "members", "contact_name", "contact_email"}
# Kept whoever is meant, and why.
RECORD = {
    **dict.fromkeys(["federation.Document", "members.BranchChange"], "decision"),
    **dict.fromkeys(["federation.Appointment", "awards.Seat"], "title"),
    **dict.fromkeys(
        [
            *("awards.Award", "awards.AwardChange", "awards.ExternalAward"),
            *("awards.CommendationRound", "awards.CommendationDecision"),
            *("awards.Nomination", "awards.CouncilMeeting"),
        ],
        "award",
    ),
    **dict.fromkeys(
        [
            *("accounts.LoginEvent", "accounts.KeptForm", "members.MemberImport"),
            *("members.ImportRow", "members.MemberMerge"),
            *("awards.AwardList", "awards.AwardListRow"),
        ],
        "passes",
    ),
}
# Copies of words that nobody needs any more: they go whoever is meant.
COPIES = {"outbox.Message", "federation.TranslationState"}


class Place:
    """One column of one row, what becomes of its words, and who said so."""

    def __init__(self, row: dict):
        self.key, self.fate, self.why = row["key"], row["fate"], row["why"]
        self.by = row.get("by")
        label, pk, self.field = self.key.split(":")
        self.model, self.pk = apps.get_model(label), int(pk)

    @property
    def is_file(self) -> bool:
        return self.model is DossierFile and self.field == "file"

    @cached_property
    def row(self):
        return self.model._base_manager.filter(pk=self.pk).first()

    def words(self) -> str:
        """What stands there, or stood there last."""
        rows = raw(self.model._base_manager.filter(pk=self.pk))
        return text_of(rows.values_list(self.field, flat=True).first())

    def excerpt(self, marks: Marks) -> str:
        """The words around the first place; of what is in the history alone, ''."""
        words = strip_tags(self.words())
        if not (hit := marks.seen.search(words)):
            return ""
        start, end = max(hit.start() - 60, 0), hit.end() + 60
        return "…" * (start > 0) + words[start:end] + "…" * (end < len(words))


def text_of(value) -> str:
    """Every string in it, however deep."""
    if isinstance(value, dict):
        kept = [part for key, part in value.items() if key not in PARTS]
        return " · ".join(filter(None, map(text_of, kept)))
    if isinstance(value, list):
        return " · ".join(filter(None, map(text_of, value)))
    return value if isinstance(value, str) else ""


def columns(model) -> list:
    """Columns that hold words of people; addresses and choices are none."""
    if model in PEOPLE:
        return []
    wordy = (models.CharField, models.TextField, models.JSONField)
    none = (models.EmailField, models.SlugField)
    fields = model._meta.local_concrete_fields
    spoken = {getattr(field, "translated_field", None) for field in fields}
    return [
        field
        for field in fields
        if field not in spoken  # each language has its column, and is searched
        if isinstance(field, wordy) and not isinstance(field, none)
        if not (field.choices or field.generated or field.primary_key)
        if f"{model._meta.label}.{field.name}" not in NAMES
    ]


def searched() -> list:
    return [
        model
        for model in apps.get_models()
        if model._meta.app_label in HOUSE and not hasattr(model, "pgh_tracked_model")
        if not model._meta.proxy and model._meta.managed and columns(model)
        if model._meta.label not in MADE_ANEW
    ]


def hits(rows, names: list[str], key: str, marks: Marks):
    """(key, column) of each row whose words name the person, present or past."""
    texts = {f"_{name}": Fold(Cast(name, models.TextField())) for name in names}
    wanted = [models.Q(**{f"_{name}__regex": marks.sought}) for name in names]
    found = raw(rows).alias(**texts).filter(reduce(or_, wanted)).order_by("pk")
    for pk, *values in found.values_list(key, *names):
        for name, value in zip(names, values, strict=True):
            words = text_of(value)
            if marks.seen.search(words):
                yield pk, name, marks.reached_in(words)


def found(person: Person, emptied: set[tuple]) -> list[dict]:
    """Every place, with what becomes of it unless the officer says otherwise.

    `emptied` are columns (model, key, name) that go anyhow; without a name, rows.
    """
    marks = marks_of(person)
    if not marks.sought:
        return scans_of(marks)
    own = {
        (relation.model, pk)
        for relation in rows_of(person)
        if relation.is_own and relation.model is not BranchRequest
        for pk in relation.rows.values_list("pk", flat=True)
    }
    requests = requests_of(marks)
    places: dict[str, dict] = {}
    for model in searched():
        for (pk, name), is_reached in in_model(model, marks).items():
            if {(model, pk, None), (model, pk, name)} & emptied:
                continue
            is_theirs = (model, pk) in own or (
                is_free(model, name)
                and (is_reached or dossier_of(model, pk) in requests)
            )
            key = f"{model._meta.label}:{pk}:{name}"
            places[key] = {"key": key, **fate_of(model, is_theirs=is_theirs)}
    return [*places.values(), *scans_of(marks)]


def in_model(model, marks: Marks) -> dict[tuple, bool]:
    """{(row, column): whether their number or address stands there}."""
    names, places = [field.name for field in columns(model)], {}
    tables = [(model._base_manager.all(), "pk")]
    for events in pghistory.core.event_models(tracks_model=model):
        tables.append((events.objects.all(), "pgh_obj_id"))
    for rows, key in tables:
        held = {found.name for found in rows.model._meta.concrete_fields}
        kept = [name for name in names if name in held]
        for pk, name, is_reached in hits(rows, kept, key, marks) if kept else ():
            places[pk, name] = places.get((pk, name), False) or is_reached
    return places


def is_free(model, name: str) -> bool:
    """Sentences can lose a name; a line is what something is called."""
    wordy = (models.TextField, models.JSONField)
    return name == "original_name" or isinstance(model._meta.get_field(name), wordy)


def fate_of(model, *, is_theirs: bool) -> dict:
    if reason := RECORD.get(model._meta.label):
        return {"fate": "kept", "why": reason}
    goes = is_theirs or model._meta.label in COPIES
    return {"fate": "erased" if goes else "asked", "why": ""}


def dossier_of(model, pk: int) -> int | None:
    """Of which dossier the row is a part."""
    if model is BranchRequest:
        return pk
    if model is DossierFile:
        rows, path = DossierItem.objects.filter(files=pk), "request_id"
    elif any(
        link.name == "request" and link.related_model is BranchRequest
        for link in model._meta.fields
    ):
        rows, path = model._base_manager.filter(pk=pk), "request_id"
    else:
        return None
    return rows.values_list(path, flat=True).first()


def scans_of(marks: Marks) -> list[dict]:
    """Papers sent with the dossiers in which they stand: somebody has to look."""
    keys = papers_of(marks).order_by("pk").values_list("pk", flat=True)
    label = DossierFile._meta.label
    return [{"key": f"{label}:{pk}:file", "fate": "asked", "why": ""} for pk in keys]


def erased_words() -> str:
    """What stands where the name stood; of the house's language, as the texts are."""
    with override(settings.LANGUAGE_CODE):
        return _("[erased on request]")


def without(marks: Marks, value, by: str, longest: int | None = None):
    """The same value with the words struck out, however deep."""
    if isinstance(value, dict):
        return {
            key: part if key in PARTS else without(marks, part, by)
            for key, part in value.items()
        }
    if isinstance(value, list):
        return [without(marks, part, by) for part in value]
    return marks.struck_out(value, by)[:longest] if isinstance(value, str) else value


def strike(marks: Marks, rows: list[dict]) -> None:
    """The deed: words are replaced in the row and in all its history, files go."""
    by, papers = erased_words(), []
    for place in map(Place, rows):
        if place.fate == "deleted":
            papers.append(place.pk)
        elif place.fate == "erased":
            strike_one(marks, place, by)
    forget_papers(DossierFile.objects.filter(pk__in=papers))


def strike_one(marks: Marks, place: Place, by: str) -> None:
    model, field = place.model, place.model._meta.get_field(place.field)
    resting = [
        f"{model._meta.label}:{trigger.name}"
        for trigger in getattr(model._meta, "triggers", [])
        if not isinstance(trigger, pghistory.trigger.Event)
    ]
    names = {field.name, getattr(field, "translated_field", field).name}
    with pgtrigger.ignore(*resting) if resting else nullcontext():
        reword(model._base_manager.filter(pk=place.pk), marks, names, by)
    for events in past_of(model):
        kept = names & {found.name for found in events._meta.concrete_fields}
        reword(events.objects.filter(pgh_obj_id=place.pk), marks, kept, by)
    kind = ContentType.objects.get_for_model(model)
    entries = LogEntry.objects.filter(content_type=kind, object_id=str(place.pk))
    reword(entries, marks, {"object_repr"}, by)


def reword(rows, marks: Marks, names: set[str], by: str) -> None:
    for name in names:
        longest = getattr(rows.model._meta.get_field(name), "max_length", None)
        for pk, value in raw(rows).values_list("pk", name):
            left = without(marks, value, by, longest)
            if left != value:
                raw(rows).filter(pk=pk).update(**{name: left})
