"""People and the titles they held."""

from uuid import uuid4

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from federation.models.base import Demonstrable, days_from_to
from federation.models.bodies import Body
from federation.models.organization import Organization
from federation.models.records import Document
from federation.models.service import last_day, services
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
# It has ended with its last day or, if none is written, with the term of its body.
HAS_ENDED = """(
        OLD.until < CURRENT_DATE
        OR OLD.until IS NULL AND EXISTS (
            SELECT FROM federation_body b JOIN federation_term t ON t.id = b.term_id
            WHERE b.id = OLD.body_id AND (
                t.ended_on <= CURRENT_DATE
                OR t.end_year < EXTRACT(year FROM CURRENT_DATE)
            )
        )
    )"""
TITLES_STAY = f"""
    IF {HAS_ENDED} AND (
        COALESCE(OLD.title_vi, '') NOT IN ('', COALESCE(NEW.title_vi, ''))
        OR COALESCE(OLD.title_en, '') NOT IN ('', COALESCE(NEW.title_en, ''))
        OR COALESCE(OLD.concurrent_title_vi, '')
            NOT IN ('', COALESCE(NEW.concurrent_title_vi, ''))
        OR COALESCE(OLD.concurrent_title_en, '')
            NOT IN ('', COALESCE(NEW.concurrent_title_en, ''))
    ) THEN
        RAISE EXCEPTION 'The title of an ended appointment is a snapshot.'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""
# Of an ended one the rest changes only with a reason, given in the same step.
HOLDER_STAYS = f"""
    IF {HAS_ENDED} AND (
        (NEW.person_id, NEW.body_id, NEW.is_chair, NEW.is_acting)
            IS DISTINCT FROM (OLD.person_id, OLD.body_id, OLD.is_chair, OLD.is_acting)
        OR OLD.since IS NOT NULL AND NEW.since IS DISTINCT FROM OLD.since
        OR OLD.until IS NOT NULL AND NEW.until IS DISTINCT FROM OLD.until
        OR COALESCE(OLD.duty_vi, '') NOT IN ('', COALESCE(NEW.duty_vi, ''))
        OR COALESCE(OLD.duty_en, '') NOT IN ('', COALESCE(NEW.duty_en, ''))
    ) AND NEW.correction IN ('', OLD.correction) THEN
        RAISE EXCEPTION 'An ended appointment is corrected with a reason.'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""
# One chair of an organisation at any date (A1): in one term, a day that is not written
# is the term's. The constraint sees those alone whose first day is written.
SOLE_CHAIR = """
    IF NEW.is_chair THEN
        PERFORM FROM federation_organization WHERE id = NEW.owner_id
            FOR NO KEY UPDATE;
        IF EXISTS (
            SELECT FROM federation_appointment a
            JOIN federation_body b ON b.id = a.body_id
            JOIN federation_body mine ON mine.id = NEW.body_id
            WHERE a.owner_id = NEW.owner_id AND a.is_chair AND a.id <> NEW.id
            AND b.term_id IS NOT DISTINCT FROM mine.term_id
            AND daterange(a.since, GREATEST(a.since, a.until), '[]')
                && daterange(NEW.since, GREATEST(NEW.since, NEW.until), '[]')
        ) THEN
            RAISE EXCEPTION 'Two people chair one organisation at a time.'
                USING ERRCODE = 'exclusion_violation';
        END IF;
    END IF;
    RETURN NEW;
"""


# Pictures follow the people on them (federation/models/photos.py).
WITHHOLD_PHOTOS = """
    UPDATE federation_photo p SET is_withheld = NOT p.is_withheld
    WHERE p.id IN (
        SELECT photo_id FROM federation_photoperson WHERE person_id = NEW.id
    ) AND p.is_withheld <> EXISTS (
        SELECT FROM federation_photoperson m
        JOIN federation_person q ON q.id = m.person_id
        WHERE m.photo_id = p.id AND q.hides_photos
    );
    RETURN NEW;
"""


