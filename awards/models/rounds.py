"""Rounds of commendation: what for, which period, until when, how many."""

from django.apps import apps
from django.db import models, transaction
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from awards import notifications
from awards.models.forms import CommendationForm, CommendationType
from awards.models.rules import CouncilRules
from events.models import Event
from federation.lifecycle import Lifecycle, MoveRefused
from federation.models import Demonstrable


class RoundQuerySet(models.QuerySet):
    def published(self):
        """What every reader may see."""
        return self.filter(status=CommendationRound.Status.PUBLISHED)

    def on_notice(self):
        """Whose recommended are named today, for whoever wants to object."""
        today = timezone.localdate()
        return self.filter(
            status=CommendationRound.Status.REVIEWED,
            notice_from__lte=today,
            notice_until__gte=today,
        )

    def visible_to(self, user):
        """Staff: all. Others: what is published."""
        return self if user.is_staff else self.published()

    def readable(self):
        """Rounds with a title in the reader's language."""
        return self.filter(title__gt="")

    def over(self, day):
        """Open, but the window has passed and no extension reaches further."""
        late = self.filter(status=CommendationRound.Status.OPEN, closes_on__lt=day)
        return late.exclude(extensions__until__gte=day)

    def counted(self):
        """With the awards listed in each: collectives, individuals.

        Counted from an index for the rounds of the page alone, however many there are.
        """
        awards = apps.get_model("awards", "Award").objects
        valid = awards.filter(round=OuterRef("pk"), status="valid").order_by()

        def number(kind):
            counted = valid.filter(kind=kind).values("round").annotate(n=Count("pk"))
            return Coalesce(Subquery(counted.values("n")), 0)

        return self.annotate(
            collectives=number("collective"), individuals=number("individual")
        )

    def for_rows(self):
        """Everything a list of rounds prints, in one query, newest first."""
        return (
            self.select_related("form", "type", "event")
            .counted()
            .order_by("-period_to", "-pk")
        )


