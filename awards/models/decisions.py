"""Signed decisions: who is commended; what is corrected or revoked afterwards."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from awards.models.forms import CommendationForm
from awards.models.rounds import CommendationRound
from awards.models.stays import DECISION_STAYS, rests
from federation.models import Demonstrable, Document, LegalBasis
from federation.richtext import PlainCharField, PlainTextField
from federation.uploads import DocumentField


class DecisionQuerySet(models.QuerySet):
    def for_rows(self):
        """Everything a list of decisions prints, in one query."""
        return self.select_related("document", "round", "form").order_by("-pk")


class CommendationDecision(Demonstrable, models.Model):
    """The signed decision of a round; after issue its list does not change (Z8)."""

    class Kind(models.TextChoices):
        COMMEND = "commend", _("commendation")
        CORRECT = "correct", _("correction")
        REVOKE = "revoke", _("revocation")

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
    kind = models.CharField(_("kind"), max_length=8, choices=Kind, default=Kind.COMMEND)
    bases = PlainTextField(_("bases, as printed"), blank=True)
    recipients = PlainTextField(_("sent to, as printed"), blank=True)
    authority = PlainCharField(_("signed on behalf of"), max_length=150, blank=True)
    signer_title = PlainCharField(_("title of the signer"), max_length=150, blank=True)
    money = models.DecimalField(
        _("money with the award, each"),
        max_digits=12,
        decimal_places=0,
        null=True,
        blank=True,
    )
    issued_by = models.ForeignKey(
        "accounts.User",
        models.PROTECT,
        related_name="+",
        null=True,
        editable=False,
        verbose_name=_("put out by"),
    )
    issued_at = models.DateTimeField(_("issued at"), null=True, editable=False)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("commendation decision")
        verbose_name_plural = _("commendation decisions")
        ordering = ["-pk"]
        triggers = [
            pgtrigger.Trigger(
                name="decision_stays",
                when=pgtrigger.Before,
                operation=pgtrigger.Delete | pgtrigger.Update,
                condition=pgtrigger.Q(old__issued_at__isnull=False),
                func=DECISION_STAYS,
            ),
        ]

    def __str__(self):
        return str(self.document)


class DecisionPaper(models.Model):
    """The decision to be signed, as Word and PDF, made once."""

    decision = models.OneToOneField(
        CommendationDecision,
        models.CASCADE,
        related_name="paper",
        verbose_name=_("decision"),
    )
    word = DocumentField(_("Word file"), folder="decisions")
    pdf = DocumentField(_("PDF"), folder="decisions")
    sha256 = models.CharField(_("fingerprint of the PDF"), max_length=64)
    made_at = models.DateTimeField(_("made"), default=timezone.now)

    class Meta:
        verbose_name = _("commendation decision to be signed")
        verbose_name_plural = _("commendation decisions to be signed")
        triggers = [rests("decision_paper_stays")]

    def __str__(self):
        return str(self.decision)


class AwardChange(models.Model):
    """What a later decision changed in one award: a correction or the revocation."""

    decision = models.ForeignKey(
        CommendationDecision,
        models.PROTECT,
        related_name="changes",
        verbose_name=_("decision"),
    )
    award = models.ForeignKey(
        "awards.Award",
        models.PROTECT,
        related_name="changes",
        verbose_name=_("award"),
    )
    ground = models.CharField(_("ground"), max_length=20)
    note = PlainTextField(_("explanation"), blank=True)
    before = models.JSONField(_("before"), default=dict)
    after = models.JSONField(_("after"), default=dict)

    class Meta:
        verbose_name = _("change of an award")
        verbose_name_plural = _("changes of awards")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["decision", "award"], name="award_changed_once_a_decision"
            ),
            models.CheckConstraint(
                name="award_change_has_a_ground", condition=~Q(ground="")
            ),
        ]
        triggers = [rests("award_change_stays")]

    def __str__(self):
        return f"{self.award} · {self.decision}"
