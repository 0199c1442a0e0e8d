"""Whoever holds a dossier is reminded of a coming and of a passed day, once each."""

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from federation.models.workdays import working_days_between
from members import notifications


class Reminding(models.Model):
    """A day that moves is a new day: what was told for another one does not count."""

    class Meta:
        abstract = True

    def is_near(self, today) -> bool:
        """Within the working days before the limit that the association set."""
        days = working_days_between(today, self.held_until)
        return days <= self.association.reminder_days

    def remind(self) -> None:
        """Tell the holder what is due, if it was not told for this very day."""
        today, until = timezone.localdate(), self.held_until
        if until is None:
            return
        if until < today:
            self._tell_once("late_told_for", until, notifications.branch_request_late)
        elif self.is_near(today):
            self._tell_once("near_told_for", until, notifications.branch_request_near)

    @transaction.atomic
    def _tell_once(self, field: str, until, tell) -> None:
        """While nobody is in office who could be told, the reminder waits."""
        mine = type(self).objects.filter(
            Q(**{field: None}) | ~Q(**{field: until}), pk=self.pk, status=self.status
        )
        if mine.select_for_update().first() and tell(self, until):
            mine.update(**{field: until})
            setattr(self, field, until)
