"""The year's plan: what is done for which day, by whom, and how far it is."""

from django.conf import settings
from django.db import models, transaction
from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.models.occurrences import Occurrence
from events.models.publishing import said
from federation.lifecycle import Lifecycle, MoveRefused
from federation.models import Demonstrable, Document, Organization


class AnnualPlanQuerySet(models.QuerySet):
    def for_rows(self):
        """Each with how much of it there is and how much is done, in one query."""
        done = Q(items__status__in=PlanItem.CLOSED)
        return (
            self.select_related("document", "submitted_by")
            .annotate(item_count=Count("items"), done_count=Count("items", filter=done))
            .order_by("-year")
        )


class AnnualPlan(Demonstrable, Lifecycle):
    """What the union and its associations mean to do in one year."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        SUBMITTED = "submitted", _("submitted")
        APPROVED = "approved", _("approved")
        CLOSED = "closed", _("closed")

    MOVES = {
        Status.SUBMITTED: {Status.DRAFT},
        Status.DRAFT: {Status.SUBMITTED},
        Status.APPROVED: {Status.SUBMITTED},
        Status.CLOSED: {Status.APPROVED},
    }
    TONES = {"submitted": "wait", "approved": "good", "closed": "past"}

    year = models.PositiveSmallIntegerField(_("year"), unique=True)
    document = models.ForeignKey(
        Document,
        models.SET_NULL,
        related_name="plans",
        null=True,
        blank=True,
        verbose_name=_("approving document"),
    )
    status = models.CharField(
        _("status"), max_length=9, choices=Status, default=Status.DRAFT
    )
    remark = models.CharField(_("remark"), max_length=250, blank=True)
    submitted_at = models.DateTimeField(_("submitted"), null=True, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("submitted by"),
    )
    approved_at = models.DateTimeField(_("approved on"), null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("approved by"),
    )

    objects = AnnualPlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("annual plan")
        verbose_name_plural = _("annual plans")
        ordering = ["-year"]
        constraints = [
            models.CheckConstraint(
                name="plan_four_eyes",
                condition=Q(approved_by__isnull=True)
                | Q(submitted_by__isnull=True)
                | ~Q(approved_by=F("submitted_by")),
            )
        ]

    def __str__(self):
        return str(_("Plan of %(year)s")) % {"year": self.year}

    def get_absolute_url(self):
        return reverse("events:desk-plan", args=[self.year])

    @property
    def tone(self) -> str:
        """How `components/state.html` shows the status."""
        return self.TONES.get(self.status, "past")

    @property
    def is_draft(self) -> bool:
        """What is to be approved can still be changed."""
        return self.status == self.Status.DRAFT

    @property
    def is_open(self) -> bool:
        """Its items move on, and what came of them is written down."""
        return self.status in (self.Status.DRAFT, self.Status.APPROVED)

    def submit(self, *, by) -> None:
        if not self.items.exists():
            raise MoveRefused(_("Put something into the plan first."))
        self.move(
            self.Status.SUBMITTED,
            by=by,
            submitted_by=by,
            submitted_at=timezone.now(),
            remark="",
        )

    def return_to_draft(self, *, by, reason: str) -> None:
        self.move(self.Status.DRAFT, by=by, remark=said(reason))

    @transaction.atomic
    def approve(self, *, by) -> None:
        """By somebody else than who submitted it; its days are then planned."""
        if by.pk == self.submitted_by_id:
            raise MoveRefused(_("You submitted this plan; someone else approves it."))
        self.move(
            self.Status.APPROVED, by=by, approved_by=by, approved_at=timezone.now()
        )
        days = Occurrence.objects.filter(plan_items__plan=self, status="generated")
        for day in days.select_related("anniversary"):
            day.plan(by=by)

    def close(self, *, by) -> None:
        """The year is over: nothing may be left open in it."""
        if self.items.open().exists():
            raise MoveRefused(
                _("Finish, drop or carry over what is open in the plan first.")
            )
        self.move(self.Status.CLOSED, by=by)


class PlanItemQuerySet(models.QuerySet):
    def open(self):
        """Still to be done."""
        return self.filter(status__in=PlanItem.OPEN)

    def for_rows(self):
        """Everything a line of the plan prints, in one query, by month."""
        return self.select_related(
            *("plan", "occurrence__anniversary", "lead", "carried_from__plan")
        ).order_by("month", "occurrence__date", "pk")

    def follow(self, occurrence, was) -> int:
        """The day moved into another month: what is open in its month goes along."""
        mine = self.open().filter(occurrence=occurrence, month=was.month)
        return mine.exclude(month=occurrence.date.month).update(
            month=occurrence.date.month
        )


class PlanItem(Demonstrable, Lifecycle):
    """One thing of the plan: for a day, or of its own."""

    class Status(models.TextChoices):
        PLANNED = "planned", _("planned")
        DOING = "doing", _("under way")
        DONE = "done", _("done")
        DROPPED = "dropped", _("dropped")
        CARRIED = "carried", _("carried over")

    OPEN = ("planned", "doing")
    CLOSED = ("done", "dropped", "carried")
    MOVES = {
        Status.PLANNED: {Status.DROPPED},
        Status.DOING: {Status.PLANNED},
        Status.DONE: {Status.PLANNED, Status.DOING},
        Status.DROPPED: {Status.PLANNED, Status.DOING},
        Status.CARRIED: {Status.PLANNED, Status.DOING},
    }
    TONES = {"doing": "wait", "done": "good", "dropped": "bad"}

    plan = models.ForeignKey(
        AnnualPlan, models.CASCADE, related_name="items", verbose_name=_("plan")
    )
    occurrence = models.ForeignKey(
        Occurrence,
        models.SET_NULL,
        related_name="plan_items",
        null=True,
        blank=True,
        verbose_name=_("anniversary"),
    )
    title = models.CharField(_("what is done"), max_length=250)
    month = models.PositiveSmallIntegerField(_("month"))
    lead = models.ForeignKey(
        Organization,
        models.PROTECT,
        related_name="led_plan_items",
        null=True,
        blank=True,
        verbose_name=_("led by"),
    )
    coordination = models.CharField(
        _("together with"),
        max_length=300,
        blank=True,
        help_text=_("Coordinating bodies, one after the other."),
    )
    level = models.CharField(_("level"), max_length=100, blank=True)
    budget_note = models.CharField(_("budget"), max_length=250, blank=True)
    status = models.CharField(
        _("status"), max_length=7, choices=Status, default=Status.PLANNED
    )
    outcome = models.CharField(_("outcome"), max_length=300, blank=True)
    carried_from = models.OneToOneField(
        "self",
        models.SET_NULL,
        related_name="carried_to",
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("carried over from"),
    )

    objects = PlanItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("item of a plan")
        verbose_name_plural = _("items of plans")
        ordering = ["plan", "month", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "occurrence"],
                condition=Q(occurrence__isnull=False, carried_from__isnull=True),
                name="plan_item_once_per_day",
                violation_error_message=_("This day is in the plan already."),
            ),
            models.CheckConstraint(
                name="plan_item_in_a_month", condition=Q(month__range=(1, 12))
            ),
        ]

    def __str__(self):
        return self.title or str(self.pk)

    @property
    def shown_title(self) -> str:
        """In the reader's language, else as it was entered."""
        return self.title or self.title_vi or self.title_en or ""

    @property
    def texts_rest(self) -> bool:
        """What was handed in or approved is worded no more."""
        return not self.plan.is_draft

    def get_absolute_url(self):
        return f"{self.plan.get_absolute_url()}#item-{self.pk}"

    @property
    def tone(self) -> str:
        return self.TONES.get(self.status, "past")

    def start(self, *, by) -> None:
        self._advance(self.Status.DOING, by=by)

    def finish(self, *, by) -> None:
        self._advance(self.Status.DONE, by=by)

    def drop(self, *, by) -> None:
        self._advance(self.Status.DROPPED, by=by)

    def take_back(self, *, by) -> None:
        self._advance(self.Status.PLANNED, by=by)

    @transaction.atomic
    def carry_over(self, *, by) -> "PlanItem":
        """Into next year's plan, which is made when it is not there yet."""
        self._advance(self.Status.CARRIED, by=by)
        plan, _new = AnnualPlan.objects.get_or_create(year=self.plan.year + 1)
        if not plan.is_draft:
            raise MoveRefused(_("Next year's plan is submitted or approved already."))
        names = ("month", "lead", "coordination", "level", "budget_note")
        texts = {name: getattr(self, name) for name in (*names, *TITLES)}
        return PlanItem.objects.create(plan=plan, carried_from=self, **texts)

    def _advance(self, to: str, *, by) -> None:
        if not self.plan.is_open:
            raise MoveRefused(_("This plan is submitted or closed."))
        self.move(to, by=by)


TITLES = ("title_vi", "title_en")
