"""Exceptions of a round: quotas of single associations, late nominations."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from awards.models.rounds import CommendationRound
from federation.models import Organization
from federation.richtext import PlainCharField


class RoundQuota(models.Model):
    """How many one association may nominate in one round, if not as many as others."""

    round = models.ForeignKey(
        CommendationRound,
        models.CASCADE,
        related_name="quotas",
        verbose_name=_("round of commendation"),
    )
    association = models.ForeignKey(
        Organization,
        models.PROTECT,
        related_name="+",
        verbose_name=_("association"),
    )
    most = models.PositiveSmallIntegerField(_("at most"))

    class Meta:
        verbose_name = _("quota of an association")
        verbose_name_plural = _("quotas of associations")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "association"], name="round_quota_once"
            )
        ]

    def __str__(self):
        return f"{self.association}: {self.most}"


class RoundExtension(models.Model):
    """Late nominations allowed: whose, until when, why, by whom."""

    round = models.ForeignKey(
        CommendationRound,
        models.CASCADE,
        related_name="extensions",
        verbose_name=_("round of commendation"),
    )
    association = models.ForeignKey(
        Organization,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("only for"),
        help_text=_("Empty: for every association."),
    )
    until = models.DateField(_("until"))
    reason = PlainCharField(_("reason"), max_length=300)
    given_by = models.ForeignKey(
        "accounts.User", models.PROTECT, related_name="+", verbose_name=_("given by")
    )
    given_at = models.DateTimeField(_("given"), default=timezone.now)

    class Meta:
        verbose_name = _("late nominations allowed")
        verbose_name_plural = _("late nominations allowed")
        ordering = ["-until", "-pk"]

    def __str__(self):
        return f"{self.association or '*'} · {self.until}"
