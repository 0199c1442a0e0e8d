"""Whose decision a dossier is: four eyes over everybody who ever submitted it (Q4)."""

from datetime import timedelta

import pgtrigger
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from federation.lifecycle import MoveRefused
from federation.models import Office, Organization, Role

FOUR_EYES = pgtrigger.Trigger(
    name="request_decided_by_no_submitter",
    when=pgtrigger.Before,
    operation=pgtrigger.UpdateOf("decided_by_id"),
    func="""
    IF NEW.decided_by_id IS DISTINCT FROM OLD.decided_by_id AND EXISTS (
        SELECT FROM members_dossierrevision
        WHERE request_id = NEW.id AND submitted_by_id = NEW.decided_by_id
    ) THEN
        RAISE EXCEPTION 'whoever submitted a request does not decide on it'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
    """,
)


class Deciding(models.Model):
    """Who may decide on a dossier, and who may not any more."""

    class Meta:
        abstract = True

    @property
    def issuer(self) -> Organization:
        """Whose decision it is: the association's or the union's."""
        if self.decides_itself:
            return self.association
        return Organization.objects.root()

    @property
    def submitters(self) -> set[int]:
        """Everybody who handed it in, the first time or again."""
        return {row.submitted_by_id for row in self.revisions.all()}

    @cached_property
    def submitter_today(self):
        """Who handed it in last, while that person is the association's secretary."""
        offices = Office.objects.held_by(self.submitted_by, Role.ASSOCIATION_SECRETARY)
        is_in_office = self.submitted_by_id and (
            offices.filter(organization=self.association_id).exists()
        )
        return self.submitted_by if is_in_office else None

    def _require_days(self, issued_on, effective_on) -> None:
        """A decision follows its dossier, and is soon in force."""
        submitted = timezone.localdate(self.submitted_at)
        if issued_on < submitted:
            raise MoveRefused(
                _("The dossier was submitted on %(day)s; a decision follows it.")
                % {"day": date_format(submitted, "SHORT_DATE_FORMAT")}
            )
        days = self.association.effect_days
        if effective_on > issued_on + timedelta(days=days):
            raise MoveRefused(
                _("A decision is in force within %(days)d days of its date.")
                % {"days": days}
            )

    def deciders(self):
        """The offices that could decide, today."""
        if self.decides_itself:
            return Office.objects.current().filter(
                organization=self.association_id, role=Role.ASSOCIATION_LEADER
            )
        return Office.objects.of_union(Role.UNION_LEADER)

    def deciders_left(self):
        """Those of them who did not submit it."""
        return self.deciders().exclude(user__in=self.submitters)

    def may_be_decided_by(self, user) -> bool:
        """A leader of the deciding body, and nobody who submitted it (Q4)."""
        return self.deciders_left().filter(user=user).exists()
