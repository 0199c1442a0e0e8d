"""Vietnamese order and folding as SQL functions; see federation/sortkey.py."""

from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations

from federation.sortkey import functions_sql


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        TrigramExtension(),
        migrations.RunSQL(
            functions_sql(),
            "DROP FUNCTION vi_fold(text); DROP FUNCTION vi_sort_key(text);",
        ),
    ]
