"""Reference tables in: countries, days to remember, twin cities, associations, forms.

Each loader takes one checked row and says what became of it; `load` runs them in the
order in which they need each other. Nothing here names a city: the root's city chooses
the rows of a table that has several.
"""

import json
from pathlib import Path

from django.conf import settings
from django.utils.text import slugify

from events.actions import (
    load_cautions,
    load_greeting_templates,
    load_rules,
    load_task_templates,
)
from events.models import Anniversary
from federation.models import Country, LegalBasis, Organization, TwinCity, Union
from federation.sortkey import fold
from members.actions import load_requirements, load_templates
from members.models import Association
from portal.actions import tables
from portal.actions.columns import ASKED_FOR, COLUMNS
from portal.actions.commendations import (
    load_form,
    load_level,
    load_nomination_paper,
    load_rules_of_council,
    load_type,
)
from portal.actions.limits import (
    load_past_host,
    load_privacy_limit,
    load_term_reminder_rule,
)
from portal.actions.merge import as_loader, settle
from portal.actions.tables import Refused, Report, keyed

DATA = Path(settings.BASE_DIR) / "portal" / "data"
LANGUAGES = ("vi", "en")
HELD_DATES = (
    *("base_date", "precision", "month", "day", "is_verified"),
    *("sources", "verification_source"),
)
DATE_TAGS = ("national day", "partnership")


class Loader:
    """What the rows of one load need to know of each other."""

    def __init__(self, path: Path | None = None, city: str = ""):
        self.path, self.city = path or DATA, city
        self.words = json.loads((DATA / "wording.json").read_text("utf-8"))
        self.union = Union.objects.first()
        self.countries = {row.iso2: row for row in Country.objects.all()}
        self.days = {
            (row.kind, row.country_id): row
            for row in Anniversary.objects.filter(
                kind__in=["diplomatic", "national_day"], is_historical=False
            )
        }

    def table(self, name: str, load_row) -> Report:
        """Run one table through its loader; a repeated key is refused."""
        report, seen = Report(name), {}
        try:
            for line, row in tables.read(self.file(name), COLUMNS[name].split()):
                self.row(report, line, row, load_row, seen)
        except Refused as refusal:
            report.refuse(0, refusal)
        return report

    def row(self, report, line, row, load_row, seen) -> None:
        try:
            if isinstance(row, Refused):
                raise row
            column, key = load_row.key(row)
            if key in seen:
                raise Refused(column, f"{key!r} repeats row {seen[key]}")
            seen[key] = line
            outcome, kept = load_row(self, row)
        except Refused as refusal:
            report.refuse(line, refusal)
        else:
            report.count(outcome)
            if kept:
                report.kept.append((line, ", ".join(kept)))

    def file(self, name: str) -> Path:
        """The asked-for tables come from the directory given, the rest may be ours.

        A table may carry a word more in its name: `member_associations_….csv`.
        """
        stem = name.removesuffix(".csv")
        given = min(self.path.glob(f"{stem}*.csv"), default=self.path / name)
        return given if name in ASKED_FOR or given.is_file() else DATA / name

    def is_other_city(self, row: dict) -> bool:
        return tables.needed(row, "city") != self.union.city_short_vi

    def country(self, row: dict, column: str = "country_iso2") -> Country:
        iso2 = tables.needed(row, column)
        if iso2 not in self.countries:
            raise Refused(column, f"no country {iso2!r}")
        return self.countries[iso2]


@keyed("slug")
def load_union(loader: Loader, row: dict):
    """The root: the row of the portal's city, made when there is none yet."""
    root = loader.union or Union(kind=Organization.Kind.UNION, slug=loader.city)
    if row["slug"] != root.slug:
        return "other_city", []
    founded, precision = tables.partial_date(row, "founded_on")
    values = {
        name: row[name]
        for name in row
        if name.endswith(("_vi", "_en")) or name in ("abbreviation", "document_symbol")
    }
    values |= {"founded_on": founded, "founded_precision": precision or "day"}
    for column in ("name_vi", "city_vi", "city_short_vi", "document_symbol"):
        tables.needed(row, column)
    outcome = settle(root, values)
    loader.union = root
    load_traditional_day(loader, row)
    return outcome


