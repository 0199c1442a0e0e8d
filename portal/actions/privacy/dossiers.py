"""People named in dossiers: in committees, on lists, to be called; and how they go.

A name alone is nobody: with the telephone or the year of birth it is the person who
asks, or because the officer has said so on the page of the request.
"""

import re
from functools import cached_property
from unicodedata import normalize

import pghistory
from django.db import models, transaction
from django.db.models.functions import Cast, Lower

from federation.models import DataRequest, Person
from federation.sortkey import TONES, Fold, fold
from members.models import (
    BranchRequest,
    CommitteeSeat,
    Digits,
    DossierFile,
    DossierRevision,
    Member,
    ProposedMember,
    dialled,
)
from portal.actions.privacy.emptying import NOBODY

DECIDED = ["approved", "acknowledged"]
# Digits of a telephone number; fewer are the number of a house.
SHORTEST = 8
# Where a person stands, by which column.
NAMED = {
    Member: "full_name",
    CommitteeSeat: "name",
    ProposedMember: "name",
    BranchRequest: "contact_name",
}


def spellings(word: str) -> list[str]:
    """Without its marks, and with its tone on any of its letters: Hòa is Hoà."""
    letters = normalize("NFD", word)
    tone = "".join(letter for letter in letters if letter in TONES)
    bare = normalize("NFC", "".join(x for x in letters if x not in TONES))
    found = {fold(word), normalize("NFC", word.lower())}
    for place in range(1, len(bare) + 1) if tone else ():
        found.add(normalize("NFC", bare[:place] + tone + bare[place:]).lower())
    return sorted(map(re.escape, found))


class Marks:
    """What tells one person from another of the same name."""

    def __init__(self, person: Person, addresses: set[str]):
        self.full_name = normalize("NFC", person.full_name)
        self.name, self.addresses = fold(person.full_name), addresses
        asked = list(person.data_requests.values_list("contact", "also"))
        self.said = {key for _contact, also in asked for key in also}
        rows = Member._base_manager.alias(_mail=Lower("email"))
        rows = rows.filter(models.Q(person=person) | models.Q(_mail__in=addresses))
        known = list(rows.values_list("phone", "birth_year"))
        phones = [contact for contact, _also in asked] + [row[0] for row in known]
        self.numbers = {n for n in map(dialled, phones) if len(n) >= SHORTEST}
        self.years = {year for _phone, year in known if year}

    def picked(self, model) -> list[int]:
        """Rows the officer said are theirs."""
        label = f"{model._meta.label}:"
        return [int(key.removeprefix(label)) for key in self.said if label in key]

    def alike(self, model) -> models.QuerySet:
        rows = model._base_manager.alias(_folded=Fold(NAMED[model]))
        return rows.filter(_folded=self.name)

    def theirs(self, model) -> models.QuerySet:
        """Rows of this person, of one kind."""
        rows = self.alike(model)
        found = models.Q(pk__in=self.picked(model))
        if model is CommitteeSeat:
            rows = rows.alias(_dialled=Digits("phone"))
            found |= models.Q(_dialled__in=self.numbers)
        elif model is ProposedMember:
            found |= models.Q(birth_year__in=self.years)
        elif model is BranchRequest:
            mail = BranchRequest._base_manager.alias(_mail=Lower("contact_email"))
            written = mail.filter(_mail__in=self.addresses).values("pk")
            for part in (CommitteeSeat, ProposedMember):
                found |= models.Q(pk__in=self.theirs(part).values("request"))
            return BranchRequest._base_manager.filter(
                models.Q(pk__in=written)
                | models.Q(pk__in=rows.filter(found).values("pk"))
            ).order_by("pk")
        return rows.filter(found).order_by("pk")

    def traces(self, model) -> models.QuerySet:
        """The same in the history: rows that were taken out of a dossier since."""
        [events] = pghistory.core.event_models(tracks_model=model)
        rows = events.objects.alias(_folded=Fold("name")).filter(_folded=self.name)
        found = models.Q(pgh_obj_id__in=self.picked(model))
        if model is CommitteeSeat:
            rows = rows.alias(_dialled=Digits("phone"))
            found |= models.Q(_dialled__in=self.numbers)
        else:
            found |= models.Q(birth_year__in=self.years)
        return rows.filter(found)

    @cached_property
    def sought(self) -> str:
        """What the database looks for in folded words: more than is theirs."""
        found = [r"\s+".join(map(re.escape, self.name.split()))] if self.is_full else []
        found += [re.escape(fold(address)) for address in self.addresses]
        found += [r"[ .-]?".join(number[1:]) for number in self.numbers]
        return "|".join(found)

    @cached_property
    def is_full(self) -> bool:
        """One word alone is no name to look for."""
        return " " in self.name.strip()

    @cached_property
    def contacts(self) -> list[str]:
        marks = [rf"(?<![\w.+-]){re.escape(mail)}(?![\w-])" for mail in self.addresses]
        for number in self.numbers:
            rest = r"[ .-]?".join(number.removeprefix("0"))
            marks.append(rf"(?<!\d)(?:(?:\+|00)?84[ .-]?)?0?[ .-]?{rest}(?!\d)")
        return marks

    @cached_property
    def seen(self) -> re.Pattern:
        """Name, in the ways it is spelled, number and address; whole words."""
        words = (f"(?:{'|'.join(spellings(word))})" for word in self.full_name.split())
        name = [r"(?<!\w)" + r"\s+".join(words) + r"(?!\w)"] if self.is_full else []
        return re.compile("|".join([*name, *self.contacts]) or r"(?!)", re.I)

    def reached_in(self, words: str) -> bool:
        """By their number or address: then it is nobody else."""
        return any(re.search(mark, words, re.I) for mark in self.contacts)

    def struck_out(self, words: str, by: str = NOBODY) -> str:
        """The same text without name, number and address of this person."""
        return self.seen.sub(by, normalize("NFC", words))

    def are_in(self, entry: dict, *, of_theirs: bool) -> bool:
        """Whether a line of a submission is this person, known to be in the dossier."""
        if fold(entry.get("name") or "") != self.name:
            return False
        return of_theirs or entry.get("birth_year") in self.years


