"""The table's notes apart from the staff's; a month before means a calendar month."""

from django.db import migrations
from django.db.models import F

MONTHLY = ["diplomatic", "national_day"]


def forwards(apps, schema_editor):
    anniversaries = apps.get_model("events", "Anniversary").objects
    anniversaries.filter(verified_by=None, country__isnull=False).exclude(
        note=""
    ).update(source_note=F("note"), note="")
    rules = apps.get_model("events", "ReminderRule").objects
    taken = set(
        rules.filter(amount=1, unit="months").values_list(
            "kind", "milestone", "channel"
        )
    )
    for rule in rules.filter(kind__in=MONTHLY, amount=30, unit="days"):
        if (rule.kind, rule.milestone, rule.channel) not in taken:
            rules.filter(pk=rule.pk).update(amount=1, unit="months")


def backwards(apps, schema_editor):
    anniversaries = apps.get_model("events", "Anniversary").objects
    anniversaries.filter(note="").update(note=F("source_note"))
    rules = apps.get_model("events", "ReminderRule").objects
    rules.filter(kind__in=MONTHLY, amount=1, unit="months").update(
        amount=30, unit="days"
    )


class Migration(migrations.Migration):
    dependencies = [("events", "0004_ledger_checklists")]
    operations = [migrations.RunPython(forwards, backwards)]
