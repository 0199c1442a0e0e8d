"""The member associations of the union."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, F, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from federation.models import Country, Organization, OrganizationQuerySet
from federation.sortkey import Fold, fold

Region = Country.Region


class WorldRegion(models.TextChoices):
    """The groups of the index of associations, from near to far."""

    SOUTHEAST_ASIA = "dong-nam-a", _("South-East Asia")
    NORTHEAST_ASIA = "dong-bac-a", _("North-East Asia")
    WEST_ASIA = "nam-a-tay-a", _("South, Central and West Asia")
    EUROPE = "chau-au", _("Europe")
    AFRICA = "chau-phi", _("Africa")
    AMERICAS = "chau-my", _("Americas")
    OCEANIA = "chau-dai-duong", _("Oceania")
    MANY = "nhieu-nuoc", _("Several countries")


WORLD = {
    WorldRegion.SOUTHEAST_ASIA: {Region.SOUTHEAST_ASIA},
    WorldRegion.NORTHEAST_ASIA: {Region.NORTHEAST_ASIA},
    WorldRegion.WEST_ASIA: {
        *(Region.SOUTH_ASIA, Region.CENTRAL_ASIA, Region.MIDDLE_EAST)
    },
    WorldRegion.EUROPE: {
        *(Region.WESTERN_EUROPE, Region.NORTHERN_EUROPE),
        *(Region.SOUTHERN_EUROPE, Region.EASTERN_EUROPE),
    },
    WorldRegion.AFRICA: {Region.AFRICA},
    WorldRegion.AMERICAS: {Region.NORTH_AMERICA, Region.LATIN_AMERICA},
    WorldRegion.OCEANIA: {Region.OCEANIA},
}


STATUS_TONES = {
    Organization.Status.ACTIVE: "good",
    Organization.Status.SUSPENDED: "wait",
    Organization.Status.MERGED: "past",
    Organization.Status.DISSOLVED: "past",
}


class AssociationQuerySet(OrganizationQuerySet):
    def visible_to(self, user):
        """Everybody may see every association, the merged ones too."""
        return self

    def in_world_region(self, region: str):
        """Those of one group of the index; without a country: the last group."""
        if region == WorldRegion.MANY:
            return self.filter(countries__isnull=True)
        wanted = WORLD[WorldRegion(region)]
        return self.filter(
            pk__in=Association.countries.through.objects.filter(
                country__region__in=wanted
            ).values("association_id")
        )

    def matching(self, words: str):
        """Name or country contains these words, whatever their marks and case."""
        wanted = fold(words.strip())
        countries = Country.objects.annotate(folded=Fold("name")).filter(
            folded__contains=wanted
        )
        return self.annotate(
            folded=Fold(Coalesce(F("name"), models.Value(""))),
            folded_short=Fold(Coalesce(F("short_name"), models.Value(""))),
        ).filter(
            Q(folded__contains=wanted)
            | Q(folded_short__contains=wanted)
            | Q(
                pk__in=Association.countries.through.objects.filter(
                    country__in=countries
                ).values("association_id")
            )
        )

    def with_branch_counts(self):
        """`branch_count`: its branches living today."""
        day = timezone.localdate()
        founded = Q(branches__founded_on=None) | Q(branches__founded_on__lte=day)
        lives = Q(branches__ended_on=None) | Q(branches__ended_on__gt=day)
        return self.annotate(branch_count=Count("branches", filter=founded & lives))

    def for_rows(self):
        """Everything a list of associations prints, in two queries."""
        return self.with_branch_counts().prefetch_related("countries").in_order()

    def by_world_region(self) -> list[tuple[WorldRegion, list["Association"]]]:
        """The index: [(group, its associations in order)], empty groups left out."""
        groups = {region: [] for region in WorldRegion}
        for association in self.for_rows():
            groups[association.world_region].append(association)
        return [(region, rows) for region, rows in groups.items() if rows]


class Association(Organization):
    """A member of the union: a friendship association of the city or a kindred body."""

    class Type(models.TextChoices):
        BILATERAL = "bilateral", _("bilateral")
        MULTILATERAL = "multilateral", _("multilateral or regional")
        COMMITTEE = "committee", _("committee")
        CLUB = "club", _("club")
        OTHER = "other", _("other")

    class DecidingBody(models.TextChoices):
        ASSOCIATION = "association", _("the association")
        UNION = "union", _("the union")

    organization_ptr = models.OneToOneField(
        Organization,
        models.CASCADE,
        parent_link=True,
        primary_key=True,
        related_name="as_association",
    )
    type = models.CharField(
        _("type"), max_length=12, choices=Type, default=Type.BILATERAL
    )
    countries = models.ManyToManyField(
        Country, related_name="associations", blank=True, verbose_name=_("countries")
    )
    joined_on = models.DateField(_("joined the union on"), null=True, blank=True)
    branch_deciding_body = models.CharField(
        _("who decides on branches"),
        max_length=11,
        choices=DecidingBody,
        default=DecidingBody.UNION,
    )
    default_term_years = models.PositiveSmallIntegerField(
        _("years of a branch's term"), default=5
    )
    response_days = models.PositiveSmallIntegerField(
        _("working days to answer a dossier"), default=15
    )
    supplement_days = models.PositiveSmallIntegerField(
        _("days to supplement a dossier"), default=30
    )
    effect_days = models.PositiveSmallIntegerField(
        _("days after its date in which a decision comes into force"),
        default=366,
        help_text=_("A later day is refused as a slip of the pen."),
    )
    minimum_members = models.PositiveSmallIntegerField(
        _("fewest members of a new branch"),
        default=0,
        help_text=_("0: no minimum."),
    )
    minimum_committee = models.PositiveSmallIntegerField(
        _("smallest committee of a branch"), default=1
    )
    reminder_days = models.PositiveSmallIntegerField(
        _("working days before a time limit to remind"), default=3
    )

    objects = AssociationQuerySet.as_manager()

    class Meta:
        verbose_name = _("association")
        verbose_name_plural = _("associations")
        constraints = [
            models.CheckConstraint(
                name="association_limits_are_positive",
                condition=Q(
                    response_days__gte=1,
                    supplement_days__gte=1,
                    default_term_years__gte=1,
                    minimum_committee__gte=1,
                ),
                violation_error_message=_("Time limits are at least 1."),
            ),
        ]

    def __init__(self, *args, **kwargs):
        if not args:
            kwargs.setdefault("kind", Organization.Kind.ASSOCIATION)
        super().__init__(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("members:association", kwargs={"slug": self.slug})

    def clean(self):
        """M2: what has ended says when."""
        super().clean()
        check_end(self)

    @property
    def world_region(self) -> WorldRegion:
        """Its group in the index: that of its only country, else the last one."""
        countries = list(self.countries.all())
        found = {
            group
            for group, regions in WORLD.items()
            if any(country.region in regions for country in countries)
        }
        return found.pop() if len(found) == 1 else WorldRegion.MANY

    @property
    def place_name(self) -> str:
        """What an index calls it: its only country, else its own short name."""
        countries = list(self.countries.all())
        only = countries[0].name if len(countries) == 1 else ""
        return only or str(self)

    @property
    def tone(self) -> str:
        """How its state is marked on a page."""
        return STATUS_TONES[self.status]

    @property
    def decides_itself(self) -> bool:
        return self.branch_deciding_body == self.DecidingBody.ASSOCIATION


def check_end(organization) -> None:
    ended = {Organization.Status.MERGED, Organization.Status.DISSOLVED}
    if organization.status in ended and not organization.ended_on:
        raise ValidationError({"ended_on": _("Say on which day it ended.")})
    if organization.ended_on and organization.status not in ended:
        raise ValidationError(
            {"status": _("With a day of its end it is merged or dissolved.")}
        )
    if organization.status == Organization.Status.MERGED and not (
        organization.successor_id
    ):
        raise ValidationError({"successor": _("Say into which it was merged.")})