class PersonQuerySet(models.QuerySet):
    def make_private(self, full_name: str):
        """Somebody who holds no public title: no page, an address nobody guesses."""
        return self.create(full_name=full_name, slug=f"p-{uuid4().hex}")

    def public(self):
        """Those who held a title of the union or of an association."""
        titles = Appointment.objects.public().filter(person=OuterRef("pk"))
        return self.filter(Exists(titles))

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
    # Written by the database from consents and erasures (federation/models/privacy.py).
    hides_photos = models.BooleanField(
        _("no pictures"), default=False, db_default=False, editable=False
    )

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["full_name"]
        indexes = [models.Index(fields=["portrait"], name="person_portrait")]
        triggers = [
            pgtrigger.Trigger(
                name="person_withholds_photos",
                when=pgtrigger.After,
                operation=pgtrigger.UpdateOf("hides_photos"),
                func=WITHHOLD_PHOTOS,
            ),
        ]

    def __str__(self):
        return self.full_name

    def get_absolute_url(self):
        return reverse("federation:person", args=[self.slug])

    @property
    def face(self):
        """The portrait, unless the person does not want to be shown."""
        return self.portrait if self.portrait and not self.hides_photos else None

    @property
    def initial(self) -> str:
        """The first letter of the given name, which stands last."""
        return self.full_name.split()[-1][:1].upper() if self.full_name.strip() else ""


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

    def over(self, day=None):
        """Ended before that day; what has not begun is not over."""
        day = day or timezone.localdate()
        begun, running = Term.objects.started(day), Term.objects.current(day)
        ended = Q(body__term__in=begun) & ~Q(body__term__in=running)
        return self.filter(Q(until__lt=day) | Q(until__isnull=True) & ended)

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

    def public(self):
        """Those of the union and of associations; branches name theirs themselves."""
        return self.exclude(owner__kind=Organization.Kind.BRANCH)

    def with_service(self, owner, rows) -> list:
        """Each of these rows with `service`, the total it is part of: one query."""
        rows = list(rows)
        people = {row.person_id for row in rows}
        every = self.of(owner).filter(person__in=people).readable().for_rows()
        total = {row.pk: found for found in services(every) for row in found.rows}
        for row in rows:
            row.service = total.get(row.pk)
        return rows

    def for_rows(self):
        """Everything a list of leaders prints, in one query, in their order."""
        return self.select_related(
            "person", "body__term__owner", "body__owner"
        ).order_by("display_order", "pk")


class Appointment(Demonstrable, models.Model):
    """A title somebody held. Titles are snapshots: never edited to a newer one (A3)."""

    class Entry(models.TextChoices):
        CONGRESS = "congress", _("elected at the congress")
        BY_ELECTION = "by_election", _("by-election")
        APPOINTED = "appointed", _("appointed")

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
    duty = PlainCharField(
        _("field of duty"),
        max_length=250,
        blank=True,
        help_text=_("What this person answers for, in a few words."),
    )
    is_chair = models.BooleanField(_("chairs the organisation"), default=False)
    is_acting = models.BooleanField(
        _("acting"),
        default=False,
        help_text=_("Holds the title until somebody is elected."),
    )
    entry = models.CharField(
        _("came to it by"), max_length=11, choices=Entry, blank=True
    )
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
    correction = PlainTextField(
        _("reason of a correction"),
        blank=True,
        db_default="",
        help_text=_("Holder, days and duty of an ended title change only with it."),
    )
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
            pgtrigger.Trigger(
                name="appointment_holder_stays",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func=HOLDER_STAYS,
            ),
            pgtrigger.Trigger(
                name="appointment_sole_chair",  # after the owner is the body's
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=SOLE_CHAIR,
            ),
        ]

    def __str__(self):
        return f"{self.person} · {self.title}"

    def clean(self):
        """One chair of an organisation at any date (A1), in words before the database.

        The constraint itself reads `owner`, which no form shows.
        """
        if not (self.is_chair and self.body_id):
            return
        same_term, dated = Q(body__term=self.body.term_id), Q(since__isnull=False)
        meet = same_term | dated if self.since else same_term
        others = Appointment.objects.filter(
            meet, owner=self.body.owner_id, is_chair=True
        ).exclude(pk=self.pk)
        if self.since:
            others = others.filter(Q(until__isnull=True) | Q(until__gte=self.since))
        if self.until:
            others = others.filter(Q(since__isnull=True) | Q(since__lte=self.until))
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
        """Ended before today, by its last day or its term's: a snapshot (A3)."""
        return last_day(self) < timezone.localdate()
