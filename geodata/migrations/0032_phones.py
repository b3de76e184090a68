"""Phones that carry households along: one row each, written over whenever it is heard of."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("geodata", "0031_visit_inbox"),
    ]

    operations = [
        migrations.CreateModel(
            name="Phone",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.UUIDField(verbose_name="random id")),
                ("seen_at", models.DateTimeField(verbose_name="last heard of")),
                ("waiting", models.PositiveSmallIntegerField(default=0, verbose_name="visits that waited")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="phones",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="account",
                    ),
                ),
            ],
            options={
                "verbose_name": "phone of the way",
                "verbose_name_plural": "phones of the way",
                "constraints": [
                    models.UniqueConstraint(fields=("user", "key"), name="one_row_per_phone_of_an_account")
                ],
            },
        ),
        migrations.RunSQL(
            "GRANT SELECT, INSERT, UPDATE ON geodata_phone TO gridmap_web;"
            "GRANT USAGE ON SEQUENCE geodata_phone_id_seq TO gridmap_web;",
            migrations.RunSQL.noop,
        ),
    ]
