"""What the database itself holds a dossier to (domain.md 2.2, Q2 to Q7)."""

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

OPEN = ["draft", "needs_changes", "submitted", "under_check", "ready"]

CONSTRAINTS = [
    models.UniqueConstraint(
        "association",
        Lower("name"),
        condition=Q(
            kind="establish",
            status__in=OPEN,
        ),
        name="one_open_request_per_name",
        violation_error_message=_(
            "The association has an open dossier for a branch of this name."
        ),
    ),
    models.UniqueConstraint(
        fields=["branch", "kind"],
        condition=Q(
            branch__isnull=False,
            status__in=OPEN,
        ),
        name="one_open_request_per_branch_and_kind",
        violation_error_message=_("There is an open dossier of this kind."),
    ),
    models.UniqueConstraint(
        fields=["number"], condition=~Q(number=""), name="request_number_once"
    ),
    models.CheckConstraint(
        name="request_numbered_once_submitted",
        condition=Q(status="draft", number="", submitted_at__isnull=True)
        | (~Q(status="draft") & ~Q(number="") & Q(submitted_at__isnull=False)),
    ),
    models.CheckConstraint(
        name="request_submitted_at_with_by",
        condition=Q(submitted_at__isnull=True, submitted_by__isnull=True)
        | Q(submitted_at__isnull=False, submitted_by__isnull=False),
    ),
    models.CheckConstraint(
        name="request_decided_at_with_by",
        condition=Q(decided_at__isnull=True, decided_by__isnull=True)
        | Q(decided_at__isnull=False, decided_by__isnull=False),
    ),
    models.CheckConstraint(
        name="request_four_eyes", condition=~Q(decided_by=F("submitted_by"))
    ),
    models.CheckConstraint(
        name="request_approved_with_decision",
        condition=~Q(status__in=["approved", "acknowledged"])
        | Q(
            decision__isnull=False,
            effective_on__isnull=False,
            decided_at__isnull=False,
        ),
    ),
    models.CheckConstraint(
        name="request_rejected_with_reason",
        condition=~Q(status="rejected") | (Q(decided_at__isnull=False) & ~Q(reason="")),
    ),
    models.CheckConstraint(
        name="request_branch_unless_it_founds_one",
        condition=Q(kind="establish", branch__isnull=True)
        | (~Q(kind="establish") & Q(branch__isnull=False)),
    ),
]

TRIGGERS = [
    pgtrigger.Trigger(
        name="request_content_rests",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        func="""
        IF NEW IS NOT DISTINCT FROM OLD THEN RETURN NEW; END IF;
        IF OLD.status IN ('rejected', 'withdrawn', 'lapsed', 'acknowledged')
            OR (OLD.status = 'approved' AND NEW.status <> 'acknowledged')
        THEN
            RAISE EXCEPTION 'a closed request is immutable'
                USING ERRCODE = 'check_violation';
        END IF;
        IF OLD.status NOT IN ('draft', 'needs_changes') AND (
            (NEW.name, NEW.english_name, NEW.unit_type, NEW.host_kind,
             NEW.host_name, NEW.place, NEW.member_total, NEW.about,
             NEW.launch_planned_on, NEW.association_id, NEW.kind)
            IS DISTINCT FROM
            (OLD.name, OLD.english_name, OLD.unit_type, OLD.host_kind,
             OLD.host_name, OLD.place, OLD.member_total, OLD.about,
             OLD.launch_planned_on, OLD.association_id, OLD.kind)
        ) THEN
            RAISE EXCEPTION 'a submitted request is not edited'
                USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
        """,
    ),
    pgtrigger.Trigger(
        name="request_deleted_only_as_draft",
        when=pgtrigger.Before,
        operation=pgtrigger.Delete,
        func="""
        IF OLD.status <> 'draft' AND NOT OLD.is_demo THEN
            RAISE EXCEPTION 'only a draft is deleted'
                USING ERRCODE = 'check_violation';
        END IF;
        RETURN OLD;
        """,
    ),
]
