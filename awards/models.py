"""Rounds of commendation, their decisions, the register of awards, awards received."""

import secrets

from django.db import models, transaction
from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.models import Event
from federation.lifecycle import Lifecycle, MoveRefused
from federation.models import (
    Demonstrable,
    Document,
    LegalBasis,
    Organization,
    Person,
)

# Crockford's alphabet: no I, L, O, U, so a token can be read out and typed from paper.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
TOKEN_LENGTH = 28  # 28 letters of 5 bits: 140 bits
LOOKALIKES = str.maketrans("OILU", "011V", " -–—.\t")


def new_token() -> str:
    """A word nobody can guess."""
    return "".join(secrets.choice(ALPHABET) for _letter in range(TOKEN_LENGTH))


def clean_token(typed: str) -> str:
    """What was typed from paper, as it is stored; empty when it cannot be a token."""
    token = typed.upper().translate(LOOKALIKES)
    right = len(token) == TOKEN_LENGTH and set(token) <= set(ALPHABET)
    return token if right else ""


class CommendationForm(models.Model):
    """What is conferred: certificate, medal, order …; data, not code."""

    class Level(models.TextChoices):
        UNION = "union", _("this union")
        CITY = "city", _("the city")
        NATIONAL_UNION = "national_union", _("the national union")
        PRIME_MINISTER = "prime_minister", _("the Prime Minister")
        PRESIDENT = "president", _("the State President")
        FOREIGN = "foreign", _("a foreign or international body")

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=150)
    level = models.CharField(_("conferred by"), max_length=16, choices=Level)
    for_collectives = models.BooleanField(_("for collectives"), default=True)
    for_individuals = models.BooleanField(_("for individuals"), default=True)
    for_foreigners = models.BooleanField(_("for foreigners"), default=False)
    own_issue = models.BooleanField(
        _("issued by the union itself"),
        default=False,
        help_text=_("Others are proposed to a higher level and recorded as received."),
    )
    legal_basis = models.ForeignKey(
        LegalBasis,
        models.PROTECT,
        related_name="commendation_forms",
        null=True,
        blank=True,
        verbose_name=_("legal basis"),
    )
    display_order = models.PositiveSmallIntegerField(_("order"), default=100)

    class Meta:
        verbose_name = _("form of commendation")
        verbose_name_plural = _("forms of commendation")
        ordering = ["display_order", "code"]

    def __str__(self):
        return self.name or self.code


class CommendationType(models.Model):
    """For what a round commends: a year's work, a period, a theme, one deed …"""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=150)
    display_order = models.PositiveSmallIntegerField(_("order"), default=100)

    class Meta:
        verbose_name = _("type of commendation")
        verbose_name_plural = _("types of commendation")
        ordering = ["display_order", "code"]

    def __str__(self):
        return self.name or self.code


