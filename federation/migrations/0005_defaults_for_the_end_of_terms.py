"""Six, three and one month before a term runs out; the office may change them."""

from django.db import migrations

RULES = [
    (
        6,
        "Lập kế hoạch đại hội và chuẩn bị nhân sự.",
        "Plan the congress and prepare who stands for office.",
    ),
    (
        3,
        "Chốt thời gian, địa điểm và dự thảo văn kiện.",
        "Settle the date, the place and the draft documents.",
    ),
    (
        1,
        "Rà soát lần cuối; báo ngay nếu phải kéo dài nhiệm kỳ.",
        "Go through everything once more; say at once if the term has to be extended.",
    ),
]


def load(apps, schema_editor):
    rules = apps.get_model("federation", "TermReminderRule").objects
    for months, vietnamese, english in RULES:
        texts = {"task_vi": vietnamese, "task_en": english, "task": vietnamese}
        rules.get_or_create(months=months, defaults=texts)


class Migration(migrations.Migration):
    dependencies = [("federation", "0004_terms_to_the_end")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
