"""What the union and its members do before a public."""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import models, transaction
from django.db.models import Count, F, Max, Min, Prefetch, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.models.calendar import in_iso, midnight
from events.models.occurrences import Occurrence
from events.models.publishing import (
    Publishable,
    current_language,
    said,
    written_in,
)
from events.models.registering import Registering
from federation.lifecycle import Lifecycle, MoveRefused
from federation.models import Demonstrable, Organization, Photo, PublishState
from federation.richtext import RichTextField, WebAddressField
from members.models import Association, Branch

SHOWN = Q(event_photos__photo__is_withheld=False)


class EventQuerySet(models.QuerySet):
    def published(self):
        """What every reader may see."""
        return self.filter(**Event.PUBLIC)

    def readable(self):
        """Events whose page exists in the reader's language."""
        return self.filter(written_in(current_language(), Event.NEEDED))

    def upcoming(self, now=None):
        """From today on, and what is still going on; the next first."""
        now = now or timezone.now()
        today = midnight(now)
        going_on = Q(ends_at__gte=now) | Q(ends_at=today)
        return self.filter(Q(starts_at__gte=today) | going_on).order_by(
            "starts_at", "pk"
        )

    def past(self, now=None):
        """Before today; the latest first."""
        now = now or timezone.now()
        today = midnight(now)
        return (
            self.annotate(over_at=Coalesce("ends_at", "starts_at"))
            .filter(starts_at__lt=today, over_at__lt=now)
            .exclude(over_at=today)
            .order_by("-starts_at", "-pk")
        )

    def of(self, organization):
        """Hosted by it, by one of its branches, or held together with it."""
        mine = Q(host=organization) | Q(host__parent=organization)
        joint = Event.co_organizers.through.objects.filter(organization=organization)
        return self.filter(mine | Q(pk__in=joint.values("event")))

    def about(self, country):
        """For a day of that country, or hosted by an association for it."""
        hosts = country.associations.values("pk")
        return self.filter(
            Q(occurrence__anniversary__country=country) | Q(host__in=hosts)
        )

    def years(self) -> range:
        """The years its calendar reaches: from the first event to the next year."""
        ends = self.aggregate(first=Min("starts_at"), last=Max("starts_at"))
        this = timezone.localdate().year
        first = timezone.localtime(ends["first"]).year if ends["first"] else this
        last = timezone.localtime(ends["last"]).year if ends["last"] else this
        return range(min(first, this), max(last, this + 1) + 1)

    def in_month(self, year: int, month: int):
        """What begins in that month or still goes on in it, in its order."""
        zone = timezone.get_default_timezone()
        first = datetime(year, month, 1, tzinfo=zone)
        after = datetime(year + month // 12, month % 12 + 1, 1, tzinfo=zone)
        mine = self.filter(starts_at__lt=after).filter(
            Q(starts_at__gte=first) | Q(ends_at__gte=first)
        )
        return mine.order_by("starts_at", "pk")

    def in_week_of(self, moment):
        """From Monday to Sunday around that day, what is not off."""
        monday = midnight(moment) - timedelta(days=timezone.localtime(moment).weekday())
        week = self.filter(starts_at__lt=monday + timedelta(days=7)).filter(
            Q(starts_at__gte=monday) | Q(ends_at__gte=monday)
        )
        return week.exclude(status__in=["cancelled", "postponed"])

    def managed_by(self, user):
        """Events of the associations the user holds an office for."""
        mine = list(Association.objects.run_by(user).values_list("pk", flat=True))
        joint = Event.co_organizers.through.objects.filter(organization__in=mine)
        return self.filter(
            Q(host__in=mine)
            | Q(host__parent__in=mine)
            | Q(pk__in=joint.values("event"))
        )

    def scheduled_until(self, now):
        """Those whose hour of publication has come."""
        return self.filter(publish_state=PublishState.SCHEDULED, publish_at__lte=now)

    def for_cards(self):
        """Everything a line prints, in one query."""
        return self.select_related("host").annotate(
            photo_count=Count("event_photos", filter=SHOWN)
        )

    def for_page(self):
        """Everything one event's page prints, in a fixed number of queries."""
        return self.select_related(
            *("host", "occurrence__anniversary__country", "occurrence__lead")
        ).prefetch_related(
            Prefetch(
                "event_photos", EventPhoto.objects.filter(photo__is_withheld=False)
            ),
            *("co_organizers", "launches", "guests", "event_photos__photo"),
            *("programme", "papers"),
        )


class Event(Demonstrable, Publishable, Registering, Lifecycle):
    """Something the union or a member does on a day, before a public.

    Its day may differ from the anniversary it is held for (V1).
    """

    class Kind(models.TextChoices):
        CEREMONY = "ceremony", _("ceremony")
        MEETING = "meeting", _("friendship meeting")
        CONFERENCE = "conference", _("conference")
        WORKING = "working", _("working session")
        SEMINAR = "seminar", _("seminar")
        EXCHANGE = "exchange", _("exchange")
        EXHIBITION = "exhibition", _("exhibition")
        CONTEST = "contest", _("contest")
        VISIT = "visit", _("visit")
        DELEGATION_IN = "delegation_in", _("incoming delegation")
        DELEGATION_OUT = "delegation_out", _("outgoing delegation")
        LAUNCH = "launch", _("launch of a branch")
        AWARDING = "awarding", _("award ceremony")
        CONGRESS = "congress", _("congress")
        OTHER = "other", _("other")

    class Status(models.TextChoices):
        IDEA = "idea", _("idea")
        PLANNED = "planned", _("being planned")
        CONFIRMED = "confirmed", _("confirmed")
        HELD = "held", _("took place")
        REPORTED = "reported", _("reported")
        POSTPONED = "postponed", _("postponed")
        CANCELLED = "cancelled", _("cancelled")

    MOVES = {
        Status.PLANNED: {Status.IDEA, Status.POSTPONED},
        Status.CONFIRMED: {Status.PLANNED},
        Status.HELD: {Status.CONFIRMED},
        Status.REPORTED: {Status.HELD},
        Status.POSTPONED: {Status.PLANNED, Status.CONFIRMED},
        Status.CANCELLED: {
            *(Status.IDEA, Status.PLANNED, Status.CONFIRMED, Status.POSTPONED)
        },
    }

    NEEDED = ("title", "lead_text", "place")
    # The states in which readers find it at its address.
    PUBLIC = {"publish_state": PublishState.PUBLISHED}

    kind = models.CharField(
        _("kind"), max_length=14, choices=Kind, default=Kind.MEETING
    )
    title = models.CharField(_("name"), max_length=250)
    slug = models.SlugField(_("address word"), max_length=120, unique=True)
    host = models.ForeignKey(
        Organization,
        models.PROTECT,
        related_name="hosted_events",
        verbose_name=_("host"),
    )
    co_organizers = models.ManyToManyField(
        Organization,
        related_name="joint_events",
        blank=True,
        verbose_name=_("together with"),
    )
    starts_at = models.DateTimeField(
        _("begins"),
        db_index=True,
        help_text=_("00:00 when only the day is known; readers then see no hour."),
    )
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=250, blank=True)
    occurrence = models.ForeignKey(
        Occurrence,
        models.SET_NULL,
        related_name="linked_events",
        null=True,
        blank=True,
        verbose_name=_("for the anniversary"),
        help_text=_("The event's day may differ from the anniversary's."),
    )
    launches = models.ManyToManyField(
        Branch,
        related_name="launch_events",
        blank=True,
        verbose_name=_("launches the branches"),
    )
    lead_text = models.CharField(_("in one sentence"), max_length=300, blank=True)
    summary = RichTextField(_("report"), blank=True)
    outcome = models.CharField(_("outcome in one sentence"), max_length=300, blank=True)
    map_url = WebAddressField(
        _("link to a map"),
        blank=True,
        help_text=_("Opens on the map's own site; nothing of it is loaded here."),
    )
    expected = models.PositiveIntegerField(_("guests expected"), null=True, blank=True)
    attended = models.PositiveIntegerField(_("guests counted"), null=True, blank=True)
    status = models.CharField(
        _("status"), max_length=9, choices=Status, default=Status.IDEA
    )
    status_note = models.CharField(
        _("note on the status"),
        max_length=250,
        blank=True,
        help_text=_("Why it is postponed or cancelled; readers see it."),
    )
    source = models.CharField(_("source"), max_length=250, blank=True)
    photos = models.ManyToManyField(
        Photo,
        through="EventPhoto",
        related_name="shown_at",
        blank=True,
        verbose_name=_("photographs"),
    )
    created_at = models.DateTimeField(_("created"), default=timezone.now)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["-starts_at", "-pk"]
        permissions = [
            ("submit_event", _("Can submit events for review")),
            ("move_event", _("Can plan, confirm, hold, postpone and cancel events")),
            ("review_event", _("Can approve and return events")),
            ("publish_event", _("Can publish events and take them down")),
        ]
        constraints = [
            models.CheckConstraint(
                name="event_ends_after_it_began",
                condition=Q(ends_at__isnull=True) | Q(ends_at__gte=F("starts_at")),
                violation_error_message=_("The end is before the beginning."),
            ),
            *Publishable.Meta.constraints,
        ]

    def __str__(self):
        return self.title or self.slug

    def get_absolute_url(self):
        return reverse("events:detail", args=[self.slug])

    @property
    def languages(self) -> list[str]:
        """The languages its page exists in; the report alone may lack in one."""
        return [code for code, _name in settings.LANGUAGES if self.is_written_in(code)]

    @property
    def is_readable(self) -> bool:
        """Whether its page exists in the reader's language."""
        published = self.publish_state == PublishState.PUBLISHED
        return published and self.is_written_in(current_language())

    def is_on(self, day: date) -> bool:
        """Whether it takes place on that day."""
        last = timezone.localdate(self.ends_at or self.starts_at)
        return timezone.localdate(self.starts_at) <= day <= last

    def as_json_ld(self, site: str) -> dict:
        """schema.org/Event; nothing while nobody knows where, which it must say."""
        off = {self.Status.CANCELLED: "Cancelled", self.Status.POSTPONED: "Postponed"}
        address = self.place or self.host.address
        if not address:
            return {}
        return {
            "@type": "Event",
            "name": self.title,
            "description": self.lead_text,
            "startDate": in_iso(self.starts_at),
            "endDate": self.ends_at and in_iso(self.ends_at),
            "eventStatus": (
                f"https://schema.org/Event{off.get(self.status, 'Scheduled')}"
            ),
            "location": {
                "@type": "Place",
                "name": self.place or self.host.name,
                "address": address,
            },
            "url": site + self.get_absolute_url(),
            "organizer": {
                "@type": "Organization",
                "name": self.host.name,
                "url": site + self.host.get_absolute_url(),
            },
        }

    @property
    def tone(self) -> str:
        """How `components/state.html` shows the status."""
        if self.is_off:
            return "bad"
        if self.is_over:
            return "past"
        return "good" if self.status == self.Status.CONFIRMED else "wait"

    # --- what becomes of it ---------------------------------------------------

    def plan(self, *, by) -> None:
        self._advance(self.Status.PLANNED, by=by, status_note_vi="", status_note_en="")

    def confirm(self, *, by) -> None:
        self._advance(self.Status.CONFIRMED, by=by)

    def hold(self, *, by) -> None:
        """Only what has begun can have taken place."""
        if self.starts_at > timezone.now():
            raise MoveRefused(_("It has not begun yet."))
        self._advance(self.Status.HELD, by=by)

    def report(self, *, by) -> None:
        """Closed with a report."""
        if not self.summary.strip():
            raise MoveRefused(_("Write the report first."))
        self._advance(self.Status.REPORTED, by=by)

    @transaction.atomic
    def postpone(self, *, by, reason: str, starts_at=None) -> None:
        """Its new day may be known already, or not yet; guests are told."""
        changes = {"starts_at": starts_at, "ends_at": None} if starts_at else {}
        self._advance(self.Status.POSTPONED, by=by, **self._note(reason), **changes)
        self.tell_guests_moved() if starts_at else self.tell_guests_off()

    @transaction.atomic
    def cancel(self, *, by, reason: str) -> None:
        self._advance(self.Status.CANCELLED, by=by, **self._note(reason))
        self.tell_guests_off()

    def _note(self, reason: str) -> dict:
        """The reason in the language it was written in."""
        return {f"status_note_{current_language()}": said(reason)}

    def _advance(self, to: str, *, by, **changes) -> None:
        self.move(to, by=by, updated_at=timezone.now(), **changes)


class EventPhoto(models.Model):
    """A photograph of an event, in its order."""

    event = models.ForeignKey(
        Event, models.CASCADE, related_name="event_photos", verbose_name=_("event")
    )
    photo = models.ForeignKey(
        Photo,
        models.PROTECT,
        related_name="event_photos",
        verbose_name=_("photograph"),
    )
    display_order = models.PositiveSmallIntegerField(_("order"), default=100)

    class Meta:
        verbose_name = _("photograph")
        verbose_name_plural = _("photographs")
        ordering = ["display_order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["event", "photo"], name="event_photo_once")
        ]

    def __str__(self):
        return str(self.photo_id)
