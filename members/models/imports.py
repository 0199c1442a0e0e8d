"""A list of members on its way into the register: file, rows, what becomes of each."""

import logging
import uuid
from datetime import timedelta
from functools import partial

from django.core.cache import cache
from django.core.files.storage import default_storage
from django.db import models, transaction
from django.db.models import Case, F, Q, Value, When
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from redis.exceptions import RedisError

from federation.lifecycle import MoveRefused
from federation.models import PrivacyLimit
from federation.uploads import DocumentField
from members.models.associations import Association
from members.models.branches import Branch
from members.models.register import WRITERS, Member
from outbox.post import ring

logger = logging.getLogger(__name__)


class MemberImportQuerySet(models.QuerySet):
    def managed_by(self, user):
        return self.filter(association__in=Association.objects.run_by(user, *WRITERS))

    def waiting(self):
        """For a worker, or left behind by one that died; not for ever."""
        free = Q(lease_until__isnull=True) | Q(lease_until__lt=timezone.now())
        busy = self.filter(free, state__in=MemberImport.BUSY)
        return busy.filter(attempts__lt=MemberImport.MOST)

    def lost(self):
        spent = self.filter(attempts__gte=MemberImport.MOST)
        return spent.filter(lease_until__lt=timezone.now())

    def give_back(self, problem: str) -> None:
        """It could not be read: what was sent goes at once, only the reason stays."""
        names = list(self.exclude(file="").values_list("file", flat=True))
        failed = MemberImport.State.FAILED
        self.update(state=failed, problem=problem, file="", pasted="", token=None)
        transaction.on_commit(partial(_delete_files, names), robust=True)

    def give_up(self) -> None:
        """What kills its worker each time is told to the secretary."""
        state = MemberImport.State
        self.lost().filter(state=state.READING).give_back("")
        self.lost().filter(state=state.TAKING).update(
            state=state.READY, trouble=MemberImport.Trouble.FAILED
        )

    def claim(self, pk) -> "MemberImport | None":
        """One worker reads it or takes it over, whoever rang how often."""
        token, now, state = uuid.uuid4(), timezone.now(), MemberImport.State
        read = When(state=state.WAITING, then=Value(state.READING))
        taken = (
            self.waiting()
            .filter(pk=pk)
            .update(
                state=Case(read, default=F("state")),
                token=token,
                lease_until=now + MemberImport.LEASE,
                attempts=F("attempts") + 1,
                progress=1,
            )
        )
        return self.select_related("association").get(pk=pk) if taken else None

    def outworn(self):
        """Those whose day has come, taken over or not."""
        return self.filter(forget_on__lte=timezone.localdate())

    def forget(self) -> None:
        """Rows and files go; what was taken over stays in the register."""
        names = list(self.exclude(file="").values_list("file", flat=True))
        self.delete()
        transaction.on_commit(partial(_delete_files, names), robust=True)


def _delete_files(names: list[str]) -> None:
    for name in names:
        default_storage.delete(name)


