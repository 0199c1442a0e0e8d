"""The one way to change a status."""

from django.contrib.admin.models import CHANGE, LogEntry
from django.db import models
from django.utils.translation import gettext as _


class MoveRefused(Exception):
    """A status change that is not possible, in words for the person who asked."""


class Lifecycle(models.Model):
    """A row whose `status` changes only along MOVES: {target: {allowed sources}}."""

    MOVES: dict[str, set[str]] = {}

    class Meta:
        abstract = True

    def move(self, to: str, *, by=None, **changes) -> None:
        """Change the status by one conditional UPDATE, so that only one click wins.

        Raises MoveRefused when the row is no longer in an allowed status.
        """
        rows = type(self)._base_manager.filter(pk=self.pk, status__in=self.MOVES[to])
        if not rows.update(status=to, **changes):
            raise MoveRefused(_("This is no longer possible: the status has changed."))
        for name, value in {"status": to, **changes}.items():
            setattr(self, name, value)
        if by is not None:
            field = self._meta.get_field("status")
            words = f"{field.verbose_name}: {dict(field.flatchoices)[to]}"
            LogEntry.objects.log_actions(
                by.pk, [self], CHANGE, words, single_object=True
            )

    def stay(self, status: str) -> None:
        """Lock the row in this status, where MOVES allows several ways on."""
        rows = type(self)._base_manager.select_for_update()
        if not rows.filter(pk=self.pk, status=status).exists():
            raise MoveRefused(_("This is no longer possible: the status has changed."))

    def can_move(self, to: str) -> bool:
        """Whether the table allows this move from the status as last read."""
        return self.status in self.MOVES.get(to, set())

    def validate_constraints(self, exclude=None):
        """Constraints that read `status` count also in forms that do not show it."""
        super().validate_constraints(exclude=set(exclude or ()) - {"status"})
