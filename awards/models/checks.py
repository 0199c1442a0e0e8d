"""How often an award was checked."""

from django.db import models
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from awards.models.register import Award


class AwardCheck(models.Model):
    """How often an award was checked on a day; nothing about who checked."""

    award = models.ForeignKey(
        Award, models.CASCADE, related_name="checks", verbose_name=_("award")
    )
    day = models.DateField(_("day"), default=timezone.localdate)
    count = models.PositiveIntegerField(_("checks"), default=0)

    class Meta:
        verbose_name = _("checks of an award")
        verbose_name_plural = _("checks of awards")
        ordering = ["-day"]
        constraints = [
            models.UniqueConstraint(fields=["award", "day"], name="award_check_a_day")
        ]

    def __str__(self):
        return f"{self.award} · {self.day}: {self.count}"

    @classmethod
    def add(cls, award) -> None:
        """Count one more look, also when two come at once."""
        today = cls.objects.filter(award=award, day=timezone.localdate())
        if not today.update(count=F("count") + 1):
            cls.objects.bulk_create([cls(award=award)], ignore_conflicts=True)
            today.update(count=F("count") + 1)
