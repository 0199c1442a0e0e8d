"""What happened to a branch: its names, its associations, its decisions, by day."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from federation.models import Demonstrable, Document
from federation.richtext import PlainTextField
from members.models.associations import Association
from members.models.branches import Branch
from members.models.dossiers import Kind

CORRECTION = "correct"
WHAT = [*Kind.choices, (CORRECTION, _("correction of the record"))]


class BranchChangeQuerySet(models.QuerySet):
    def for_rows(self):
        """Everything a branch's history prints, in one query, newest first."""
        return self.select_related(
            "decision", "other", "former_association", "branch__association"
        ).order_by("-on", "-pk")

    def happened(self, on=None):
        """In force by that day."""
        return self.filter(on__lte=on or timezone.localdate())


class BranchChange(Demonstrable, models.Model):
    """One line of a branch's history; what it was called or belonged to before (M3)."""

    branch = models.ForeignKey(
        Branch, models.CASCADE, related_name="changes", verbose_name=_("branch")
    )
    kind = models.CharField(_("what happened"), max_length=10, choices=WHAT)
    on = models.DateField(_("on"))
    decision = models.ForeignKey(
        Document,
        models.PROTECT,
        related_name="branch_changes",
        null=True,
        blank=True,
        verbose_name=_("decision"),
    )
    request = models.ForeignKey(
        "members.BranchRequest",
        models.CASCADE,
        related_name="changes_made",
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("dossier"),
    )
    former_name = models.CharField(_("name until then"), max_length=250, blank=True)
    former_association = models.ForeignKey(
        Association,
        models.PROTECT,
        related_name="branches_given_away",
        null=True,
        blank=True,
        verbose_name=_("association until then"),
    )
    other = models.ForeignKey(
        Branch,
        models.CASCADE,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("the other branch"),
    )

    reason = PlainTextField(
        _("reason"),
        blank=True,
        help_text=_("For the office only, never on public pages."),
    )

    objects = BranchChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("change of a branch")
        verbose_name_plural = _("changes of a branch")
        ordering = ["-on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["request", "branch"],
                condition=models.Q(request__isnull=False),
                name="branch_change_once_per_request",
            ),
            models.CheckConstraint(
                name="branch_is_corrected_with_a_reason",
                condition=~models.Q(kind=CORRECTION, reason=""),
                violation_error_message=_("A correction has a reason."),
            ),
        ]

    def __str__(self):
        return f"{self.branch}: {self.get_kind_display()}"

    @property
    def took_in(self) -> bool:
        """In a merger: whether this is the branch that went on."""
        return self.kind == Kind.MERGE and self.branch.successor_id != self.other_id
