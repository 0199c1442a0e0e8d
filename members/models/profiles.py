"""What an association would like its page to say; the union's office releases it."""

from django.conf import settings
from django.contrib.admin.models import CHANGE, LogEntry
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from federation.lifecycle import MoveRefused
from federation.models import Demonstrable, Office, Role
from members import notifications
from members.models.associations import Association

# What a secretary may draft; what an association is and how it decides is not hers.
DRAFTED = [
    *("about_vi", "about_en", "address_vi", "address_en"),
    *("phone", "email", "website"),
]


class ProfileDraftQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(settled_at=None)

    def for_rows(self):
        """Everything a list of drafts prints, in one query."""
        return self.select_related("association", "by").order_by("at", "pk")


class ProfileDraft(Demonstrable, models.Model):
    """Texts and contact of one association's page, not public until released."""

    association = models.ForeignKey(
        Association,
        models.CASCADE,
        related_name="profile_drafts",
        verbose_name=_("association"),
    )
    data = models.JSONField(_("draft"), default=dict)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("by"),
    )
    at = models.DateTimeField(_("at"), default=timezone.now)
    settled_at = models.DateTimeField(_("settled at"), null=True, editable=False)
    is_released = models.BooleanField(_("released"), default=False, editable=False)
    answer = models.TextField(_("answer"), max_length=1000, blank=True)

    objects = ProfileDraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("draft of a profile")
        verbose_name_plural = _("drafts of profiles")
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["association"],
                condition=Q(settled_at=None),
                name="profile_draft_one_waits",
            ),
        ]

    def __str__(self):
        return str(self.association)

    def get_absolute_url(self):
        return reverse("members:desk-profile", args=[self.pk])

    @property
    def changes(self) -> list[tuple]:
        """(what, as it is, as it would be) for whatever differs."""
        found = []
        for name in DRAFTED:
            now = getattr(self.association, name) or ""
            then = self.data.get(name, now)
            if then != now:
                label = Association._meta.get_field(name).verbose_name
                found.append((capfirst(label), now, then))
        return found

    @classmethod
    @transaction.atomic
    def propose(cls, association: Association, data: dict, *, by) -> "ProfileDraft":
        """The one that waits is written anew; the office is told once a day."""
        Association.objects.select_for_update(of=["self"]).get(pk=association.pk)
        draft = association.profile_drafts.waiting().first() or cls(
            association=association, is_demo=association.is_demo
        )
        draft.data, draft.by, draft.at = data, by, timezone.now()
        draft.save()
        notifications.profile_proposed(draft)
        return draft

    @transaction.atomic
    def release(self, *, by) -> None:
        """From now on the page says so."""
        self._settle(by, is_released=True)
        rows = Association.objects.select_for_update(of=["self"])
        association = rows.get(pk=self.association_id)
        for name in DRAFTED:
            setattr(association, name, self.data.get(name, getattr(association, name)))
        association.save()
        words = gettext("The profile proposed by %s was released.") % self.by
        LogEntry.objects.log_actions(
            by.pk, [association], CHANGE, words, single_object=True
        )
        notifications.profile_settled(self)

    @transaction.atomic
    def give_back(self, *, by, answer: str) -> None:
        """Not like this, and why."""
        if not answer.strip():
            raise MoveRefused(_("Say what has to be different."))
        self._settle(by, is_released=False, answer=answer.strip())
        notifications.profile_settled(self)

    def _settle(self, by, **values) -> None:
        if not Office.objects.of_union(Role.UNION_OFFICER).filter(user=by).exists():
            raise MoveRefused(_("Only an officer of the union takes this step."))
        rows = ProfileDraft.objects.waiting().filter(pk=self.pk)
        values["settled_at"] = timezone.now()
        if not rows.update(**values):
            raise MoveRefused(_("This is no longer possible: the status has changed."))
        self.refresh_from_db()
