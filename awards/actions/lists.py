"""A list from Excel: read by a worker, looked at, taken over whole or not at all."""

import logging
from functools import partial

from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from awards.actions.nominating import begin_nomination
from awards.forms.lists import Reader, Sheet, draft_of
from awards.models import Award, AwardList, AwardListRow, Nomination
from federation.lifecycle import MoveRefused
from federation.models import Country, Organization
from members.forms.lists import sheet_of

logger = logging.getLogger(__name__)
MOST = {"nominations": 500, "register": 20_000}
STEP = 1000
State, Verdict = AwardList.State, AwardListRow.Verdict


def read_list(importing: AwardList) -> None:
    """Read a claimed list in the language of whoever sent it."""
    mine = AwardList.objects.filter(pk=importing.pk, token=importing.token)
    with translation.override(importing.language):
        try:
            rows, unread = _read(importing, mine)
        except ValidationError as error:
            mine.update(state=State.FAILED, problem=" ".join(error.messages))
            return
        except Exception:
            logger.exception("List %s was not read", importing.pk)
            mine.update(state=State.FAILED, problem=_("The list could not be read."))
            return
    _keep(importing, mine, rows, unread)


def _read(importing, mine):
    most = MOST[importing.purpose]
    with importing.file.open("rb") as file:
        cells = sheet_of(file, most)
    reader = Reader(importing)
    sheet = Sheet(cells, reader.columns)
    rows = []
    for number, found in sheet.lines():
        line = reader.read(number, found)
        rows.append(
            AwardListRow(
                importing=importing,
                number=number,
                values=line.values,
                problems=line.problems,
                verdict=Verdict.BAD if line.problems else Verdict.GOOD,
            )
        )
        if len(rows) % STEP == 0:
            mine.update(lease_until=timezone.now() + AwardList.LEASE)
    if not rows:
        raise ValidationError(_("The list has no rows."))
    if len(rows) > most:
        words = _("The list has more than %(most)d rows. Split it.")
        raise ValidationError(words % {"most": most})
    if importing.purpose == AwardList.Purpose.NOMINATIONS:
        for row in rows:
            _warn(importing, row)
    return rows, sheet.unread


def _warn(importing, row) -> None:
    """Earlier awards of the same recipient: to be looked at, or in the way."""
    if row.verdict == Verdict.BAD:
        return
    draft = draft_of(importing, row.values, None)
    draft.note_keys()
    if same := draft.repeated().first():
        words = _("The same achievement was commended already: %(award)s.")
        row.verdict = Verdict.BAD
    elif same := draft.overlapping().first():
        words = _("An earlier award covers part of this period: %(award)s.")
        row.verdict = Verdict.WARNED
    else:
        return
    text = words % {"award": f"{same} · {same.round}"}
    row.problems = [{"column": _("Earlier awards"), "text": text}]


@transaction.atomic
def _keep(importing, mine, rows, unread) -> None:
    """All rows at once, unless the lease has passed to another worker."""
    if mine.select_for_update().first() is None:
        return
    importing.rows.all().delete()
    AwardListRow.objects.bulk_create(rows, batch_size=STEP)
    mine.update(state=State.READY, unread=unread, token=None, file="")
    transaction.on_commit(partial(default_storage.delete, importing.file.name))


@transaction.atomic
def take_over(importing: AwardList, *, by) -> int:
    """Write every row, or none: a row with a fault stops all. Again changes nothing."""
    mine = AwardList.objects.managed_by(by).select_for_update(of=["self"])
    importing = mine.select_related("round__form").filter(pk=importing.pk).first()
    if importing is None:
        raise MoveRefused(_("This list is no longer there."))
    if importing.state == State.DONE:
        return importing.added
    if importing.state != State.READY:
        raise MoveRefused(_("This list has not been read yet."))
    if bad := importing.rows.filter(verdict=Verdict.BAD).count():
        words = _("%(number)d rows have faults: correct them and send the list again.")
        raise MoveRefused(words % {"number": bad})
    write = {"nominations": _nominate, "register": _register}[importing.purpose]
    try:
        with transaction.atomic():
            added = write(importing, by)
    except IntegrityError:
        raise MoveRefused(
            _("The register has changed meanwhile: send the list again.")
        ) from None
    importing.state, importing.added = State.DONE, added
    importing.save(update_fields=["state", "added"])
    return added


def _nominate(importing, by) -> int:
    """Drafts: the papers are added to each, then each is submitted."""
    countries = {row.iso2: row for row in Country.objects.all()}
    rows = list(importing.rows.all())
    for row in rows:
        country = countries.get(row.values["country"])
        draft: Nomination = draft_of(importing, row.values, country)
        try:
            begin_nomination(draft, by=by)
        except MoveRefused as refusal:
            words = _("Row %(row)d: %(why)s")
            raise MoveRefused(words % {"row": row.number, "why": refusal}) from None
    return len(rows)


def _register(importing, by) -> int:
    """Awards of an old register: no decision of ours, a number where there was one."""
    round_, countries = importing.round, {c.iso2: c for c in Country.objects.all()}
    if not round_.historic:
        raise MoveRefused(_("Old registers belong to a round marked as historic."))
    english = dict(Organization.objects.values_list("pk", "name_en"))
    rows = [
        Award(
            round=round_,
            form=round_.form,
            kind=row.values["kind"],
            organization_id=row.values.get("organization"),
            recipient_vi=row.values["name"],
            recipient_en=row.values["name"]
            if row.values["kind"] == Award.Kind.INDIVIDUAL
            else english.get(row.values.get("organization")) or "",
            recipient_title_vi=row.values["title"],
            register_year=row.values["register_year"],
            register_no=row.values["register_no"],
            presented_on=row.values["presented_on"] or None,
            subject_key=row.values["subject_key"],
            country=countries.get(row.values["country"]),
            is_foreign=bool(row.values["country"]),
            is_demo=round_.is_demo,
        )
        for row in importing.rows.order_by("number").iterator()
    ]
    Award.objects.bulk_create(rows, batch_size=STEP)
    return len(rows)
