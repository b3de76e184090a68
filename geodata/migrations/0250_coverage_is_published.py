"""What a county publishes of a day, signed and told once."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("geodata", "0193_sheets_of_households"),
    ]

    operations = [
        migrations.CreateModel(
            name="PublishedCoverage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("area", models.CharField(max_length=6, verbose_name="area code")),
                ("day", models.DateField(verbose_name="day")),
                ("payload", models.TextField(verbose_name="signed text")),
                ("signature", models.CharField(max_length=88, verbose_name="digital signature")),
                ("key", models.CharField(max_length=44, verbose_name="public key")),
                ("made_at", models.DateTimeField(verbose_name="made at")),
            ],
            options={
                "verbose_name": "published coverage",
                "verbose_name_plural": "published coverage",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("area", "day"), name="coverage_of_a_day_is_published_once"
                    )
                ],
            },
        ),
    ]
