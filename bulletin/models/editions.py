"""An issue made into files: PDF in one language or both, and the printer's package."""

import logging
import uuid
from datetime import timedelta
from functools import partial

from celery import current_app
from django.core.files.base import ContentFile
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from kombu.exceptions import OperationalError

from bulletin.models.issues import Issue
from federation.uploads import DocumentField

logger = logging.getLogger(__name__)


def ring(pk: int) -> None:
    """The doorbell of one file; without a broker the sweep comes within a minute."""
    try:
        current_app.send_task("bulletin.build_edition", [pk], expires=240)
    except (OperationalError, OSError) as error:
        logger.warning("No broker: %s", type(error).__name__)


class IssueEditionQuerySet(models.QuerySet):
    def for_readers(self):
        """Ready PDFs; the printer's package is not for readers."""
        ready = self.filter(state=IssueEdition.State.READY)
        return ready.exclude(form=IssueEdition.Form.PRINTER)

    def waiting(self):
        """Asked for, or left behind by a worker that died."""
        now = timezone.now()
        return self.filter(
            Q(state=IssueEdition.State.WAITING)
            | Q(state=IssueEdition.State.BUILDING, lease_until__lt=now)
        )

    def claim(self, pk) -> "IssueEdition | None":
        """One worker has it; its lease is long enough for the longest issue."""
        token = uuid.uuid4()
        taken = (
            self.waiting()
            .filter(pk=pk)
            .update(
                state=IssueEdition.State.BUILDING,
                token=token,
                lease_until=timezone.now() + IssueEdition.LEASE,
                progress=1,
                note="",
            )
        )
        return self.select_related("issue").get(pk=pk) if taken else None


class IssueEdition(models.Model):
    """One file of an issue, made by a worker, with its progress."""

    LEASE = timedelta(minutes=3)

    class Form(models.TextChoices):
        VIETNAMESE = "vi", _("PDF in Vietnamese")
        ENGLISH = "en", _("PDF in English")
        PARALLEL = "both", _("PDF in both languages, side by side")
        PRINTER = "zip", _("package for the printer (ZIP)")

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        BUILDING = "building", _("being made")
        READY = "ready", _("ready")
        FAILED = "failed", _("failed")

    issue = models.ForeignKey(
        Issue, models.CASCADE, related_name="editions", verbose_name=_("issue")
    )
    form = models.CharField(_("form"), max_length=4, choices=Form)
    state = models.CharField(
        _("state"), max_length=8, choices=State, default=State.WAITING
    )
    progress = models.PositiveSmallIntegerField(_("progress, per cent"), default=0)
    note = models.TextField(_("what went wrong"), blank=True)
    file = DocumentField(_("file"), folder="editions", blank=True)
    pages = models.PositiveSmallIntegerField(_("pages"), null=True)
    asked_by = models.ForeignKey(
        "accounts.User",
        models.PROTECT,
        related_name="+",
        null=True,
        verbose_name=_("asked for by"),
    )
    asked_at = models.DateTimeField(_("asked for"), default=timezone.now)
    made_at = models.DateTimeField(_("made"), null=True)
    token = models.UUIDField(null=True, editable=False)
    lease_until = models.DateTimeField(null=True, editable=False)

    objects = IssueEditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("file of an issue")
        verbose_name_plural = _("files of issues")
        ordering = ["issue", "form"]
        constraints = [
            models.UniqueConstraint(fields=["issue", "form"], name="edition_once")
        ]

    def __str__(self):
        return f"{self.issue}: {self.get_form_display()}"

    @classmethod
    def ask(cls, issue, form: str, *, by) -> "IssueEdition":
        """Have it made anew; whoever is at it already goes on."""
        edition, _is_new = cls.objects.get_or_create(
            issue=issue, form=form, defaults={"asked_by": by}
        )
        cls.objects.filter(pk=edition.pk).exclude(state=cls.State.BUILDING).update(
            state=cls.State.WAITING,
            progress=0,
            note="",
            asked_by=by,
            asked_at=timezone.now(),
        )
        transaction.on_commit(partial(ring, edition.pk))
        return edition

    @property
    def is_old(self) -> bool:
        """A text of the issue, or the issue, changed after it was made."""
        return bool(self.made_at) and any(
            row.updated_at > self.made_at for row in self.issue.articles.all()
        )

    @property
    def ending(self) -> str:
        return "zip" if self.form == self.Form.PRINTER else "pdf"

    def build(self, make) -> None:
        """Let `make(edition, tell)` write the file; tell how far it is, and the end."""
        mine = type(self).objects.filter(pk=self.pk, token=self.token)

        def tell(percent: int) -> None:
            mine.update(progress=percent)

        try:
            content, pages = make(self, tell)
        except Exception as error:
            logger.exception("Edition %s was not made", self.pk)
            mine.update(state=self.State.FAILED, note=str(error)[:2000], token=None)
            return
        self.file.save(f"edition.{self.ending}", ContentFile(content), save=False)
        mine.update(
            file=self.file.name,
            pages=pages,
            state=self.State.READY,
            progress=100,
            made_at=timezone.now(),
            token=None,
        )
