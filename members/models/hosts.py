"""Kinds of host that there are no more, so that no new branch is offered one."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from federation.richtext import PlainCharField
from members.models.branches import Branch


class PastHostQuerySet(models.QuerySet):
    def offered(self, on=None) -> list[tuple[str, str]]:
        """The kinds of host a new branch can have that day, as choices."""
        past = set(
            self.filter(ended_on__lte=on or timezone.localdate()).values_list(
                "kind", flat=True
            )
        )
        return [row for row in Branch.HostKind.choices if row[0] not in past]


class PastHost(models.Model):
    """A kind of host that ended on a day; branches founded before keep theirs."""

    kind = models.CharField(
        _("kind of host"), max_length=8, choices=Branch.HostKind, unique=True
    )
    ended_on = models.DateField(_("ended on"))
    source = PlainCharField(_("source"), max_length=250)

    objects = PastHostQuerySet.as_manager()

    class Meta:
        verbose_name = _("kind of host that ended")
        verbose_name_plural = _("kinds of host that ended")
        ordering = ["ended_on", "kind"]

    def __str__(self):
        return self.get_kind_display()
