"""The text functions of federation/sortkey.py anew: every mark of a Latin letter goes.

What is kept folded is folded anew in the migrations of its own app.
"""

from django.db import migrations

from federation.sortkey import functions_sql


class Migration(migrations.Migration):
    dependencies = [("federation", "0015_former_addresses")]
    operations = [migrations.RunSQL(functions_sql(), migrations.RunSQL.noop)]
