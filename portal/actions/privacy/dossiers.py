"""People named in dossiers: in committees, on lists, to be called; and how they go.

A name alone is nobody: with the telephone or the year of birth it is the person who
asks, or because the officer has said so on the page of the request.
"""

import re
from unicodedata import normalize

import pghistory
from django.db import models, transaction
from django.db.models.functions import Cast, Lower

from federation.models import DataRequest, Person
from federation.sortkey import Fold, fold
from members.models import (
    BranchRequest,
    CommitteeSeat,
    Digits,
    DossierFile,
    DossierItem,
    DossierRevision,
    Member,
    ProposedMember,
    Remark,
    dialled,
)

NOBODY = "—"
DECIDED = ["approved", "acknowledged"]
# What holds a sent dossier as it is, by kind of part.
RESTS = {
    BranchRequest: "members.BranchRequest:request_content_rests",
    CommitteeSeat: "members.CommitteeSeat:proposed_seat_rests",
    DossierItem: "members.DossierItem:paper_rests",
    DossierRevision: "members.DossierRevision:revision_stays",
    ProposedMember: "members.ProposedMember:proposed_member_rests",
    Remark: "members.Remark:remark_rests",
}
# Where a person stands, by which column.
NAMED = {
    Member: "full_name",
    CommitteeSeat: "name",
    ProposedMember: "name",
    BranchRequest: "contact_name",
}


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
        self.numbers = {dialled(words) for words in phones} - {""}
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

    def struck_out(self, words: str) -> str:
        """The same text without name, number and address of this person."""
        names = [re.escape(part) for part in self.full_name.split()]
        marks = [r"\s+".join(names), *map(re.escape, self.addresses)]
        marks += [r"[ .-]?".join(number) for number in self.numbers]
        left = re.sub("|".join(marks), NOBODY, normalize("NFC", words), flags=re.I)
        return NOBODY if self.name in fold(left) else left

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


def remarks_about(marks: Marks) -> dict[int, dict]:
    """Remarks and answers that call them by name, with other words: {key: columns}."""
    found = {}
    for remark in Remark.objects.filter(request__in=requests_of(marks)):
        said = {name: getattr(remark, name) for name in ("text", "answer")}
        left = {name: marks.struck_out(words) for name, words in said.items()}
        if left != said:
            found[remark.pk] = left
    return found


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
