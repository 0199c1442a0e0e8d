"""An association's dossier, from draft to decision: the table of domain.md 4.1."""

import uuid

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from federation.lifecycle import Lifecycle
from federation.models import Demonstrable, Document, Office, Role
from members.models.associations import Association
from members.models.branches import Branch
from members.models.contents import Contents
from members.models.deciding import FOUR_EYES, Deciding
from members.models.dossiers import Kind
from members.models.kinds import EFFECTS, Effect
from members.models.particulars import Particulars
from members.models.proposed import ProposedMember
from members.models.reminding import Reminding
from members.models.rules import CONSTRAINTS, TRIGGERS
from members.models.steps import Steps
from members.models.troubles import DecisionTrouble


class BranchRequestQuerySet(models.QuerySet):
    def open(self):
        return self.filter(status__in=BranchRequest.OPEN)

    def submitted(self):
        return self.exclude(status=BranchRequest.Status.DRAFT)

    def managed_by(self, user):
        """Those this person may write: a secretary's own associations' (Q1)."""
        own = Association.objects.run_by(user, Role.ASSOCIATION_SECRETARY)
        return self.filter(association__in=own)

    def founding_lists(self):
        """That founded a living branch, which is still theirs, with people by name."""
        return self.filter(
            Exists(ProposedMember.objects.filter(request=OuterRef("pk"))),
            founded_branch__ended_on__isnull=True,
            founded_branch__association=F("association"),
        )

    def at_desk_of(self, user):
        """Submitted ones this person checks or decides: the union all of them, an
        association's leader those of an association that decides itself."""
        submitted = self.submitted()
        reviewing = Office.objects.of_union(*BranchRequest.REVIEWERS).filter(user=user)
        led = Association.objects.run_by(user, Role.ASSOCIATION_LEADER)
        return submitted.filter(
            Exists(reviewing)
            | Q(
                association__in=led,
                deciding_body=Association.DecidingBody.ASSOCIATION,
            )
        )

    def offered_to(self, user):
        """Branches offered to an association this person speaks for."""
        roles = (Role.ASSOCIATION_SECRETARY, Role.ASSOCIATION_LEADER)
        return self.filter(
            kind=Kind.TRANSFER,
            status__in=[*BranchRequest.ANSWERING, BranchRequest.Status.NEEDS_CHANGES],
            receiver__in=Association.objects.run_by(user, *roles),
        )

    def received_by(self, user):
        """The same and how they ended: whoever was asked reads it afterwards too."""
        roles = (Role.ASSOCIATION_SECRETARY, Role.ASSOCIATION_LEADER)
        return self.submitted().filter(
            kind=Kind.TRANSFER, receiver__in=Association.objects.run_by(user, *roles)
        )

    def to_carry_out(self, on=None):
        """Decided, in force by now, and not carried out yet."""
        return self.decided().filter(
            applied_at=None, effective_on__lte=on or timezone.localdate()
        )

    def decided(self):
        """Approved, whether the union has noted it or not."""
        decided = [BranchRequest.Status.APPROVED, BranchRequest.Status.ACKNOWLEDGED]
        return self.filter(status__in=decided)

    def without_paper(self):
        """Decided, and the decision is not written yet."""
        return (
            self.decided()
            .filter(paper=None)
            .select_related(
                *("association", "branch", "decision", "successor", "receiver")
            )
        )

    def not_resting(self, step):
        """Not tried in vain a short while ago."""
        rests = DecisionTrouble.objects.resting().filter(step=step)
        return self.exclude(pk__in=rests.values("request"))

    def visible_to(self, user):
        """Those this person may read, files included."""
        if not user.is_authenticated:
            return self.none()
        mine = self.managed_by(user).values("pk")
        return self.filter(
            Q(pk__in=mine) | Q(pk__in=self.at_desk_of(user).values("pk"))
        )

    def overdue(self, on=None):
        """The union's or a leader's answer is late."""
        on = on or timezone.localdate()
        return self.filter(status__in=BranchRequest.ANSWERING, due_on__lt=on)

    def to_lapse(self, on=None):
        """Waiting for a supplement whose last day has passed."""
        on = on or timezone.localdate()
        return self.filter(
            status=BranchRequest.Status.NEEDS_CHANGES, supplement_due_on__lt=on
        )

    def load_by_officer(self, on=None) -> list[dict]:
        """Open dossiers at the office by who checks them: {checker__…, open, late}."""
        on = on or timezone.localdate()
        rows = self.filter(status__in=BranchRequest.ANSWERING).order_by()
        return list(
            rows.values("checker", "checker__full_name")
            .annotate(
                open=models.Count("pk"),
                late=models.Count("pk", filter=Q(due_on__lt=on)),
            )
            .order_by("-late", "-open", "checker__full_name")
        )

    def for_rows(self):
        """Everything a list of dossiers prints, in one query."""
        return self.select_related(
            *("association", "branch", "checker", "submitted_by"),
            *("successor", "receiver"),
        )

    def most_urgent_first(self):
        """What is due soonest first; what is closed last, newest first."""
        waiting = Q(status__in=BranchRequest.OPEN)
        return self.annotate(
            is_closed=models.Case(
                models.When(waiting, then=0),
                default=1,
                output_field=models.SmallIntegerField(),
            )
        ).order_by("is_closed", F("due_on").asc(nulls_last=True), "-created_at", "-pk")


