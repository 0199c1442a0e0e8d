"""How many members an association or a branch has."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from federation.models import Demonstrable, Organization


class MembershipCountQuerySet(models.QuerySet):
    def latest_of(self, organization):
        """The newest count of an association or branch, or None."""
        return self.filter(organization=organization).order_by("-as_of", "-pk").first()


class MembershipCount(Demonstrable, models.Model):
    """How many members on a day; a total needs no list of names."""

    class Basis(models.TextChoices):
        COMPUTED = "computed", _("computed")
        REPORTED = "reported", _("reported")

    organization = models.ForeignKey(
        Organization,
        models.PROTECT,
        related_name="membership_counts",
        verbose_name=_("organisation"),
    )
    as_of = models.DateField(_("as of"))
    total = models.PositiveIntegerField(_("members"))
    women = models.PositiveIntegerField(_("of them women"), null=True, blank=True)
    youth = models.PositiveIntegerField(_("of them young"), null=True, blank=True)
    organizations = models.PositiveIntegerField(
        _("member organisations"), null=True, blank=True
    )
    basis = models.CharField(
        _("basis"), max_length=8, choices=Basis, default=Basis.REPORTED
    )
    source = models.CharField(_("source"), max_length=250, blank=True)

    objects = MembershipCountQuerySet.as_manager()

    class Meta:
        verbose_name = _("number of members")
        verbose_name_plural = _("numbers of members")
        ordering = ["-as_of", "organization"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "as_of", "basis"],
                name="membership_count_once",
                violation_error_message=_("There is a number for this day."),
            ),
            models.CheckConstraint(
                name="membership_parts_within_total",
                condition=(Q(women__isnull=True) | Q(women__lte=F("total")))
                & (Q(youth__isnull=True) | Q(youth__lte=F("total"))),
                violation_error_message=_("A part is larger than the total."),
            ),
        ]

    def __str__(self):
        return f"{self.organization}: {self.total}"
