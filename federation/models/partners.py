"""Countries, partners, twin cities, aid and fund drives."""

from decimal import Decimal

from django.db import models
from django.db.models import F, Prefetch, Q, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from federation.models.base import Demonstrable, Precision
from federation.models.organization import Organization
from federation.richtext import PlainCharField, PlainTextField
from federation.sortkey import SortKey


class CountryQuerySet(models.QuerySet):
    def in_order(self):
        """The Vietnamese alphabet (in English the same key gives A to Z)."""
        return self.order_by(SortKey("name"), "pk")

    def readable(self):
        """Those that have a name in the reader's language."""
        return self.filter(name__gt="")


class NamedQuerySet(models.QuerySet):
    def readable(self):
        """Those that have a name in the reader's language."""
        return self.filter(name__gt="")

    def for_rows(self):
        """Everything a list prints, in one query."""
        return self.select_related("country")

    def in_order(self):
        """By country, then by name, in the Vietnamese alphabet."""
        return self.order_by(SortKey("country__name"), SortKey("name"), "pk")


class AidProjectQuerySet(models.QuerySet):
    def readable(self):
        """Those that have a title in the reader's language."""
        return self.filter(title__gt="")

    def for_rows(self):
        """Everything a list of projects prints, in one query; the newest first."""
        return self.select_related("country").order_by(
            F("start_year").desc(nulls_last=True), "pk"
        )


class FundDriveQuerySet(models.QuerySet):
    def readable(self):
        """Those that have a name in the reader's language."""
        return self.filter(name__gt="")

    def with_sums(self):
        """`pledged` and `received`, never added together (C1)."""
        return self.annotate(
            pledged=Coalesce(Sum("contributions__pledged"), Decimal(0)),
            received=Coalesce(Sum("contributions__received"), Decimal(0)),
        )

    def with_donors(self):
        """Each with its contributions, their donors loaded, in one more query."""
        rows = Contribution.objects.select_related("donor").order_by("-pledged", "pk")
        return self.prefetch_related(Prefetch("contributions", queryset=rows))


class Country(models.Model):
    """A state with which relations exist; from data/diplomatic_relations.csv.

    Dates of relations live in events.Anniversary, with their verification.
    """

    class Region(models.TextChoices):
        SOUTHEAST_ASIA = "dong-nam-a", _("South-East Asia")
        NORTHEAST_ASIA = "dong-bac-a", _("North-East Asia")
        SOUTH_ASIA = "nam-a", _("South Asia")
        CENTRAL_ASIA = "trung-a", _("Central Asia")
        MIDDLE_EAST = "trung-dong", _("Middle East")
        AFRICA = "chau-phi", _("Africa")
        WESTERN_EUROPE = "tay-au", _("Western Europe")
        NORTHERN_EUROPE = "bac-au", _("Northern Europe")
        SOUTHERN_EUROPE = "nam-au", _("Southern Europe")
        EASTERN_EUROPE = "dong-au", _("Eastern Europe")
        NORTH_AMERICA = "bac-my", _("North America")
        LATIN_AMERICA = "my-latinh", _("Latin America")
        OCEANIA = "chau-dai-duong", _("Oceania")

    class Partnership(models.TextChoices):
        COMPREHENSIVE = "comprehensive", _("comprehensive partnership")
        STRATEGIC = "strategic", _("strategic partnership")
        COMPREHENSIVE_STRATEGIC = (
            "comprehensive_strategic",
            _("comprehensive strategic partnership"),
        )

    iso2 = models.CharField(_("code"), max_length=2, unique=True)
    name = PlainCharField(_("name"), max_length=100)
    region = models.CharField(_("region"), max_length=16, choices=Region)
    partnership = models.CharField(
        _("partnership"), max_length=24, choices=Partnership, blank=True
    )
    partnership_year = models.PositiveSmallIntegerField(
        _("partnership since"), null=True, blank=True
    )
    sources = PlainTextField(_("sources"), blank=True)
    note = PlainTextField(_("note for staff"), blank=True)

    objects = CountryQuerySet.as_manager()

    class Meta:
        verbose_name = _("country")
        verbose_name_plural = _("countries")
        ordering = ["iso2"]
        constraints = [
            models.CheckConstraint(
                name="country_code_is_two_capitals",
                condition=Q(iso2__regex=r"^[A-Z]{2}$"),
                violation_error_message=_("The code is two capital letters."),
            ),
        ]

    def __str__(self):
        return self.name or self.iso2

    def get_absolute_url(self):
        return reverse("federation:country", args=[self.iso2.lower()])

    @property
    def partnership_source(self) -> str:
        """Where the partnership was read: the citations marked with that word.

        The others are of the days, which carry their own, and are for staff.
        """
        parts = map(str.strip, self.sources.split(";"))
        marked = [part.partition(":") for part in parts]
        return "; ".join(
            text.strip() for mark, _colon, text in marked if mark == "partnership"
        )