class BranchRequest(
    Particulars,
    Contents,
    Steps,
    Deciding,
    Reminding,
    Lifecycle,
    Demonstrable,
    models.Model,
):
    """An association's request about a branch, with its papers and its way."""

    Kind = Kind

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        SUBMITTED = "submitted", _("submitted")
        UNDER_CHECK = "under_check", _("under check")
        NEEDS_CHANGES = "needs_changes", _("changes asked for")
        READY = "ready", _("complete")
        APPROVED = "approved", _("decided")
        ACKNOWLEDGED = "acknowledged", _("noted by the union")
        REJECTED = "rejected", _("not approved")
        WITHDRAWN = "withdrawn", _("withdrawn")
        LAPSED = "lapsed", _("lapsed")

    MOVES = {
        Status.SUBMITTED: {Status.DRAFT, Status.NEEDS_CHANGES},
        Status.UNDER_CHECK: {Status.SUBMITTED},
        Status.NEEDS_CHANGES: {Status.UNDER_CHECK},
        Status.READY: {Status.UNDER_CHECK},
        Status.APPROVED: {Status.READY},
        Status.REJECTED: {Status.READY},
        Status.ACKNOWLEDGED: {Status.APPROVED},
        Status.WITHDRAWN: {
            *(Status.SUBMITTED, Status.UNDER_CHECK),
            *(Status.NEEDS_CHANGES, Status.READY),
        },
        Status.LAPSED: {Status.NEEDS_CHANGES},
    }
    EDITABLE = [Status.DRAFT, Status.NEEDS_CHANGES]
    ANSWERING = [Status.SUBMITTED, Status.UNDER_CHECK, Status.READY]
    OPEN = [*EDITABLE, *ANSWERING]
    TONES = {
        **dict.fromkeys([Status.DRAFT, Status.WITHDRAWN], "past"),
        **dict.fromkeys([Status.READY, Status.APPROVED, Status.ACKNOWLEDGED], "good"),
        **dict.fromkeys([Status.NEEDS_CHANGES, Status.REJECTED, Status.LAPSED], "bad"),
    }
    COPYABLE = [Status.REJECTED, Status.WITHDRAWN, Status.LAPSED]
    REVIEWERS = [Role.UNION_OFFICER, Role.UNION_LEADER]

    public_id = models.UUIDField(
        _("public number"), default=uuid.uuid4, unique=True, editable=False
    )
    number = models.CharField(_("number"), max_length=12, blank=True, editable=False)
    kind = models.CharField(
        _("kind"), max_length=10, choices=Kind, default=Kind.ESTABLISH
    )
    status = models.CharField(
        _("status"),
        max_length=13,
        choices=Status,
        default=Status.DRAFT,
        editable=False,
    )
    association = models.ForeignKey(
        Association,
        models.PROTECT,
        related_name="branch_requests",
        verbose_name=_("association"),
    )
    branch = models.ForeignKey(
        Branch,
        models.PROTECT,
        related_name="requests",
        null=True,
        blank=True,
        verbose_name=_("branch"),
    )
    name = models.CharField(_("name of the branch"), max_length=200)
    english_name = models.CharField(_("name in English"), max_length=200, blank=True)
    unit_type = models.CharField(
        _("type of unit"),
        max_length=6,
        choices=Branch.UnitType,
        default=Branch.UnitType.BRANCH,
    )
    host_kind = models.CharField(
        _("kind of host"), max_length=8, choices=Branch.HostKind, blank=True
    )
    host_name = models.CharField(_("seat of the branch"), max_length=200, blank=True)
    place = models.CharField(_("ward or commune"), max_length=120, blank=True)
    member_total = models.PositiveIntegerField(
        _("members at the founding"), null=True, blank=True
    )
    about = models.TextField(_("about the branch"), max_length=2000, blank=True)
    launch_planned_on = models.DateField(
        _("planned launch ceremony"), null=True, blank=True
    )
    copied_from = models.ForeignKey(
        "self",
        models.SET_NULL,
        related_name="copies",
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("copied from"),
    )
    created_at = models.DateTimeField(_("begun"), default=timezone.now, editable=False)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)
    submitted_at = models.DateTimeField(_("submitted"), null=True, editable=False)
    due_on = models.DateField(_("answer due"), null=True, editable=False)
    days_left = models.PositiveSmallIntegerField(
        _("working days left when the clock stopped"), null=True, editable=False
    )
    checked_at = models.DateTimeField(_("check begun"), null=True, editable=False)
    supplement_due_on = models.DateField(_("supplement due"), null=True, editable=False)
    ready_at = models.DateTimeField(_("complete since"), null=True, editable=False)
    decided_at = models.DateTimeField(_("decided at"), null=True, editable=False)
    effective_on = models.DateField(_("in force from"), null=True, editable=False)
    acknowledged_at = models.DateTimeField(_("noted"), null=True, editable=False)
    closed_at = models.DateTimeField(_("closed"), null=True, editable=False)
    reason = models.TextField(_("reason"), max_length=2000, blank=True, editable=False)
    decision = models.ForeignKey(
        Document,
        models.PROTECT,
        related_name="branch_requests",
        null=True,
        editable=False,
        verbose_name=_("decision"),
    )
    created_by, submitted_by, checker, ready_by, decided_by, acknowledged_by = (
        models.ForeignKey(
            settings.AUTH_USER_MODEL,
            models.PROTECT,
            related_name="+",
            null=True,
            editable=False,
            verbose_name=label,
        )
        for label in (
            *(_("begun by"), _("submitted by"), _("checked by")),
            *(_("found complete by"), _("decided by"), _("noted by")),
        )
    )

    objects = BranchRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("branch dossier")
        verbose_name_plural = _("branch dossiers")
        ordering = ["-created_at", "-pk"]
        constraints = CONSTRAINTS
        triggers = [*TRIGGERS, FOUR_EYES]

    def __str__(self):
        return f"{self.number} {self.name}".strip()

    def get_absolute_url(self):
        return self.address("workspace-dossier")

    def get_desk_url(self):
        return self.address("desk-dossier")

    def address(self, name: str) -> str:
        return reverse(f"members:{name}", kwargs={"public_id": self.public_id})

    def validate_constraints(self, exclude=None):
        """One open dossier per name also counts where the form shows only the name."""
        shown = {"association", "kind", "branch"} if self.association_id else set()
        super().validate_constraints(exclude=set(exclude or ()) - shown)

    def clean(self):
        """N2 before it is too late: the name is free among the living branches."""
        super().clean()
        renames = self.kind in {Kind.ESTABLISH, Kind.RENAME}
        if not (renames and self.association_id and self.name):
            return
        branch = Branch(association=self.association, name_vi=self.name)
        if branch.namesakes().exclude(pk=self.branch_id).exists():
            raise ValidationError(
                {"name": _("The association has a living branch of this name.")}
            )

    @property
    def effect(self) -> Effect:
        """What its kind asks for and does."""
        return EFFECTS[self.kind]

    @property
    def branch_concerned(self) -> Branch | None:
        """The branch it is about, or the one it founded."""
        if self.branch_id:
            return self.branch
        return Branch.objects.filter(request=self).first()

    @property
    def decision_title(self) -> str:
        """What the decision is about, in the language of the moment.

        Once taken it says what it said: carried out, it has changed the names.
        """
        if self.decision_id:
            return self.decision.title or ""
        names = self.effect.names(self)
        if self.kind == Kind.ESTABLISH and get_language() == "en":
            names["branch"] = self.english_name or self.name
        return str(self.effect.title) % names

    @property
    def tone(self) -> str:
        """How its state is marked: never by colour alone."""
        return self.TONES.get(self.status, "wait")

    @property
    def is_editable(self) -> bool:
        return self.status in self.EDITABLE

    @property
    def is_open(self) -> bool:
        return self.status in self.OPEN

    @property
    def is_late(self) -> bool:
        """The one who holds it has let the day pass."""
        until = self.held_until
        return bool(until and until < timezone.localdate())

    @property
    def held_until(self):
        """By when the one who holds it must act; None while nobody must."""
        if self.status == self.Status.NEEDS_CHANGES:
            return self.supplement_due_on
        return self.due_on if self.status in self.ANSWERING else None
