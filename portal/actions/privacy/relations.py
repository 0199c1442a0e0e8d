"""Which rows belong to a person: found by walking the models, never from memory."""

from dataclasses import dataclass, field

from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import models
from django.db.models.fields.json import KT
from django.db.models.functions import Lower
from django.utils.text import capfirst

from accounts.models import User
from bulletin.models import Delivery, Subscription
from events.models import Registration
from federation.models import Person
from federation.sortkey import Fold, fold
from members.models import (
    BranchRequest,
    CommitteeSeat,
    Digits,
    ImportRow,
    Member,
    ProposedMember,
)
from outbox.models import Message
from portal.actions.privacy.dossiers import NAMED, Marks
from portal.models import Feedback

# Values nobody is told, not even the person: they open doors.
SECRET = {"password", "stamp", "data", "key", "token", "secret", "session_key"}
# Links to an account that make a row the account's own; by others somebody only acted.
OWN = {"user", "recipient"}
# Rows that know a person by the address alone.
BY_ADDRESS = {
    Message: "to",
    Subscription: "email",
    Delivery: "address",
    Registration: "email",
    Member: "email",
    Feedback: "email",
}


@dataclass
class Relation:
    """A key to a person or an account, or an address; and the rows behind it."""

    model: type[models.Model]
    name: str
    rows: models.QuerySet = field(default=None)

    @property
    def label(self) -> str:
        return f"{self.model._meta.label}.{self.name}"

    @property
    def is_own(self) -> bool:
        """The row is about them; else they only had a hand in it."""
        target = self.model._meta.get_field(self.name).related_model
        return target is not User or self.name in OWN


def relations_to(target: type[models.Model]) -> list[Relation]:
    """Every foreign key to that model, many-to-many tables included, history not."""
    return [
        Relation(model, found.name)
        for model in apps.get_models(include_auto_created=True)
        if not hasattr(model, "pgh_tracked_model") and not model._meta.proxy
        for found in model._meta.local_fields
        if found.is_relation and found.related_model is target
    ]


def addresses_of(person: Person) -> set[str]:
    """The account's, and where the person asked to be answered about their data."""
    asked = person.data_requests.values_list("name", "contact")
    own = {words for name, words in asked if fold(name) == fold(person.full_name)}
    if person.user:
        own.add(person.user.email)
    return {words.strip().lower() for words in own if is_address(words.strip())}


def is_address(words: str) -> bool:
    try:
        validate_email(words)
    except ValidationError:
        return False
    return True


def rows_of(person: Person) -> list[Relation]:
    """What points to this person or their account, or bears their address."""
    return [
        *rows_of_lists(person),  # before the members they look like are gone
        *(*rows_by_key(person), *rows_by_address(person), *rows_by_phone(person)),
        *rows_of_dossiers(person),
    ]


def marks_of(person: Person) -> Marks:
    return Marks(person, addresses_of(person))


def rows_of_dossiers(person: Person) -> list[Relation]:
    """Seats of committees, lines of lists, and dossiers that say whom to call."""
    marks = marks_of(person)
    found = [
        Relation(model, NAMED[model], marks.theirs(model))
        for model in (CommitteeSeat, ProposedMember, BranchRequest)
    ]
    return [relation for relation in found if relation.rows.exists()]


def rows_by_address(person: Person) -> list[Relation]:
    addresses, found = addresses_of(person), []
    for model, name in BY_ADDRESS.items() if addresses else ():
        rows = model._base_manager.alias(_whose=Lower(name))
        rows = rows.filter(_whose__in=addresses).order_by("pk")
        if rows.exists():
            found.append(Relation(model, name, rows))
    return found


def rows_by_phone(person: Person) -> list[Relation]:
    """Members with a number the person asked from; families share one: of that name."""
    asked = person.data_requests.values_list("contact", flat=True)
    numbers = [Digits(models.Value(words)) for words in asked]
    rows = Member._base_manager.filter(folded=fold(person.full_name)).order_by("pk")
    rows = rows.filter(dialled__in=numbers).exclude(dialled="")
    return [Relation(Member, "phone", rows)] if numbers and rows.exists() else []


def rows_of_lists(person: Person) -> list[Relation]:
    """Lines of lists not forgotten yet, by what makes a row of the register theirs."""
    asked = person.data_requests.values_list("contact", flat=True)
    numbers = [Digits(models.Value(words)) for words in asked]
    rows = ImportRow.objects.alias(
        mail=Lower(KT("values__email")),
        folded=Fold(KT("values__full_name")),
        dialled=Digits(KT("values__phone")),
    )
    theirs = models.Q(mail__in=addresses_of(person)) | models.Q(match__person=person)
    if numbers:
        same = models.Q(folded=fold(person.full_name), dialled__in=numbers)
        theirs |= same & ~models.Q(dialled="")
    rows = rows.filter(theirs).order_by("pk")
    return [Relation(ImportRow, "values", rows)] if rows.exists() else []


def rows_by_key(person: Person) -> list[Relation]:
    found = []
    for target, row in ((Person, person), (User, person.user)):
        for relation in relations_to(target) if row else []:
            manager = relation.model._base_manager
            relation.rows = manager.filter(**{relation.name: row}).order_by("pk")
            if relation.model is not Person and relation.rows.exists():
                found.append(relation)
    return found


def values_of(row) -> dict[str, str]:
    """Every field of a row with its name and value in words; secrets left out."""
    values = {}
    for found in row._meta.concrete_fields:
        if found.generated:
            continue
        if found.name in SECRET or hasattr(found, "translated_field"):
            value = (
                getattr(row, found.attname, None) if found.name not in SECRET else ""
            )
        else:
            value = shown(row, found)
        if value not in (None, ""):
            values[found.name] = str(value)
    return values


def shown(row, found):
    """A choice by its word, another row by its name, a file by its address."""
    if found.choices:
        return getattr(row, f"get_{found.name}_display")()
    if found.is_relation:
        return getattr(row, found.name, None)
    return getattr(row, found.attname)


def name_of(model) -> str:
    return capfirst(str(model._meta.verbose_name))


def words_for(model) -> dict[str, str]:
    """What each field is called by people."""
    fields = [found for found in model._meta.concrete_fields if not found.generated]
    return {found.name: capfirst(str(found.verbose_name)) for found in fields}