def load_traditional_day(loader: Loader, row: dict) -> None:
    """The day all friendship organisations keep, with the union's own sources."""
    day = tables.date(row, "traditional_on")
    kind = Anniversary.Kind.TRADITIONAL
    if day is None or Anniversary.objects.filter(kind=kind).exists():
        return
    titles = {f"title_{lang}": loader.words["traditional"][lang] for lang in LANGUAGES}
    values = {"base_date": day, "precision": "day", "is_verified": True, **titles}
    settle(
        Anniversary(kind=kind, owner=loader.union),
        {**values, "sources": row["sources"], "verification_source": row["sources"]},
    )


def note_of(row: dict) -> str:
    """What a researcher noted, in the office's language where the table has it."""
    return row.get("note_vi") or row["note"]


@keyed("code")
def load_legal_basis(loader: Loader, row: dict):
    code = tables.needed(row, "code")
    basis = LegalBasis.objects.filter(code=code).first() or LegalBasis(code=code)
    tables.needed(row, "title_vi")
    dates = {
        name: tables.date(row, name) for name in ("effective_from", "effective_to")
    }
    texts = {name: row[name] for name in ("title_vi", "title_en")}
    return settle(basis, {**texts, **dates, "note": note_of(row)})


@keyed("iso2")
def load_country(loader: Loader, row: dict):
    """A country with its two days; all is checked before anything is written."""
    iso2 = tables.needed(row, "iso2")
    if len(iso2) != 2 or not iso2.isascii() or not iso2.isupper():
        raise Refused("iso2", f"{iso2!r} is not a code of two letters")
    partnership = tables.one_of(
        row, "partnership", {*Country.Partnership.values, "none"}, empty=True
    )
    values = {
        "name_vi": tables.needed(row, "name_vi"),
        "name_en": tables.needed(row, "name_en"),
        "region": tables.one_of(row, "region", set(Country.Region.values)),
        "partnership": "" if partnership == "none" else partnership,
        "partnership_year": tables.number(row, "partnership_year"),
        "sources": tables.needed(row, "sources"),
        "note": note_of(row),
    }
    days = [diplomatic_day(loader, row), national_day(loader, row)]
    country = loader.countries.get(iso2) or Country(iso2=iso2)
    outcome, kept = settle(country, values)
    loader.countries[iso2] = country
    for kind, day in filter(None, days):
        done, theirs = settle_day(loader, country, kind, day)
        outcome = done if outcome == "unchanged" and done != "unchanged" else outcome
        kept = [*kept, *(f"{kind}.{name}" for name in theirs)]
    return outcome, kept


def settle_day(loader: Loader, country: Country, kind: str, values: dict):
    """Write a country's day; what a person verified is held as it is."""
    day = loader.days.get((kind, country.pk)) or Anniversary(kind=kind, country=country)
    held = HELD_DATES if day.verified_by_id else ()
    outcome = settle(day, values, held=held)
    loader.days[kind, country.pk] = day
    return ("updated" if outcome[0] == "created" else outcome[0]), outcome[1]


def diplomatic_day(loader: Loader, row: dict):
    """The date of relations as far as a text gives it; `verified` as the table says."""
    established, precision = tables.partial_date(row, "established_on")
    verified = tables.flag(row, "verified")
    if verified and precision != "day":
        raise Refused("verified", "only a full day can be verified")
    sources = sources_of(row, tag="")
    return "diplomatic", {
        **titles(loader, "diplomatic", row),
        "base_date": established,
        "precision": precision,
        "is_verified": verified,
        "verification_source": sources[:250] if verified else "",
        "sources": sources,
        "source_note": note_of(row),
        "candidate_on": tables.past_date(row, "candidate_on"),
    }


def national_day(loader: Loader, row: dict):
    """A fact when a source is named for it and the note does not question it."""
    known = tables.month_day(row, "national_day")
    if known is None:
        return None
    for language in LANGUAGES:
        tables.needed(row, f"national_day_name_{language}")
    sources = sources_of(row, tag="national day")
    verified = bool(sources) and "national day" not in row["note"].lower()
    return "national_day", {
        **titles(loader, "national_day", row),
        "month": known[0],
        "day": known[1],
        "is_verified": verified,
        "verification_source": sources[:250] if verified else "",
        "sources": sources,
        "source_note": "" if verified else note_of(row),
    }


def titles(loader: Loader, kind: str, row: dict) -> dict:
    """The title of a country's day in both languages."""
    return {
        f"title_{language}": loader.words[kind][language].format(
            country=row[f"name_{language}"], day=row[f"national_day_name_{language}"]
        )
        for language in LANGUAGES
    }


