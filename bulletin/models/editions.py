"""An issue made into files: PDF in one language or both, and the printer's package."""

import logging
import uuid
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial

from django.contrib.postgres.fields import ArrayField
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bulletin.models.articles import Article
from bulletin.models.issues import Issue
from bulletin.models.parts import Correction
from federation.models import Photo
from federation.uploads import DocumentField
from outbox.post import ring

logger = logging.getLogger(__name__)


@dataclass
class Made:
    """A file as it was made, and of what."""

    content: bytes
    pages: int | None
    articles: list[Article]
    pictures: set[str] = field(default_factory=set)


class IssueEditionQuerySet(models.QuerySet):
    def for_readers(self):
        """PDFs of which readers may open every text; never the printer's package."""
        printed = IssueEdition.articles.through.objects.filter(
            issueedition=OuterRef("pk")
        )
        in_english = Q(issueedition__form__in=["en", "both"])
        hidden = printed.filter(
            ~Q(article__in=Article.objects.published())
            | in_english & Q(article__en_state="reviewed")
        )
        corrected = Correction.objects.filter(
            article__editions=OuterRef("pk"), made_at__gt=OuterRef("made_at")
        )
        made = self.exclude(file="").exclude(form=IssueEdition.Form.PRINTER)
        made = made.filter(Exists(printed), ~Exists(hidden))
        return made.annotate(is_corrected_since=Exists(corrected))

    def waiting(self):
        """Asked for, or left behind by a worker that died; not for ever."""
        lost = self.lost().filter(attempts__lt=IssueEdition.MOST)
        return self.filter(state=IssueEdition.State.WAITING) | lost

    def lost(self):
        """Whose worker was not heard of again."""
        now = timezone.now()
        return self.filter(state=IssueEdition.State.BUILDING, lease_until__lt=now)

    def give_up(self) -> int:
        """What kills its worker each time is left to a person."""
        return self.lost().update(
            state=IssueEdition.State.FAILED,
            note=gettext("The worker stopped while making it."),
            token=None,
        )

    def with_withheld_pictures(self):
        """Printed with a photograph that somebody no longer wants shown."""
        withheld = Photo.objects.filter(is_withheld=True).values_list("file", flat=True)
        return self.filter(pictures__overlap=list(withheld))

    def withdraw(self) -> None:
        """The files go at once, whoever has them in hand; they are made anew."""
        rows = self.exclude(Q(file="") & ~Q(state=IssueEdition.State.BUILDING))
        names = list(rows.exclude(file="").values_list("file", flat=True))
        rows.update(
            state=IssueEdition.State.WAITING,
            attempts=0,
            progress=0,
            token=None,
            file="",
            pictures=[],
        )
        transaction.on_commit(partial(forget_files, names))

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
                attempts=F("attempts") + 1,
                progress=1,
                note="",
            )
        )
        return self.select_related("issue").get(pk=pk) if taken else None


class IssueEdition(models.Model):
    """One file of an issue, made by a worker, with its progress."""

    LEASE = timedelta(minutes=3)
    MOST = 3  # workers it may cost

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
    mark = models.CharField(max_length=64, blank=True, editable=False)
    articles = models.ManyToManyField(
        Article, related_name="editions", verbose_name=_("printed articles")
    )
    pictures = ArrayField(models.CharField(max_length=200), default=list)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
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
            attempts=0,
            progress=0,
            note="",
            asked_by=by,
            asked_at=timezone.now(),
        )
        transaction.on_commit(partial(ring, edition.pk, "bulletin.build_edition"))
        return edition

    @property
    def is_old(self) -> bool:
        """The issue, its order or a text changed since it was begun."""
        return bool(self.made_at) and self.mark != self.issue.mark

    @property
    def ending(self) -> str:
        return "zip" if self.form == self.Form.PRINTER else "pdf"

    def build(self, make) -> None:
        """Let `make(edition, tell)` write the file; tell how far it is, and the end."""
        mine = type(self).objects.filter(pk=self.pk, token=self.token)
        mark = self.issue.mark

        def tell(percent: int) -> None:
            mine.update(progress=percent)

        try:
            made = make(self, tell)
        except Exception as error:
            logger.exception("Edition %s was not made", self.pk)
            mine.update(state=self.State.FAILED, note=str(error)[:2000], token=None)
            return
        self.keep(made, mine, mark)

    @transaction.atomic
    def keep(self, made: Made, mine, mark: str) -> None:
        """The new file instead of the old, unless the lease has passed to another."""
        before = self.file.name
        content = ContentFile(made.content)
        self.file.save(f"edition.{self.ending}", content, save=False)
        kept = mine.update(
            file=self.file.name,
            pages=made.pages,
            mark=mark,
            pictures=sorted(made.pictures),
            state=self.State.READY,
            progress=100,
            made_at=timezone.now(),
            token=None,
        )
        if kept:
            self.articles.set(made.articles)
        gone = before if kept else self.file.name
        transaction.on_commit(partial(forget_files, [gone]))


def forget_files(names: list[str]) -> None:
    """What no row names any more."""
    for name in filter(None, names):
        default_storage.delete(name)