class CommendationRound(Lifecycle, Demonstrable):
    """One round: what for, which period, how many; historic ones may have counts only.

    Source of the states: domain study 4.3. A historic round is entered as presented,
    for that is what it was.
    """

    class Status(models.TextChoices):
        PLANNED = "planned", _("planned")
        OPEN = "open", _("open for nominations")
        CLOSED = "closed", _("closed for nominations")
        REVIEWED = "reviewed", _("reviewed by the council")
        DECIDED = "decided", _("decided")
        PRESENTED = "presented", _("presented")
        PUBLISHED = "published", _("published")
        CANCELLED = "cancelled", _("cancelled")

    MOVES = {
        Status.OPEN: {Status.PLANNED, Status.CLOSED},
        Status.CLOSED: {Status.OPEN},
        Status.REVIEWED: {Status.CLOSED},
        Status.DECIDED: {Status.REVIEWED},
        Status.PRESENTED: {Status.DECIDED, Status.PUBLISHED},
        Status.PUBLISHED: {Status.PRESENTED},
        Status.CANCELLED: {
            *(Status.PLANNED, Status.OPEN, Status.CLOSED),
            *(Status.REVIEWED, Status.DECIDED, Status.PRESENTED),
        },
    }

    # The states in which readers find it, or its notice, at its address.
    PUBLIC = {"status__in": [Status.REVIEWED, Status.PUBLISHED]}

    title = models.CharField(pgettext_lazy("of a text", "title"), max_length=200)
    slug = models.SlugField(_("address word"), max_length=120, unique=True)
    type = models.ForeignKey(
        CommendationType,
        models.PROTECT,
        related_name="rounds",
        verbose_name=_("type of commendation"),
    )
    form = models.ForeignKey(
        CommendationForm,
        models.PROTECT,
        related_name="rounds",
        verbose_name=_("form of commendation"),
    )
    period_from = models.DateField(_("achievements from"))
    period_to = models.DateField(_("achievements until"))
    summary = models.TextField(_("summary"), blank=True)
    event = models.ForeignKey(
        Event,
        models.PROTECT,
        related_name="commendation_rounds",
        null=True,
        blank=True,
        verbose_name=_("presented at"),
    )
    opens_on = models.DateField(_("nominations from"), null=True, blank=True)
    closes_on = models.DateField(_("nominations until"), null=True, blank=True)
    historic = models.BooleanField(
        _("historic"),
        default=False,
        help_text=_("From before the portal: may have reported numbers only."),
    )
    declared_collectives = models.PositiveIntegerField(
        _("collectives, as reported"), null=True, blank=True
    )
    declared_individuals = models.PositiveIntegerField(
        _("individuals, as reported"), null=True, blank=True
    )
    source = models.CharField(_("source"), max_length=250, blank=True)
    quota = models.PositiveSmallIntegerField(
        _("nominations per association, at most"),
        null=True,
        blank=True,
        help_text=_("Empty: no limit. Exceptions are written below."),
    )
    rules = models.ForeignKey(
        CouncilRules,
        models.PROTECT,
        related_name="rounds",
        null=True,
        blank=True,
        verbose_name=_("rules of the council"),
    )
    citation = models.CharField(
        _("words on the certificate"),
        max_length=300,
        blank=True,
        help_text=_("For what the recipients are commended, as the certificate says."),
    )
    notice_from = models.DateField(_("public notice from"), null=True, editable=False)
    notice_until = models.DateField(_("public notice until"), null=True, editable=False)
    status = models.CharField(
        _("status"),
        max_length=10,
        choices=Status,
        default=Status.PLANNED,
        editable=False,
    )
    published_at = models.DateTimeField(_("published at"), null=True, editable=False)
    cancel_reason = models.CharField(
        _("reason of the cancellation"), max_length=250, blank=True
    )

    objects = RoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("round of commendation")
        verbose_name_plural = _("rounds of commendation")
        ordering = ["-period_to", "-pk"]
        permissions = [
            ("run_round", "Open, close, reopen and cancel rounds of commendation"),
            ("check_nomination", "Check nominations"),
            ("hold_council", "Hold meetings of the council and write results"),
            ("vote_council", "Vote as a member of the council"),
            ("decide_commendation", "Sign commendation decisions"),
            ("present_round", "Present awards and make certificates"),
            ("publish_round", "Publish rounds of commendation"),
        ]
        constraints = [
            models.CheckConstraint(
                name="round_period_ends_after_it_began",
                condition=Q(period_from__lte=F("period_to")),
                violation_error_message=_("The period ends before it begins."),
            ),
            models.CheckConstraint(
                name="round_window_closes_after_it_opened",
                condition=Q(opens_on__isnull=True)
                | Q(closes_on__isnull=True)
                | Q(opens_on__lte=F("closes_on")),
                violation_error_message=_("Nominations close before they open."),
            ),
            models.CheckConstraint(
                name="round_historic_was_presented",
                condition=Q(historic=False)
                | Q(status__in=["presented", "published", "cancelled"]),
            ),
            models.CheckConstraint(
                name="round_published_with_its_time",
                condition=~Q(status="published") | Q(published_at__isnull=False),
            ),
            models.CheckConstraint(
                name="round_cancelled_with_a_reason",
                condition=~Q(status="cancelled") | ~Q(cancel_reason=""),
            ),
        ]

    def __str__(self):
        return self.title or self.slug

    def get_absolute_url(self):
        return reverse("awards:detail", args=[self.slug])

    def get_desk_url(self):
        return reverse("awards:desk-round", args=[self.slug])

    @property
    def declared_total(self):
        """Collectives and individuals together, when both were reported."""
        if self.declared_collectives is None or self.declared_individuals is None:
            return None
        return self.declared_collectives + self.declared_individuals

    @property
    def shown_collectives(self):
        """The number a card shows: what was reported, else what is listed."""
        declared = self.declared_collectives
        return self.collectives if declared is None else declared

    @property
    def shown_individuals(self):
        declared = self.declared_individuals
        return self.individuals if declared is None else declared

    @property
    def listed(self) -> int:
        """How many the list names. Needs `counted()`."""
        return self.collectives + self.individuals

    @property
    def agreement(self):
        """How the reported numbers and the list stand: none, partial, equal, computed.

        Needs `counted()`. `partial` means the list differs from the report (Z2).
        """
        if self.declared_total is None:
            return "computed"
        if not self.listed:
            return "none"
        same = (self.collectives, self.individuals) == (
            self.declared_collectives,
            self.declared_individuals,
        )
        return "equal" if same else "partial"

    @property
    def takes_nominations(self) -> bool:
        """Open, and today is within the window; extensions are asked one by one."""
        today = timezone.localdate()
        begun = self.opens_on is None or self.opens_on <= today
        over = self.closes_on is not None and self.closes_on < today
        return self.status == self.Status.OPEN and begun and not over

    @property
    def is_on_notice(self) -> bool:
        """Everybody may object today."""
        if self.status != self.Status.REVIEWED or not self.notice_from:
            return False
        return self.notice_from <= timezone.localdate() <= self.notice_until

    def extension_of(self, organization):
        """The last extension that reaches this association and is not over."""
        mine = models.Q(association=None) | models.Q(association=organization)
        rows = self.extensions.filter(mine, until__gte=timezone.localdate())
        return rows.order_by("-until").first()

    def accepts_from(self, organization) -> bool:
        """Within the window, or reopened for this association."""
        if self.takes_nominations:
            return True
        return self.status == self.Status.OPEN and bool(self.extension_of(organization))

    def why_closed(self, organization) -> str:
        """The words of a refusal that says what to do next; empty when it is open."""
        if self.accepts_from(organization):
            return ""
        day, today = self.closes_on, timezone.localdate()
        if self.status in {self.Status.PLANNED, self.Status.OPEN} and (
            not day or day >= today
        ):
            begins = self.opens_on and date_format(self.opens_on, "SHORT_DATE_FORMAT")
            if begins:
                return _("Nominations are taken from %(day)s.") % {"day": begins}
            return _("This round is not open yet.")
        if not day:
            return _("This round takes no more nominations. Ask the union’s office.")
        return _(
            "Nominations closed on %(day)s. If you were prevented, ask the union’s "
            "office to reopen the round for you; it writes down why."
        ) % {"day": date_format(day, "SHORT_DATE_FORMAT")}

    def quota_of(self, organization) -> int | None:
        """How many this association may nominate; None: as many as it likes."""
        own = self.quotas.filter(association=organization).first()
        return own.most if own else self.quota

    @transaction.atomic
    def open(self, *, by) -> None:
        """Take nominations; whoever may nominate is told."""
        if not (self.opens_on and self.closes_on):
            raise MoveRefused(_("Enter first from when until when to nominate."))
        if self.closes_on < timezone.localdate():
            raise MoveRefused(_("The last day for nominations has passed."))
        if self.status != self.Status.PLANNED:
            raise MoveRefused(_("This is no longer possible: the status has changed."))
        self.move(self.Status.OPEN, by=by)
        notifications.round_opened(self)

    @transaction.atomic
    def close(self, *, by=None) -> None:
        """Take no more nominations; drafts stay drafts."""
        self.move(self.Status.CLOSED, by=by)

    @transaction.atomic
    def reopen(self, *, by, until, reason: str, association=None) -> None:
        """Take late nominations until that day, of one association or of all."""
        if not reason.strip():
            raise MoveRefused(_("Reopening needs a reason."))
        if until < timezone.localdate():
            raise MoveRefused(_("The new last day has passed already."))
        if self.status == self.Status.CLOSED:
            self.move(self.Status.OPEN, by=by)
        elif self.status != self.Status.OPEN:
            raise MoveRefused(
                _("The council has met: no nomination can be added to this round.")
            )
        row = self.extensions.create(
            association=association, until=until, reason=reason.strip(), given_by=by
        )
        notifications.round_reopened(row)

    @transaction.atomic
    def present(self, *, by, on=None, event=None) -> None:
        """Say when the certificates were handed over."""
        on = on or timezone.localdate()
        if on > timezone.localdate():
            raise MoveRefused(_("The day of the ceremony has not come yet."))
        if self.status != self.Status.DECIDED:
            raise MoveRefused(_("This is no longer possible: the status has changed."))
        self.move(self.Status.PRESENTED, by=by, event=event or self.event)
        self.awards.filter(presented_on=None).update(presented_on=on)

    @transaction.atomic
    def publish(self, *, by) -> None:
        """Put the round on the public pages; it must say how many."""
        if self.declared_total is None and not self.awards.exists():
            raise MoveRefused(
                _("Enter the reported numbers or the recipients before publishing.")
            )
        self.move(self.Status.PUBLISHED, by=by, published_at=timezone.now())

    @transaction.atomic
    def take_down(self, *, by) -> None:
        """Take the round off the public pages; nothing is lost."""
        if self.status != self.Status.PUBLISHED:
            raise MoveRefused(_("Only a published round can be taken down."))
        self.move(self.Status.PRESENTED, by=by, published_at=None)

    @transaction.atomic
    def cancel(self, *, by, reason: str) -> None:
        """Give the round up, for a stated reason; its numbers are kept."""
        if not reason.strip():
            raise MoveRefused(_("A cancellation needs a reason."))
        if self.awards.filter(status="valid", decision__isnull=False).exists():
            raise MoveRefused(_("Its decision is signed: revoke its awards first."))
        self.move(self.Status.CANCELLED, by=by, cancel_reason=reason.strip())
