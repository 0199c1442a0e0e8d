"""The people a new branch begins with: private, and only what the office needs."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from federation.richtext import no_identity_number
from federation.sortkey import fold
from members.models.rules import EDITABLE, rests_with_its_request


def born_by_now(year: int) -> None:
    if year > timezone.localdate().year:
        raise ValidationError(_("This year has not begun."))


class ProposedMemberQuerySet(models.QuerySet):
    def in_order(self):
        return self.order_by("display_order", "pk")


class ProposedMember(models.Model):
    """One person of a dossier's list; no religion, ethnicity, party or number."""

    request = models.ForeignKey(
        "members.BranchRequest",
        models.CASCADE,
        related_name="proposed",
        verbose_name=_("request"),
    )
    name = models.CharField(
        _("full name"), max_length=150, validators=[no_identity_number]
    )
    birth_year = models.PositiveSmallIntegerField(
        _("year of birth"),
        null=True,
        blank=True,
        validators=[
            MinValueValidator(1900),
            MaxValueValidator(2200),
            born_by_now,
        ],
    )
    occupation = models.CharField(
        _("occupation"), max_length=150, blank=True, validators=[no_identity_number]
    )
    address = models.CharField(
        _("address"), max_length=200, blank=True, validators=[no_identity_number]
    )
    folded = models.CharField(max_length=150, editable=False)
    display_order = models.PositiveIntegerField(_("order"), default=0)

    objects = ProposedMemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposed member")
        verbose_name_plural = _("proposed members")
        ordering = ["display_order", "pk"]
        indexes = [models.Index(fields=["request", "folded", "birth_year"])]
        triggers = [rests_with_its_request("proposed_member_rests", EDITABLE)]

    def __str__(self):
        return self.name

    @property
    def likeness(self) -> tuple:
        """Two with the same are one person, as far as a list can tell."""
        return fold(self.name), self.birth_year
