"""A list from Excel on its way in: nominations of a round, or an old register."""

import uuid
from datetime import timedelta
from functools import partial

from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from awards.models.rounds import CommendationRound
from federation.models import Organization, PrivacyLimit, Role
from federation.uploads import DocumentField
from outbox.post import ring


class AwardListQuerySet(models.QuerySet):
    def managed_by(self, user):
        """A secretary her association's; whoever runs rounds, old registers."""
        mine = Organization.objects.run_by(user, Role.ASSOCIATION_SECRETARY)
        seen = Q(purpose=AwardList.Purpose.NOMINATIONS, association__in=mine)
        if user.has_perm("awards.run_round"):
            seen |= Q(purpose=AwardList.Purpose.REGISTER)
        return self.filter(seen)

    def waiting(self):
        """To be read, or left behind by a worker that died; not for ever."""
        lost = self.lost().filter(attempts__lt=AwardList.MOST)
        return self.filter(state=AwardList.State.WAITING) | lost

    def lost(self):
        return self.filter(
            state=AwardList.State.READING, lease_until__lt=timezone.now()
        )

    def give_up(self) -> int:
        return self.lost().update(state=AwardList.State.FAILED)

    def claim(self, pk) -> "AwardList | None":
        """One worker reads it, whoever rang how often."""
        taken = (
            self.waiting()
            .filter(pk=pk)
            .update(
                state=AwardList.State.READING,
                token=uuid.uuid4(),
                lease_until=timezone.now() + AwardList.LEASE,
                attempts=F("attempts") + 1,
            )
        )
        return self.select_related("round__form").get(pk=pk) if taken else None

    def outworn(self):
        return self.filter(forget_on__lte=timezone.localdate())

    def forget(self) -> None:
        """Rows and files go; what was taken over stays."""
        for row in self.exclude(file=""):
            transaction.on_commit(
                partial(row.file.storage.delete, row.file.name), robust=True
            )
        self.delete()


class AwardList(models.Model):
    """One uploaded list; it is deleted after some days."""

    LEASE = timedelta(minutes=3)
    MOST = 3

    class Purpose(models.TextChoices):
        NOMINATIONS = "nominations", _("nominations")
        REGISTER = "register", _("old register")

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting to be read")
        READING = "reading", _("being read")
        READY = "ready", _("to be checked")
        DONE = "done", _("taken over")
        FAILED = "failed", _("could not be read")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    purpose = models.CharField(_("purpose"), max_length=11, choices=Purpose)
    round = models.ForeignKey(
        CommendationRound,
        models.CASCADE,
        related_name="lists",
        verbose_name=_("round of commendation"),
    )
    association = models.ForeignKey(
        Organization,
        models.CASCADE,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("association"),
    )
    file = DocumentField(_("file"), folder="nominations", blank=True)
    file_name = models.CharField(_("name of the file"), max_length=150, blank=True)
    language = models.CharField(_("language"), max_length=2)
    state = models.CharField(
        _("state"), max_length=7, choices=State, default=State.WAITING
    )
    problem = models.TextField(_("what went wrong"), blank=True)
    unread = models.JSONField(_("columns that are not read"), default=list)
    added = models.PositiveIntegerField(_("added"), default=0)
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

    objects = AwardListQuerySet.as_manager()

    class Meta:
        verbose_name = _("list of nominations or awards")
        verbose_name_plural = _("lists of nominations or awards")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="nominations_come_from_an_association",
                condition=Q(purpose="register") | Q(association__isnull=False),
            )
        ]

    def __str__(self):
        return self.file_name

    def get_absolute_url(self):
        return reverse("awards:workspace-list", args=[self.public_id])

    @property
    def is_being_read(self) -> bool:
        return self.state in {self.State.WAITING, self.State.READING}

    @transaction.atomic
    def begin(self, *, by) -> None:
        """Keep it and ring for a worker; the sweep comes if nobody hears."""
        self.created_by = by
        self.forget_on = PrivacyLimit.objects.day("import", timezone.localdate())
        self.save()
        transaction.on_commit(partial(ring, self.pk, "awards.read_list"))


class AwardListRow(models.Model):
    """One line: what it says, what is wrong or to be known about it."""

    class Verdict(models.TextChoices):
        GOOD = "good", _("in order")
        WARNED = "warned", _("to be looked at")
        BAD = "bad", _("not understood")

    importing = models.ForeignKey(
        AwardList, models.CASCADE, related_name="rows", verbose_name=_("list")
    )
    number = models.PositiveIntegerField(_("row"))
    verdict = models.CharField(_("result"), max_length=6, choices=Verdict)
    values = models.JSONField(_("values"), default=dict)
    problems = models.JSONField(_("problems"), default=list)

    class Meta:
        verbose_name = _("row of a list of nominations or awards")
        verbose_name_plural = _("rows of lists of nominations or awards")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["importing", "number"], name="award_list_row_once"
            ),
        ]

    def __str__(self):
        return str(self.number)
