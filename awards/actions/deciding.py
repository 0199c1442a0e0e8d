"""The signed decision: awards and their numbers in one transaction; later changes."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from awards import documents, notifications
from awards.models import (
    Award,
    AwardChange,
    AwardRegister,
    CommendationDecision,
    CommendationRound,
    Nomination,
    Objection,
    key_of,
)
from federation.lifecycle import MoveRefused
from federation.models import Document, Union

Status, Kind = CommendationRound.Status, CommendationDecision.Kind
CORRECTABLE = (
    *("recipient_vi", "recipient_en"),
    *("recipient_title_vi", "recipient_title_en"),
)
CARRIED = (
    *("kind", "organization_id", "person_id", "is_foreign", "country_id"),
    *("recipient_vi", "recipient_title_vi", "subject_key", "achievement_key"),
)


def why_not_yet(round_, *, by=None) -> list[str]:
    """What is in the way of signing the decision, each in a sentence."""
    if round_.status != Status.REVIEWED:
        return [_("The council has not closed its meeting yet.")]
    found = notice_hurdles(round_)
    recommended = round_.nominations.filter(status=Nomination.Status.RECOMMENDED)
    if not recommended.exists():
        found.append(_("No nomination is recommended: there is nobody to commend."))
    if not round_.form.own_issue:
        found.append(
            _("This form is conferred elsewhere: send the proposal, record the result.")
        )
    rows = recommended.select_related("person") if by else ()
    return found + [f"{row}: {why}" for row in rows if (why := row.bias_of(by))]


def notice_hurdles(round_) -> list[str]:
    """The public notice is over, and every objection has its answer."""
    found = []
    if round_.rules and round_.rules.notice_days:
        until, today = round_.notice_until, timezone.localdate()
        if until is None:
            found.append(_("The public notice has not begun."))
        elif until >= today:
            day = date_format(until, "SHORT_DATE_FORMAT")
            found.append(_("The public notice lasts until %(day)s.") % {"day": day})
    waiting = Objection.objects.unanswered().filter(nomination__round=round_).count()
    if waiting:
        words = _("%(number)d objections are not answered yet.")
        found.append(words % {"number": waiting})
    return found


@transaction.atomic
def issue(round_, *, by, issued_on, signer, signer_title="", **printed):
    """Sign: number, decision, awards with register numbers; two at once, one wins.

    `printed`: authority, bases, recipients, money.
    """
    rows = CommendationRound.objects.select_for_update(of=["self"])
    round_ = rows.select_related("form", "rules").get(pk=round_.pk)
    _require_ready(round_, by, issued_on)
    # Held, so that nobody withdraws and no objection is upheld between list and award.
    recommended = round_.nominations.filter(status=Nomination.Status.RECOMMENDED)
    nominations = list(recommended.select_for_update(of=["self"]).in_order())
    _require_other_signer(signer, nominations)
    decision = new_decision(
        Kind.COMMEND,
        round_,
        title=_title(round_),
        by=by,
        issued_on=issued_on,
        signer=signer,
        signer_title=signer_title,
        **printed,
    )
    make_awards(decision, nominations)
    decision.issued_at = timezone.now()  # from here on nobody is added
    decision.save(update_fields=["issued_at"])
    round_.nominations.filter(pk__in=[row.pk for row in nominations]).update(
        status=Nomination.Status.AWARDED
    )
    round_.move(Status.DECIDED, by=by)
    notifications.decision_issued(decision)
    return decision


def _require_ready(round_, by, issued_on) -> None:
    """Everything that must be so before the decision takes its number."""
    if round_.status in {Status.DECIDED, Status.PRESENTED, Status.PUBLISHED}:
        raise MoveRefused(_("The decision of this round is signed already."))
    if reasons := why_not_yet(round_, by=by):
        raise MoveRefused(" ".join(str(reason) for reason in reasons))
    if issued_on > timezone.localdate():
        raise MoveRefused(_("The day of the decision has not come yet."))
    if round_.notice_until and issued_on <= round_.notice_until:
        raise MoveRefused(_("The decision is dated after the public notice."))


def _require_other_signer(signer: str, rows) -> None:
    """Nobody decides on themselves, on paper neither."""
    if any(key_of(row.recipient_vi or "") == key_of(signer) for row in rows):
        words = _("%s is among the recipients: someone else signs.")
        raise MoveRefused(words % signer)


def _title(round_) -> dict[str, str]:
    found = {}
    for language in ("vi", "en"):
        with override(language):
            names = {"title": getattr(round_, f"title_{language}") or ""}
            words = _("Decision on commendations: %(title)s") % names
            found[language] = words if names["title"] else ""
    return found


def new_decision(kind, round_, *, title, by, issued_on, signer, **printed):
    """A document with the next number of the register, and the decision it is."""
    union = Union.objects.root()
    document = Document.objects.create(
        kind=Document.Kind.DECISION,
        owner=union.organization_ptr,
        issuer_vi=union.name_vi,
        issuer_en=union.name_en,
        issued_on=issued_on,
        signer=signer,
        title_vi=title["vi"][:500],
        title_en=title["en"][:500],
        access=Document.Access.INTERNAL,
        is_demo=round_.is_demo,
    )
    document.take_number(by=by)
    decision = CommendationDecision.objects.create(
        document=document,
        round=round_,
        form=round_.form,
        kind=kind,
        issued_by=by,
        issued_at=None if kind == Kind.COMMEND else timezone.now(),
        is_demo=round_.is_demo,
        **printed,
    )
    decision.legal_bases.set(round_.form.legal_bases.in_force(issued_on))
    return decision


def make_awards(decision, nominations: list) -> None:
    """One line of the register for each, numbered without a gap."""
    year = decision.document.issued_on.year
    numbers = AwardRegister.take(form=decision.form, year=year, count=len(nominations))
    rows = [
        Award(
            round=decision.round,
            decision=decision,
            form=decision.form,
            nomination=nomination,
            register_year=year,
            register_no=number,
            is_demo=decision.is_demo,
            recipient_en=nomination.recipient_en or nomination.recipient_vi,
            recipient_title_en=nomination.recipient_title_en
            or nomination.recipient_title_vi,
            **{name: getattr(nomination, name) for name in CARRIED},
        )
        for number, nomination in zip(numbers, nominations, strict=True)
    ]
    try:
        with transaction.atomic():
            Award.objects.bulk_create(rows, batch_size=500)
    except IntegrityError as error:
        if "one_award_for_one_achievement" not in str(error):
            raise
        words = _(
            "One of the recipients was commended meanwhile for the same achievement."
        )
        raise MoveRefused(words) from None


@transaction.atomic
def correct(award, *, by, mistake: str, values: dict, note="", **signed):
    """A slip of the pen in name or title, put right by a new decision."""
    award = _held(award)
    if award.status != Award.Status.VALID:
        raise MoveRefused(_("A revoked award is not corrected."))
    if mistake not in Award.Mistake.values:
        raise MoveRefused(_("Choose one of the stated grounds."))
    own = "recipient_title_" if mistake == Award.Mistake.TITLE else "recipient_"
    allowed = [
        name
        for name in CORRECTABLE
        if name.startswith(own) and (own != "recipient_" or "title" not in name)
    ]
    _require_later(award, by, **signed)
    values = {name: values[name] for name in allowed if name in values}
    before = {name: getattr(award, name) for name in values}
    if values == before or not all(values.values()):
        raise MoveRefused(_("Write what it should be; now it is as before."))
    title = _about(award, gettext_noop("Decision correcting a commendation: %(name)s"))
    decision = new_decision(Kind.CORRECT, award.round, title=title, by=by, **signed)
    AwardChange.objects.create(
        decision=decision,
        award=award,
        ground=mistake,
        note=note,
        before=before,
        after=values,
    )
    for name, value in values.items():
        setattr(award, name, value)
    award.correction = decision
    award.save(update_fields=[*values, "correction"])
    return decision


@transaction.atomic
def revoke(award, *, by, ground: str, note="", **signed):
    """On one of the grounds of the law; whoever checks it reads so at once."""
    award = _held(award)
    if award.status == Award.Status.REVOKED:
        raise MoveRefused(_("This award is revoked already."))
    if ground not in Award.Ground.values:
        raise MoveRefused(_("Choose one of the stated grounds."))
    _require_later(award, by, **signed)
    title = _about(award, gettext_noop("Decision revoking a commendation: %(name)s"))
    decision = new_decision(Kind.REVOKE, award.round, title=title, by=by, **signed)
    AwardChange.objects.create(decision=decision, award=award, ground=ground, note=note)
    award.status, award.ground = Award.Status.REVOKED, ground
    award.revoked_on = decision.document.issued_on
    award.revocation = decision.document
    award.save(update_fields=["status", "ground", "revoked_on", "revocation"])
    return decision


def _require_later(award, by, *, issued_on, signer, **_printed) -> None:
    """By somebody impartial, dated between the first decision and today.

    The paper of the first decision is made before: it says what was said then.
    """
    if award.nomination_id and (why := award.nomination.bias_of(by)):
        raise MoveRefused(why)
    _require_other_signer(signer, [award])
    if issued_on > timezone.localdate():
        raise MoveRefused(_("The day of the decision has not come yet."))
    if award.decision is None:
        return
    if issued_on < award.decision.document.issued_on:
        raise MoveRefused(_("The decision is dated before the one it changes."))
    documents.paper_of(award.decision)


def _about(award, words: str) -> dict[str, str]:
    """The title of a later decision, in both languages."""
    found = {}
    for language in ("vi", "en"):
        with override(language):
            name = getattr(award, f"recipient_{language}") or award.recipient_vi
            found[language] = _(words) % {"name": name}
    return found


def _held(award) -> Award:
    """The row, held until the decision about it is written."""
    rows = Award.objects.select_for_update(of=["self"])
    rows = rows.select_related("round__form", "nomination__person")
    return rows.select_related("decision__document").get(pk=award.pk)
