"""When the kept counts of each day were last compared with history, and what was found: /healthz tells it."""

from django.db import migrations, models

from geodata.sql import install


class Migration(migrations.Migration):
    dependencies = [
        ("geodata", "0102_base_of_maps"),
    ]

    operations = [
        migrations.CreateModel(
            name="ComparedDay",
            fields=[
                ("day", models.DateField(primary_key=True, serialize=False, verbose_name="day")),
                ("compared_on", models.DateField(verbose_name="compared on")),
                ("differing", models.PositiveIntegerField(verbose_name="villages that differed")),
                ("mended_on", models.DateField(null=True)),
            ],
            options={
                "verbose_name": "day that was compared",
                "verbose_name_plural": "days that were compared",
            },
        ),
        install("grants"),
    ]