def sources_of(row: dict, *, tag: str) -> str:
    """The citations for one field: those with its tag, or those without any."""
    found = []
    for part in filter(None, map(str.strip, row["sources"].split(";"))):
        head, colon, rest = part.partition(":")
        tagged = bool(colon) and head in DATE_TAGS
        if tag and tagged and head == tag:
            found.append(rest.strip())
        elif not tag and not tagged:
            found.append(part)
    return "; ".join(found)


@keyed("name_en", "city")
def load_twin(loader: Loader, row: dict):
    """A twin city of this portal's city, by its country and English name."""
    if loader.is_other_city(row):
        return "other_city", []
    country, name = loader.country(row), tables.needed(row, "name_en")
    twin = TwinCity.objects.filter(country=country, name_en=name).first()
    agreed, precision = tables.partial_date(row, "agreement_on")
    tie = tables.one_of(row, "kind", set(loader.words["tie"]))
    return settle(
        twin or TwinCity(country=country),
        {
            "name_vi": tables.needed(row, "name_vi"),
            "name_en": name,
            "tie_vi": loader.words["tie"][tie],
            "tie_en": tie,
            "agreement_on": agreed,
            "agreement_precision": precision,
            "is_verified": tables.flag(row, "verified"),
            "sources": tables.needed(row, "sources"),
            "note": note_of(row),
        },
    )


@keyed("name_vi")
def load_association(loader: Loader, row: dict):
    """A member of this portal's union; found again by its address word."""
    if loader.is_other_city(row):
        return "other_city", []
    country = loader.country(row) if row["country_iso2"] else None
    short = {
        language: short_name(loader, tables.needed(row, f"name_{language}"), language)
        for language in LANGUAGES
    }
    slug = slugify(fold(short["vi"]).replace("hoi huu nghi ", ""))
    association = Association.objects.filter(slug=slug).first() or Association(
        kind=Organization.Kind.ASSOCIATION, parent=loader.union, slug=slug
    )
    tables.flag(row, "verified")
    outcome = settle(
        association,
        {f"name_{language}": row[f"name_{language}"] for language in LANGUAGES}
        | {f"short_name_{language}": short[language] for language in LANGUAGES},
    )
    if country and not association.countries.exists():
        association.countries.add(country)
    if country:
        make_responsible(loader, association, country)
    return outcome


def short_name(loader: Loader, name: str, language: str) -> str:
    """The name without the city that every name of the portal would repeat."""
    city = getattr(loader.union, f"city_short_{language}")
    return name.removesuffix(loader.words["association"][language].format(city=city))


def make_responsible(loader: Loader, association, country: Country) -> None:
    """A country's days are the business of its friendship association."""
    for kind in ("diplomatic", "national_day"):
        day = loader.days.get((kind, country.pk))
        if day and day.responsible_id is None:
            settle(day, {"responsible": association})


def load_papers() -> list[Report]:
    """The papers asked for and the wording of decisions; what staff worded stays."""
    reports = []
    for name, load_rows in {
        "dossier_requirements.csv": load_requirements,
        "decision_templates.csv": load_templates,
    }.items():
        found = load_rows(DATA / name)
        counts = {word: len(found[word]) for word in ("created", "unchanged")}
        reports.append(Report(name, **counts, refused=found["refused"]))
    return reports


def load_calendar_tables() -> list[Report]:
    """Reminder rules, checklists, cautions; the office's own stay as they are."""
    return [
        Report(name, **load_rows(DATA / name))
        for name, load_rows in {
            "reminder_rules.csv": load_rules,
            "task_templates.csv": load_task_templates,
            "cautions.csv": load_cautions,
            "greeting_templates.csv": load_greeting_templates,
        }.items()
    ]


TABLES = {
    "unions.csv": load_union,
    "legal_bases.csv": load_legal_basis,
    "privacy_limits.csv": load_privacy_limit,
    "term_reminder_rules.csv": load_term_reminder_rule,
    "host_kinds.csv": load_past_host,
    "commendation_levels.csv": load_level,
    "commendation_forms.csv": load_form,
    "commendation_types.csv": load_type,
    "council_rules.csv": load_rules_of_council,
    "nomination_papers.csv": load_nomination_paper,
    "diplomatic_relations.csv": load_country,
    "twin_cities.csv": load_twin,
    "member_associations.csv": load_association,
}


def load(*, path: Path | None = None, city: str = "") -> list[Report]:
    """Load every table; a refused row or table does not stop the others."""
    loader = Loader(path, city)
    with as_loader():
        reports = [loader.table(name, load_row) for name, load_row in TABLES.items()]
        return [*reports, *load_papers(), *load_calendar_tables()]
