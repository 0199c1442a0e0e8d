"""People, the bodies they sit in and the titles they held."""

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from federation.models.base import Demonstrable, days_from_to
from federation.models.organization import Organization
from federation.models.records import Document
from federation.models.terms import Term
from federation.richtext import PlainCharField, PlainTextField
from federation.sortkey import SortKey
from federation.uploads import ImageField

# A body belongs to its organisation for good; an appointment takes the owner from it.
OWNER_OF_BODY = """
    SELECT owner_id INTO NEW.owner_id FROM federation_body WHERE id = NEW.body_id;
    RETURN NEW;
"""
# What may still be done to an ended appointment: supply the missing language.
TITLES_STAY = """
    IF OLD.until < CURRENT_DATE AND NEW.until IS NOT NULL AND (
        COALESCE(OLD.title_vi, '') NOT IN ('', COALESCE(NEW.title_vi, ''))
        OR COALESCE(OLD.title_en, '') NOT IN ('', COALESCE(NEW.title_en, ''))
    ) THEN
        RAISE EXCEPTION 'The title of an ended appointment is a snapshot.'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""


class PersonQuerySet(models.QuerySet):
    def public(self):
        """Those who held a title of the union or of an association."""
        titles = Appointment.objects.filter(person=OuterRef("pk"))
        return self.filter(Exists(titles.exclude(owner__kind="branch")))

    def in_order(self):
        """The Vietnamese alphabet."""
        return self.order_by(SortKey("full_name"), "pk")


class Person(Demonstrable, models.Model):
    """A human being, once, however many titles they hold."""

    full_name = PlainCharField(_("full name"), max_length=150)
    honorific = PlainCharField(_("form of address"), max_length=20, blank=True)
    slug = models.SlugField(_("address word"), max_length=120, unique=True)
    portrait = ImageField(_("portrait"), folder="portraits", blank=True)
    bio = PlainTextField(_("short biography"), blank=True)
    user = models.OneToOneField(
        "accounts.User",
        models.SET_NULL,
        related_name="person",
        null=True,
        blank=True,
        verbose_name=_("account"),
    )

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["full_name"]

    def __str__(self):
        return self.full_name

    def get_absolute_url(self):
        return reverse("federation:person", args=[self.slug])

    @property
    def initial(self) -> str:
        """The first letter of the given name, which stands last."""
        return self.full_name.split()[-1][:1].upper() if self.full_name.strip() else ""


class BodyQuerySet(models.QuerySet):
    def with_held(self, on=None):
        """`held_by`: how many are appointed that day (B1 compares it to the size)."""
        on = on or timezone.localdate()
        held = Q(appointments__since__isnull=True) | Q(appointments__since__lte=on)
        held &= Q(appointments__until__isnull=True) | Q(appointments__until__gte=on)
        return self.annotate(
            held_by=Count("appointments__person", filter=held, distinct=True)
        )

    def for_rows(self):
        """Everything a list of bodies prints, in one query."""
        return self.select_related("owner", "term__owner", "parent")

    def with_people(self):
        """Each with `people`: its readable appointments in order, in one query."""
        rows = Appointment.objects.readable().for_rows()
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


class AppointmentQuerySet(models.QuerySet):
    def on(self, day=None):
        """Held on that day (today unless given), first and last day included.

        A day that is not known is the term's: a title without a last day ends
        when the term ends, also if nobody wrote that down.
        """
        day = day or timezone.localdate()
        standing = Q(body__term__isnull=True)
        begun = standing | Q(body__term__in=Term.objects.started(day))
        running = standing | Q(body__term__in=Term.objects.current(day))
        return self.filter(
            Q(since__lte=day) | (Q(since__isnull=True) & begun),
            Q(until__gte=day) | (Q(until__isnull=True) & running),
        )

    def readable(self):
        """Those whose title is written in the reader's language."""
        return self.filter(title__gt="")

    def of(self, organization):
        """Titles in the bodies of that organisation."""
        return self.filter(owner=organization)

    def newest_first(self):
        """By the year of their beginning, the term's where no day is known."""
        year = Coalesce("since__year", "body__term__start_year")
        return self.order_by(year.desc(nulls_last=True), "display_order", "pk")

    def leaders(self, organization, on=None):
        """Who leads it that day: its innermost elected body, each person once."""
        rows = self.of(organization).on(on).readable().for_rows()
        by_kind: dict[str, dict] = {kind: {} for kind in Body.LEADING}
        for row in rows.filter(body__kind__in=Body.LEADING):
            by_kind[row.body.kind].setdefault(row.person_id, row)
        return next((list(found.values()) for found in by_kind.values() if found), [])

    def for_rows(self):
        """Everything a list of leaders prints, in one query, in their order."""
        return self.select_related("person", "body__term", "body__owner").order_by(
            "display_order", "pk"
        )


