"""Extensions and the text functions of federation/sortkey.py."""

from django.contrib.postgres.operations import BtreeGistExtension, TrigramExtension
from django.db import migrations

from federation.sortkey import functions_sql


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        TrigramExtension(),
        BtreeGistExtension(),
        migrations.RunSQL(
            functions_sql(),
            "DROP FUNCTION vi_fold(text); DROP FUNCTION vi_sort_key(text);",
        ),
    ]
