"""The gap report stays as it was printed: its figures, and the state of each household from which they were counted."""

import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from geodata.sql import install


class Migration(migrations.Migration):
    dependencies = [
        ("geodata", "0241_a_day_may_be_told_again"),
    ]

    operations = [
        migrations.CreateModel(
            name="Edition",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("area_code", models.CharField(max_length=12, verbose_name="code of the area")),
                ("number", models.PositiveIntegerField(verbose_name="number of the edition")),
                ("day", models.DateField(verbose_name="cut-off day")),
                ("known_at", models.DateTimeField(verbose_name="what was known at")),
                ("window", models.PositiveSmallIntegerField(verbose_name="days in which visits count")),
                ("release", models.CharField(max_length=40, verbose_name="version of the code")),
                ("fingerprint", models.CharField(max_length=64, verbose_name="fingerprint")),
                ("figures", models.JSONField(verbose_name="figures")),
                (
                    "villages",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), size=None, verbose_name="villages"
                    ),
                ),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="geodata.area",
                        verbose_name="area",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="made by",
                    ),
                ),
                (
                    "previous",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="geodata.edition",
                    ),
                ),
            ],
            options={
                "verbose_name": "edition of the gap report",
                "verbose_name_plural": "editions of the gap report",
                "ordering": ["-known_at", "-id"],
                "indexes": [models.Index(fields=["area_code", "-known_at"], name="editions_of_an_area")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("area", "number"), name="one_edition_of_a_number_in_an_area"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("fingerprint__regex", "^[0-9a-f]{64}$")),
                        name="an_edition_has_its_fingerprint",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EditionPart",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "households",
                    django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None),
                ),
                (
                    "grids",
                    django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None),
                ),
                (
                    "bits",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.SmallIntegerField(), size=None
                    ),
                ),
                (
                    "intervals",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.SmallIntegerField(), size=None
                    ),
                ),
                (
                    "met",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.DateField(null=True), size=None
                    ),
                ),
                (
                    "visits",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.SmallIntegerField(), size=None
                    ),
                ),
                (
                    "causes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.SmallIntegerField(), size=None
                    ),
                ),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parts",
                        to="geodata.edition",
                    ),
                ),
                (
                    "village",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="geodata.area",
                    ),
                ),
            ],
            options={
                "verbose_name": "states of an edition",
                "verbose_name_plural": "states of editions",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("edition", "village"), name="one_part_of_a_village_in_an_edition"
                    )
                ],
            },
        ),
        install("edition_keeps_its_figures", "DROP FUNCTION edition_keeps_its_figures CASCADE"),
        install("policies/edition"),
        install("policies/editionpart"),
        install("grants"),
    ]
