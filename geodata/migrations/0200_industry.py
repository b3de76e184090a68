"""Co-operatives and members, enterprises beside villages, specialists and guidance, sales, offers, and mean incomes of villages."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from geodata.sql import install
from geodata.sql.together import together

LAWS = """
ALTER TABLE geodata_coopmembership ADD CONSTRAINT coopmembership_carries_the_village_of_its_household
    FOREIGN KEY (village_id, household_id) REFERENCES geodata_household (village_id, id)
    ON UPDATE CASCADE DEFERRABLE INITIALLY IMMEDIATE;
"""
NO_LAWS = (
    "ALTER TABLE geodata_coopmembership DROP CONSTRAINT coopmembership_carries_the_village_of_its_household;"
)


class Migration(migrations.Migration):
    dependencies = [
        ("geodata", "0190_matching_follows"),
    ]

    operations = together(
        [
            migrations.CreateModel(
                name="Cooperative",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("period", django.contrib.postgres.fields.ranges.DateRangeField(verbose_name="period")),
                    ("name", models.CharField(max_length=60, verbose_name="name")),
                    ("product", models.CharField(max_length=60, verbose_name="product")),
                    ("synthetic", models.BooleanField(default=False, verbose_name="invented")),
                    (
                        "village",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="geodata.area",
                            verbose_name="village",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "co-operative",
                    "verbose_name_plural": "co-operatives",
                },
            ),
            migrations.CreateModel(
                name="CooperativeEvent",
                fields=[
                    ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                    ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                    ("pgh_label", models.TextField(help_text="The event label.")),
                    ("pgh_context", pghistory.utils.JSONField(null=True)),
                    ("pgh_context_id", models.UUIDField(null=True)),
                    ("id", models.BigIntegerField()),
                    ("period", django.contrib.postgres.fields.ranges.DateRangeField(verbose_name="period")),
                    ("name", models.CharField(max_length=60, verbose_name="name")),
                    ("product", models.CharField(max_length=60, verbose_name="product")),
                    ("synthetic", models.BooleanField(default=False, verbose_name="invented")),
                    (
                        "pgh_obj",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="changes",
                            related_query_name="changes_query",
                            to="geodata.cooperative",
                        ),
                    ),
                    (
                        "village",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="geodata.area",
                            verbose_name="village",
                        ),
                    ),
                ],
                options={
                    "abstract": False,
                },
            ),
            migrations.CreateModel(
                name="CoopMembership",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("period", django.contrib.postgres.fields.ranges.DateRangeField(verbose_name="period")),
                    (
                        "cooperative",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="memberships",
                            to="geodata.cooperative",
                            verbose_name="co-operative",
                        ),
                    ),
                    (
                        "household",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="cooperatives",
                            to="geodata.household",
                            verbose_name="household",
                        ),
                    ),
                    (
                        "village",
                        models.ForeignKey(
                            db_constraint=False,
                            editable=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="geodata.area",
                            verbose_name="village",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "membership of a co-operative",
                    "verbose_name_plural": "memberships of co-operatives",
                },
            ),
            migrations.CreateModel(
                name="CoopMembershipEvent",
                fields=[
                    ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                    ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                    ("pgh_label", models.TextField(help_text="The event label.")),
                    ("pgh_context", pghistory.utils.JSONField(null=True)),
                    ("pgh_context_id", models.UUIDField(null=True)),
                    ("id", models.BigIntegerField()),
                    ("period", django.contrib.postgres.fields.ranges.DateRangeField(verbose_name="period")),
                    (
                        "cooperative",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="geodata.cooperative",
                            verbose_name="co-operative",
                        ),
                    ),
                    (
                        "household",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="geodata.household",
                            verbose_name="household",
                        ),
                    ),
                    (
                        "pgh_obj",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="changes",
                            related_query_name="changes_query",
                            to="geodata.coopmembership",
                        ),
                    ),
                    (
                        "village",
                        models.ForeignKey(
                            db_constraint=False,
                            editable=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="geodata.area",
                            verbose_name="village",
                        ),
                    ),
                ],
                options={
                    "abstract": False,
                },
            ),
            migrations.CreateModel(
                name="Enterprise",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("period", django.contrib.postgres.fields.ranges.DateRangeField(verbose_name="period")),
                    ("name", models.CharField(max_length=60, verbose_name="name")),
                    ("business", models.CharField(max_length=60, verbose_name="business")),
                    ("synthetic", models.BooleanField(default=False, verbose_name="invented")),
                    (
                        "area",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="geodata.area",
                            verbose_name="seated in",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "enterprise",
                    "verbose_name_plural": "enterprises",
                },
            ),
            migrations.CreateModel(
                name="EnterpriseEvent",
                fields=[
                    ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                    ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                    ("pgh_label", models.TextField(help_text="The event label.")),
                    ("pgh_context", pghistory.utils.JSONField(null=True)),
                    ("pgh_context_id", models.UUIDField(null=True)),
                    ("id", models.BigIntegerField()),
                    ("period", django.contrib.postgres.fields.ranges.DateRangeField(verbose_name="period")),
                    ("name", models.CharField(max_length=60, verbose_name="name")),
                    ("business", models.CharField(max_length=60, verbose_name="business")),
                    ("synthetic", models.BooleanField(default=False, verbose_name="invented")),
                    (
                        "area",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="geodata.area",
                            verbose_name="seated in",
                        ),
                    ),
                    (
                        "pgh_obj",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="changes",
                            related_query_name="changes_query",
                            to="geodata.enterprise",
                        ),
                    ),
                ],
                options={
                    "abstract": False,
                },
            ),
            migrations.CreateModel(
                name="EnterpriseVillage",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("period", django.contrib.postgres.fields.ranges.DateRangeField(verbose_name="period")),
                    (
                        "liaison",
                        models.CharField(blank=True, max_length=30, verbose_name="who speaks for it"),
                    ),
                    (
                        "enterprise",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="pairs",
                            to="geodata.enterprise",
                            verbose_name="enterprise",
                        ),
                    ),
                    (
                        "village",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="geodata.area",
                            verbose_name="village",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "pair of an enterprise and a village",
                    "verbose_name_plural": "pairs of enterprises and villages",
                },
            ),
            migrations.CreateModel(
                name="EnterpriseVillageEvent",
                fields=[
                    ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                    ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                    ("pgh_label", models.TextField(help_text="The event label.")),
                    ("pgh_context", pghistory.utils.JSONField(null=True)),
                    ("pgh_context_id", models.UUIDField(null=True)),
                    ("id", models.BigIntegerField()),
                    ("period", django.contrib.postgres.fields.ranges.DateRangeField(verbose_name="period")),
                    (
                        "liaison",
                        models.CharField(blank=True, max_length=30, verbose_name="who speaks for it"),
                    ),
                    (
                        "enterprise",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="geodata.enterprise",
                            verbose_name="enterprise",
                        ),
                    ),
                    (
                        "pgh_obj",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="changes",
                            related_query_name="changes_query",
                            to="geodata.enterprisevillage",
                        ),
                    ),
                    (
                        "village",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="geodata.area",
                            verbose_name="village",
                        ),
                    ),
                ],
                options={
                    "abstract": False,
                },
            ),
            migrations.CreateModel(
                name="IncomeSample",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                    (
                        "group",
                        models.CharField(
                            choices=[
                                ("member", "members of co-operatives"),
                                ("non_member", "households in no co-operative"),
                            ],
                            max_length=10,
                            verbose_name="of whom",
                        ),
                    ),
                    ("households", models.PositiveSmallIntegerField(verbose_name="households asked")),
                    (
                        "mean",
                        models.DecimalField(
                            decimal_places=0, max_digits=9, verbose_name="mean income (yuan a person)"
                        ),
                    ),
                    ("synthetic", models.BooleanField(default=False, verbose_name="invented")),
                    (
                        "by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="recorded by",
                        ),
                    ),
                    (
                        "village",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="geodata.area",
                            verbose_name="village",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "mean income",
                    "verbose_name_plural": "mean incomes",
                },
            ),
            migrations.CreateModel(
                name="IncomeSampleEvent",
                fields=[
                    ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                    ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                    ("pgh_label", models.TextField(help_text="The event label.")),
                    ("pgh_context", pghistory.utils.JSONField(null=True)),
                    ("pgh_context_id", models.UUIDField(null=True)),
                    ("id", models.BigIntegerField()),
                    ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                    (
                        "group",
                        models.CharField(
                            choices=[
                                ("member", "members of co-operatives"),
                                ("non_member", "households in no co-operative"),
                            ],
                            max_length=10,
                            verbose_name="of whom",
                        ),
                    ),
                    ("households", models.PositiveSmallIntegerField(verbose_name="households asked")),
                    (
                        "mean",
                        models.DecimalField(
                            decimal_places=0, max_digits=9, verbose_name="mean income (yuan a person)"
                        ),
                    ),
                    ("synthetic", models.BooleanField(default=False, verbose_name="invented")),
                    (
                        "by",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="recorded by",
                        ),
                    ),
                    (
                        "pgh_obj",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="changes",
                            related_query_name="changes_query",
                            to="geodata.incomesample",
                        ),
                    ),
                    (
                        "village",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="geodata.area",
                            verbose_name="village",
                        ),
                    ),
                ],
                options={
                    "abstract": False,
                },
            ),
            migrations.CreateModel(
                name="Opportunity",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "kind",
                        models.CharField(
                            choices=[
                                ("project", "project"),
                                ("fund", "fund"),
                                ("market", "market"),
                                ("job", "job"),
                                ("machine", "machine"),
                                ("training", "training"),
                            ],
                            max_length=10,
                            verbose_name="kind",
                        ),
                    ),
                    ("title", models.CharField(max_length=60, verbose_name="title")),
                    ("provider", models.CharField(max_length=60, verbose_name="offered by")),
                    (
                        "places",
                        models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="places"),
                    ),
                    ("until", models.DateField(verbose_name="until")),
                    ("text", models.CharField(blank=True, max_length=300, verbose_name="description")),
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
                            verbose_name="recorded by",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "offer",
                    "verbose_name_plural": "offers",
                },
            ),
            migrations.CreateModel(
                name="OpportunityEvent",
                fields=[
                    ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                    ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                    ("pgh_label", models.TextField(help_text="The event label.")),
                    ("pgh_context", pghistory.utils.JSONField(null=True)),
                    ("pgh_context_id", models.UUIDField(null=True)),
                    ("id", models.BigIntegerField()),
                    (
                        "kind",
                        models.CharField(
                            choices=[
                                ("project", "project"),
                                ("fund", "fund"),
                                ("market", "market"),
                                ("job", "job"),
                                ("machine", "machine"),
                                ("training", "training"),
                            ],
                            max_length=10,
                            verbose_name="kind",
                        ),
                    ),
                    ("title", models.CharField(max_length=60, verbose_name="title")),
                    ("provider", models.CharField(max_length=60, verbose_name="offered by")),
                    (
                        "places",
                        models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="places"),
                    ),
                    ("until", models.DateField(verbose_name="until")),
                    ("text", models.CharField(blank=True, max_length=300, verbose_name="description")),
                    ("synthetic", models.BooleanField(default=False, verbose_name="invented")),
                    (
                        "area",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="geodata.area",
                            verbose_name="area",
                        ),
                    ),
                    (
                        "by",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="recorded by",
                        ),
                    ),
                    (
                        "pgh_obj",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="changes",
                            related_query_name="changes_query",
                            to="geodata.opportunity",
                        ),
                    ),
                ],
                options={
                    "abstract": False,
                },
            ),
            migrations.CreateModel(
                name="SalesAid",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("day", models.DateField(verbose_name="day")),
                    ("product", models.CharField(max_length=60, verbose_name="product")),
                    ("kg", models.DecimalField(decimal_places=1, max_digits=10, verbose_name="kilograms")),
                    ("yuan", models.DecimalField(decimal_places=2, max_digits=12, verbose_name="yuan")),
                    ("synthetic", models.BooleanField(default=False, verbose_name="invented")),
                    (
                        "by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="recorded by",
                        ),
                    ),
                    (
                        "cooperative",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="sales",
                            to="geodata.cooperative",
                            verbose_name="sold by",
                        ),
                    ),
                    (
                        "enterprise",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="sales",
                            to="geodata.enterprise",
                            verbose_name="bought by",
                        ),
                    ),
                    (
                        "village",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="geodata.area",
                            verbose_name="village",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "sale with help",
                    "verbose_name_plural": "sales with help",
                },
            ),
            migrations.CreateModel(
                name="Specialist",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("period", django.contrib.postgres.fields.ranges.DateRangeField(verbose_name="period")),
                    ("name", models.CharField(max_length=60, verbose_name="name")),
                    ("unit", models.CharField(max_length=60, verbose_name="comes from")),
                    ("field", models.CharField(max_length=60, verbose_name="field")),
                    ("synthetic", models.BooleanField(default=False, verbose_name="invented")),
                    (
                        "area",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="geodata.area",
                            verbose_name="serves",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "specialist",
                    "verbose_name_plural": "specialists",
                },
            ),
            migrations.CreateModel(
                name="Guidance",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("day", models.DateField(verbose_name="day")),
                    (
                        "topic",
                        models.CharField(
                            choices=[
                                ("planting", "planting"),
                                ("breeding", "breeding"),
                                ("pests", "pests and diseases"),
                                ("machinery", "machinery"),
                                ("processing", "processing and storage"),
                                ("sales", "sales and brands"),
                                ("other", "other"),
                            ],
                            max_length=12,
                            verbose_name="topic",
                        ),
                    ),
                    ("persons", models.PositiveSmallIntegerField(verbose_name="persons who came")),
                    ("synthetic", models.BooleanField(default=False, verbose_name="invented")),
                    (
                        "by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="recorded by",
                        ),
                    ),
                    (
                        "village",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="geodata.area",
                            verbose_name="village",
                        ),
                    ),
                    (
                        "specialist",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="visits",
                            to="geodata.specialist",
                            verbose_name="specialist",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "guidance",
                    "verbose_name_plural": "visits of guidance",
                },
            ),
            migrations.CreateModel(
                name="SpecialistEvent",
                fields=[
                    ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                    ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                    ("pgh_label", models.TextField(help_text="The event label.")),
                    ("pgh_context", pghistory.utils.JSONField(null=True)),
                    ("pgh_context_id", models.UUIDField(null=True)),
                    ("id", models.BigIntegerField()),
                    ("period", django.contrib.postgres.fields.ranges.DateRangeField(verbose_name="period")),
                    ("name", models.CharField(max_length=60, verbose_name="name")),
                    ("unit", models.CharField(max_length=60, verbose_name="comes from")),
                    ("field", models.CharField(max_length=60, verbose_name="field")),
                    ("synthetic", models.BooleanField(default=False, verbose_name="invented")),
                    (
                        "area",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="geodata.area",
                            verbose_name="serves",
                        ),
                    ),
                    (
                        "pgh_obj",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="changes",
                            related_query_name="changes_query",
                            to="geodata.specialist",
                        ),
                    ),
                ],
                options={
                    "abstract": False,
                },
            ),
            migrations.AddConstraint(
                model_name="cooperative",
                constraint=models.CheckConstraint(
                    condition=models.Q(("period__isempty", False)), name="cooperative_lasts_a_day_or_more"
                ),
            ),
            migrations.AddConstraint(
                model_name="cooperative",
                constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                    expressions=[("name", "="), ("village", "="), ("period", "&&")],
                    name="one_cooperative_per_name_village_and_day",
                    violation_error_message="There is a co-operative of this name already.",
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="cooperative",
                trigger=pgtrigger.compiler.Trigger(
                    name="created_insert",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "geodata_cooperativeevent" ("id", "name", "period", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "product", "synthetic", "village_id") SELECT new_values."id", new_values."name", new_values."period", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'created\', new_values."id", new_values."product", new_values."synthetic", new_values."village_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="37dac3187f1375912cc2e33b13fcb5fbaa11c3e0",
                        level="STATEMENT",
                        operation="INSERT",
                        pgid="pgtrigger_created_insert_d516f",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="geodata_cooperative",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="cooperative",
                trigger=pgtrigger.compiler.Trigger(
                    name="changed_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "geodata_cooperativeevent" ("id", "name", "period", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "product", "synthetic", "village_id") SELECT old_values."id", old_values."name", old_values."period", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'changed\', old_values."id", old_values."product", old_values."synthetic", old_values."village_id" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;',
                        hash="a311225fb8347f9cb8832b8ae7baeef330caf861",
                        level="STATEMENT",
                        operation="UPDATE",
                        pgid="pgtrigger_changed_update_5d7cf",
                        referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                        table="geodata_cooperative",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="cooperative",
                trigger=pgtrigger.compiler.Trigger(
                    name="deleted_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "geodata_cooperativeevent" ("id", "name", "period", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "product", "synthetic", "village_id") SELECT old_values."id", old_values."name", old_values."period", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'deleted\', old_values."id", old_values."product", old_values."synthetic", old_values."village_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                        hash="cac64b5ffe280facba2f51b582cfc3be0fa23a64",
                        level="STATEMENT",
                        operation="DELETE",
                        pgid="pgtrigger_deleted_delete_9f933",
                        referencing="REFERENCING OLD TABLE AS old_values ",
                        table="geodata_cooperative",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="cooperativeevent",
                trigger=pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="c1478dfabff574c7025981548168f32e8923c238",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_a3ef5",
                        table="geodata_cooperativeevent",
                        when="BEFORE",
                    ),
                ),
            ),
            migrations.AddIndex(
                model_name="coopmembership",
                index=models.Index(fields=["village"], name="memberships_by_village"),
            ),
            migrations.AddConstraint(
                model_name="coopmembership",
                constraint=models.CheckConstraint(
                    condition=models.Q(("period__isempty", False)), name="membership_lasts_a_day_or_more"
                ),
            ),
            migrations.AddConstraint(
                model_name="coopmembership",
                constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                    expressions=[("household", "="), ("cooperative", "="), ("period", "&&")],
                    name="once_in_a_cooperative_a_day",
                    violation_error_message="This household is a member already.",
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="coopmembership",
                trigger=pgtrigger.compiler.Trigger(
                    name="changed_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "geodata_coopmembershipevent" ("cooperative_id", "household_id", "id", "period", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "village_id") SELECT old_values."cooperative_id", old_values."household_id", old_values."id", old_values."period", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'changed\', old_values."id", old_values."village_id" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;',
                        hash="3a5e02ee8a1df2c829868922b04130fce9b76a1f",
                        level="STATEMENT",
                        operation="UPDATE",
                        pgid="pgtrigger_changed_update_a898e",
                        referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                        table="geodata_coopmembership",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="coopmembership",
                trigger=pgtrigger.compiler.Trigger(
                    name="deleted_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "geodata_coopmembershipevent" ("cooperative_id", "household_id", "id", "period", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "village_id") SELECT old_values."cooperative_id", old_values."household_id", old_values."id", old_values."period", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'deleted\', old_values."id", old_values."village_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                        hash="e098622c762c604875024645563f284913713219",
                        level="STATEMENT",
                        operation="DELETE",
                        pgid="pgtrigger_deleted_delete_04e0e",
                        referencing="REFERENCING OLD TABLE AS old_values ",
                        table="geodata_coopmembership",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="coopmembershipevent",
                trigger=pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="82426879ce1d887d25e178b0302091cb304a141a",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_38bfc",
                        table="geodata_coopmembershipevent",
                        when="BEFORE",
                    ),
                ),
            ),
            migrations.AddConstraint(
                model_name="enterprise",
                constraint=models.CheckConstraint(
                    condition=models.Q(("period__isempty", False)), name="enterprise_lasts_a_day_or_more"
                ),
            ),
            migrations.AddConstraint(
                model_name="enterprise",
                constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                    expressions=[("name", "="), ("area", "="), ("period", "&&")],
                    name="one_enterprise_per_name_area_and_day",
                    violation_error_message="There is an enterprise of this name already.",
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="enterprise",
                trigger=pgtrigger.compiler.Trigger(
                    name="created_insert",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "geodata_enterpriseevent" ("area_id", "business", "id", "name", "period", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "synthetic") SELECT new_values."area_id", new_values."business", new_values."id", new_values."name", new_values."period", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'created\', new_values."id", new_values."synthetic" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="79fe919612402be7f2ef1ea07b6888cf3e66d519",
                        level="STATEMENT",
                        operation="INSERT",
                        pgid="pgtrigger_created_insert_7bb98",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="geodata_enterprise",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="enterprise",
                trigger=pgtrigger.compiler.Trigger(
                    name="changed_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "geodata_enterpriseevent" ("area_id", "business", "id", "name", "period", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "synthetic") SELECT old_values."area_id", old_values."business", old_values."id", old_values."name", old_values."period", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'changed\', old_values."id", old_values."synthetic" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;',
                        hash="acdc8982447a3e02a09741da9e84b4adb83f032d",
                        level="STATEMENT",
                        operation="UPDATE",
                        pgid="pgtrigger_changed_update_eb247",
                        referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                        table="geodata_enterprise",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="enterprise",
                trigger=pgtrigger.compiler.Trigger(
                    name="deleted_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "geodata_enterpriseevent" ("area_id", "business", "id", "name", "period", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "synthetic") SELECT old_values."area_id", old_values."business", old_values."id", old_values."name", old_values."period", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'deleted\', old_values."id", old_values."synthetic" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                        hash="f5e1ea43b843f06ccacf6265e463c88f4ff61e6c",
                        level="STATEMENT",
                        operation="DELETE",
                        pgid="pgtrigger_deleted_delete_535c4",
                        referencing="REFERENCING OLD TABLE AS old_values ",
                        table="geodata_enterprise",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="enterpriseevent",
                trigger=pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="51b08d235f75ce9ada84285840bec62d55b103d3",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_61a6d",
                        table="geodata_enterpriseevent",
                        when="BEFORE",
                    ),
                ),
            ),
            migrations.AddConstraint(
                model_name="enterprisevillage",
                constraint=models.CheckConstraint(
                    condition=models.Q(("period__isempty", False)), name="pair_lasts_a_day_or_more"
                ),
            ),
            migrations.AddConstraint(
                model_name="enterprisevillage",
                constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                    expressions=[("enterprise", "="), ("village", "="), ("period", "&&")],
                    name="one_pair_per_enterprise_village_and_day",
                    violation_error_message="They are paired already.",
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="enterprisevillage",
                trigger=pgtrigger.compiler.Trigger(
                    name="created_insert",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "geodata_enterprisevillageevent" ("enterprise_id", "id", "liaison", "period", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "village_id") SELECT new_values."enterprise_id", new_values."id", new_values."liaison", new_values."period", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'created\', new_values."id", new_values."village_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="a468de8d8ae32697e645b0572aec33ba6b08b308",
                        level="STATEMENT",
                        operation="INSERT",
                        pgid="pgtrigger_created_insert_a7635",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="geodata_enterprisevillage",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="enterprisevillage",
                trigger=pgtrigger.compiler.Trigger(
                    name="changed_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "geodata_enterprisevillageevent" ("enterprise_id", "id", "liaison", "period", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "village_id") SELECT old_values."enterprise_id", old_values."id", old_values."liaison", old_values."period", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'changed\', old_values."id", old_values."village_id" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;',
                        hash="cd3e6d814c78769f02187d8a88b716bf54d75857",
                        level="STATEMENT",
                        operation="UPDATE",
                        pgid="pgtrigger_changed_update_ae897",
                        referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                        table="geodata_enterprisevillage",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="enterprisevillage",
                trigger=pgtrigger.compiler.Trigger(
                    name="deleted_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "geodata_enterprisevillageevent" ("enterprise_id", "id", "liaison", "period", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "village_id") SELECT old_values."enterprise_id", old_values."id", old_values."liaison", old_values."period", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'deleted\', old_values."id", old_values."village_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                        hash="b345bf8930c62e3ecb1b32a68b2a87e6c277d9bc",
                        level="STATEMENT",
                        operation="DELETE",
                        pgid="pgtrigger_deleted_delete_7aaac",
                        referencing="REFERENCING OLD TABLE AS old_values ",
                        table="geodata_enterprisevillage",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="enterprisevillageevent",
                trigger=pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="9d25fcbe9dd6ee7349a498f94e474febf1d4a9d3",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_0321c",
                        table="geodata_enterprisevillageevent",
                        when="BEFORE",
                    ),
                ),
            ),
            migrations.AddConstraint(
                model_name="incomesample",
                constraint=models.CheckConstraint(
                    condition=models.Q(("households__gte", 5)),
                    name="income_is_of_five_households_or_more",
                    violation_error_message="A mean income is told of five households or more.",
                ),
            ),
            migrations.AddConstraint(
                model_name="incomesample",
                constraint=models.CheckConstraint(
                    condition=models.Q(("group__in", ["member", "non_member"])),
                    name="income_is_of_members_or_others",
                ),
            ),
            migrations.AddConstraint(
                model_name="incomesample",
                constraint=models.CheckConstraint(
                    condition=models.Q(("year__range", (2000, 2100))), name="income_is_of_a_year"
                ),
            ),
            migrations.AddConstraint(
                model_name="incomesample",
                constraint=models.CheckConstraint(
                    condition=models.Q(("mean__gte", 0)),
                    name="income_is_nothing_or_more",
                    violation_error_message="A mean income is nothing or more.",
                ),
            ),
            migrations.AddConstraint(
                model_name="incomesample",
                constraint=models.UniqueConstraint(
                    fields=("village", "year", "group"),
                    name="one_mean_income_per_village_year_and_group",
                    violation_error_message="This is recorded already.",
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="incomesample",
                trigger=pgtrigger.compiler.Trigger(
                    name="created_insert",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "geodata_incomesampleevent" ("by_id", "group", "households", "id", "mean", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "synthetic", "village_id", "year") SELECT new_values."by_id", new_values."group", new_values."households", new_values."id", new_values."mean", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'created\', new_values."id", new_values."synthetic", new_values."village_id", new_values."year" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="235913be71070b10ff076c554bf770857c5a39ee",
                        level="STATEMENT",
                        operation="INSERT",
                        pgid="pgtrigger_created_insert_d738a",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="geodata_incomesample",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="incomesample",
                trigger=pgtrigger.compiler.Trigger(
                    name="changed_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "geodata_incomesampleevent" ("by_id", "group", "households", "id", "mean", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "synthetic", "village_id", "year") SELECT old_values."by_id", old_values."group", old_values."households", old_values."id", old_values."mean", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'changed\', old_values."id", old_values."synthetic", old_values."village_id", old_values."year" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;',
                        hash="d0ceadec4ee44c509905b5a700eb1bbea5a96b11",
                        level="STATEMENT",
                        operation="UPDATE",
                        pgid="pgtrigger_changed_update_e5189",
                        referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                        table="geodata_incomesample",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="incomesample",
                trigger=pgtrigger.compiler.Trigger(
                    name="deleted_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "geodata_incomesampleevent" ("by_id", "group", "households", "id", "mean", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "synthetic", "village_id", "year") SELECT old_values."by_id", old_values."group", old_values."households", old_values."id", old_values."mean", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'deleted\', old_values."id", old_values."synthetic", old_values."village_id", old_values."year" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                        hash="c9317c211f8dfcb2bc5fffb62ba0bcb1868e028e",
                        level="STATEMENT",
                        operation="DELETE",
                        pgid="pgtrigger_deleted_delete_d0c5b",
                        referencing="REFERENCING OLD TABLE AS old_values ",
                        table="geodata_incomesample",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="incomesampleevent",
                trigger=pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="21cc1b300eb2a4abf7658cb65d6d60057e91b3e9",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_dafc6",
                        table="geodata_incomesampleevent",
                        when="BEFORE",
                    ),
                ),
            ),
            migrations.AddConstraint(
                model_name="opportunity",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        ("kind__in", ["project", "fund", "market", "job", "machine", "training"])
                    ),
                    name="offer_is_of_a_kind",
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="opportunity",
                trigger=pgtrigger.compiler.Trigger(
                    name="created_insert",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "geodata_opportunityevent" ("area_id", "by_id", "id", "kind", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "places", "provider", "synthetic", "text", "title", "until") SELECT new_values."area_id", new_values."by_id", new_values."id", new_values."kind", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'created\', new_values."id", new_values."places", new_values."provider", new_values."synthetic", new_values."text", new_values."title", new_values."until" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="00316474d40d1c36b75024bc949a06a0b13a61db",
                        level="STATEMENT",
                        operation="INSERT",
                        pgid="pgtrigger_created_insert_85668",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="geodata_opportunity",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="opportunity",
                trigger=pgtrigger.compiler.Trigger(
                    name="changed_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "geodata_opportunityevent" ("area_id", "by_id", "id", "kind", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "places", "provider", "synthetic", "text", "title", "until") SELECT old_values."area_id", old_values."by_id", old_values."id", old_values."kind", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'changed\', old_values."id", old_values."places", old_values."provider", old_values."synthetic", old_values."text", old_values."title", old_values."until" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;',
                        hash="1fc10b6c39ce3c7e1c44bde68f97243ee3c1032f",
                        level="STATEMENT",
                        operation="UPDATE",
                        pgid="pgtrigger_changed_update_0bb52",
                        referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                        table="geodata_opportunity",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="opportunity",
                trigger=pgtrigger.compiler.Trigger(
                    name="deleted_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "geodata_opportunityevent" ("area_id", "by_id", "id", "kind", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "places", "provider", "synthetic", "text", "title", "until") SELECT old_values."area_id", old_values."by_id", old_values."id", old_values."kind", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'deleted\', old_values."id", old_values."places", old_values."provider", old_values."synthetic", old_values."text", old_values."title", old_values."until" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                        hash="19a999ae6f0869966e8d1c7f8a33bb29e85fe6e3",
                        level="STATEMENT",
                        operation="DELETE",
                        pgid="pgtrigger_deleted_delete_1a0e0",
                        referencing="REFERENCING OLD TABLE AS old_values ",
                        table="geodata_opportunity",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="opportunityevent",
                trigger=pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="8be5b7994758e7d2f1e8e5147de7161aa66b42e3",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_5e49b",
                        table="geodata_opportunityevent",
                        when="BEFORE",
                    ),
                ),
            ),
            migrations.AddIndex(
                model_name="salesaid",
                index=models.Index(fields=["village", "day"], name="sales_by_village"),
            ),
            migrations.AddConstraint(
                model_name="salesaid",
                constraint=models.CheckConstraint(
                    condition=models.Q(("kg__gt", 0)),
                    name="sale_weighs_something",
                    violation_error_message="A sale weighs more than nothing.",
                ),
            ),
            migrations.AddConstraint(
                model_name="salesaid",
                constraint=models.CheckConstraint(
                    condition=models.Q(("yuan__gte", 0)),
                    name="sale_earns_nothing_or_more",
                    violation_error_message="A sale earns nothing or more.",
                ),
            ),
            migrations.AddConstraint(
                model_name="specialist",
                constraint=models.CheckConstraint(
                    condition=models.Q(("period__isempty", False)), name="specialist_serves_a_day_or_more"
                ),
            ),
            migrations.AddConstraint(
                model_name="specialist",
                constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                    expressions=[("name", "="), ("unit", "="), ("area", "="), ("period", "&&")],
                    name="one_specialist_per_name_unit_and_day",
                    violation_error_message="This specialist is known already.",
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="specialist",
                trigger=pgtrigger.compiler.Trigger(
                    name="created_insert",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "geodata_specialistevent" ("area_id", "field", "id", "name", "period", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "synthetic", "unit") SELECT new_values."area_id", new_values."field", new_values."id", new_values."name", new_values."period", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'created\', new_values."id", new_values."synthetic", new_values."unit" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="82abefe840d6e0d331cec8a42a3779926a3aefd9",
                        level="STATEMENT",
                        operation="INSERT",
                        pgid="pgtrigger_created_insert_c230c",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="geodata_specialist",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="specialist",
                trigger=pgtrigger.compiler.Trigger(
                    name="changed_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "geodata_specialistevent" ("area_id", "field", "id", "name", "period", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "synthetic", "unit") SELECT old_values."area_id", old_values."field", old_values."id", old_values."name", old_values."period", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'changed\', old_values."id", old_values."synthetic", old_values."unit" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;',
                        hash="a6b74808c80576adf5b3d411a4f4d4ff0e33a0c6",
                        level="STATEMENT",
                        operation="UPDATE",
                        pgid="pgtrigger_changed_update_8db03",
                        referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                        table="geodata_specialist",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="specialist",
                trigger=pgtrigger.compiler.Trigger(
                    name="deleted_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "geodata_specialistevent" ("area_id", "field", "id", "name", "period", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "synthetic", "unit") SELECT old_values."area_id", old_values."field", old_values."id", old_values."name", old_values."period", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'deleted\', old_values."id", old_values."synthetic", old_values."unit" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                        hash="08ecd88922ffc3eae4e5a205b1800c818c97b74c",
                        level="STATEMENT",
                        operation="DELETE",
                        pgid="pgtrigger_deleted_delete_83811",
                        referencing="REFERENCING OLD TABLE AS old_values ",
                        table="geodata_specialist",
                        when="AFTER",
                    ),
                ),
            ),
            migrations.AddIndex(
                model_name="guidance",
                index=models.Index(fields=["village", "day"], name="guidance_by_village"),
            ),
            migrations.AddConstraint(
                model_name="guidance",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        (
                            "topic__in",
                            ["planting", "breeding", "pests", "machinery", "processing", "sales", "other"],
                        )
                    ),
                    name="guidance_is_of_a_topic",
                ),
            ),
            migrations.AddConstraint(
                model_name="guidance",
                constraint=models.UniqueConstraint(
                    fields=("specialist", "village", "day", "topic"),
                    name="guidance_is_recorded_once",
                    violation_error_message="This visit is recorded already.",
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="specialistevent",
                trigger=pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="66327ded39cbb3b1a181615e68ee01ca6d59efca",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_c076d",
                        table="geodata_specialistevent",
                        when="BEFORE",
                    ),
                ),
            ),
            migrations.RunSQL(LAWS, NO_LAWS),
            install("policies/coopmembership"),
            install("policies/coopmembershipevent"),
            install("take_village"),
            install("import_tables"),
            install("note_import"),
            install("grants"),
        ]
    )
