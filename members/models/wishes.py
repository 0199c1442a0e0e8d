"""What somebody does not want of the association: asked where it would be done."""

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, Value, When
from django.utils.translation import gettext_lazy as _

from federation.models import Consent, Erasure, Purpose

WISHES = {
    Purpose.CONTACT: _("wishes no contact: telephone and e-mail are not shown"),
    Purpose.MEMBER_LIST: _("stands on no list that is handed out"),
    Purpose.GREETINGS: _("wishes no newsletter and no greetings"),
}


def refused_by(person: str) -> Case:
    """What the person of a row said no to; whoever is being erased, to everything."""
    said = Consent.objects.against().filter(person=OuterRef(person))
    going = Erasure.objects.filter(
        person=OuterRef(person),
        status__in=[Erasure.Status.QUARANTINED, Erasure.Status.DONE],
    )
    kind = ArrayField(models.CharField())
    return Case(
        When(Exists(going), then=Value(Purpose.values, output_field=kind)),
        default=ArraySubquery(said.order_by().values("purpose").distinct()),
        output_field=kind,
    )


def refuses_mail(purpose: str, *, address: str, since: str) -> Exists:
    """Whoever has this address said no after that moment; asked later, they want it."""
    said = Consent.objects.against().filter(
        purpose=purpose, said_at__gt=OuterRef(since)
    )
    return Exists(
        said.filter(
            Q(person__user__email__iexact=OuterRef(address))
            | Q(person__memberships__email__iexact=OuterRef(address))
        )
    )
