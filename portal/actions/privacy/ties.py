"""Which members are the person who answered: tied where it is certain, else listed."""

from collections import defaultdict

from django.db import models, transaction
from django.db.models.functions import Lower

from federation.models import Consent, DataRequest, Person
from federation.sortkey import Fold, fold
from members.models import Member, dialled
from portal.actions.privacy.dossiers import SHORTEST
from portal.actions.privacy.relations import addresses_of


def asking() -> models.QuerySet:
    """People whose answers or requests are to count on the lists of members."""
    said = Consent.objects.values("person")
    asked = DataRequest.objects.exclude(person=None).values("person")
    return Person.objects.filter(models.Q(pk__in=said) | models.Q(pk__in=asked))


def numbers_of(person: Person) -> set[str]:
    """Telephones from which somebody of that name asked about their data."""
    asked = person.data_requests.values_list("name", "contact")
    own = {dialled(to) for name, to in asked if fold(name) == fold(person.full_name)}
    return {number for number in own if len(number) >= SHORTEST}


def untied(people) -> models.QuerySet:
    """Members of these names of whom nobody said who they are."""
    names = people.annotate(_name=Fold("full_name")).values("_name")
    return Member.objects.filter(person=None, folded__in=names)


@transaction.atomic
def tie_certain() -> int:
    """The sweep: the same name with the same address or number, and nobody else's."""
    known = defaultdict(set)
    rows = asking().filter(pk__in=namesakes()).select_related("user")
    for person in rows.prefetch_related("data_requests"):
        for mark in addresses_of(person) | numbers_of(person):
            known[fold(person.full_name), mark].add(person.pk)
    tied, people = 0, Person.objects.filter(pk__in=set().union(*known.values()))
    members = untied(people).annotate(_mail=Lower("email"))
    for member in members.select_for_update(of=["self"]):
        marks = {member._mail, member.dialled} - {""}
        found = set().union(*(known.get((member.folded, mark), ()) for mark in marks))
        if len(found) == 1:
            rows = Member.objects.filter(pk=member.pk, person=None)
            tied += rows.update(person=found.pop())
    return tied


def namesakes() -> models.QuerySet:
    """People of whose name there is a member who is not tied."""
    names = Member.objects.filter(person=None).values("folded")
    return Person.objects.alias(_f=Fold("full_name")).filter(_f__in=names).values("pk")


def tie(person: Person, pks: list[str]) -> int:
    """The officer said so; only rows that bear the name are offered."""
    alike = untied(Person.objects.filter(pk=person.pk))
    chosen = [int(pk) for pk in pks if pk.isdecimal() and len(pk) < 18]
    return Member.objects.filter(pk__in=alike.filter(pk__in=chosen)).update(
        person=person
    )
