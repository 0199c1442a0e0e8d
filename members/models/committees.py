"""Who leads a branch: proposed in a dossier, then official in its committee."""

from django.db import models
from django.db.models import Case, Q, Value, When
from django.utils.translation import gettext_lazy as _

from federation.models import Body, Demonstrable
from members.models.rules import EDITABLE, rests_with_its_request


class CommitteeSeatQuerySet(models.QuerySet):
    def in_order(self):
        """The head first, then deputies, secretary and members."""
        rank = [
            When(role=role, then=Value(place))
            for place, role in enumerate(CommitteeSeat.Role.values)
        ]
        return self.order_by(Case(*rank), "display_order", "pk")


class CommitteeSeat(Demonstrable, models.Model):
    """A place in a branch's committee; telephone numbers are never public."""

    class Role(models.TextChoices):
        HEAD = "head", _("branch head")
        DEPUTY = "deputy", _("deputy head")
        SECRETARY = "secretary", _("secretary")
        MEMBER = "member", _("committee member")

    request = models.ForeignKey(
        "members.BranchRequest",
        models.CASCADE,
        related_name="seats",
        null=True,
        blank=True,
        verbose_name=_("request"),
    )
    body = models.ForeignKey(
        Body,
        models.CASCADE,
        related_name="seats",
        null=True,
        blank=True,
        verbose_name=_("branch committee"),
    )
    role = models.CharField(
        _("position"), max_length=9, choices=Role, default=Role.MEMBER
    )
    name = models.CharField(_("full name"), max_length=150)
    job_title = models.CharField(_("job title"), max_length=150, blank=True)
    workplace = models.CharField(_("place of work"), max_length=200, blank=True)
    phone = models.CharField(
        _("telephone"),
        max_length=40,
        blank=True,
        help_text=_("For the office only, never on public pages."),
    )
    display_order = models.PositiveSmallIntegerField(_("order"), default=100)

    objects = CommitteeSeatQuerySet.as_manager()

    class Meta:
        verbose_name = _("committee seat")
        verbose_name_plural = _("committee seats")
        constraints = [
            models.CheckConstraint(
                name="seat_proposed_or_official",
                condition=Q(request__isnull=False, body__isnull=True)
                | Q(request__isnull=True, body__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["request"],
                condition=Q(role="head"),
                name="one_proposed_head",
                violation_error_message=_("A branch has one head."),
            ),
            models.UniqueConstraint(
                fields=["body"],
                condition=Q(role="head"),
                name="one_branch_head",
                violation_error_message=_("A branch has one head."),
            ),
        ]
        triggers = [rests_with_its_request("proposed_seat_rests", EDITABLE)]

    def __str__(self):
        return f"{self.name} · {self.get_role_display()}"
