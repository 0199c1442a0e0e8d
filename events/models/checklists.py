"""What is to be done for a day: templates, the list itself, what to mind."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.models.anniversaries import Anniversary
from events.models.calendar import Milestone, before
from events.models.events import Event
from events.models.occurrences import Occurrence
from federation.lifecycle import MoveRefused
from federation.models import LegalBasis


def of_kind(kind: str, milestone: str) -> Q:
    """Rows meant for that kind and milestone; an empty field means any."""
    return Q(kind__in=["", kind], milestone__in=["", milestone])


class TaskTemplate(models.Model):
    """One step that days of a kind and milestone ask for."""

    kind = models.CharField(
        _("kind"),
        max_length=12,
        choices=Anniversary.Kind,
        blank=True,
        help_text=_("Empty: every kind."),
    )
    milestone = models.CharField(
        _("milestone"),
        max_length=6,
        choices=Milestone,
        blank=True,
        help_text=_("Empty: every year."),
    )
    text = models.CharField(_("what to do"), max_length=200)
    days_before = models.PositiveSmallIntegerField(_("days before"), default=30)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("template of a step")
        verbose_name_plural = _("templates of the checklist")
        ordering = ["kind", "milestone", "-days_before", "pk"]

    def __str__(self):
        return self.text or str(self.pk)


class TaskQuerySet(models.QuerySet):
    def lay_out(self, occurrence) -> int:
        """The steps of the day's kind and milestone; those there already stay."""
        wanted = TaskTemplate.objects.filter(
            of_kind(occurrence.anniversary.kind, occurrence.milestone), is_active=True
        )
        rows = [
            Task(
                occurrence=occurrence,
                template=template,
                text_vi=template.text_vi,
                text_en=template.text_en,
                due_on=before(occurrence.date, days=template.days_before),
            )
            for template in wanted
        ]
        return len(Task.objects.bulk_create(rows, ignore_conflicts=True))

    def open(self):
        return self.filter(done_at__isnull=True)

    def follow(self, occurrence) -> int:
        """The day moved: what is not done yet moves along."""
        moved = []
        for task in self.open().exclude(template=None).select_related("template"):
            task.due_on = before(occurrence.date, days=task.template.days_before)
            moved.append(task)
        return Task.objects.bulk_update(moved, ["due_on"])


class Task(models.Model):
    """One step of the preparation of one day, and who did it."""

    occurrence = models.ForeignKey(
        Occurrence,
        models.CASCADE,
        related_name="tasks",
        verbose_name=_("occurrence"),
    )
    template = models.ForeignKey(
        TaskTemplate,
        models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
        editable=False,
    )
    text = models.CharField(_("what to do"), max_length=200)
    due_on = models.DateField(_("due"), null=True, blank=True)
    done_at = models.DateTimeField(_("done"), null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("done by"),
    )

    objects = TaskQuerySet.as_manager()

    class Meta:
        verbose_name = _("step")
        verbose_name_plural = _("checklist")
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["occurrence", "template"],
                condition=Q(template__isnull=False),
                name="task_once_per_template",
            )
        ]

    def __str__(self):
        return self.text or str(self.pk)

    @property
    def is_late(self) -> bool:
        late = self.due_on is not None and self.due_on < timezone.localdate()
        return late and self.done_at is None

    def tick(self, *, by) -> None:
        """Done, by whom and when; the first time counts."""
        now = timezone.now()
        rows = Task.objects.open().filter(pk=self.pk)
        if not rows.update(done_at=now, done_by=by):
            raise MoveRefused(_("This step is done already."))
        self.done_at, self.done_by = now, by

    def untick(self, *, by) -> None:
        """Ticked by mistake."""
        rows = Task.objects.filter(pk=self.pk, done_at__isnull=False)
        if not rows.update(done_at=None, done_by=None):
            raise MoveRefused(_("This step is not done yet."))
        self.done_at = self.done_by = None


class CautionQuerySet(models.QuerySet):
    def about(self, occurrence, event_kind: str = ""):
        """What to mind on that day, for that kind of event or for any."""
        return self.filter(
            Q(kind__in=["", occurrence.anniversary.kind]),
            ~Q(except_milestone=occurrence.milestone),
            event_kind__in=["", event_kind],
            is_active=True,
        ).select_related("legal_basis")


class Caution(models.Model):
    """A rule staff are reminded of; it warns and never forbids (domain.md 4.2)."""

    kind = models.CharField(
        _("kind"), max_length=12, choices=Anniversary.Kind, blank=True
    )
    except_milestone = models.CharField(
        _("not in"),
        max_length=6,
        choices=Milestone,
        blank=True,
        help_text=_("In these years the rule does not apply."),
    )
    event_kind = models.CharField(
        _("kind of event"),
        max_length=14,
        choices=Event.Kind,
        blank=True,
        help_text=_("Empty: whatever is done on the day."),
    )
    text = models.CharField(_("what to mind"), max_length=400)
    legal_basis = models.ForeignKey(
        LegalBasis,
        models.SET_NULL,
        related_name="cautions",
        null=True,
        blank=True,
        verbose_name=_("legal basis"),
    )
    is_active = models.BooleanField(_("in use"), default=True)

    objects = CautionQuerySet.as_manager()

    class Meta:
        verbose_name = _("thing to mind")
        verbose_name_plural = _("things to mind")
        ordering = ["kind", "pk"]

    def __str__(self):
        return self.text or str(self.pk)
