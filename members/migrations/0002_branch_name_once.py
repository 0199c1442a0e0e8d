"""N2: one living branch of a name in an association, whoever writes it.

The name and the end of a branch are columns of the organisations' table, so the rule
is an index there; `Branch.clean` says the same in words.
"""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0001_initial"),
        ("federation", "0002_initial"),
    ]
    operations = [
        migrations.RunSQL(
            "CREATE UNIQUE INDEX branch_name_once ON federation_organization "
            "(parent_id, lower(normalize(name_vi, NFC))) "
            "WHERE kind = 'branch' AND ended_on IS NULL",
            "DROP INDEX branch_name_once",
        ),
    ]
