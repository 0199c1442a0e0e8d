"""The tables of the calendar shipped with the portal: rules, checklists, cautions."""

import csv
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction

from events.models import Caution, GreetingTemplate, ReminderRule, TaskTemplate
from federation.models import LegalBasis

# Per table: its model, its columns, and what makes two rows the same one.
RULES = (
    ReminderRule,
    ["kind", "milestone", "amount", "unit", "audience", "task_vi", "task_en"],
    ["kind", "milestone", "amount", "unit", "channel"],
)
TASKS = (
    TaskTemplate,
    ["kind", "milestone", "days_before", "text_vi", "text_en"],
    ["kind", "milestone", "text_vi"],
)
CAUTIONS = (
    Caution,
    [
        *("kind", "except_milestone", "event_kind", "legal_basis"),
        *("text_vi", "text_en"),
    ],
    ["kind", "except_milestone", "event_kind", "text_vi"],
)
LETTERS = (
    GreetingTemplate,
    ["kind", "milestone", "text_vi", "text_en"],
    ["kind", "milestone"],
)
NUMBERS = {"amount", "days_before"}


def load_rules(path: Path | str) -> dict:
    """Make the rules that are not there yet; what the office changed stays.

    Returns created, unchanged and refused, the last as (line, column, why).
    """
    return load_table(path, *RULES)


def load_task_templates(path: Path | str) -> dict:
    """The same for the steps of the checklists."""
    return load_table(path, *TASKS)


def load_cautions(path: Path | str) -> dict:
    """The same for what is to be minded."""
    return load_table(path, *CAUTIONS)


def load_greeting_templates(path: Path | str) -> dict:
    """The same for the wording that letters begin with."""
    return load_table(path, *LETTERS)


def load_table(path, model, columns: list[str], identity: list[str]) -> dict:
    report = {"created": 0, "updated": 0, "unchanged": 0, "refused": []}
    with Path(path).open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        lacking = sorted(set(columns) - set(reader.fieldnames or []))
        if lacking:
            report["refused"] = [(1, name, "column missing") for name in lacking]
            return report
        for line, row in enumerate(reader, start=2):
            values = {name: (row[name] or "").strip() for name in columns}
            _load(model, values, identity, line, report)
    return report


def _load(model, values: dict, identity: list[str], line: int, report: dict) -> None:
    try:
        row = model(**{name: typed(name, text) for name, text in values.items()})
        row.clean_fields()
    except ValueError as error:
        report["refused"].append((line, *error.args))
        return
    except ValidationError as error:
        for column, reasons in error.message_dict.items():
            report["refused"].append((line, column, " ".join(reasons)))
        return
    same = model.objects.filter(**{name: getattr(row, name) for name in identity})
    with transaction.atomic():
        if same.exists():
            report["unchanged"] += 1
            return
        row.save()
    report["created"] += 1


def typed(name: str, text: str):
    """A cell as its column wants it; ValueError names the column and says why."""
    if name in NUMBERS:
        if not text.isdecimal():
            raise ValueError(name, "not a number")
        return int(text)
    if name == "legal_basis":
        return LegalBasis.objects.filter(code=text).first()
    return text
