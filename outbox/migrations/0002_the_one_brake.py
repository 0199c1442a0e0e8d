"""The brake is there from the beginning."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("outbox", "0001_initial")]

    operations = [
        migrations.RunSQL(
            """INSERT INTO outbox_brake (id, "on", reason, released_by)
               VALUES (1, false, '', '')""",
            """DELETE FROM outbox_brake""",
        )
    ]
