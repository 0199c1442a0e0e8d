"""Lists from Excel: which column is what, what a row says, what is wrong with it."""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from awards.models import Award, Nomination, key_of
from federation.models import Country, Organization
from federation.richtext import no_identity_number
from federation.sortkey import fold

HEADS = {
    "name": {
        *("ten", "ho va ten", "ho ten", "ten tap the, ca nhan"),
        *("name", "full name", "recipient", "nguoi duoc khen", "don vi, ca nhan"),
    },
    "kind": {
        *("loai", "doi tuong", "tap the/ca nhan", "tap the, ca nhan"),
        "collective or individual",
    },
    "title": {
        *("chuc danh", "chuc vu", "don vi", "chuc danh, don vi", "chuc vu, don vi"),
        *("title", "unit", "title and unit"),
    },
    "achievement": {"thanh tich", "tom tat thanh tich", "noi dung", "achievement"},
    "country": {"quoc tich", "nuoc", "quoc gia", "country"},
    "register_no": {"so vao so", "so so", "so thu tu so", "register number", "number"},
    "register_year": {"nam", "nam vao so", "year"},
    "presented_on": {"ngay trao", "trao ngay", "presented on"},
}
LABELS = {
    "name": gettext_lazy("Name"),
    "kind": gettext_lazy("Collective or individual"),
    "title": gettext_lazy("Title and unit"),
    "achievement": gettext_lazy("Achievement"),
    "country": gettext_lazy("Country"),
    "register_no": gettext_lazy("Register number"),
    "register_year": gettext_lazy("Year"),
    "presented_on": gettext_lazy("Presented on"),
}
COLUMNS = {
    "nominations": ["name", "kind", "title", "achievement", "country"],
    "register": [
        *("name", "kind", "title", "register_no", "register_year"),
        *("country", "presented_on"),
    ],
}
KINDS = {
    **dict.fromkeys(["tap the", "collective", "to chuc", "don vi"], "collective"),
    **dict.fromkeys(["ca nhan", "individual", "person", "nguoi"], "individual"),
}
NUMBERS = {"stt", "tt", "so tt", "so thu tu", "no", "no."}


def text_of(cell) -> str:
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    if isinstance(cell, datetime | date):
        return f"{cell:%d/%m/%Y}"
    return " ".join(str(cell if cell is not None else "").split())


@dataclass
class Line:
    number: int
    values: dict = field(default_factory=dict)
    problems: list = field(default_factory=list)
    warnings: list = field(default_factory=list)

    def refuse(self, column: str, text) -> None:
        self.problems.append({"column": str(LABELS[column]), "text": str(text)})


class Sheet:
    """Cells of a sheet, understood by their headings."""

    def __init__(self, cells: list[list], columns: list[str]):
        self.unread: list[str] = []
        self.at, self.first = self._heads(cells, columns)
        self.cells = cells

    def _heads(self, cells, columns) -> tuple[dict[int, str], int]:
        for number, row in enumerate(cells[:20]):
            found = {}
            for at, cell in enumerate(row):
                word = fold(text_of(cell)).strip(" .:*")
                name = next((n for n in columns if word in HEADS[n]), "")
                if name and name not in found.values():
                    found[at] = name
                elif word and word not in NUMBERS:
                    self.unread.append(text_of(cell))
            if "name" in found.values():
                return found, number + 1
            self.unread = []
        raise ValidationError(
            _("The list has no heading “%(name)s”. Take the template.")
            % {"name": LABELS["name"]}
        )

    def lines(self):
        """(row number as the sender counts, {column: cell}) for each filled row."""
        for number, row in enumerate(self.cells[self.first :], start=self.first + 1):
            found = {name: row[at] for at, name in self.at.items() if at < len(row)}
            if any(text_of(cell) for cell in found.values()):
                yield number, found


