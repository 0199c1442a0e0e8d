"""One tree for everything that can act: the union, its associations, their branches."""

from datetime import date, timedelta

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q, Value
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from federation import notifications
from federation.lifecycle import MoveRefused
from federation.models.base import Demonstrable, Precision, days_from_to
from federation.richtext import PlainCharField, PlainTextField
from federation.sortkey import SortKey
from federation.uploads import ImageField


class OrganizationQuerySet(models.QuerySet):
    def root(self):
        """The union itself, the site's identity; None before the data is loaded."""
        return self.filter(kind=Organization.Kind.UNION).first()

    def readable(self):
        """Those that have a name in the reader's language."""
        return self.filter(name__gt="")

    def living(self, on=None):
        """Founded by that day, not ended by it; the suspended live (N6)."""
        on = on or timezone.localdate()
        return self.filter(
            Q(founded_on__isnull=True) | Q(founded_on__lte=on),
            Q(ended_on__isnull=True) | Q(ended_on__gt=on),
        )

    def in_order(self):
        """The Vietnamese alphabet."""
        return self.order_by(SortKey("name"), "pk")

    def run_by(self, user, *roles):
        """Those for which the user holds an office today (any role unless named)."""
        if not user.is_authenticated:
            return self.none()
        held = Office.objects.held_by(user, *roles)
        return self.filter(pk__in=held.values("organization"))