class MemberImport(models.Model):
    """One uploaded or pasted list; it is deleted after some days."""

    LEASE = timedelta(minutes=3)
    MOST = 3  # workers it may cost

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting to be read")
        READING = "reading", _("being read")
        READY = "ready", _("to be checked")
        TAKING = "taking", _("being taken over")
        DONE = "done", _("in the register now")
        FAILED = "failed", _("could not be read")

    class Trouble(models.TextChoices):
        CHANGED = "changed", _("the register has changed meanwhile")
        FAILED = "failed", _("could not be taken over")

    # What a worker has to do with.
    BUSY = (State.WAITING, State.READING, State.TAKING)

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    association = models.ForeignKey(
        Association,
        models.CASCADE,
        related_name="member_imports",
        verbose_name=_("association"),
    )
    branch = models.ForeignKey(
        Branch,
        models.CASCADE,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("branch"),
    )
    file = DocumentField(_("file"), folder="members", blank=True)
    file_name = models.CharField(_("name of the file"), max_length=150, blank=True)
    pasted = models.TextField(_("pasted lines"), blank=True)
    language = models.CharField(_("language"), max_length=2)
    state = models.CharField(
        _("state"), max_length=7, choices=State, default=State.WAITING
    )
    progress = models.PositiveSmallIntegerField(_("progress, per cent"), default=0)
    problem = models.TextField(_("what went wrong"), blank=True)
    trouble = models.CharField(
        _("why it was not taken over"), max_length=7, choices=Trouble, blank=True
    )
    unread = models.JSONField(_("columns that are not read"), default=list)
    added = models.PositiveIntegerField(_("added"), default=0)
    filled = models.PositiveIntegerField(_("completed"), default=0)
    created_by = models.ForeignKey(
        "accounts.User",
        models.SET_NULL,
        related_name="+",
        null=True,
        verbose_name=_("uploaded by"),
    )
    created_at = models.DateTimeField(_("uploaded"), default=timezone.now)
    confirmed_by = models.ForeignKey(
        "accounts.User",
        models.SET_NULL,
        related_name="+",
        null=True,
        verbose_name=_("taken over by"),
    )
    forget_on = models.DateField(_("deleted on"))
    attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    token = models.UUIDField(null=True, editable=False)
    lease_until = models.DateTimeField(null=True, editable=False)

    objects = MemberImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("list of members to take over")
        verbose_name_plural = _("lists of members to take over")
        ordering = ["-created_at", "-pk"]

    def __str__(self):
        return self.file_name or str(_("pasted lines"))

    def get_absolute_url(self):
        return reverse("members:workspace-import", args=[self.public_id])

    @transaction.atomic
    def begin(self, *, by) -> None:
        """Keep it and ring for a worker; the sweep comes if nobody hears."""
        self.created_by = by
        self.forget_on = PrivacyLimit.objects.day("import", timezone.localdate())
        self.save()
        transaction.on_commit(partial(ring, self.pk, "members.process_import"))

    @transaction.atomic
    def confirm(self, *, by) -> None:
        """Have a worker take it over, once; a second click changes nothing."""
        rows = MemberImport.objects.managed_by(by).filter(pk=self.pk)
        told = {"confirmed_by": by, "trouble": "", "progress": 0}
        free = {"attempts": 0, "token": None, "lease_until": None}
        ready = rows.filter(state=self.State.READY)
        if ready.update(state=self.State.TAKING, **told, **free):
            self.tell(0)
            transaction.on_commit(partial(ring, self.pk, "members.process_import"))
        elif not rows.filter(state__in=[self.State.TAKING, self.State.DONE]).exists():
            raise MoveRefused(_("This list has not been read yet."))

    @property
    def is_busy(self) -> bool:
        return self.state in self.BUSY

    def tell(self, percent: int) -> None:
        """How far the taking-over is: readers see no row of an open transaction."""
        try:
            cache.set(f"members.import.{self.pk}", percent, 600)
        except (RedisError, OSError):  # the list is taken over, seen or not
            logger.warning("The cache does not answer: no progress is shown.")

    @property
    def told(self) -> int:
        """How far it is, per cent."""
        if self.state != self.State.TAKING:
            return self.progress
        try:
            return cache.get(f"members.import.{self.pk}", 0)
        except (RedisError, OSError):
            return 0


SHOWN = [
    "branch",
    "gender",
    "position",
    "workplace",
    "phone",
    "email",
    "joined_on",
    "note",
]


class ImportRowQuerySet(models.QuerySet):
    def in_order(self):
        return self.order_by("number")

    def for_rows(self):
        """Everything the preview prints, in one query."""
        return self.select_related("match__branch", "branch").in_order()


class ImportRow(models.Model):
    """One line of the list: what it says, and what is to become of it."""

    class Verdict(models.TextChoices):
        NEW = "new", _("new")
        ALIKE = "alike", _("possible duplicate")
        SAME = "same", _("in the register already")
        BAD = "bad", _("not understood")

    class Choice(models.TextChoices):
        SKIP = "skip", _("leave out")
        KEEP = "keep", _("another person: add")
        FILL = "fill", _("the same person: add what is missing")

    importing = models.ForeignKey(MemberImport, models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField(_("row"))
    verdict = models.CharField(_("result"), max_length=5, choices=Verdict)
    values = models.JSONField(_("values"), default=dict)
    problems = models.JSONField(_("problems"), default=list)
    branch = models.ForeignKey(
        Branch, models.CASCADE, related_name="+", null=True, verbose_name=_("branch")
    )
    match = models.ForeignKey(
        Member,
        models.SET_NULL,
        related_name="+",
        null=True,
        verbose_name=_("looks like"),
    )
    twin = models.PositiveIntegerField(_("looks like row"), null=True)
    choice = models.CharField(
        _("decision"), max_length=4, choices=Choice, default=Choice.SKIP
    )

    objects = ImportRowQuerySet.as_manager()

    class Meta:
        verbose_name = _("row of a list of members")
        verbose_name_plural = _("rows of lists of members")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["importing", "number"], name="import_row_once"
            ),
            models.CheckConstraint(
                name="import_row_bad_says_why",
                condition=~Q(verdict="bad") | ~Q(problems=[]),
            ),
        ]

    def __str__(self):
        return str(self.number)

    @property
    def details(self) -> list[str]:
        """What the row says besides name and year of birth."""
        words = dict(self.values)
        if words.get("gender") in Member.Gender.values:
            words["gender"] = Member.Gender(words["gender"]).label
        return [str(words[name]) for name in SHOWN if words.get(name)]
