"""The bodies of an organisation: committees, boards, offices."""

import pgtrigger
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, Prefetch, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from federation.models.base import Demonstrable
from federation.models.organization import Organization
from federation.models.terms import Term
from federation.richtext import PlainCharField


class BodyQuerySet(models.QuerySet):
    def with_held(self, on=None):
        """`held_by`: how many are appointed that day (B1 compares it to the size)."""
        titles = Body._meta.get_field("appointments").related_model
        held = Q(appointments__in=titles.objects.on(on))
        return self.annotate(
            held_by=Count("appointments__person", filter=held, distinct=True)
        )

    def for_rows(self):
        """Everything a list of bodies prints, in one query."""
        return self.select_related("owner", "term__owner", "parent")

    def public(self):
        """Those of the union and of associations that have a name to read."""
        return self.exclude(owner__kind=Organization.Kind.BRANCH).filter(
            owner__name__gt=""
        )

    def with_people(self):
        """Each with `people`: its readable appointments in order, in one query."""
        titles = Body._meta.get_field("appointments").related_model
        rows = titles.objects.readable().for_rows()
        return self.prefetch_related(
            Prefetch("appointments", queryset=rows, to_attr="people")
        )


class Body(Demonstrable, models.Model):
    """A committee, board or office of an organisation, in a term or standing."""

    class Kind(models.TextChoices):
        EXECUTIVE = "executive", _("Executive Committee")
        STANDING = "standing", _("Standing Committee")
        PERMANENT = "permanent", _("Permanent Board")
        INSPECTION = "inspection", _("Inspection Committee")
        OFFICE = "office", _("Office")
        BOARD = "board", _("working board")
        COUNCIL = "council", _("Emulation–Commendation Council")

    # Who leads an organisation: the first of these that it has.
    LEADING = (Kind.PERMANENT, Kind.STANDING, Kind.EXECUTIVE)

    owner = models.ForeignKey(
        Organization,
        models.PROTECT,
        related_name="bodies",
        verbose_name=_("organisation"),
    )
    term = models.ForeignKey(
        Term,
        models.PROTECT,
        related_name="bodies",
        null=True,
        blank=True,
        verbose_name=_("term"),
    )
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        related_name="children",
        null=True,
        blank=True,
        verbose_name=_("within"),
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    name = PlainCharField(_("name"), max_length=200)
    approved_size = models.PositiveSmallIntegerField(
        _("approved size"), null=True, blank=True
    )
    display_order = models.PositiveSmallIntegerField(_("order"), default=100)

    objects = BodyQuerySet.as_manager()

    class Meta:
        verbose_name = _("body")
        verbose_name_plural = _("bodies")
        ordering = ["owner", "term", "display_order", "pk"]
        triggers = [
            pgtrigger.ReadOnly(name="body_keeps_its_owner", fields=["owner"]),
        ]

    def __str__(self):
        return self.name or self.get_kind_display()

    def get_absolute_url(self):
        return reverse("federation:body", args=[self.pk])

    def clean(self):
        for field in ("term", "parent"):
            other = getattr(self, field)
            if other and self.owner_id and other.owner_id != self.owner_id:
                raise ValidationError(
                    {field: _("This belongs to another organisation.")}
                )
        if self.parent_id and self.pk in self.parent.line_up():
            raise ValidationError({"parent": _("A body cannot be within itself.")})

    def line_up(self) -> list[int]:
        """Ids of this body and of those around it, from inside out."""
        line, body = [], self
        while body and body.pk not in line:
            line.append(body.pk)
            body = body.parent
        return line

    def warnings(self) -> list[str]:
        """What staff should look at, never a refusal (B1, B2)."""
        notes = []
        held = set(self.appointments.on().values_list("person__full_name", flat=True))
        if self.approved_size is not None and len(held) > self.approved_size:
            notes.append(
                _("%(body)s has %(seats)s people; approved are %(size)s.")
                % {"body": self, "seats": len(held), "size": self.approved_size}
            )
        if self.parent_id and self.owner.nested_bodies:
            outer = self.parent.appointments.on()
            outside = held - set(outer.values_list("person__full_name", flat=True))
            notes += [
                _("%(name)s sits in %(body)s but not in %(outer)s.")
                % {"name": name, "body": self, "outer": self.parent}
                for name in sorted(outside)
            ]
        return notes