class Appointment(Demonstrable, models.Model):
    """A title somebody held. Titles are snapshots: never edited to a newer one (A3)."""

    class EndReason(models.TextChoices):
        TERM = "term", _("end of term")
        RELIEVED = "relieved", _("relieved of duty")
        RESIGNED = "resigned", _("resigned")
        DIED = "died", _("died")

    person = models.ForeignKey(
        Person,
        models.PROTECT,
        related_name="appointments",
        verbose_name=_("person"),
    )
    body = models.ForeignKey(
        Body, models.PROTECT, related_name="appointments", verbose_name=_("body")
    )
    # Written by the database from the body, so that the constraint below can read it.
    owner = models.ForeignKey(
        Organization, models.PROTECT, related_name="+", editable=False
    )
    title = PlainCharField(_("title held"), max_length=200)
    concurrent_title = PlainCharField(
        _("other title at that time"), max_length=250, blank=True
    )
    is_chair = models.BooleanField(_("chairs the organisation"), default=False)
    since = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)
    end_reason = models.CharField(
        _("reason of the end"), max_length=8, choices=EndReason, blank=True
    )
    decision = models.ForeignKey(
        Document,
        models.PROTECT,
        related_name="appointments",
        null=True,
        blank=True,
        verbose_name=_("decision"),
    )
    source = PlainCharField(_("source"), max_length=250, blank=True)
    display_order = models.PositiveSmallIntegerField(_("order"), default=100)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("appointment")
        verbose_name_plural = _("appointments")
        ordering = ["display_order", "pk"]
        constraints = [
            models.CheckConstraint(
                name="appointment_until_not_before_since",
                condition=Q(until__isnull=True)
                | Q(since__isnull=True)
                | Q(until__gte=F("since")),
                violation_error_message=_("The last day is before the first."),
            ),
            ExclusionConstraint(
                name="appointment_one_chair_at_a_time",
                expressions=[
                    ("owner", RangeOperators.EQUAL),
                    ("is_chair", RangeOperators.EQUAL),
                    (days_from_to("since", "until"), RangeOperators.OVERLAPS),
                ],
                condition=Q(is_chair=True, since__isnull=False),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="appointment_owner_is_the_bodys",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=OWNER_OF_BODY,
            ),
            pgtrigger.Trigger(
                name="appointment_title_is_a_snapshot",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func=TITLES_STAY,
            ),
        ]

    def __str__(self):
        return f"{self.person} · {self.title}"

    def clean(self):
        """One chair of an organisation at any date (A1), in words before the database.

        The constraint itself reads `owner`, which no form shows.
        """
        if not (self.is_chair and self.since and self.body_id):
            return
        others = Appointment.objects.filter(
            Q(until__isnull=True) | Q(until__gte=self.since),
            owner=self.body.owner_id,
            is_chair=True,
            since__isnull=False,
        ).exclude(pk=self.pk)
        if self.until:
            others = others.filter(since__lte=self.until)
        if other := others.select_related("person").first():
            raise ValidationError(
                {
                    "is_chair": _("%(name)s chairs in this time.")
                    % {"name": other.person}
                }
            )

    @property
    def first_year(self) -> int | None:
        """Since when, as far as it is known: the day's year or the term's."""
        if self.since:
            return self.since.year
        return self.body.term.start_year if self.body.term else None

    @property
    def is_past(self):
        """Ended before today: its title is a snapshot (A3)."""
        return self.until is not None and self.until < timezone.localdate()
