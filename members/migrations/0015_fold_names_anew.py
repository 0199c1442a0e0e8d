"""Names whose letters have marks that were not dropped before: Dvořák, Łódź."""

from django.db import migrations

FOLD = """
    SET LOCAL statement_timeout = 0;
    UPDATE members_member SET full_name = full_name WHERE folded <> vi_fold(full_name);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0014_drafts_of_profiles"),
        ("federation", "0016_fold_every_mark"),
    ]
    operations = [migrations.RunSQL(FOLD, migrations.RunSQL.noop)]
