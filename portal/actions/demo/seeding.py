"""A city's portal as its readers would find it: facts with sources, and sample data."""

import tomllib
from collections import Counter
from pathlib import Path

import pghistory
from django.conf import settings
from django.db import transaction

from events.actions import generate
from events.models import Anniversary, Milestone, Occurrence
from portal.actions import reference
from portal.actions.demo.branches import load_branches
from portal.actions.demo.commendations import make_commendations
from portal.actions.demo.dossiers import make_dossiers
from portal.actions.demo.office import make_office
from portal.actions.demo.people import make_accounts
from portal.actions.demo.plates import plate
from portal.actions.demo.privacy import make_privacy
from portal.actions.demo.register import make_members
from portal.actions.demo.rows import Rows
from portal.search import index

DEMO = reference.DATA / "demo"
CITIES = sorted(path.parent.name for path in DEMO.glob("*/people.toml"))


def seed(city: str, *, accounts: Path | None = None) -> Counter:
    """Fill the portal of this city; what is there already is left alone."""
    reports = reference.load(city=city)
    if refused := [line for r in reports if r.refused for line in r.lines()]:
        raise ValueError("\n".join(refused))
    accounts = Path(accounts or settings.DEMO_ACCOUNTS)
    with pghistory.context(source="seed_demo"), transaction.atomic():
        rows, users, common = fill(DEMO / city, accounts)
    generate()
    with pghistory.context(source="seed_demo"), transaction.atomic():
        make_office(common["office"], users, rows)
    index.refresh()
    return +rows.made


def fill(folder: Path, accounts: Path) -> tuple[Rows, dict, dict]:
    """Facts first, then who works with them, then everything invented."""
    rows = Rows()
    rows.hooks = {
        ("before", "federation.Photo"): draw_plate,
        ("after", "bulletin.Article"): note_english,
    }
    common = tomllib.loads((DEMO / "common.toml").read_text("utf-8"))
    people = tomllib.loads((folder / "people.toml").read_text("utf-8"))
    for path in sorted((folder / "facts").glob("*.toml")):
        rows.load(path, is_demo=False)
    remember_past_turns(rows)
    users = make_accounts(entries_of(common, people), rows, accounts)
    load_branches(folder / "branches.csv", common["people"]["names"], common, rows)
    for path in sorted((folder / "sample").glob("*.toml")):
        rows.load(path, is_demo=True)
    make_dossiers(people["dossiers"], users, rows)
    make_privacy(common["privacy"], users, rows)
    make_members(common["register"], people["organizations"], rows)
    make_commendations(common["awards"], people["organizations"], users, rows)
    return rows, users, common


def entries_of(common: dict, people: dict) -> list[dict]:
    """The accounts with their address and the organisation they act for here."""
    return [
        {
            **entry,
            "email": f"{entry['key'].replace('_', '.')}@{people['domain']}",
            "organization": people["organizations"].get(entry["key"], "union"),
        }
        for entry in common["accounts"]
    ]


def draw_plate(values: dict) -> None:
    """`name:lacquer` becomes the drawn picture of that name."""
    values["file"] = plate(*values["file"].split(":"))


def note_english(article) -> None:
    if "en" in article.languages:
        article.note_english()


def remember_past_turns(rows: Rows) -> None:
    """Events of the past that were held for an anniversary point to its turn."""
    for day in Anniversary.objects.filter(kind="traditional"):
        event = rows.known.get("le-70-nam")
        if event is None or event.occurrence_id:
            continue
        year = event.starts_at.year
        event.occurrence, _new = Occurrence.objects.get_or_create(
            anniversary=day,
            year=year,
            defaults={
                "date": day.base_date.replace(year=year),
                "ordinal": day.ordinal_in(year),
                "milestone": Milestone.DECADE,
                "is_even": True,
                "status": Occurrence.Status.HELD,
            },
        )
        event.save(update_fields=["occurrence"])
