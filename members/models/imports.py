"""A list of members on its way into the register: file, rows, what becomes of each."""

import uuid
from datetime import timedelta
from functools import partial

from django.core.files.storage import default_storage
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from federation.models import PrivacyLimit
from federation.uploads import DocumentField
from members.models.associations import Association
from members.models.branches import Branch
from members.models.register import WRITERS, Member
from outbox.post import ring


class MemberImportQuerySet(models.QuerySet):
    def managed_by(self, user):
        return self.filter(association__in=Association.objects.run_by(user, *WRITERS))

    def waiting(self):
        """To be read, or left behind by a worker that died; not for ever."""
        lost = self.lost().filter(attempts__lt=MemberImport.MOST)
        return self.filter(state=MemberImport.State.WAITING) | lost

    def lost(self):
        now = timezone.now()
        return self.filter(state=MemberImport.State.READING, lease_until__lt=now)

    def give_up(self) -> int:
        """What kills its worker each time is told to the secretary."""
        return self.lost().update(state=MemberImport.State.FAILED)

    def claim(self, pk) -> "MemberImport | None":
        """One worker reads it, whoever rang how often."""
        token, now = uuid.uuid4(), timezone.now()
        taken = (
            self.waiting()
            .filter(pk=pk)
            .update(
                state=MemberImport.State.READING,
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
        DONE = "done", _("in the register now")
        FAILED = "failed", _("could not be read")

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
        transaction.on_commit(partial(ring, self.pk, "members.read_import"))

    @property
    def is_being_read(self) -> bool:
        return self.state in {self.State.WAITING, self.State.READING}


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
