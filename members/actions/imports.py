"""A list of members: read by a worker; looked at; taken over by one, in one step."""

import logging
from functools import partial

import pghistory
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone, translation
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from federation.lifecycle import MoveRefused
from members.actions.register import hold_register
from members.forms.imports import COLUMNS, MOST_ROWS, Known, Likeness, LineReader
from members.forms.lists import Table, cells_of, sheet_of
from members.models import BranchRequest, ImportRow, Member, MemberImport

logger = logging.getLogger(__name__)
STEP = 500
NOBODY = "—"  # what an erasure leaves of a line
Verdict, Choice = ImportRow.Verdict, ImportRow.Choice
State, Trouble = MemberImport.State, MemberImport.Trouble


FOUNDERS = ["full name", "year of birth", "position", "note", "branch"]


@transaction.atomic
def begin_founders(request: BranchRequest, *, by) -> MemberImport:
    """The list that founded a branch, on its way into the register like any other.

    It is looked at before it is taken over; a second click finds the first one's list.
    """
    mine = BranchRequest.objects.managed_by(by).founding_lists()
    request = mine.select_for_update(of=["self"]).filter(pk=request.pk).first()
    if request is None:
        raise MoveRefused(_("There is no founding list to take over."))
    branch = request.founded_branch
    begun = branch.association.member_imports.filter(
        branch=branch, file_name=request.number
    ).first()
    if begun:
        return begun
    lines = [FOUNDERS]
    for person in request.proposed.exclude(name=NOBODY).in_order():
        address = _("Address: %s") % person.address if person.address else ""
        year = str(person.birth_year or "")
        lines.append([person.name, year, person.occupation, address, branch.name_vi])
    importing = MemberImport(
        association=branch.association,
        branch=branch,
        file_name=request.number,
        pasted="\n".join("\t".join(map(_in_one_line, line)) for line in lines),
        language=translation.get_language(),
    )
    importing.begin(by=by)
    return importing


def _in_one_line(text: str) -> str:
    return " ".join(text.split())


def read_list(importing: MemberImport) -> None:
    """Read a claimed list in the language of whoever sent it; tell how far it is."""
    mine = MemberImport.objects.filter(pk=importing.pk, token=importing.token)
    with translation.override(importing.language):
        try:
            rows, unread = _read(importing, mine)
        except ValidationError as error:
            mine.give_back(" ".join(error.messages))
            return
        except Exception:
            logger.exception("List %s was not read", importing.pk)
            mine.give_back(_("The list could not be read."))
            return
    _keep(importing, mine, rows, unread)


