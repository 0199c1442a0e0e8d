"""Names whose letters have marks that were not dropped before: Dvořák, Łódź."""

from django.db import migrations

FOLD = """
    SET LOCAL statement_timeout = 0;
    UPDATE awards_award SET recipient_vi = recipient_vi WHERE folded <> vi_fold(
        coalesce(recipient_vi, '') || ' ' || coalesce(recipient_en, '') || ' ' ||
        coalesce(recipient_title_vi, '')
    );
"""


class Migration(migrations.Migration):
    dependencies = [
        ("awards", "0006_rests"),
        ("federation", "0016_fold_every_mark"),
    ]
    operations = [migrations.RunSQL(FOLD, migrations.RunSQL.noop)]
