"""What the database itself holds a dossier to (domain.md 2.2, Q2 to Q7)."""

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

EDITABLE = ["draft", "needs_changes"]
OPEN = [*EDITABLE, "submitted", "under_check", "ready"]

CONSTRAINTS = [
    models.UniqueConstraint(
        "association",
        Lower("name"),
        condition=Q(
            kind__in=["establish", "rename"],
            status__in=OPEN,
        ),
        name="one_open_request_per_name",
        violation_error_message=_(
            "The association has an open dossier for a branch of this name."
        ),
    ),
    models.UniqueConstraint(
        fields=["association", "branch", "kind"],
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

CONTENT = [
    *("kind", "association_id", "branch_id", "name", "english_name", "unit_type"),
    *("host_kind", "host_name", "place", "member_total", "about"),
    *("launch_planned_on", "grounds", "wished_on", "resume_planned_on"),
    *("term_end_year", "successor_id", "receiver_id", "contact_name"),
    *("contact_email", "deciding_body", "response_days", "supplement_days"),
    *("minimum_members", "minimum_committee"),
]
VERDICT = ["number", "decision_id", "decided_by_id", "decided_at", "effective_on"]


def row(record: str, columns: list[str]) -> str:
    return "(" + ", ".join(f"{record}.{column}" for column in columns) + ")"


def changed(columns: list[str]) -> str:
    return f"{row('NEW', columns)} IS DISTINCT FROM {row('OLD', columns)}"


# Once it is closed a dossier rests; only that a decision was carried out is noted.
# Who agreed, here or on paper, agreed for one association: another is asked anew.
CONTENT_RESTS = f"""
    IF NEW IS NOT DISTINCT FROM OLD THEN RETURN NEW; END IF;
    IF OLD.status IN ('approved', 'acknowledged') AND OLD.applied_at IS NULL
        AND to_jsonb(NEW) - 'applied_at' = to_jsonb(OLD) - 'applied_at'
    THEN RETURN NEW; END IF;
    IF OLD.status IN ('rejected', 'withdrawn', 'lapsed', 'acknowledged')
        OR (OLD.status = 'approved' AND (
            NEW.status <> 'acknowledged' OR {changed(VERDICT)}))
    THEN
        RAISE EXCEPTION 'a closed request is immutable'
            USING ERRCODE = 'check_violation';
    END IF;
    IF OLD.status NOT IN ('draft', 'needs_changes') AND {changed(CONTENT)} THEN
        RAISE EXCEPTION 'a submitted request is not edited'
            USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.receiver_id IS DISTINCT FROM OLD.receiver_id THEN
        NEW.receiver_agreed_at := NULL;
        NEW.receiver_agreed_by_id := NULL;
        UPDATE members_dossieritem
            SET state = 'pending', checked_by_id = NULL, checked_at = NULL
            WHERE request_id = NEW.id AND is_consent AND state = 'ok';
    END IF;
    RETURN NEW;
"""  # noqa: S608 - names of columns written above


def rests_with_its_request(name: str, while_status: list[str], *, but=()):
    """A part of a dossier changes only while the dossier is in one of these states.

    `but` names columns that may change at any time; samples can be taken out again.
    """
    spared = "".join(f" - '{column}'" for column in but)
    allowed = ", ".join(f"'{status}'" for status in while_status)
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        declare=[("held", "members_branchrequest%ROWTYPE"), ("part", "jsonb")],
        func=f"""
        IF TG_OP = 'DELETE' THEN part := to_jsonb(OLD);
        ELSE part := to_jsonb(NEW); END IF;
        SELECT * INTO held FROM members_branchrequest
            WHERE id = (part ->> 'request_id')::bigint;
        IF FOUND AND held.status NOT IN ({allowed})
            AND NOT held.is_demo
            AND NOT (TG_OP = 'UPDATE' AND to_jsonb(NEW){spared} = to_jsonb(OLD){spared})
        THEN
            RAISE EXCEPTION 'a part of this request rests with it'
                USING ERRCODE = 'check_violation';
        END IF;
        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
        RETURN NEW;
        """,  # noqa: S608 - names of states and columns written here
    )


TRIGGERS = [
    pgtrigger.Trigger(
        name="request_content_rests",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        func=CONTENT_RESTS,
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
