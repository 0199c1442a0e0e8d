"""Nominations: who is proposed, for what, with which papers; and their checking."""

import uuid

import pgtrigger
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from awards import notifications
from awards.models.proposed import NominationQuerySet
from awards.models.register import Award
from awards.models.rounds import CommendationRound
from awards.models.tokens import key_of
from federation.lifecycle import Lifecycle, MoveRefused
from federation.models import (
    Appointment,
    Country,
    Demonstrable,
    Office,
    Organization,
    Person,
)
from federation.richtext import PlainCharField, PlainTextField, no_identity_number
from federation.sortkey import SortKey

CLEAN = {"validators": [no_identity_number]}
# What the association says: frozen while the office has it.
CONTENT = [
    *("round_id", "association_id", "kind", "organization_id", "person_id"),
    *("recipient_vi", "recipient_en", "recipient_title_vi", "recipient_title_en"),
    *("is_foreign", "country_id", "achievement", "period_from", "period_to"),
    *("override_reason", "subject_key", "achievement_key"),
]


class Nomination(Lifecycle, Demonstrable):
    """One recipient proposed in one round; names are as they shall be printed."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        SUBMITTED = "submitted", _("submitted")
        RETURNED = "returned", _("returned")
        VALID = "valid", _("in order")
        RECOMMENDED = "recommended", _("recommended")
        NOT_RECOMMENDED = "not_recommended", _("not recommended")
        AWARDED = "awarded", _("commended")
        WITHDRAWN = "withdrawn", _("withdrawn")

    MOVES = {
        Status.SUBMITTED: {Status.DRAFT, Status.RETURNED},
        Status.RETURNED: {Status.SUBMITTED, Status.VALID},
        Status.VALID: {Status.SUBMITTED},
        Status.RECOMMENDED: {Status.VALID},
        Status.NOT_RECOMMENDED: {Status.VALID, Status.RECOMMENDED},
        Status.AWARDED: {Status.RECOMMENDED},
        Status.WITHDRAWN: {"submitted", "returned", "valid", "recommended"},
    }
    EDITABLE = (Status.DRAFT, Status.RETURNED)
    OVER = (Status.WITHDRAWN, Status.NOT_RECOMMENDED)
    TONES = {
        **dict.fromkeys([Status.VALID, Status.RECOMMENDED, Status.AWARDED], "good"),
        **dict.fromkeys([Status.NOT_RECOMMENDED, Status.WITHDRAWN], "past"),
        Status.RETURNED: "bad",
        Status.SUBMITTED: "wait",
    }

    public_id = models.UUIDField(
        _("public number"), default=uuid.uuid4, unique=True, editable=False
    )
    round = models.ForeignKey(
        CommendationRound,
        models.PROTECT,
        related_name="nominations",
        verbose_name=_("round of commendation"),
    )
    association = models.ForeignKey(
        Organization,
        models.PROTECT,
        related_name="nominations",
        verbose_name=_("nominated by"),
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Award.Kind)
    organization = models.ForeignKey(
        Organization,
        models.PROTECT,
        related_name="nominated",
        null=True,
        blank=True,
        verbose_name=_("collective in the portal"),
        help_text=_("The association itself or one of its branches, if it is one."),
    )
    person = models.ForeignKey(
        Person,
        models.SET_NULL,
        related_name="nominated",
        null=True,
        blank=True,
        verbose_name=_("person in the portal"),
    )
    recipient = PlainCharField(
        _("name, as on the certificate"), max_length=250, **CLEAN
    )
    recipient_title = PlainCharField(
        _("title and unit, as on the certificate"), max_length=250, blank=True, **CLEAN
    )
    is_foreign = models.BooleanField(
        _("foreign friend or foreign organisation"),
        default=False,
        help_text=_("The name keeps its own order; no passport number is asked for."),
    )
    country = models.ForeignKey(
        Country,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("country"),
    )
    achievement = PlainTextField(_("achievement"), max_length=3000, **CLEAN)
    period_from = models.DateField(_("achievements from"))
    period_to = models.DateField(_("achievements until"))
    override_reason = PlainTextField(
        _("why again"),
        max_length=1000,
        blank=True,
        help_text=_("Asked for when an earlier award covers part of the same period."),
        **CLEAN,
    )
    subject_key = models.CharField(max_length=600, editable=False)
    achievement_key = models.CharField(max_length=400, editable=False, blank=True)
    status = models.CharField(
        _("status"),
        max_length=15,
        choices=Status,
        default=Status.DRAFT,
        editable=False,
    )
    remark = PlainTextField(_("remark of the office"), max_length=2000, blank=True)
    received_on = models.DateField(_("received on"), null=True, editable=False)
    created_by = models.ForeignKey(
        "accounts.User",
        models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name=_("written by"),
    )
    submitted_by = models.ForeignKey(
        "accounts.User",
        models.PROTECT,
        related_name="+",
        null=True,
        editable=False,
        verbose_name=_("submitted by"),
    )
    submissions = models.PositiveSmallIntegerField(default=0, editable=False)
    checked_by = models.ForeignKey(
        "accounts.User",
        models.PROTECT,
        related_name="+",
        null=True,
        editable=False,
        verbose_name=_("checked by"),
    )
    closing_reason = PlainCharField(_("reason"), max_length=500, blank=True)

    objects = NominationQuerySet.as_manager()

    class Meta:
        verbose_name = _("nomination")
        verbose_name_plural = _("nominations")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["round", "status"], name="nomination_in_round"),
            models.Index(fields=["subject_key"], name="nomination_subject"),
            models.Index(
                "round",
                "kind",
                SortKey("recipient_vi"),
                "id",
                name="nomination_in_order",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "subject_key"],
                condition=~Q(status="withdrawn"),
                name="nominated_once_a_round",
                violation_error_message=_("This round has a nomination of theirs."),
            ),
            models.CheckConstraint(
                name="nomination_period_ends_after_it_began",
                condition=Q(period_from__lte=F("period_to")),
                violation_error_message=_("The period ends before it begins."),
            ),
            models.CheckConstraint(
                name="nomination_of_a_collective_is_no_person",
                condition=Q(kind="individual") | Q(person__isnull=True),
                violation_error_message=_("A collective is no person."),
            ),
            models.CheckConstraint(
                name="nomination_four_eyes",
                condition=Q(checked_by=None) | ~Q(checked_by=F("submitted_by")),
            ),
            models.CheckConstraint(
                name="nomination_submitted_by_somebody",
                condition=Q(status="draft") | Q(submitted_by__isnull=False),
            ),
            models.CheckConstraint(
                name="nomination_returned_with_a_remark",
                condition=~Q(status="returned") | ~Q(remark=""),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="nomination_content_rests",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__is_demo=False),
                func=f"""
                IF OLD.status NOT IN ('draft', 'returned') AND
                    ({", ".join(f"NEW.{name}" for name in CONTENT)}) IS DISTINCT FROM
                    ({", ".join(f"OLD.{name}" for name in CONTENT)})
                    AND NOT (OLD.person_id IS NOT NULL AND NEW.person_id IS NULL)
                THEN
                    RAISE EXCEPTION 'a submitted nomination is not edited'
                        USING ERRCODE = 'check_violation';
                END IF;
                RETURN NEW;
                """,
            ),
        ]

    def __str__(self):
        return self.recipient or self.recipient_vi or self.recipient_en or ""

    def get_absolute_url(self):
        return reverse("awards:workspace-nomination", args=[self.public_id])

    def get_desk_url(self):
        return reverse("awards:desk-nomination", args=[self.public_id])

    @property
    def tone(self) -> str:
        return self.TONES.get(self.status, "")

    @property
    def is_editable(self) -> bool:
        return self.status in self.EDITABLE

    def note_keys(self) -> None:
        """Who and what this is about, in words that compare; call before saving."""
        if self.organization_id and self.kind == Award.Kind.COLLECTIVE:
            self.subject_key = f"o:{self.organization_id}"
        elif self.person_id:
            self.subject_key = f"p:{self.person_id}"
        else:
            name = self.recipient_vi or self.recipient_en or ""
            unit = self.recipient_title_vi or self.recipient_title_en or ""
            self.subject_key = f"n:{key_of(name)}|{key_of(unit)}"[:600]
        self.achievement_key = key_of(self.achievement)[:400]

    def earlier(self):
        """Awards of the same recipient that are valid, the newest first."""
        rows = Award.objects.filter(status=Award.Status.VALID)
        return rows.about(self).select_related("round", "form", "decision__document")

    def overlapping(self):
        """Those whose period shares a day with this one's."""
        return self.earlier().filter(
            round__period_from__lte=self.period_to,
            round__period_to__gte=self.period_from,
        )

    def repeated(self):
        """Those for the very same achievement: never twice, in whatever form (Z4)."""
        found = self.earlier().filter(achievement_key=self.achievement_key)
        return found if self.achievement_key else found.none()

    def gaps(self) -> list[str]:
        """What is missing or in the way before it can be submitted."""
        found = []
        lacking = self.items.filter(is_required=True, file="")
        found += [_("The paper “%s” is missing.") % item for item in lacking]
        why = self.round.why_closed(self.association)
        if why and self.status == self.Status.DRAFT:
            found.append(why)
        if same := self.repeated().first():
            found.append(
                _(
                    "The same achievement was commended already: %(award)s, "
                    "%(round)s. It is not commended twice."
                )
                % {"award": same, "round": same.round}
            )
        elif not self.override_reason and (earlier := self.overlapping().first()):
            found.append(
                _(
                    "An earlier award covers part of this period: %(award)s, "
                    "%(round)s. Write why they are to be commended again."
                )
                % {"award": earlier, "round": earlier.round}
            )
        return [*found, *self._over_quota()]

    def _over_quota(self) -> list[str]:
        most = self.round.quota_of(self.association)
        if most is None or self.status == self.Status.RETURNED:
            return []
        mine = self.round.nominations.at_desk().exclude(status=self.Status.WITHDRAWN)
        if mine.filter(association=self.association_id).count() < most:
            return []
        words = _("Your association has used its %(most)d nominations of this round.")
        return [words % {"most": most}]

    @transaction.atomic
    def submit(self, *, by) -> None:
        """Hand in, the first time or again; what lacks is said."""
        # One association at a time, so that two at once do not pass the quota.
        Organization.objects.select_for_update(of=["self"]).get(pk=self.association_id)
        if gaps := self.gaps():
            raise MoveRefused(" ".join(str(gap) for gap in gaps))
        self.move(
            self.Status.SUBMITTED,
            by=by,
            submitted_by=by,
            submissions=F("submissions") + 1,
            received_on=self.received_on or timezone.localdate(),
            checked_by=None,
        )
        self.refresh_from_db(fields=["submissions"])
        notifications.nomination_submitted(self)

    @transaction.atomic
    def withdraw(self, *, by, reason: str = "") -> None:
        """The association takes it back; the round goes on without."""
        if self.round.status in {"decided", "presented", "published", "cancelled"}:
            raise MoveRefused(_("The decision is signed: nothing is withdrawn now."))
        self.move(self.Status.WITHDRAWN, by=by, closing_reason=reason.strip()[:500])
        notifications.nomination_withdrawn(self)

    @transaction.atomic
    def give_back(self, *, by, remark: str) -> None:
        """To the association, with what is to be changed."""
        self.require_impartial(by)
        if not remark.strip():
            raise MoveRefused(_("Write what is to be changed."))
        self._require_before_council()
        self.move(self.Status.RETURNED, by=by, remark=remark.strip(), checked_by=by)
        notifications.nomination_returned(self)

    @transaction.atomic
    def accept(self, *, by) -> None:
        """In order: the council may vote on it."""
        self.require_impartial(by)
        self._require_before_council()
        self.move(self.Status.VALID, by=by, checked_by=by, remark="")

    def _require_before_council(self) -> None:
        if self.round.status not in {"open", "closed"}:
            raise MoveRefused(_("The council has met: this is checked no more."))

    def bias_of(self, user) -> str:
        """Why this person must not check, vote or decide on it; empty: they may."""
        if user.pk in (self.submitted_by_id, self.created_by_id):
            return _("You wrote this nomination; someone else decides.")
        if self.person_id and self.person.user_id == user.pk:
            return _("This nomination is about you; nobody decides on themselves.")
        if key_of(user.full_name) == key_of(self.recipient_vi or ""):
            return _("The recipient bears your name; someone else decides.")
        if self.conflicts.filter(user=user).exists():
            return _("You declared a conflict of interest here.")
        if self.organization_id and serves(user, self.organization_id):
            return _("You act for the organisation nominated; someone else decides.")
        return ""

    def require_impartial(self, user) -> None:
        if why := self.bias_of(user):
            raise MoveRefused(why)

    @transaction.atomic
    def declare_conflict(self, *, by, reason: str) -> None:
        """Whoever is near to the recipient says so, and then has no say."""
        if not reason.strip():
            raise MoveRefused(_("Say in a few words what the conflict is."))
        self.conflicts.get_or_create(user=by, defaults={"reason": reason.strip()})
        # What they said at an open meeting does not count: it is voted again.
        open_ = self.round.meetings.filter(status="open", seats__person__user=by)
        self.votes.filter(seat__meeting__in=open_, seat__person__user=by).delete()
        self.results.filter(meeting__in=open_).delete()


def serves(user, organization) -> bool:
    """Holds an office of this organisation, or a title in one of its bodies, today."""
    if Office.objects.held_by(user).filter(organization=organization).exists():
        return True
    titles = Appointment.objects.on().filter(body__owner=organization)
    return titles.filter(person__user=user).exists()
