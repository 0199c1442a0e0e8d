"""What people object to during the public notice."""

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from awards.models.nominations import CLEAN, Nomination
from federation.lifecycle import Lifecycle, MoveRefused
from federation.richtext import PlainCharField, PlainTextField


class ObjectionQuerySet(models.QuerySet):
    def unanswered(self):
        return self.filter(status=Objection.State.RECEIVED)


class Objection(Lifecycle):
    """What somebody said against a result during the public notice; private."""

    class State(models.TextChoices):
        RECEIVED = "received", _("received")
        UPHELD = "upheld", _("upheld")
        DISMISSED = "dismissed", _("dismissed")

    MOVES = {State.UPHELD: {State.RECEIVED}, State.DISMISSED: {State.RECEIVED}}

    nomination = models.ForeignKey(
        Nomination,
        models.CASCADE,
        related_name="objections",
        verbose_name=_("nomination"),
    )
    name = PlainCharField(_("your name"), max_length=150, **CLEAN)
    contact = PlainCharField(_("telephone or e-mail"), max_length=150, **CLEAN)
    text = PlainTextField(_("what you object to"), max_length=3000, **CLEAN)
    received_at = models.DateTimeField(_("received"), default=timezone.now)
    status = models.CharField(
        _("status"),
        max_length=9,
        choices=State,
        default=State.RECEIVED,
        editable=False,
    )
    answer = PlainTextField(_("what was found"), max_length=3000, blank=True)
    answered_by = models.ForeignKey(
        "accounts.User",
        models.PROTECT,
        related_name="+",
        null=True,
        editable=False,
        verbose_name=_("answered by"),
    )
    answered_at = models.DateTimeField(_("answered"), null=True, editable=False)

    objects = ObjectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("objection")
        verbose_name_plural = _("objections")
        ordering = ["-received_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="objection_answered_with_reason_and_by",
                condition=Q(status="received", answered_by__isnull=True)
                | (Q(answered_by__isnull=False) & ~Q(answer="")),
            )
        ]

    def __str__(self):
        return f"{self.nomination} · {self.received_at:%d/%m/%Y}"

    @transaction.atomic
    def settle(self, *, by, upheld: bool, answer: str) -> None:
        """Upheld: the nomination is no longer recommended. Dismissed: it stands."""
        if not answer.strip():
            raise MoveRefused(_("Write what was found."))
        rows = Nomination.objects.select_for_update(of=["self"])
        nomination = rows.get(pk=self.nomination_id)
        nomination.require_impartial(by)
        to = self.State.UPHELD if upheld else self.State.DISMISSED
        self.move(
            to, by=by, answer=answer.strip(), answered_by=by, answered_at=timezone.now()
        )
        if upheld and nomination.status == Nomination.Status.RECOMMENDED:
            words = _("An objection during the public notice was upheld.")
            nomination.move(
                Nomination.Status.NOT_RECOMMENDED, by=by, closing_reason=str(words)
            )
