"""A saved view brings its gap report each Monday, and the message of it leads to the job that holds the file."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from geodata.sql import install


class Migration(migrations.Migration):
    dependencies = [
        ("geodata", "0230_editions_of_the_gap_report"),
    ]

    operations = [
        migrations.CreateModel(
            name="WeeklyReport",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("names", models.BooleanField(default=False, verbose_name="with names")),
                ("last_on", models.DateField(verbose_name="last made on")),
                ("ended_on", models.DateField(null=True, verbose_name="ended on")),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="account",
                    ),
                ),
                (
                    "view",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="weekly",
                        to="geodata.savedview",
                        verbose_name="saved view",
                    ),
                ),
            ],
            options={
                "verbose_name": "weekly gap report",
                "verbose_name_plural": "weekly gap reports",
            },
        ),
        install("policies/weeklyreport"),
        install("grants"),
    ]