class Partner(Demonstrable, models.Model):
    """Somebody the union works with: embassy, partner union, organisation."""

    class Kind(models.TextChoices):
        EMBASSY = "embassy", _("embassy")
        ORGANISATION = "organisation", _("organisation")
        AUTHORITY = "authority", _("authority")
        NGO = "ngo", _("non-governmental organisation")

    name = PlainCharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    country = models.ForeignKey(
        Country,
        models.PROTECT,
        related_name="partners",
        null=True,
        blank=True,
        verbose_name=_("country"),
    )
    period = PlainCharField(_("period of cooperation"), max_length=60, blank=True)
    note = PlainTextField(_("note"), blank=True)
    website = models.URLField(_("website"), blank=True)
    source = PlainCharField(_("source"), max_length=250, blank=True)

    objects = NamedQuerySet.as_manager()

    class Meta:
        verbose_name = _("partner")
        verbose_name_plural = _("partners")
        ordering = ["kind", "pk"]

    def __str__(self):
        return self.name or str(self.pk)


class TwinCity(Demonstrable, models.Model):
    """A city or region tied to ours; an unverified date is not shown to the public."""

    country = models.ForeignKey(
        Country,
        models.PROTECT,
        related_name="twin_cities",
        verbose_name=_("country"),
    )
    name = PlainCharField(_("name"), max_length=120)
    tie = PlainCharField(_("tie"), max_length=60)
    agreement_on = models.DateField(_("agreement of"), null=True, blank=True)
    agreement_precision = models.CharField(
        _("known"), max_length=5, choices=Precision, blank=True
    )
    is_verified = models.BooleanField(_("date verified"), default=False)
    sources = PlainTextField(_("sources"), blank=True)
    note = PlainTextField(_("note for staff"), blank=True)

    objects = NamedQuerySet.as_manager()

    class Meta:
        verbose_name = _("twin city")
        verbose_name_plural = _("twin cities")
        ordering = ["country", "pk"]
        constraints = [
            models.CheckConstraint(
                name="twin_city_verified_means_dated",
                condition=Q(is_verified=False) | Q(agreement_on__isnull=False),
                violation_error_message=_("There is no date to verify."),
            ),
        ]

    def __str__(self):
        return self.name or str(self.pk)

    @property
    def agreement_iso(self) -> str:
        """The date as far as it is known."""
        length = {Precision.YEAR: 4, Precision.MONTH: 7}.get(self.agreement_precision)
        return self.agreement_on.isoformat()[:length] if self.agreement_on else ""


class AidProject(Demonstrable, models.Model):
    """A non-governmental aid item, for publication; approval happens elsewhere."""

    class Modality(models.TextChoices):
        PROGRAMME = "programme", _("programme")
        PROJECT = "project", _("project")
        NON_PROJECT = "non_project", _("aid outside a project")

    title = PlainCharField(pgettext_lazy("of a text", "title"), max_length=250)
    donor = PlainCharField(_("donor"), max_length=200)
    country = models.ForeignKey(
        Country,
        models.PROTECT,
        related_name="aid_projects",
        null=True,
        blank=True,
        verbose_name=_("country"),
    )
    modality = models.CharField(_("modality"), max_length=11, choices=Modality)
    field = PlainCharField(_("field"), max_length=120, blank=True)
    place = PlainCharField(_("place"), max_length=120, blank=True)
    recipient = PlainCharField(_("recipient"), max_length=200, blank=True)
    currency = PlainCharField(_("currency"), max_length=3, default="VND")
    committed = models.DecimalField(
        _("committed"), max_digits=16, decimal_places=2, null=True, blank=True
    )
    disbursed = models.DecimalField(
        _("disbursed"), max_digits=16, decimal_places=2, null=True, blank=True
    )
    start_year = models.PositiveSmallIntegerField(_("from year"), null=True, blank=True)
    end_year = models.PositiveSmallIntegerField(_("to year"), null=True, blank=True)

    objects = AidProjectQuerySet.as_manager()

    class Meta:
        verbose_name = _("aid project")
        verbose_name_plural = _("aid projects")
        ordering = ["-start_year", "pk"]
        constraints = [
            models.CheckConstraint(
                name="aid_project_years_in_order",
                condition=Q(end_year__isnull=True)
                | Q(start_year__isnull=True)
                | Q(end_year__gte=F("start_year")),
                violation_error_message=_("The last year is before the first."),
            ),
            models.CheckConstraint(
                name="aid_project_amounts_not_negative",
                condition=(Q(committed__isnull=True) | Q(committed__gte=0))
                & (Q(disbursed__isnull=True) | Q(disbursed__gte=0)),
                violation_error_message=_("An amount is never below zero."),
            ),
        ]

    def __str__(self):
        return self.title or str(self.pk)


