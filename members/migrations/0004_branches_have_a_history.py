"""Branches founded by a dossier before have the founding in their history."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("members", "0003_every_kind")]
    operations = [
        migrations.RunSQL(
            """
            INSERT INTO members_branchchange
                (branch_id, kind, "on", decision_id, request_id, is_demo, former_name)
            SELECT b.organization_ptr_id, 'establish', o.founded_on, b.decision_id,
                b.request_id, o.is_demo, ''
            FROM members_branch b
            JOIN federation_organization o ON o.id = b.organization_ptr_id
            WHERE b.request_id IS NOT NULL AND o.founded_on IS NOT NULL
            """,
            migrations.RunSQL.noop,
        ),
    ]
