"""Two rows that were one person: what became of them, and the way back."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from federation.models import Demonstrable
from members.models.associations import Association
from members.models.register import WRITERS, Member


class MemberMergeQuerySet(models.QuerySet):
    def managed_by(self, user):
        return self.filter(
            kept__association__in=Association.objects.run_by(user, *WRITERS)
        )

    def standing(self):
        return self.filter(undone_at__isnull=True)

    def fresh(self):
        """Those that can still be undone: their copies are kept."""
        return self.standing().filter(undo_until__gte=timezone.localdate())

    def outworn(self):
        """Those whose copies have served: too late to undo, or undone."""
        late = models.Q(undo_until__lt=timezone.localdate())
        late |= models.Q(undone_at__isnull=False)
        return self.filter(late).exclude(lost={})

    def forget(self) -> int:
        """The copies go; that there was a merge, by whom and when, stays."""
        return self.update(lost={}, changed={}, moved={})

    def for_rows(self):
        return self.select_related("kept__branch", "by").order_by("-at", "-pk")


class MemberMerge(Demonstrable, models.Model):
    """`lost_pk` went into `kept`; copies of both are kept as long as it can be undone.

    `lost`: the columns of the lost row. `changed`: of each column of the kept row that
    the merge wrote, the value before and after. `moved`: what pointed at the lost row.
    """

    kept = models.ForeignKey(
        Member, models.CASCADE, related_name="merges", verbose_name=_("member")
    )
    lost_pk = models.BigIntegerField(_("number of the lost row"))
    lost = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    changed = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    moved = models.JSONField(default=dict)
    at = models.DateTimeField(_("merged"), default=timezone.now)
    by = models.ForeignKey(
        "accounts.User",
        models.SET_NULL,
        related_name="+",
        null=True,
        verbose_name=_("merged by"),
    )
    undo_until = models.DateField(_("can be undone until"))
    undone_at = models.DateTimeField(_("undone"), null=True)

    objects = MemberMergeQuerySet.as_manager()

    class Meta:
        verbose_name = _("merge of two members")
        verbose_name_plural = _("merges of members")
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["lost_pk"],
                condition=models.Q(undone_at__isnull=True),
                name="member_merged_once",
            ),
        ]

    def __str__(self):
        return str(self.kept)

    @property
    def lost_name(self) -> str:
        return self.lost.get("full_name", "")
