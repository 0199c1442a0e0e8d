"""A language is one of the two."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("outbox", "0003_secret_messages")]

    operations = [
        migrations.AlterField(
            model_name="message",
            name="language",
            field=models.CharField(
                choices=[("vi", "Vietnamese"), ("en", "English")],
                max_length=2,
                verbose_name="language",
            ),
        ),
    ]
