"""The default reminder rules, from the table shipped with the portal."""

import csv
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction

from events.models import ReminderRule

COLUMNS = ["kind", "milestone", "amount", "unit", "audience", "task_vi", "task_en"]


def load_rules(path: Path | str) -> dict:
    """Make the rules that are not there yet; what the office changed stays.

    Returns created, unchanged and refused, the last as (line, column, why).
    """
    report = {"created": 0, "updated": 0, "unchanged": 0, "refused": []}
    with Path(path).open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        lacking = sorted(set(COLUMNS) - set(reader.fieldnames or []))
        if lacking:
            report["refused"] = [(1, name, "column missing") for name in lacking]
            return report
        for line, row in enumerate(reader, start=2):
            _load(row, line, report)
    return report


def _load(row: dict, line: int, report: dict) -> None:
    rule = ReminderRule(**{name: (row[name] or "").strip() for name in COLUMNS})
    try:
        rule.amount = int(rule.amount)
        rule.clean_fields()
    except ValueError:
        report["refused"].append((line, "amount", "not a number"))
        return
    except ValidationError as error:
        for column, reasons in error.message_dict.items():
            report["refused"].append((line, column, " ".join(reasons)))
        return
    same = ReminderRule.objects.filter(
        kind=rule.kind,
        milestone=rule.milestone,
        amount=rule.amount,
        unit=rule.unit,
        channel=rule.channel,
    )
    with transaction.atomic():
        if same.exists():
            report["unchanged"] += 1
            return
        rule.save()
    report["created"] += 1
