"""Limits of the law for requests about personal data, and two of our own."""

from django.db import migrations

LAW = "NĐ 356/2025/NĐ-CP, Điều 5"
OWN = "quy ước của phần mềm"
LIMITS = [
    ("acknowledge", 2, None, True, LAW),
    ("view", 10, 15, False, LAW),
    ("correct", 10, 15, False, LAW),
    ("provide", 10, 15, False, LAW),
    ("withdraw", 15, 20, False, LAW),
    ("restrict", 15, 20, False, LAW),
    ("object", 15, 20, False, LAW),
    ("delete", 20, 30, False, LAW),
    ("remind", 2, None, False, OWN),
    ("quarantine", 7, None, False, OWN),
]


def make_limits(apps, schema_editor):
    """What an administrator has entered already stays."""
    limits = apps.get_model("federation", "PrivacyLimit").objects
    for key, days, others, working, source in LIMITS:
        limits.get_or_create(
            key=key,
            defaults={
                "days": days,
                "days_via_third_party": others,
                "in_working_days": working,
                "source": source,
            },
        )


class Migration(migrations.Migration):
    dependencies = [("federation", "0006_privacy")]

    operations = [migrations.RunPython(make_limits, migrations.RunPython.noop)]
