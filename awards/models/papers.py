"""The papers of a nomination, and who is too near to it to have a say."""

import uuid

import pgtrigger
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from awards.models.nominations import CLEAN, Nomination
from federation.richtext import PlainCharField
from federation.uploads import DocumentField


class NominationItem(models.Model):
    """One paper of one nomination, as it was asked for, with the file sent."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    nomination = models.ForeignKey(
        Nomination,
        models.CASCADE,
        related_name="items",
        verbose_name=_("nomination"),
    )
    code = models.SlugField(_("code"), max_length=40)
    title = PlainCharField(_("paper"), max_length=200)
    help = PlainCharField(_("explanation"), max_length=300, blank=True)
    is_required = models.BooleanField(_("required"), default=True)
    display_order = models.PositiveSmallIntegerField(_("order"), default=100)
    file = DocumentField(_("file"), folder="nominations", blank=True)
    file_name = PlainCharField(_("name of the file"), max_length=150, blank=True)
    sha256 = models.CharField(_("fingerprint"), max_length=64, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True)

    class Meta:
        verbose_name = _("paper of a nomination")
        verbose_name_plural = _("papers of a nomination")
        ordering = ["display_order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["nomination", "code"], name="nomination_paper_once"
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="nomination_paper_rests",
                when=pgtrigger.Before,
                operation=pgtrigger.UpdateOf("file"),
                func="""
                IF EXISTS (
                    SELECT FROM awards_nomination WHERE id = NEW.nomination_id
                    AND status NOT IN ('draft', 'returned') AND NOT is_demo
                ) THEN
                    RAISE EXCEPTION 'papers of a submitted nomination rest'
                        USING ERRCODE = 'check_violation';
                END IF;
                RETURN NEW;
                """,
            ),
        ]

    def __str__(self):
        return self.title or self.code


class Conflict(models.Model):
    """Somebody near to the recipient said so: no check, no vote, no decision."""

    nomination = models.ForeignKey(
        Nomination,
        models.CASCADE,
        related_name="conflicts",
        verbose_name=_("nomination"),
    )
    user = models.ForeignKey(
        "accounts.User", models.CASCADE, related_name="+", verbose_name=_("who")
    )
    reason = PlainCharField(_("what the conflict is"), max_length=300, **CLEAN)
    declared_at = models.DateTimeField(_("declared"), default=timezone.now)

    class Meta:
        verbose_name = _("conflict of interest")
        verbose_name_plural = _("conflicts of interest")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["nomination", "user"], name="conflict_declared_once"
            )
        ]

    def __str__(self):
        return f"{self.user} · {self.nomination}"