class Reader:
    """Reads the rows of one list; what a row says is checked against what is known."""

    def __init__(self, importing):
        self.importing, self.round = importing, importing.round
        self.columns = COLUMNS[importing.purpose]
        self.countries = {}
        for country in Country.objects.all():
            for word in (country.name_vi, country.name_en, country.iso2):
                self.countries[fold(word or "")] = country.iso2
        self.seen: dict = {}
        self._know()

    def _know(self) -> None:
        self.organizations = by_name(self.importing.association)
        if self.importing.purpose == "nominations":
            rows = self.round.nominations.exclude(status="withdrawn")
            self.known = set(rows.values_list("subject_key", flat=True))
            self.taken = set()
            return
        rows = Award.objects.filter(form=self.round.form)
        self.taken = set(rows.values_list("register_year", "register_no"))
        rows = rows.filter(round=self.round)
        self.known = set(rows.values_list("subject_key", flat=True))

    def read(self, number: int, cells: dict) -> Line:
        line = Line(number)
        for name in self.columns:
            text = text_of(cells.get(name))
            try:
                no_identity_number(text)
            except ValidationError as error:
                line.refuse(name, " ".join(error.messages))
                text = ""
            line.values[name] = text[:3000]
        for step in (self._name, self._kind, self._country, self._numbers):
            step(line)
        if self.importing.purpose == "nominations":
            self._achievement(line)
        self._once(line)
        return line

    def _name(self, line) -> None:
        name = line.values["name"]
        if not name:
            line.refuse("name", _("Write the name."))
        for column, most in (("name", 250), ("title", 250)):
            if len(line.values[column]) > most:
                line.refuse(column, _("At most %(most)d letters.") % {"most": most})

    def _kind(self, line) -> None:
        kind = KINDS.get(fold(line.values["kind"]))
        if kind is None:
            line.refuse("kind", _("Write “collective” or “individual”."))
        elif not self.round.form.takes[kind]:
            line.refuse("kind", _("This form is not for them."))
        line.values["kind"] = kind or line.values["kind"]

    def _country(self, line) -> None:
        if word := line.values.get("country"):
            iso2 = self.countries.get(fold(word))
            if iso2 is None:
                line.refuse("country", _("No country of this name is known here."))
            elif not self.round.form.for_foreigners and iso2 != "VN":
                line.refuse("country", _("This form is not for them."))
            line.values["country"] = iso2 if iso2 and iso2 != "VN" else ""

    def _numbers(self, line) -> None:
        if self.importing.purpose != "register":
            return
        year = line.values["register_year"] or str(self.round.period_to.year)
        if not (year.isdecimal() and 1945 <= int(year) <= date.today().year):  # noqa: DTZ011
            line.refuse("register_year", _("Write the year with four digits."))
            return
        line.values["register_year"] = int(year)
        number = line.values["register_no"].partition("/")[0]
        if not number:
            line.values["register_no"] = None
        elif not number.isdecimal() or not 0 < int(number) < 10**6:
            line.refuse("register_no", _("Write the number with digits."))
        else:
            line.values["register_no"] = int(number)
            self._number_once(line, (int(year), int(number)))
        self._day(line)

    def _number_once(self, line, key) -> None:
        if key in self.taken:
            line.refuse("register_no", _("This number is taken in that register."))
        self.taken.add(key)

    def _day(self, line) -> None:
        if text := line.values["presented_on"]:
            try:
                day = datetime.strptime(text, "%d/%m/%Y").date()  # noqa: DTZ007
            except ValueError:
                line.refuse("presented_on", _("Write the day as 31/12/2026."))
            else:
                line.values["presented_on"] = day.isoformat()

    def _achievement(self, line) -> None:
        if not line.values["achievement"]:
            line.refuse("achievement", _("Write what they are to be commended for."))

    def _once(self, line) -> None:
        values = line.values
        key = f"n:{key_of(values['name'])}|{key_of(values['title'])}"[:600]
        if values["kind"] == Award.Kind.COLLECTIVE:
            values["organization"] = self.organizations.get(fold(values["name"]))
            if values["organization"]:
                key = f"o:{values['organization']}"
        if key in self.seen:
            words = _("Stands in row %(row)d already.") % {"row": self.seen[key]}
            line.refuse("name", words)
        elif key in self.known:
            line.refuse("name", _("Stands in this round already."))
        self.seen.setdefault(key, line.number)
        values["subject_key"] = key


def by_name(association) -> dict[str, int]:
    """Organisations a list may mean by their name; a name of two is nobody's.

    In the list of an association: itself and its branches. In a register: all.
    """
    rows = Organization.objects.all()
    if association:
        rows = rows.filter(Q(pk=association.pk) | Q(parent=association.pk))
    found: dict[str, set] = {}
    for pk, name in rows.values_list("pk", "name_vi"):
        found.setdefault(fold(name or ""), set()).add(pk)
    return {name: pks.pop() for name, pks in found.items() if len(pks) == 1}


def draft_of(importing, values: dict, country) -> Nomination:
    """A row as a draft of a nomination."""
    return Nomination(
        round=importing.round,
        association=importing.association,
        kind=values["kind"],
        organization_id=values.get("organization"),
        recipient_vi=values["name"],
        recipient_title_vi=values["title"],
        achievement=values["achievement"],
        is_foreign=bool(country),
        country=country,
        period_from=importing.round.period_from,
        period_to=importing.round.period_to,
    )
