"""A household's own sheet has a line for each policy that is confirmed there."""

import django.db.models.deletion
from django.db import migrations, models

from geodata.sql import install

LAWS = """
ALTER TABLE geodata_cardline ADD CONSTRAINT cardline_carries_the_village_of_its_household
    FOREIGN KEY (village_id, household_id) REFERENCES geodata_household (village_id, id)
    ON UPDATE CASCADE DEFERRABLE INITIALLY IMMEDIATE
"""
NO_LAWS = "ALTER TABLE geodata_cardline DROP CONSTRAINT cardline_carries_the_village_of_its_household"


class Migration(migrations.Migration):
    dependencies = [
        ("geodata", "0231_reports_come_weekly"),
    ]

    operations = [
        migrations.CreateModel(
            name="CardLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("named", models.BooleanField(verbose_name="printed")),
                (
                    "card",
                    models.ForeignKey(
                        to="geodata.card",
                        on_delete=django.db.models.deletion.PROTECT,
                        verbose_name="card",
                        related_name="policy_lines",
                    ),
                ),
                (
                    "entitlement",
                    models.ForeignKey(
                        to="geodata.entitlement",
                        on_delete=django.db.models.deletion.PROTECT,
                        verbose_name="entitlement",
                        related_name="card_lines",
                    ),
                ),
                (
                    "household",
                    models.ForeignKey(
                        to="geodata.household",
                        on_delete=django.db.models.deletion.PROTECT,
                        verbose_name="household",
                        related_name="card_lines",
                        db_constraint=False,
                    ),
                ),
                (
                    "policy_version",
                    models.ForeignKey(
                        to="geodata.policyversion",
                        on_delete=django.db.models.deletion.PROTECT,
                        verbose_name="version of a policy",
                        related_name="+",
                    ),
                ),
                (
                    "village",
                    models.ForeignKey(
                        to="geodata.area",
                        on_delete=django.db.models.deletion.PROTECT,
                        verbose_name="village",
                        related_name="+",
                        db_constraint=False,
                        editable=False,
                    ),
                ),
            ],
            options={
                "verbose_name": "line of a policy card",
                "verbose_name_plural": "lines of policy cards",
                "indexes": [models.Index(fields=["household"], name="card_lines_by_household")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("card", "entitlement"), name="one_line_per_card_and_entitlement"
                    )
                ],
            },
        ),
        migrations.RunSQL(LAWS, NO_LAWS),
        install("take_village"),
        install("grants"),
        install("tallies_follow"),
        install("marks_follow"),
        install("import_tables"),
        install("note_import"),
        install("policies/cardline"),
    ]
