"""The transitions of a dossier: who may take them, what they change, who is told."""

from datetime import timedelta

from django.contrib.admin.models import CHANGE, LogEntry
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from federation.lifecycle import MoveRefused
from federation.models import DocumentRegister, Office, Organization, Role
from federation.models.workdays import add_working_days, working_days_between
from members import notifications
from members.models.dossiers import DossierItem, DossierRevision, Remark
from members.models.founding import draw_decision, invite_contact, words_of

REGISTER = "branch-requests"


def require(condition, text: str) -> None:
    """Refuse in the words given unless the condition holds."""
    if not condition:
        raise MoveRefused(text)


class Steps(models.Model):
    """What can happen to a dossier. Each step locks the row, checks, moves, tells."""

    class Meta:
        abstract = True

    def _hold(self) -> None:
        """Read the row anew under a lock: what is checked is what is moved."""
        self.refresh_from_db(from_queryset=type(self).objects.select_for_update())

    def _require_officer(self, by) -> None:
        officers = Office.objects.of_union(Role.UNION_OFFICER)
        require(
            officers.filter(user=by).exists(),
            _("Only an officer of the union takes this step."),
        )

    def _require_secretary(self, by) -> None:
        secretaries = Office.objects.held_by(by, Role.ASSOCIATION_SECRETARY)
        require(
            secretaries.filter(organization=self.association_id).exists(),
            _("Only a secretary of the association takes this step."),
        )

    @transaction.atomic
    def submit(self, *, by) -> None:
        """Hand in for the first time: a number, a day for the answer."""
        self._hold()
        require(
            not self.number,
            _("This dossier is already submitted as %(number)s.")
            % {"number": self.number},
        )
        self._require_secretary(by)
        self._require_complete()
        today = timezone.localdate()
        number = DocumentRegister.next_number(
            owner=Organization.objects.root(), kind=REGISTER, year=today.year
        )
        self._hand_in(
            by,
            number=f"HS-{today.year}-{number:04d}",
            due_on=add_working_days(today, self.response_days),
        )

    @transaction.atomic
    def resubmit(self, *, by) -> None:
        """Hand in the supplement: the clock goes on where it stopped."""
        self._hold()
        require(
            self.status != self.Status.SUBMITTED,
            _("This dossier is already submitted as %(number)s.")
            % {"number": self.number},
        )
        require(
            self.status == self.Status.NEEDS_CHANGES,
            _("This is no longer possible: the status has changed."),
        )
        self._require_secretary(by)
        self._require_complete()
        days = max(self.days_left or 0, 1)
        self._hand_in(
            by,
            due_on=add_working_days(timezone.localdate(), days),
            days_left=None,
            supplement_due_on=None,
        )

    def _require_complete(self) -> None:
        self.effect.check(self)
        gaps = self.gaps()
        require(not gaps, " ".join(str(gap.text) for gap in gaps))

    def _hand_in(self, by, **changes) -> None:
        now = timezone.now()
        self.move(
            self.Status.SUBMITTED, by=by, submitted_at=now, submitted_by=by, **changes
        )
        items = list(self.items.all())
        revision = DossierRevision.objects.create(
            request=self,
            number=self.revisions.count() + 1,
            data=self.snapshot(),
            submitted_at=now,
            submitted_by=by,
        )
        revision.files.set([item.file_id for item in items if item.file_id])
        notifications.branch_request_submitted(self, revision)

    @transaction.atomic
    def start_check(self, *, by) -> None:
        """An officer takes it; the association sees who."""
        self._hold()
        self._require_officer(by)
        self.move(self.Status.UNDER_CHECK, by=by, checker=by, checked_at=timezone.now())

    @transaction.atomic
    def take_over_check(self, *, by) -> None:
        """A colleague goes on with it: away, or at other things; both see it."""
        self._hold()
        self._require_officer(by)
        require(
            self.status == self.Status.UNDER_CHECK,
            _("This is no longer possible: the status has changed."),
        )
        require(self.checker_id != by.pk, _("You are checking this dossier already."))
        was, self.checker = self.checker, by
        type(self).objects.filter(pk=self.pk).update(checker=by)
        words = _("Goes on with the check in place of %s.") % (was or "–")
        LogEntry.objects.log_actions(by.pk, [self], CHANGE, words, single_object=True)
        notifications.branch_request_check_taken_over(self, was, by=by)

    @transaction.atomic
    def check_items(self, *, by, verdicts: dict, note="", fields=None) -> None:
        """Write down what was found: {item id: remark, or None when in order}.

        Papers that are not named stay as they are; a note is about the whole dossier;
        `fields` has remarks on what the dossier says, {field: remark or ''}.
        """
        self._hold()
        self._require_officer(by)
        require(
            self.status == self.Status.UNDER_CHECK,
            _("Begin the check before you write remarks."),
        )
        revision, now = self.revisions.last(), timezone.now()
        for item in self.items.filter(pk__in=verdicts):
            text = verdicts[item.pk]
            state = DossierItem.State.REMARK if text else DossierItem.State.OK
            if item.file_id or text:
                self.items.filter(pk=item.pk).update(
                    state=state, checked_by=by, checked_at=now
                )
            self._remark(revision, text, by=by, at=now, item=item)
        for name, text in (fields or {}).items():
            self._remark(revision, text, by=by, at=now, field=name)
        self._remark(revision, note, by=by, at=now)

    def _remark(self, revision, text, *, by, at, item=None, field="") -> None:
        same = self.remarks.filter(revision=revision, item=item, field=field)
        if not text:
            same.delete()
        elif not same.filter(text=text).exists():
            same.delete()
            Remark.objects.create(
                request=self,
                revision=revision,
                item=item,
                field=field,
                text=text,
                by=by,
                at=at,
            )

    @transaction.atomic
    def answer(self, *, by, remark: int, text: str) -> None:
        """Say why something that the office asked about stays as it is."""
        self._hold()
        self._require_secretary(by)
        require(
            self.status == self.Status.NEEDS_CHANGES,
            _("This is no longer possible: the status has changed."),
        )
        asked = self.revisions.last().remarks.exclude(field="").filter(pk=remark)
        asked.update(answer=text)

    @transaction.atomic
    def request_changes(self, *, by, remarks: dict | None = None, note="") -> None:
        """Give it back with remarks; the clock stops until the supplement comes."""
        self._hold()
        self._require_officer(by)
        if remarks or note:
            self.check_items(by=by, verdicts=remarks or {}, note=note)
        revision = self.revisions.last()
        require(
            revision and revision.remarks.exists(),
            _("Write at least one remark, so that the association knows what to do."),
        )
        today = timezone.localdate()
        self.move(
            self.Status.NEEDS_CHANGES,
            by=by,
            days_left=working_days_between(today, self.due_on),
            supplement_due_on=today + timedelta(days=self.supplement_days),
        )
        notifications.branch_request_needs_changes(self, revision)

    @transaction.atomic
    def mark_ready(self, *, by) -> None:
        """Every required paper is in order: the deciding leader is told."""
        self._hold()
        self._require_officer(by)
        items = list(self.items.all())
        good, bad = DossierItem.State.OK, DossierItem.State.REMARK
        require(
            all(
                item.state == good
                or (item.state != bad and not item.is_required and not item.file_id)
                for item in items
            ),
            _("Check every paper first: one is not checked or has a remark."),
        )
        self.effect.check_ready(self)
        self.move(self.Status.READY, by=by, ready_at=timezone.now(), ready_by=by)
        notifications.branch_request_ready(self)

    def _require_decider(self, by) -> None:
        require(
            by.pk not in self.submitters,
            _("You submitted this dossier; someone else decides on it."),
        )
        require(
            self.may_be_decided_by(by),
            _("Only a leader of the deciding body decides on this dossier."),
        )

    @transaction.atomic
    def approve(
        self, *, by, issued_on=None, effective_on=None, number="", file=None
    ) -> None:
        """Decide: the decision and all that it brings come together or not at all."""
        self._hold()
        require(
            self.status == self.Status.READY,
            _("This is no longer possible: the status has changed."),
        )
        self._require_decider(by)
        issued_on = issued_on or timezone.localdate()
        effective_on = effective_on or issued_on
        self._require_days(issued_on, effective_on)
        self.effect.check(self, effective_on)
        self.effect.check_ready(self)
        decision = self._draw(by=by, number=number, issued_on=issued_on, file=file)
        self.move(
            self.Status.APPROVED,
            by=by,
            decided_at=timezone.now(),
            decided_by=by,
            decision=decision,
            effective_on=effective_on,
        )
        branch = self.branch
        if not branch or effective_on <= timezone.localdate():
            branch = self._carry_out()
        if self.contact_email and branch and self.branch_id is None:
            invite_contact(self, branch, by=by)
        notifications.branch_request_approved(self, branch)

    def _draw(self, **decision):
        try:
            with transaction.atomic():
                return draw_decision(self, **decision)
        except IntegrityError as error:
            raise MoveRefused(words_of(error)) from None

    def _carry_out(self):
        """Change the branch as decided, once; the row is held by the caller."""
        try:
            with transaction.atomic():
                branch = self.effect.carry_out(self)
        except IntegrityError as error:
            raise MoveRefused(words_of(error)) from None
        self.applied_at = timezone.now()
        type(self).objects.filter(pk=self.pk).update(applied_at=self.applied_at)
        return branch

    @transaction.atomic
    def take_effect(self) -> None:
        """Carry out a decision whose day has come; taken by the sweep, once."""
        self._hold()
        require(
            type(self).objects.to_carry_out().filter(pk=self.pk).exists(),
            _("This is no longer possible: the status has changed."),
        )
        self.effect.check(self, self.effective_on)
        self._carry_out()

    @property
    def obstacle(self) -> str:
        """Why a decision that is in force is not carried out; '' when nothing is wrong.

        Tried and taken back: only the records know what stands in the way.
        """
        rows = type(self).objects.to_carry_out().filter(pk=self.pk)
        try:
            with transaction.atomic():
                if request := rows.select_for_update(of=["self"]).first():
                    request.effect.check(request, request.effective_on)
                    request._carry_out()
                    transaction.set_rollback(True)
        except MoveRefused as refusal:
            return str(refusal)
        return ""

    @transaction.atomic
    def agree_to_receive(self, *, by) -> None:
        """The receiving association says yes to a transfer."""
        self._hold()
        require(
            type(self).objects.offered_to(by).filter(pk=self.pk).exists(),
            _("Only the receiving association agrees to this."),
        )
        require(not self.receiver_agreed_at, _("Your association agreed already."))
        self.receiver_agreed_at, self.receiver_agreed_by = timezone.now(), by
        type(self).objects.filter(pk=self.pk).update(
            receiver_agreed_at=self.receiver_agreed_at, receiver_agreed_by=by
        )
        notifications.branch_request_agreed(self)

    @transaction.atomic
    def reject(self, *, by, reason: str) -> None:
        """Decide against it, with a reason the association reads."""
        self._hold()
        require(
            self.status == self.Status.READY,
            _("This is no longer possible: the status has changed."),
        )
        self._require_decider(by)
        require(reason.strip(), _("Say why the dossier is not approved."))
        now = timezone.now()
        self.move(
            self.Status.REJECTED,
            by=by,
            decided_at=now,
            decided_by=by,
            closed_at=now,
            reason=reason.strip(),
        )
        notifications.branch_request_rejected(self)

    @transaction.atomic
    def withdraw(self, *, by, reason: str = "") -> None:
        """The association takes it back before the decision."""
        self._hold()
        self._require_secretary(by)
        self.move(
            self.Status.WITHDRAWN,
            by=by,
            closed_at=timezone.now(),
            reason=reason.strip(),
        )
        notifications.branch_request_withdrawn(self)

    @transaction.atomic
    def acknowledge(self, *, by) -> None:
        """The union takes note of a decision that the association took itself."""
        self._hold()
        self._require_officer(by)
        require(
            self.decides_itself,
            _("The union decided on this dossier itself; there is nothing to note."),
        )
        now = timezone.now()
        self.move(
            self.Status.ACKNOWLEDGED,
            by=by,
            acknowledged_at=now,
            acknowledged_by=by,
            closed_at=now,
        )
        notifications.branch_request_acknowledged(self)

    @transaction.atomic
    def lapse(self) -> None:
        """The supplement did not come in time; taken by the sweep, once."""
        self._hold()
        require(
            self.supplement_due_on and self.supplement_due_on < timezone.localdate(),
            _("The time for the supplement has not run out."),
        )
        self.move(self.Status.LAPSED, closed_at=timezone.now())
        notifications.branch_request_lapsed(self)