def _read(importing, mine) -> tuple[list[ImportRow], list[str]]:
    if importing.file:
        with importing.file.open("rb") as file:
            cells = sheet_of(file, MOST_ROWS)
    else:
        cells = cells_of(importing.pasted)
    table = Table(cells, COLUMNS)
    people = list(table.people())
    if not people:
        raise ValidationError(_("The list has no rows with people."))
    if len(people) > MOST_ROWS:
        raise ValidationError(
            _("The list has more than %(most)d rows. Split it.") % {"most": MOST_ROWS}
        )
    reader = LineReader(importing.association, importing.branch)
    likeness, rows = Likeness(importing.association), []
    for count, (number, values) in enumerate(people):
        rows.append(judge(importing, reader.read(number, values), likeness))
        if count % STEP == 0:
            lease = timezone.now() + MemberImport.LEASE
            mine.update(progress=5 + 90 * count // len(people), lease_until=lease)
    return rows, table.unread


def judge(importing, line, likeness: Likeness) -> ImportRow:
    """What a line is; whoever is new is known to the lines below."""
    row = ImportRow(
        importing=importing,
        number=line.number,
        values=line.values,
        branch_id=line.branch,
        problems=line.problems,
        verdict=Verdict.BAD,
    )
    if not line.problems:
        row.verdict, known = likeness.of(line.values, line.branch)
        row.match_id, row.twin = (known.member, known.row) if known else (None, None)
        if row.verdict != Verdict.SAME:
            likeness.add(Known(line.values, line.branch, row=line.number))
    return row


@transaction.atomic
def _keep(importing, mine, rows, unread) -> None:
    """All rows at once, unless the lease has passed to another worker."""
    if mine.select_for_update().first() is None:
        return
    importing.rows.all().delete()
    ImportRow.objects.bulk_create(rows, batch_size=STEP)
    mine.update(
        state=State.READY, progress=100, unread=unread, token=None, file="", pasted=""
    )
    if importing.file:  # its rows are here now; what else it held is nobody's business
        transaction.on_commit(partial(default_storage.delete, importing.file.name))


def take_over(importing: MemberImport) -> None:
    """Write what is good of a claimed list, all of it or nothing.

    A worker that dies leaves nothing behind, so that the next one begins anew; the
    history names whoever confirmed the list.
    """
    mine = MemberImport.objects.filter(pk=importing.pk, token=importing.token)
    try:
        with pghistory.context(user=importing.confirmed_by_id):
            _take_over(importing, mine)
    except Exception:
        logger.exception("List %s was not taken over", importing.pk)
        mine.update(state=State.READY, trouble=Trouble.FAILED, token=None)


@transaction.atomic
def _take_over(importing, mine) -> None:
    if mine.select_for_update(of=["self"]).first() is None:
        return  # deleted, or another worker has it
    hold_register(importing.association)
    if _compare_again(importing):
        mine.update(state=State.READY, trouble=Trouble.CHANGED, token=None)
        return
    writer = Writer(importing)
    writer.write()
    counts = {"added": len(writer.new), "filled": len(writer.filled)}
    mine.update(state=State.DONE, progress=100, token=None, **counts)


def _compare_again(importing) -> int:
    """Rows that were new and are so no longer: somebody else was faster."""
    importing.tell(5)
    likeness = Likeness(importing.association)
    changed = []
    for row in importing.rows.exclude(verdict=Verdict.BAD):
        if row.match_id or row.twin:
            continue
        verdict, known = likeness.of(row.values, row.branch_id)
        if verdict != row.verdict:
            row.verdict, row.match_id = verdict, known.member if known else None
            changed.append(row)
    ImportRow.objects.bulk_update(changed, ["verdict", "match"])
    return len(changed)


class Writer:
    """Makes members of the rows that are to become some, in a few statements."""

    def __init__(self, importing):
        self.importing = importing
        self.rows = list(importing.rows.exclude(verdict=Verdict.BAD).in_order())
        matches = {row.match_id for row in self.rows if row.match_id}
        known = Member.objects.select_for_update(of=["self"]).order_by("pk")
        self.known = known.in_bulk(matches)
        self.new: list[Member] = []
        self.filled: dict[int, Member] = {}
        self.of_row: dict[int, Member] = {}
        self.told_apart: set[int] = set()

    def write(self) -> None:
        for row in self.rows:
            self._take(row)
        for start in range(0, len(self.new), STEP):
            self.importing.tell(20 + 75 * start // len(self.new))
            Member.objects.bulk_create(self.new[start : start + STEP])
        filled = list(self.filled.values())
        Member.objects.bulk_update(filled, ["branch", *FILLED], batch_size=500)
        Member.objects.filter(pk__in=self.told_apart).update(told_apart=True)

    def _take(self, row) -> None:
        match = self.known.get(row.match_id) or self.of_row.get(row.twin)
        wanted = row.verdict == Verdict.NEW or row.choice != Choice.SKIP
        if row.verdict == Verdict.SAME or not wanted:
            if match:
                self.of_row[row.number] = match
        elif row.verdict == Verdict.ALIKE and row.choice == Choice.FILL and match:
            self._fill(match, row)
        else:
            self._add(row, match)

    def _add(self, row, match) -> None:
        member = Member(
            association_id=self.importing.association_id,
            branch_id=row.branch_id,
            told_apart=row.verdict == Verdict.ALIKE,
            **typed(row.values),
        )
        self.new.append(member)
        self.of_row[row.number] = member
        if match and match.pk:
            self.told_apart.add(match.pk)
        elif match:
            match.told_apart = True

    def _fill(self, member, row) -> None:
        """What the register lacks; what it says stays."""
        self.of_row[row.number] = member
        lacking = {
            name: value
            for name, value in (
                typed(row.values) | {"branch_id": row.branch_id}
            ).items()
            if value and not getattr(member, name)
        }
        for name, value in lacking.items():
            setattr(member, name, value)
        if lacking and member.pk:
            self.filled[member.pk] = member


FILLED = [
    *("birth_year", "gender", "position", "workplace", "phone", "email"),
    *("joined_on", "note"),
]


def typed(values: dict) -> dict:
    """The values of a row as a member has them."""
    day = values.get("joined_on")
    return values | ({"joined_on": parse_date(day)} if day else {})


@transaction.atomic
def choose(importing: MemberImport, choices: dict[int, str], *, by) -> None:
    """Keep what the secretary decided for each possible duplicate."""
    mine = MemberImport.objects.managed_by(by).filter(state=State.READY)
    rows = ImportRow.objects.filter(importing__in=mine.filter(pk=importing.pk))
    rows = rows.filter(verdict=Verdict.ALIKE)
    for choice in Choice.values:
        numbers = [number for number, what in choices.items() if what == choice]
        rows.filter(number__in=numbers).update(choice=choice)