def undecided(marks: Marks) -> list:
    """Rows that bear the name and nothing else; the officer says whose they are."""
    rows = []
    for model in NAMED:
        alike = marks.alike(model)
        if model is Member:
            alike = alike.filter(person=None)
        else:
            alike = alike.exclude(pk__in=marks.theirs(model).values("pk"))
        rows += alike.order_by("pk")
    return rows


def key_of(row) -> str:
    return f"{row._meta.label}:{row.pk}"


@transaction.atomic
def say(request: DataRequest, marks: Marks, keys: list[str]) -> int:
    """These rows are of whoever asks: a membership is tied to the person for good."""
    offered = {key_of(row): row for row in undecided(marks)}
    chosen = [offered[key] for key in keys if key in offered]
    for row in chosen:
        if isinstance(row, Member):
            Member.objects.filter(pk=row.pk, person=None).update(person=request.person)
    said = [key_of(row) for row in chosen if not isinstance(row, Member)]
    request.also = sorted({*request.also, *said})
    request.save(update_fields=["also"])
    return len(chosen)


def requests_of(marks: Marks) -> set[int]:
    """The dossiers in which they stand or stood."""
    requests = set()
    for model in (CommitteeSeat, ProposedMember):
        for rows in (marks.theirs(model), marks.traces(model)):
            requests |= set(rows.values_list("request_id", flat=True))
    requests |= set(marks.theirs(BranchRequest).values_list("pk", flat=True))
    return requests - {None}


def papers_of(marks: Marks) -> models.QuerySet:
    """Scans that were sent with those dossiers: nobody can search them."""
    return DossierFile.objects.filter(item__request__in=requests_of(marks))


def submissions(marks: Marks):
    """(submission, its data without the person, what it says of them), of each."""
    requests = requests_of(marks)
    text = Fold(Cast("data", models.TextField()))
    rows = DossierRevision._base_manager.select_related("request").alias(_text=text)
    named = models.Q(_text__contains=marks.name)
    for address in marks.addresses:
        named |= models.Q(_text__contains=fold(address))
    for revision in rows.filter(named).order_by("pk"):
        left, said = without(revision, marks, revision.request_id in requests)
        if said:
            yield revision, left, said


def without(revision, marks: Marks, of_theirs: bool) -> tuple[dict, list]:
    """The name of whoever a decision names stays; the rest of the dossier does."""
    left, said = dict(revision.data), []
    for part in ("seats", "members"):
        rows = []
        for entry in left.get(part) or []:
            mine = marks.are_in(entry, of_theirs=of_theirs)
            said += [entry] if mine else []
            is_public = part == "seats" and revision.request.status in DECIDED
            rows.append(emptied(entry, is_public) if mine else entry)
        if part in left:
            left[part] = rows
    mail = str(left.get("contact_email") or "").lower()
    name = fold(str(left.get("contact_name") or ""))
    if mail in marks.addresses or (of_theirs and name == marks.name):
        contact = {key: left.get(key) for key in ("contact_name", "contact_email")}
        said.append(contact)
        left |= dict.fromkeys(contact, "")
    return left, said


def emptied(entry: dict, keeps_name: bool) -> dict:
    if keeps_name:
        return entry
    keeps = {"role": entry["role"]} if "role" in entry else {}
    return {**dict.fromkeys(entry, ""), **keeps, "name": NOBODY}
