"""What the kinds of dossier propose, and the settings kept from the beginning."""

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from members.models.associations import Association
from members.models.branches import Branch

KEPT = [
    *("response_days", "supplement_days", "minimum_members", "minimum_committee"),
]


class Particulars(models.Model):
    """Fields that only some kinds fill in (`Effect.fields` says which)."""

    grounds = models.TextField(
        _("grounds"),
        max_length=2000,
        blank=True,
        help_text=_("Why; the office and whoever decides read it."),
    )
    wished_on = models.DateField(
        _("wished from"),
        null=True,
        blank=True,
        help_text=_("Empty: from the day of the decision."),
    )
    resume_planned_on = models.DateField(
        _("work planned to go on from"), null=True, blank=True
    )
    term_end_year = models.PositiveSmallIntegerField(
        _("last year of the new term"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1900)],
    )
    successor = models.ForeignKey(
        Branch,
        models.PROTECT,
        related_name="mergers_into",
        null=True,
        blank=True,
        verbose_name=_("branch that takes over the members"),
    )
    receiver = models.ForeignKey(
        Association,
        models.PROTECT,
        related_name="transfers_in",
        null=True,
        blank=True,
        verbose_name=_("association that receives the branch"),
    )
    receiver_agreed_at = models.DateTimeField(
        _("receiving association agreed"), null=True, editable=False
    )
    receiver_agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        editable=False,
        verbose_name=_("agreed by"),
    )
    contact_name = models.CharField(
        _("contact of the branch"), max_length=150, blank=True
    )
    contact_email = models.EmailField(
        _("e-mail of the contact"),
        blank=True,
        help_text=_("With it, the contact is invited to the portal on approval."),
    )
    deciding_body = models.CharField(
        _("who decides"),
        max_length=11,
        choices=Association.DecidingBody,
        default=Association.DecidingBody.UNION,
        editable=False,
    )
    response_days = models.PositiveSmallIntegerField(
        _("working days to answer"), default=15, editable=False
    )
    supplement_days = models.PositiveSmallIntegerField(
        _("days to supplement"), default=30, editable=False
    )
    minimum_members = models.PositiveSmallIntegerField(
        _("fewest members"), default=0, editable=False
    )
    minimum_committee = models.PositiveSmallIntegerField(
        _("smallest committee"), default=1, editable=False
    )
    applied_at = models.DateTimeField(_("carried out"), null=True, editable=False)
    near_told_for = models.DateField(
        _("reminded of the coming day"), null=True, editable=False
    )
    late_told_for = models.DateField(
        _("reminded of the passed day"), null=True, editable=False
    )

    class Meta:
        abstract = True

    def keep_settings(self) -> None:
        """Take the association's settings of today; later changes do not touch it."""
        self.deciding_body = self.association.branch_deciding_body
        for name in KEPT:
            setattr(self, name, getattr(self.association, name))

    @property
    def decides_itself(self) -> bool:
        """Whether the association decided on its branches when this was begun."""
        return self.deciding_body == Association.DecidingBody.ASSOCIATION
