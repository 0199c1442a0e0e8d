"""What the clock could not do with a decision: told once, shown, tried again."""

from datetime import timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class DecisionTroubleQuerySet(models.QuerySet):
    def meet(self, request, step, reason: str) -> bool:
        """Note it; True when it is to be told: it is new, or its reason is another."""
        row, is_new = self.get_or_create(
            request=request, step=step, defaults={"reason": reason}
        )
        told = is_new or row.reason != reason
        self.filter(pk=row.pk).update(reason=reason, tried_at=timezone.now())
        return told

    def over(self, request, step) -> None:
        self.filter(request=request, step=step).delete()

    def resting(self):
        """Tried a short while ago; what fails is not worth a try every minute."""
        return self.filter(tried_at__gt=timezone.now() - DecisionTrouble.REST)


class DecisionTrouble(models.Model):
    """A step of a decision that does not succeed."""

    REST = timedelta(hours=1)

    class Step(models.TextChoices):
        EFFECT = "effect", _("carry the decision out")
        PAPER = "paper", _("write the decision")
        TEMPLATE = "template", _("fill in the office’s Word template")

    request = models.ForeignKey(
        "members.BranchRequest",
        models.CASCADE,
        related_name="troubles",
        verbose_name=_("request"),
    )
    step = models.CharField(_("step"), max_length=8, choices=Step)
    reason = models.TextField(_("reason"))
    since = models.DateTimeField(_("since"), default=timezone.now)
    tried_at = models.DateTimeField(_("last tried"), default=timezone.now)

    objects = DecisionTroubleQuerySet.as_manager()

    class Meta:
        verbose_name = _("trouble with a decision")
        verbose_name_plural = _("troubles with decisions")
        ordering = ["since", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["request", "step"], name="decision_trouble_once"
            )
        ]

    def __str__(self):
        return f"{self.request}: {self.get_step_display()}"

    @property
    def told(self) -> str:
        """What staff read: a template says what is wrong with it."""
        if self.step == self.Step.TEMPLATE:
            return self.reason
        return gettext("The portal could not do it; it is tried again by itself.")