class Organization(Demonstrable, models.Model):
    """The union (exactly one), an association or a branch, each with its parent."""

    class Kind(models.TextChoices):
        UNION = "union", _("union")
        ASSOCIATION = "association", _("association")
        BRANCH = "branch", _("branch")

    class Status(models.TextChoices):
        ACTIVE = "active", _("active")
        SUSPENDED = "suspended", _("suspended")
        MERGED = "merged", _("merged")
        DISSOLVED = "dissolved", _("dissolved")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind, editable=False)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        related_name="children",
        null=True,
        blank=True,
        verbose_name=_("belongs to"),
    )
    name = PlainCharField(_("name"), max_length=250)
    short_name = PlainCharField(_("short name"), max_length=80, blank=True)
    abbreviation = PlainCharField(_("abbreviation"), max_length=20, blank=True)
    slug = models.SlugField(_("address word"), max_length=120, unique=True)
    status = models.CharField(
        _("status"), max_length=10, choices=Status, default=Status.ACTIVE
    )
    founded_on = models.DateField(_("founded on"), null=True, blank=True)
    founded_precision = models.CharField(
        _("known"), max_length=5, choices=Precision, default=Precision.DAY
    )
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    successor = models.ForeignKey(
        "self",
        models.PROTECT,
        related_name="predecessors",
        null=True,
        blank=True,
        verbose_name=_("successor"),
    )
    about = PlainTextField(_("about"), blank=True)
    logo = ImageField(_("logo"), folder="logos", blank=True)
    address = PlainCharField(_("address"), max_length=250, blank=True)
    phone = PlainCharField(_("telephone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    website = models.URLField(_("website"), blank=True)
    nested_bodies = models.BooleanField(
        _("inner bodies come from the outer ones"),
        default=True,
        help_text=_("Warn when somebody sits in a body but not in the one around it."),
    )

    objects = OrganizationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        constraints = [
            models.UniqueConstraint(
                fields=["kind"],
                condition=Q(kind="union"),
                name="one_union",
                violation_error_message=_("There is one union, and it exists."),
            ),
            models.CheckConstraint(
                name="organization_is_of_a_known_kind",
                condition=Q(kind__in=["union", "association", "branch"]),
            ),
            models.CheckConstraint(
                name="organization_only_the_union_has_no_parent",
                condition=Q(kind="union", parent__isnull=True)
                | (~Q(kind="union") & Q(parent__isnull=False)),
            ),
            models.CheckConstraint(
                name="organization_ends_after_it_began",
                condition=Q(ended_on__isnull=True)
                | Q(founded_on__isnull=True)
                | Q(ended_on__gt=F("founded_on")),
                violation_error_message=_("The end must be after the founding."),
            ),
            models.CheckConstraint(
                name="organization_has_ended_with_a_day",
                condition=Q(status__in=["merged", "dissolved"], ended_on__isnull=False)
                | Q(status__in=["active", "suspended"], ended_on__isnull=True),
                violation_error_message=_(
                    "What is merged or dissolved has a day of its end, and nothing "
                    "else has one."
                ),
            ),
        ]

    def __str__(self):
        return self.short_name or self.name or self.slug

    def get_absolute_url(self):
        if self.kind == self.Kind.UNION:
            return reverse("federation:about")
        return reverse(f"members:{self.kind}", args=[self.slug])

    @property
    def founded_iso(self) -> str:
        """The founding as far as it is known: 1992, 2003-08, 2003-08-15."""
        length = {Precision.YEAR: 4, Precision.MONTH: 7}.get(self.founded_precision, 10)
        return self.founded_on.isoformat()[:length] if self.founded_on else ""


class Union(Organization):
    """What only the root has: the city and how its documents are signed.

    `Union.objects.root()` is the identity of the site; templates know it as `union`.
    """

    class TermYear(models.TextChoices):
        """How "year n of the term" is counted in a term 2022–2027."""

        FULL = "full", _("full years: the second is the first year plus two")
        CALENDAR = "calendar", _("calendar years: the first year is year one")

    organization_ptr = models.OneToOneField(
        Organization,
        models.CASCADE,
        parent_link=True,
        primary_key=True,
        related_name="as_union",
    )
    city = PlainCharField(_("city"), max_length=120)
    city_short = PlainCharField(_("city, short"), max_length=60)
    tagline = PlainCharField(_("one sentence"), max_length=250, blank=True)
    document_symbol = PlainCharField(_("document symbol"), max_length=20)
    parent_name = PlainCharField(_("member of"), max_length=200, blank=True)
    responsible = PlainCharField(
        _("responsible for the content"), max_length=150, blank=True
    )
    term_year = models.CharField(
        _("years of a term"), max_length=8, choices=TermYear, default=TermYear.FULL
    )

    objects = OrganizationQuerySet.as_manager()

    class Meta:
        verbose_name = _("union")
        verbose_name_plural = _("union")

    def __str__(self):
        return self.name or self.slug


class Role(models.TextChoices):
    """What a person does for an organisation, domain.md 3."""

    ASSOCIATION_SECRETARY = "association_secretary", _("association secretary")
    ASSOCIATION_LEADER = "association_leader", _("association leader")
    UNION_OFFICER = "union_officer", _("union officer")
    UNION_LEADER = "union_leader", _("union leader")
    AUTHOR = "author", _("author")
    EDITOR = "editor", _("editor")
    TRANSLATOR = "translator", _("translator")
    PUBLISHER = "publisher", _("publisher")
    COUNCIL_SECRETARY = "council_secretary", _("council secretary")
    COUNCIL_MEMBER = "council_member", _("council member")
    DPO = "dpo", _("data protection officer")
    AUDITOR = "auditor", _("auditor")
    ADMIN = "admin", _("administrator")


OPENS = {
    Role.ASSOCIATION_SECRETARY: _(
        "The drafts, requests, nominations and member counts of this association; "
        "not publishing, not deciding."
    ),
    Role.ASSOCIATION_LEADER: _(
        "Deciding on branch requests where the association decides; signing "
        "nominations."
    ),
    Role.UNION_OFFICER: _(
        "Checking dossiers, asking for changes, numbers of documents, events, "
        "reminders and figures."
    ),
    Role.UNION_LEADER: _("Deciding, commending, approving the plan."),
    Role.AUTHOR: _("Writing articles and sending them for review."),
    Role.EDITOR: _("Writing and editing articles."),
    Role.TRANSLATOR: _("Translating what is written."),
    Role.PUBLISHER: _("Publishing and taking down."),
    Role.COUNCIL_SECRETARY: _("Rounds of commendation, minutes and votes."),
    Role.COUNCIL_MEMBER: _("Votes of the council."),
    Role.DPO: _("Reading the record of changes and the requests about personal data."),
    Role.AUDITOR: _("Reading the record of changes."),
    Role.ADMIN: _("Accounts and settings; no decision by that alone."),
}


# Everybody else works for the union.
OF_ASSOCIATIONS = (Role.ASSOCIATION_SECRETARY, Role.ASSOCIATION_LEADER)


class OfficeQuerySet(models.QuerySet):
    def at_its_place(self):
        """Of a role that this kind of organisation has; another opens nothing."""
        kind = models.Case(
            models.When(role__in=OF_ASSOCIATIONS, then=Value("association")),
            default=Value("union"),
        )
        return self.filter(organization__kind=kind)

    def current(self, on=None):
        """Held on that day, first and last day included."""
        on = on or timezone.localdate()
        return self.filter(
            Q(until__isnull=True) | Q(until__gte=on),
            since__lte=on,
            user__is_active=True,
        )

    def held_by(self, user, *roles):
        """Offices this person holds today."""
        held = self.current().filter(user=user)
        return held.filter(role__in=roles) if roles else held

    def led_by(self, user):
        """The secretaries, today, of the associations that this person leads."""
        led = self.model.objects.held_by(user, Role.ASSOCIATION_LEADER)
        return self.current().filter(
            role=Role.ASSOCIATION_SECRETARY, organization__in=led.values("organization")
        )

    def for_rows(self):
        """Everything a list of offices prints, in one query."""
        return self.select_related("user", "organization").order_by(
            F("until").desc(nulls_first=True), "-since", "pk"
        )

    def of_union(self, *roles):
        """Who works for the union itself today, in one of these roles."""
        return self.current().filter(
            organization__kind=Organization.Kind.UNION, role__in=roles
        )

    def people(self) -> list:
        """Who holds them, each once, in the order of their accounts."""
        found = {office.user_id: office.user for office in self.select_related("user")}
        return [found[pk] for pk in sorted(found)]


class Office(Demonstrable, models.Model):
    """A person acts for an organisation from a day until a day; then access ends."""

    user = models.ForeignKey(
        "accounts.User",
        models.CASCADE,
        related_name="offices",
        verbose_name=_("account"),
    )
    organization = models.ForeignKey(
        Organization,
        models.PROTECT,
        related_name="offices",
        verbose_name=_("organisation"),
    )
    role = models.CharField(_("role"), max_length=24, choices=Role)
    since = models.DateField(_("since"), default=timezone.localdate)
    until = models.DateField(_("until"), null=True, blank=True)

    objects = OfficeQuerySet.as_manager()

    class Meta:
        verbose_name = _("office")
        verbose_name_plural = _("offices")
        ordering = ["organization", "role", "since"]
        constraints = [
            ExclusionConstraint(
                name="office_once_at_a_time",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    ("organization", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    (days_from_to("since", "until"), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("This person holds that office already."),
            ),
            models.CheckConstraint(
                name="office_until_not_before_since",
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                violation_error_message=_("The last day is before the first."),
            ),
        ]

    def __str__(self):
        return f"{self.user} · {self.get_role_display()}"

    def clean(self):
        """An association has its secretary and leader, the union all the others."""
        if not (self._state.adding and self.organization_id and self.role):
            return
        kinds = Organization.Kind
        fits = kinds.ASSOCIATION if self.role in OF_ASSOCIATIONS else kinds.UNION
        if self.organization.kind != fits:
            words = _("This role belongs to another kind of organisation: %s.")
            raise ValidationError({"role": words % fits.label})

    @property
    def opens(self):
        """What the role may do, in words."""
        return OPENS[self.role]

    @property
    def is_current(self):
        """Held today."""
        today = timezone.localdate()
        return self.since <= today and (self.until is None or self.until >= today)

    @transaction.atomic
    def hand_over(self, *, to, on: date | None = None, by=None) -> "Office":
        """In one step: this office ends the day before, the next begins that day.

        Nothing else moves: what was written belongs to the organisation.
        """
        on = on or timezone.localdate()
        if to == self.user:
            raise MoveRefused(_("This person holds the office already."))
        if not to.is_active:
            raise MoveRefused(_("This account is closed: open it first."))
        if by is not None and to == by:
            raise MoveRefused(_("Nobody gives an office to themselves."))
        last_day = on - timedelta(days=1)
        mine = type(self).objects.filter(
            Q(until__isnull=True) | Q(until__gte=on), pk=self.pk, since__lte=last_day
        )
        if not mine.update(until=last_day):
            raise MoveRefused(_("This office is not held on the day before."))
        self.until = last_day
        successor = type(self)(
            user=to, organization=self.organization, role=self.role, since=on
        )
        try:
            successor.full_clean()
        except ValidationError as error:
            raise MoveRefused(" ".join(error.messages)) from None
        successor.save()
        notifications.office_handed_over(self, successor, by=by)
        return successor
