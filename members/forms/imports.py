"""A list of members read: each row into values, problems, and who it looks like."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from federation.richtext import no_identity_number
from federation.sortkey import fold
from members.forms.fields import tidy
from members.forms.lists import birth_year
from members.models import ImportRow, Member, dialled

MOST_ROWS = 10_000
COLUMNS = [
    *("name", "birth_year", "gender", "branch", "position", "workplace", "phone"),
    *("email", "joined_on", "note"),
]
TEXTS = ["position", "workplace", "email", "note"]
GENDERS = {
    **dict.fromkeys(["nu", "ba", "female", "f", "woman"], Member.Gender.FEMALE),
    **dict.fromkeys(["nam", "ong", "male", "m", "man"], Member.Gender.MALE),
    **dict.fromkeys(["khac", "gioi tinh khac", "other"], Member.Gender.OTHER),
}
UNCHECKED = ["association", "branch", "person", "folded", "dialled", "created_at"]


@dataclass
class Line:
    """One row of the list: what it says, and what nobody can understand of it."""

    number: int
    values: dict = field(default_factory=dict)
    branch: int | None = None
    problems: list[dict] = field(default_factory=list)

    def refuse(self, column: str, text: str) -> None:
        name = "full_name" if column == "name" else column
        label = Member._meta.get_field(name).verbose_name
        self.problems.append({"column": str(label), "text": text})


class LineReader:
    """Reads the cells of one association's list."""

    def __init__(self, association, branch=None):
        self.default = branch.pk if branch else None
        self.branches = {}
        for row in association.branches.living():
            for name in (row.name_vi, row.name_en, row.short_name_vi):
                self.branches.setdefault(fold(tidy(name or "")), row.pk)
        self.branches.pop("", None)

    def read(self, number: int, cells: dict) -> Line:
        line = Line(number, branch=self.default)
        for name in COLUMNS:
            try:
                getattr(self, f"_{name}", self._text)(line, name, cells.get(name))
            except ValidationError as error:
                line.refuse(name, " ".join(error.messages))
        self._check(line)
        if line.problems:
            line.values = as_written(cells)
        return line

    def _text(self, line, name, cell) -> None:
        if text := tidy(str(cell if cell is not None else "")):
            line.values[name] = text

    def _name(self, line, name, cell) -> None:
        line.values["full_name"] = tidy(str(cell or ""))

    def _birth_year(self, line, name, cell) -> None:
        if year := birth_year(cell):
            line.values[name] = year

    def _gender(self, line, name, cell) -> None:
        if word := fold(tidy(str(cell or ""))):
            if word not in GENDERS:
                raise ValidationError(_("Write “female”, “male” or leave it empty."))
            line.values[name] = GENDERS[word].value

    def _branch(self, line, name, cell) -> None:
        if word := tidy(str(cell or "")):
            line.branch = self.branches.get(fold(word))
            if line.branch is None:
                raise ValidationError(
                    _("Your association has no living branch “%(name)s”.")
                    % {"name": word}
                )

    def _phone(self, line, name, cell) -> None:
        """Excel takes the zero off a number; a mobile one has it back here."""
        text = str(cell or "").removesuffix(".0")
        if isinstance(cell, int | float) and len(text) == 9:
            text = f"0{text}"
        self._text(line, name, text)

    def _joined_on(self, line, name, cell) -> None:
        if not cell:
            return
        day = cell.date() if isinstance(cell, datetime) else cell
        if not isinstance(day, date):
            parts = str(cell).strip().replace(".", "/").replace("-", "/").split("/")
            parts = parts if len(parts[0]) == 4 else parts[::-1]
            day = _date("-".join(part.zfill(2) for part in parts))
        line.values[name] = day.isoformat()

    def _check(self, line) -> None:
        """What a form would refuse is refused here."""
        told = {problem["column"] for problem in line.problems}
        try:
            Member(**line.values).clean_fields(exclude=UNCHECKED)
        except ValidationError as error:
            for name, messages in error.message_dict.items():
                if str(Member._meta.get_field(name).verbose_name) not in told:
                    line.refuse(name, messages[0])


def as_written(cells: dict) -> dict:
    """What stands in a row to be corrected; an identity number is kept nowhere."""
    found = {}
    for name, cell in cells.items():
        day = cell.date() if isinstance(cell, datetime) else cell
        text = f"{day:%d/%m/%Y}" if isinstance(day, date) else tidy(str(cell or ""))
        try:
            no_identity_number(text)
        except ValidationError:
            text = ""
        found["full_name" if name == "name" else name] = text[:250]
    return found


def _date(text: str) -> date:
    try:
        day = parse_date(text)
    except ValueError:
        day = None
    if day is None:
        raise ValidationError(_("Write the day as 31/12/2026."))
    return day


@dataclass(frozen=True)
class Known:
    """Somebody in the register, or in an earlier row of the list."""

    values: dict
    branch: int | None
    member: int | None = None
    row: int | None = None


class Likeness:
    """Everybody a row could be, in hand: thousands are compared without a query."""

    def __init__(self, association):
        self.by_name, self.by_phone = defaultdict(list), defaultdict(list)
        names = ["full_name", "birth_year", "gender", *TEXTS, "phone", "joined_on"]
        for row in association.members.values("pk", "branch_id", *names):
            pk, branch = row.pop("pk"), row.pop("branch_id")
            if row["joined_on"]:
                row["joined_on"] = row["joined_on"].isoformat()
            self.add(Known(row, branch, member=pk))

    def add(self, known: Known) -> None:
        self.by_name[fold(known.values["full_name"])].append(known)
        if number := dialled(known.values.get("phone") or ""):
            self.by_phone[number].append(known)

    def of(self, values: dict, branch: int | None) -> tuple[str, Known | None]:
        """What this row is, and whom it looks like."""
        year = values.get("birth_year")
        alike = [
            known
            for known in self.by_name[fold(values["full_name"])]
            if not (year and known.values.get("birth_year"))
            or year == known.values["birth_year"]
        ]
        alike += self.by_phone.get(dialled(values.get("phone", "")), [])
        for known in alike:
            if says_nothing_new(values, branch, known):
                return ImportRow.Verdict.SAME, known
        if alike:
            return ImportRow.Verdict.ALIKE, alike[0]
        return ImportRow.Verdict.NEW, None


def says_nothing_new(values: dict, branch: int | None, known: Known) -> bool:
    """Whatever the row says is known already, in the same words."""
    if branch and branch != known.branch:
        return False
    theirs = known.values
    if dialled(values.get("phone", "")) not in ("", dialled(theirs.get("phone") or "")):
        return False
    rest = {name: value for name, value in values.items() if name != "phone"}
    return all(_same(value, theirs.get(name)) for name, value in rest.items())


def _same(one, other) -> bool:
    return str(one).casefold() == str(other).casefold()
