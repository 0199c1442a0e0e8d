"""Associations and their branches."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from federation.models import Country, Document, Organization, OrganizationQuerySet


class Association(Organization):
    """A member of the union: a friendship association of the city or a kindred body."""

    class Type(models.TextChoices):
        BILATERAL = "bilateral", _("bilateral")
        MULTILATERAL = "multilateral", _("multilateral or regional")
        COMMITTEE = "committee", _("committee")
        CLUB = "club", _("club")
        OTHER = "other", _("other")

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

    objects = OrganizationQuerySet.as_manager()

    class Meta:
        verbose_name = _("association")
        verbose_name_plural = _("associations")


class Branch(Organization):
    """A branch (chi hội) of an association, without seal or account of its own."""

    organization_ptr = models.OneToOneField(
        Organization,
        models.CASCADE,
        parent_link=True,
        primary_key=True,
        related_name="as_branch",
    )
    association = models.ForeignKey(
        Association,
        models.PROTECT,
        related_name="branches",
        verbose_name=_("association"),
    )
    decision = models.ForeignKey(
        Document,
        models.PROTECT,
        related_name="branches",
        null=True,
        blank=True,
        verbose_name=_("decision"),
    )

    objects = OrganizationQuerySet.as_manager()

    class Meta:
        verbose_name = _("branch")
        verbose_name_plural = _("branches")
