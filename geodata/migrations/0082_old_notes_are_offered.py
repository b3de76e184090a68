"""Whoever has noted something at a visit in the last year is offered for thirty days to make needs of it."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from geodata.sql import install

# A day of the county's: nothing is offered twice, and nothing where nobody has noted anything.
OFFER = """
INSERT INTO geodata_oldnotes (user_id, since, before, until, dismissed)
SELECT entered_by_id, current_date - 365, now(), current_date + 30, '{}' FROM geodata_visit
WHERE note <> '' AND state = 'valid' AND day >= current_date - 365 GROUP BY entered_by_id
"""


class Migration(migrations.Migration):
    dependencies = [("geodata", "0081_who_left_counts_nowhere")]

    operations = [
        migrations.CreateModel(
            name="OldNotes",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("since", models.DateField(verbose_name="notes since")),
                ("before", models.DateTimeField(verbose_name="notes entered before")),
                ("until", models.DateField(verbose_name="offered until")),
                (
                    "dismissed",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="notes that stay notes",
                    ),
                ),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="account",
                    ),
                ),
            ],
            options={"verbose_name": "offer of old notes", "verbose_name_plural": "offers of old notes"},
        ),
        migrations.RunSQL(OFFER, migrations.RunSQL.noop),
        install("grants"),
    ]