class RoundQuerySet(models.QuerySet):
    def published(self):
        """What every reader may see."""
        return self.filter(status=CommendationRound.Status.PUBLISHED)

    def visible_to(self, user):
        """Staff: all. Others: what is published."""
        return self if user.is_staff else self.published()

    def readable(self):
        """Rounds with a title in the reader's language."""
        return self.filter(title__gt="")

    def counted(self):
        """With the awards listed in each: collectives, individuals, all."""
        listed = Q(awards__status=Award.Status.VALID)
        return self.annotate(
            listed=Count("awards", filter=listed),
            collectives=Count(
                "awards", filter=listed & Q(awards__kind=Award.Kind.COLLECTIVE)
            ),
            individuals=Count(
                "awards", filter=listed & Q(awards__kind=Award.Kind.INDIVIDUAL)
            ),
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

    title = models.CharField(_("title"), max_length=200)
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
        self.move(self.Status.CANCELLED, by=by, cancel_reason=reason.strip())


class CommendationDecision(Demonstrable, models.Model):
    """The signed decision of a round; after issue its list does not change (Z8)."""

    document = models.OneToOneField(
        Document,
        models.PROTECT,
        related_name="commendation_decision",
        verbose_name=_("document"),
    )
    round = models.ForeignKey(
        CommendationRound,
        models.PROTECT,
        related_name="decisions",
        verbose_name=_("round of commendation"),
    )
    form = models.ForeignKey(
        CommendationForm,
        models.PROTECT,
        related_name="decisions",
        verbose_name=_("form of commendation"),
    )
    legal_bases = models.ManyToManyField(
        LegalBasis,
        related_name="commendation_decisions",
        blank=True,
        verbose_name=_("legal bases"),
    )

    class Meta:
        verbose_name = _("commendation decision")
        verbose_name_plural = _("commendation decisions")
        ordering = ["-pk"]

    def __str__(self):
        return str(self.document)


class AwardQuerySet(models.QuerySet):
    def published(self):
        """Awards of rounds that every reader may see, revoked ones not."""
        return self.filter(
            status=Award.Status.VALID,
            round__status=CommendationRound.Status.PUBLISHED,
        )

    def readable(self):
        """Awards whose recipient has a name in the reader's language."""
        return self.filter(recipient__gt="")

    def in_order(self):
        """Collectives first, then by number in the register."""
        return self.order_by("kind", "register_year", "register_no", "pk")

    def for_check(self, token: str):
        """The award a typed token belongs to, with all its page says; else None."""
        token = clean_token(token)
        awards = self.select_related(
            "form", "round", "decision__document", "revocation", "organization"
        )
        return awards.filter(token=token).first() if token else None


class Award(Demonstrable, models.Model):
    """One line of the register; name and title are as they were on that day."""

    class Kind(models.TextChoices):
        COLLECTIVE = "collective", _("collective")
        INDIVIDUAL = "individual", _("individual")

    class Status(models.TextChoices):
        VALID = "valid", _("valid")
        REVOKED = "revoked", _("revoked")

    class Ground(models.TextChoices):
        """The only grounds of a revocation (Z10)."""

        FALSE_ACHIEVEMENT = "false_achievement", _("The achievement was not true.")
        FALSE_DOSSIER = "false_dossier", _("The dossier was forged or wrong.")
        PROCEDURE = "procedure", _("The review broke the rules.")
        VIOLATION = "violation", _("A violation in the period was found.")

    round = models.ForeignKey(
        CommendationRound,
        models.PROTECT,
        related_name="awards",
        verbose_name=_("round of commendation"),
    )
    decision = models.ForeignKey(
        CommendationDecision,
        models.PROTECT,
        related_name="awards",
        null=True,
        blank=True,
        verbose_name=_("decision"),
    )
    form = models.ForeignKey(
        CommendationForm,
        models.PROTECT,
        related_name="awards",
        verbose_name=_("form of commendation"),
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    organization = models.ForeignKey(
        Organization,
        models.PROTECT,
        related_name="awards",
        null=True,
        blank=True,
        verbose_name=_("organisation"),
        help_text=_("The collective itself, or the organisation of the person."),
    )
    person = models.ForeignKey(
        Person,
        models.PROTECT,
        related_name="awards",
        null=True,
        blank=True,
        verbose_name=_("person"),
    )
    recipient = models.CharField(_("name at that time"), max_length=250)
    recipient_title = models.CharField(
        _("title and unit at that time"), max_length=250, blank=True
    )
    register_year = models.PositiveSmallIntegerField(_("year of the register"))
    register_no = models.PositiveIntegerField(_("number in the register"))
    presented_on = models.DateField(_("presented on"), null=True, blank=True)
    status = models.CharField(
        _("status"), max_length=8, choices=Status, default=Status.VALID, editable=False
    )
    revoked_on = models.DateField(_("revoked on"), null=True, editable=False)
    ground = models.CharField(
        _("ground"), max_length=20, choices=Ground, blank=True, editable=False
    )
    revocation = models.ForeignKey(
        Document,
        models.PROTECT,
        related_name="revoked_awards",
        null=True,
        editable=False,
        verbose_name=_("decision to revoke"),
    )
    token = models.CharField(
        _("verification code"),
        max_length=TOKEN_LENGTH,
        unique=True,
        default=new_token,
        editable=False,
    )

    objects = AwardQuerySet.as_manager()

    class Meta:
        verbose_name = _("award")
        verbose_name_plural = _("awards")
        ordering = ["-register_year", "register_no", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["form", "register_year", "register_no"],
                name="award_register_number_once",
                violation_error_message=_("This number is taken in that register."),
            ),
            models.CheckConstraint(
                name="award_a_collective_is_no_person",
                condition=Q(kind="individual") | Q(person__isnull=True),
                violation_error_message=_("A collective award names no person."),
            ),
            models.CheckConstraint(
                name="award_revoked_with_all_it_needs",
                condition=Q(
                    status="valid",
                    revoked_on__isnull=True,
                    revocation__isnull=True,
                    ground="",
                )
                | (
                    Q(
                        status="revoked",
                        revoked_on__isnull=False,
                        revocation__isnull=False,
                    )
                    & ~Q(ground="")
                ),
            ),
        ]

    def __str__(self):
        return f"{self.recipient} · {self.register_mark}"

    def get_absolute_url(self):
        return reverse("awards:verify", args=[self.token])

    @property
    def register_mark(self):
        """How the register writes it: 12/2020."""
        return f"{self.register_no}/{self.register_year}"

    @property
    def token_groups(self):
        """The code as it stands on paper: groups of four."""
        return "-".join(
            self.token[start : start + 4] for start in range(0, TOKEN_LENGTH, 4)
        )


class AwardCheck(models.Model):
    """How often an award was checked on a day; nothing about who checked."""

    award = models.ForeignKey(
        Award, models.CASCADE, related_name="checks", verbose_name=_("award")
    )
    day = models.DateField(_("day"), default=timezone.localdate)
    count = models.PositiveIntegerField(_("checks"), default=0)

    class Meta:
        verbose_name = _("checks of an award")
        verbose_name_plural = _("checks of awards")
        ordering = ["-day"]
        constraints = [
            models.UniqueConstraint(fields=["award", "day"], name="award_check_a_day")
        ]

    def __str__(self):
        return f"{self.award} · {self.day}: {self.count}"

    @classmethod
    def add(cls, award) -> None:
        """Count one more look, also when two come at once."""
        today = cls.objects.filter(award=award, day=timezone.localdate())
        if not today.update(count=F("count") + 1):
            cls.objects.bulk_create([cls(award=award)], ignore_conflicts=True)
            today.update(count=F("count") + 1)


class ExternalAwardQuerySet(models.QuerySet):
    def readable(self):
        return self.filter(title__gt="")

    def for_rows(self):
        """Everything a list of awards received prints, in one query."""
        return self.select_related("form", "organization", "person").order_by(
            "-year", "pk"
        )


class ExternalAward(Demonstrable, models.Model):
    """An award the union, a member or a person received from somebody else."""

    title = models.CharField(_("title"), max_length=250)
    form = models.ForeignKey(
        CommendationForm,
        models.PROTECT,
        related_name="external_awards",
        null=True,
        blank=True,
        verbose_name=_("form of commendation"),
    )
    issuer = models.CharField(_("conferred by"), max_length=200, blank=True)
    organization = models.ForeignKey(
        Organization,
        models.PROTECT,
        related_name="awards_received",
        null=True,
        blank=True,
        verbose_name=_("organisation"),
    )
    person = models.ForeignKey(
        Person,
        models.PROTECT,
        related_name="awards_received",
        null=True,
        blank=True,
        verbose_name=_("person"),
    )
    year = models.PositiveSmallIntegerField(_("year"))
    received_on = models.DateField(_("received on"), null=True, blank=True)
    document = models.ForeignKey(
        Document,
        models.PROTECT,
        related_name="external_awards",
        null=True,
        blank=True,
        verbose_name=_("decision"),
    )
    event = models.ForeignKey(
        Event,
        models.PROTECT,
        related_name="external_awards",
        null=True,
        blank=True,
        verbose_name=_("presented at"),
    )
    source = models.CharField(_("source"), max_length=250, blank=True)

    objects = ExternalAwardQuerySet.as_manager()

    class Meta:
        verbose_name = _("award received")
        verbose_name_plural = _("awards received")
        ordering = ["-year", "pk"]
        constraints = [
            models.CheckConstraint(
                name="external_award_has_a_recipient",
                condition=Q(organization__isnull=False) | Q(person__isnull=False),
                violation_error_message=_("Say who received it."),
            )
        ]

    def __str__(self):
        return self.title or str(self.pk)
