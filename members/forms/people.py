"""A list of people typed, pasted or uploaded: what is good is kept, the rest told."""

from collections.abc import Iterator

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import FileExtensionValidator
from django.utils.translation import gettext_lazy as _

from federation.sortkey import fold
from federation.uploads import CheckedDocumentField
from members.forms.fields import TidyMixin, tidy
from members.forms.lists import Problem, Table, birth_year, cells_of, sheet_of
from members.models import ProposedMember

MOST_ROWS = 2000
COLUMNS = ["name", "birth_year", "occupation", "address"]


class PeopleReading:
    """Reads rows into members of one dossier: `good` to keep, `problems` to tell."""

    def __init__(self, request, rows: list[list], *, namesakes=False):
        self.good: list[ProposedMember] = []
        self.problems: list[Problem] = []
        self.faults: list[tuple[str, str]] = []
        self.request, self.namesakes = request, namesakes
        self.known = {person.likeness for person in request.proposed.all()}
        self.room = MOST_ROWS - len(self.known)
        table = Table(rows, COLUMNS)
        self.unread, self.first = table.unread, table.first
        for number, values in table.people():
            self._read(number, values)

    def _read(self, number: int, values: dict) -> None:
        person = ProposedMember(request=self.request)
        try:
            person.birth_year = birth_year(values.get("birth_year"))
        except ValidationError as error:
            self._refuse(number, "birth_year", error)
            return
        for name in ("name", "occupation", "address"):
            setattr(person, name, tidy(str(values.get(name) or "")))
        person.folded = fold(person.name)[:150]
        try:
            person.clean_fields(exclude=["request", "folded"])
        except ValidationError as error:
            for name, messages in error.error_dict.items():
                self._refuse(number, name, messages[0])
            return
        self._keep(number, person)

    def _keep(self, number, person) -> None:
        if person.likeness in self.known and not self.namesakes:
            self._refuse(number, "name", _("%s is in the list already.") % person.name)
        elif len(self.good) >= self.room:
            self._refuse(number, "name", _("The list is full."))
        else:
            self.known.add(person.likeness)
            self.good.append(person)

    def _refuse(self, number, name, error) -> None:
        label = ProposedMember._meta.get_field(name).verbose_name
        text = " ".join(getattr(error, "messages", [str(error)]))
        self.problems.append(Problem(number, str(label), text))
        self.faults.append((name, text))

    def refused_of(self, lines: list[str]) -> list[str]:
        """Headings and lines that were not kept; problems then count these alone."""
        bad = {problem.row for problem in self.problems} | set(range(1, self.first + 1))
        numbers = sorted(bad) if self.problems else []
        place = {number: at for at, number in enumerate(numbers, start=1)}
        self.problems = [row._replace(row=place[row.row]) for row in self.problems]
        return [lines[number - 1] for number in numbers]


class PeopleForm(TidyMixin, forms.Form):
    """Step members: one person typed, many pasted, or a file; and who is taken off."""

    read_elsewhere = frozenset([*COLUMNS, "pasted"])  # a bad row spares the others
    name = forms.CharField(label=_("Full name"), max_length=150, required=False)
    birth_year = forms.CharField(
        label=_("Year of birth"), max_length=10, required=False
    )
    occupation = forms.CharField(label=_("Occupation"), max_length=150, required=False)
    address = forms.CharField(label=_("Address"), max_length=200, required=False)
    namesake = forms.BooleanField(
        label=_("Another person of the same name and year as one in the list"),
        required=False,
    )
    pasted = forms.CharField(
        label=_("Lines copied from Excel or Word"),
        help_text=_(
            "One person a line: full name, year of birth, occupation, address."
        ),
        required=False,
        max_length=200_000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    file = CheckedDocumentField(
        label=_("Excel file"),
        required=False,
        validators=[FileExtensionValidator(["xlsx"])],
    )

    def __init__(self, *args, request, **kwargs):
        super().__init__(*args, **kwargs)
        self.request = request
        self.fields["file"].widget.attrs["accept"] = ".xlsx"

    def _clean_fields(self):
        super()._clean_fields()
        if "pasted" in self.cleaned_data:  # tabs part the columns: not tidied
            self.cleaned_data["pasted"] = self["pasted"].data or ""

    def clean(self):
        data = super().clean()
        rows = []
        if data.get("file"):
            try:
                rows = sheet_of(data["file"], MOST_ROWS)
            except ValidationError as error:
                self.add_error("file", error)
        self.readings = {"file": rows, "pasted": cells_of(data.get("pasted") or "")}
        self.readings["name"] = []
        if any(data.get(name) for name in COLUMNS):
            self.readings["name"] = [COLUMNS, [data.get(name) for name in COLUMNS]]
        return data

    def read(self) -> Iterator[tuple[str, PeopleReading]]:
        """What each of the three ways brought, to be kept before the next is read."""
        namesakes = self.cleaned_data.get("namesake", False)
        for way, rows in self.readings.items():
            if any(any(row) for row in rows):
                mine = namesakes and way == "name"
                yield way, PeopleReading(self.request, rows, namesakes=mine)

    def rest(self, refused: dict[str, PeopleReading]) -> "PeopleForm":
        """The form with what was not kept alone: lines pasted, and the one typed with
        what is wrong at its fields. A file cannot be put back."""
        data = {}
        if pasted := refused.get("pasted"):
            lines = pasted.refused_of(self.cleaned_data["pasted"].splitlines())
            data["pasted"] = "\n".join(lines)
        typed = refused.get("name")
        if typed and typed.faults:
            data |= {name: self.data.get(name, "") for name in (*COLUMNS, "namesake")}
        form = PeopleForm(data, request=self.request)
        for name, text in typed.faults if typed else ():
            form.add_error(name, text)
        return form
