"""What PostgreSQL itself holds: whatever was issued stays as it was issued."""

import pgtrigger

# What a decision said of an award; afterwards only a new decision changes it (Z8).
SAID = [
    *("round_id", "decision_id", "form_id", "kind", "organization_id"),
    *("recipient_vi", "recipient_en", "recipient_title_vi", "recipient_title_en"),
    *("register_year", "register_no", "is_foreign", "country_id", "token"),
    "is_demo",
]
CHANGED = f"""({", ".join(f"NEW.{name}" for name in SAID)}) IS DISTINCT FROM
        ({", ".join(f"OLD.{name}" for name in SAID)})"""
AWARD_STAYS = """
    IF COALESCE(OLD.is_demo, NEW.is_demo) THEN
        RETURN COALESCE(NEW, OLD);
    END IF;
    IF NEW.decision_id IS DISTINCT FROM OLD.decision_id AND EXISTS (
        SELECT FROM awards_commendationdecision
        WHERE id = NEW.decision_id AND issued_at IS NOT NULL
    ) THEN
        RAISE EXCEPTION 'nobody is added to an issued decision'
            USING ERRCODE = 'check_violation';
    END IF;
    IF TG_OP = 'UPDATE' AND OLD.status = 'revoked' AND
        (NEW.status, NEW.ground, NEW.revoked_on, NEW.revocation_id) IS DISTINCT FROM
        (OLD.status, OLD.ground, OLD.revoked_on, OLD.revocation_id)
    THEN
        RAISE EXCEPTION 'a revocation stays' USING ERRCODE = 'check_violation';
    END IF;
    IF TG_OP = 'INSERT' OR OLD.decision_id IS NULL THEN
        RETURN COALESCE(NEW, OLD);
    END IF;
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'an issued award is not deleted'
            USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.status <> OLD.status AND NOT EXISTS (
        SELECT FROM awards_commendationdecision
        WHERE document_id = NEW.revocation_id AND kind = 'revoke'
    ) THEN
        RAISE EXCEPTION 'an award is revoked by a decision to revoke'
            USING ERRCODE = 'check_violation';
    END IF;
    IF CHANGED AND NOT (
            NEW.correction_id IS NOT NULL
            AND NEW.correction_id IS DISTINCT FROM OLD.correction_id
            AND EXISTS (
                SELECT FROM awards_commendationdecision
                WHERE id = NEW.correction_id AND kind = 'correct'
            )
            AND (NEW.register_year, NEW.register_no, NEW.decision_id, NEW.token)
                = (OLD.register_year, OLD.register_no, OLD.decision_id, OLD.token)
        )
    THEN
        RAISE EXCEPTION 'an issued award changes only by a new decision'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
""".replace("CHANGED", CHANGED)
DECISION_STAYS = """
    IF OLD.is_demo THEN RETURN COALESCE(NEW, OLD); END IF;
    RAISE EXCEPTION 'an issued decision does not change'
        USING ERRCODE = 'check_violation';
"""
# Papers and changes of a decision rest with it; those of samples go with the samples.
RESTS = """
    IF (SELECT is_demo FROM awards_commendationdecision WHERE id = OLD.decision_id) THEN
        RETURN COALESCE(NEW, OLD);
    END IF;
    RAISE EXCEPTION 'what an issued decision says does not change'
        USING ERRCODE = 'check_violation';
"""


def rests(name: str) -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.Update | pgtrigger.Delete,
        func=RESTS,
    )
