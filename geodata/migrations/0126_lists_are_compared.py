"""Lists of departments and their lines, compared with entitlements."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models

from geodata.sql import install

LAWS = """
ALTER TABLE geodata_listrow ADD CONSTRAINT listrow_carries_the_village_of_its_household
    FOREIGN KEY (village_id, household_id) REFERENCES geodata_household (village_id, id)
    ON UPDATE CASCADE DEFERRABLE INITIALLY IMMEDIATE;
"""
NO_LAWS = "ALTER TABLE geodata_listrow DROP CONSTRAINT listrow_carries_the_village_of_its_household"


class Migration(migrations.Migration):
    dependencies = [
        ("geodata", "0155_campaigns"),
    ]

    operations = [
        migrations.CreateModel(
            name="ListRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "villages",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), size=None, verbose_name="villages"
                    ),
                ),
                ("as_of", models.DateField(verbose_name="as of")),
                ("name", models.CharField(blank=True, max_length=100, verbose_name="name")),
                ("rows", models.PositiveIntegerField(verbose_name="rows")),
                ("both", models.PositiveIntegerField(verbose_name="there and here")),
                ("only_there", models.PositiveIntegerField(verbose_name="only there")),
                ("unknown", models.PositiveIntegerField(verbose_name="no such household")),
                ("only_here", models.PositiveIntegerField(verbose_name="only here")),
                ("at", models.DateTimeField(verbose_name="at")),
                ("synthetic", models.BooleanField(default=False, verbose_name="invented")),
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
                        verbose_name="by",
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="geodata.department",
                        verbose_name="department",
                    ),
                ),
                (
                    "policy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="geodata.policy",
                        verbose_name="policy",
                    ),
                ),
            ],
            options={
                "verbose_name": "list of a department",
                "verbose_name_plural": "lists of departments",
            },
        ),
        migrations.CreateModel(
            name="ListRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("line", models.PositiveIntegerField(blank=True, null=True, verbose_name="line")),
                ("number", models.CharField(blank=True, max_length=30, verbose_name="household number")),
                ("name", models.CharField(blank=True, max_length=60, verbose_name="name of a person")),
                ("place", models.CharField(blank=True, max_length=60, verbose_name="village")),
                (
                    "amount",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=10, null=True, verbose_name="amount"
                    ),
                ),
                (
                    "finding",
                    models.CharField(
                        choices=[
                            ("both", "there and here"),
                            ("only_there", "only there"),
                            ("only_here", "only here"),
                            ("unknown", "no such household"),
                        ],
                        max_length=10,
                        verbose_name="found",
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="geodata.department",
                        verbose_name="department",
                    ),
                ),
                (
                    "entitlement",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="geodata.entitlement",
                        verbose_name="entitlement",
                    ),
                ),
                (
                    "household",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="geodata.household",
                        verbose_name="household",
                    ),
                ),
                (
                    "village",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="geodata.area",
                        verbose_name="village",
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="geodata.listrun",
                        verbose_name="list of a department",
                    ),
                ),
            ],
            options={
                "verbose_name": "line of a list",
                "verbose_name_plural": "lines of lists",
            },
        ),
        migrations.AddIndex(
            model_name="listrun",
            index=models.Index(fields=["department", "-id"], name="lists_by_department"),
        ),
        migrations.AddConstraint(
            model_name="listrun",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "rows",
                        django.db.models.expressions.CombinedExpression(
                            django.db.models.expressions.CombinedExpression(
                                models.F("both"), "+", models.F("only_there")
                            ),
                            "+",
                            models.F("unknown"),
                        ),
                    )
                ),
                name="parts_of_a_list_add_up",
                violation_error_message="The parts of the list do not add up.",
            ),
        ),
        migrations.AddIndex(
            model_name="listrow",
            index=models.Index(fields=["run", "finding", "id"], name="rows_of_a_list"),
        ),
        migrations.AddIndex(
            model_name="listrow",
            index=models.Index(fields=["household"], name="list_rows_by_household"),
        ),
        migrations.AddConstraint(
            model_name="listrow",
            constraint=models.UniqueConstraint(fields=("run", "line"), name="one_row_per_line_of_a_list"),
        ),
        migrations.AddConstraint(
            model_name="listrow",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("finding", "both"), ("household__isnull", False), ("line__isnull", False)),
                    models.Q(
                        ("finding", "only_there"), ("household__isnull", False), ("line__isnull", False)
                    ),
                    models.Q(("finding", "unknown"), ("household__isnull", True), ("line__isnull", False)),
                    models.Q(
                        ("entitlement__isnull", False), ("finding", "only_here"), ("line__isnull", True)
                    ),
                    _connector="OR",
                ),
                name="line_of_a_list_says_what_was_found",
            ),
        ),
        migrations.RunSQL(LAWS, NO_LAWS),
        install("policies/listrun"),
        install("policies/listrow"),
        install("take_village"),
        install("grants"),
    ]