class FundDrive(Demonstrable, models.Model):
    """An appeal for a fund in a year; amounts are Vietnamese đồng."""

    name = PlainCharField(_("name"), max_length=200)
    slug = models.SlugField(_("address word"), max_length=80, unique=True)
    beneficiary = PlainCharField(_("beneficiary fund"), max_length=200)
    year = models.PositiveSmallIntegerField(_("year"))
    launched_on = models.DateField(_("launched on"), null=True, blank=True)
    closes_on = models.DateField(_("closes on"), null=True, blank=True)
    receiver = PlainCharField(_("received by"), max_length=200, blank=True)
    summary = PlainTextField(_("summary"), blank=True)
    source = PlainCharField(_("source"), max_length=250, blank=True)

    objects = FundDriveQuerySet.as_manager()

    class Meta:
        verbose_name = _("fund drive")
        verbose_name_plural = _("fund drives")
        ordering = ["-year", "pk"]
        constraints = [
            models.CheckConstraint(
                name="fund_drive_closes_after_its_launch",
                condition=Q(closes_on__isnull=True)
                | Q(launched_on__isnull=True)
                | Q(closes_on__gte=F("launched_on")),
                violation_error_message=_("The last day is before the first."),
            ),
        ]

    def __str__(self):
        return self.name or self.slug

    def get_absolute_url(self):
        return f"{reverse('federation:cooperation')}#{self.slug}"

    @property
    def has_samples(self) -> bool:
        """Invented amounts are said so, also below a drive that took place."""
        return any(gift.is_demo for gift in self.contributions.all())


class Contribution(Demonstrable, models.Model):
    """What a donor promised and what came: two numbers, never one (C1)."""

    drive = models.ForeignKey(
        FundDrive,
        models.PROTECT,
        related_name="contributions",
        verbose_name=_("fund drive"),
    )
    donor = models.ForeignKey(
        Organization,
        models.PROTECT,
        related_name="contributions",
        null=True,
        blank=True,
        verbose_name=_("donor"),
    )
    donor_name = PlainCharField(_("donor (other)"), max_length=150, blank=True)
    publish_name = models.BooleanField(_("publish the name"), default=True)
    pledged = models.DecimalField(
        _("pledged"), max_digits=14, decimal_places=0, default=0
    )
    received = models.DecimalField(
        _("received"), max_digits=14, decimal_places=0, default=0
    )
    received_on = models.DateField(_("received on"), null=True, blank=True)
    recorded_on = models.DateField(_("recorded on"), default=timezone.localdate)

    class Meta:
        verbose_name = _("contribution")
        verbose_name_plural = _("contributions")
        ordering = ["-recorded_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="contribution_amounts_not_negative",
                condition=Q(pledged__gte=0, received__gte=0),
                violation_error_message=_("An amount is never below zero."),
            ),
            models.CheckConstraint(
                name="contribution_one_donor",
                condition=Q(donor__isnull=True) | Q(donor_name=""),
                violation_error_message=_(
                    "Choose an organisation or write a name, not both."
                ),
            ),
        ]

    def __str__(self):
        return f"{self.donor or self.donor_name} → {self.drive}"

    @property
    def public_name(self) -> str:
        """Who gave, if they wish to be named; else nothing."""
        return str(self.donor or self.donor_name) if self.publish_name else ""
