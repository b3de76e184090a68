"""Livelihood projects: their plans and steps, the needs that are joined to them, and the households that they concern."""

import uuid

import django.contrib.gis.db.models.fields
import django.contrib.postgres.fields
import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from geodata.sql import install
from geodata.sql.together import together

LAWS = """
ALTER TABLE geodata_livelihoodproject ADD CONSTRAINT project_is_a_point_a_line_or_an_area
    CHECK (GeometryType(geometry) IN ('POINT', 'LINESTRING', 'POLYGON'));
ALTER TABLE geodata_livelihoodproject ADD CONSTRAINT project_lies_in_a_village_or_more CHECK (cardinality(villages) > 0);
ALTER TABLE geodata_projecthousehold ADD CONSTRAINT projecthousehold_carries_the_village_of_its_household
    FOREIGN KEY (village_id, household_id) REFERENCES geodata_household (village_id, id)
    ON UPDATE CASCADE DEFERRABLE INITIALLY IMMEDIATE;
"""
NO_LAWS = """
ALTER TABLE geodata_projecthousehold DROP CONSTRAINT projecthousehold_carries_the_village_of_its_household;
ALTER TABLE geodata_livelihoodproject DROP CONSTRAINT project_lies_in_a_village_or_more;
ALTER TABLE geodata_livelihoodproject DROP CONSTRAINT project_is_a_point_a_line_or_an_area;
"""
UNDO = """
DROP TRIGGER stands_where_its_steps_led ON geodata_livelihoodproject; DROP TRIGGER stands_where_its_steps_led ON geodata_projectstep;
DROP TRIGGER steps_stay ON geodata_projectstep;
"""
NO_HOUSEHOLDS = """
DROP FUNCTION projects_go_on CASCADE; DROP FUNCTION count_of_a_project CASCADE; DROP FUNCTION households_of_a_project CASCADE;
DROP FUNCTION count_households_of_project CASCADE;
"""
NO_LIFE = "DROP FUNCTION need_joins_a_project CASCADE; DROP FUNCTION project_goes_with_its_needs CASCADE"
NO_TALLIES = "DROP TRIGGER tallies_follow_projects ON geodata_livelihoodproject"


class Migration(migrations.Migration):
    dependencies = [
        ("geodata", "0240_a_day_tells_what_differed"),
    ]

    operations = [
        *together(
            [
                migrations.CreateModel(
                    name="LivelihoodProject",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "key",
                            models.UUIDField(
                                default=uuid.uuid4, editable=False, unique=True, verbose_name="key"
                            ),
                        ),
                        ("title", models.CharField(max_length=60, verbose_name="title")),
                        (
                            "category",
                            models.CharField(
                                choices=[
                                    ("water", "drinking water"),
                                    ("roads", "roads"),
                                    ("housing", "housing"),
                                    ("power", "power"),
                                    ("drainage", "drainage and irrigation"),
                                    ("school", "schools"),
                                    ("medical", "clinics"),
                                    ("environment", "environment"),
                                    ("other", "other"),
                                ],
                                max_length=12,
                                verbose_name="kind",
                            ),
                        ),
                        ("text", models.CharField(blank=True, max_length=500, verbose_name="what is built")),
                        (
                            "villages",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.BigIntegerField(),
                                blank=True,
                                default=list,
                                editable=False,
                                size=None,
                            ),
                        ),
                        (
                            "geometry",
                            django.contrib.gis.db.models.fields.GeometryField(
                                blank=True, null=True, srid=4326, verbose_name="place"
                            ),
                        ),
                        (
                            "reach",
                            models.PositiveSmallIntegerField(
                                default=200, verbose_name="metres around the place"
                            ),
                        ),
                        (
                            "budget",
                            models.PositiveBigIntegerField(
                                blank=True, null=True, verbose_name="budget in yuan"
                            ),
                        ),
                        (
                            "money",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("province", "state and province"),
                                    ("county", "county"),
                                    ("township", "township"),
                                    ("village", "village collective"),
                                    ("donation", "donations"),
                                    ("other", "other"),
                                ],
                                max_length=10,
                                verbose_name="source of money",
                            ),
                        ),
                        ("begin_on", models.DateField(verbose_name="planned from")),
                        ("due_on", models.DateField(verbose_name="planned until")),
                        (
                            "percent",
                            models.PositiveSmallIntegerField(default=0, verbose_name="done in percent"),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("proposed", "proposed"),
                                    ("approved", "approved"),
                                    ("building", "being built"),
                                    ("accepted", "accepted"),
                                    ("told", "told to households"),
                                    ("dropped", "dropped"),
                                ],
                                default="proposed",
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        ("moved_at", models.DateTimeField(verbose_name="last step at")),
                        ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="ended at")),
                        ("at", models.DateTimeField(verbose_name="proposed at")),
                        (
                            "homes",
                            models.PositiveIntegerField(
                                default=0, editable=False, verbose_name="households concerned"
                            ),
                        ),
                        (
                            "joined",
                            models.PositiveIntegerField(
                                default=0, editable=False, verbose_name="needs joined"
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, verbose_name="version")),
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
                                verbose_name="proposed by",
                            ),
                        ),
                        (
                            "department",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="geodata.department",
                                verbose_name="department",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "livelihood project",
                        "verbose_name_plural": "livelihood projects",
                    },
                ),
                migrations.CreateModel(
                    name="LivelihoodProjectEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("pgh_context_id", models.UUIDField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("key", models.UUIDField(default=uuid.uuid4, editable=False, verbose_name="key")),
                        ("title", models.CharField(max_length=60, verbose_name="title")),
                        (
                            "category",
                            models.CharField(
                                choices=[
                                    ("water", "drinking water"),
                                    ("roads", "roads"),
                                    ("housing", "housing"),
                                    ("power", "power"),
                                    ("drainage", "drainage and irrigation"),
                                    ("school", "schools"),
                                    ("medical", "clinics"),
                                    ("environment", "environment"),
                                    ("other", "other"),
                                ],
                                max_length=12,
                                verbose_name="kind",
                            ),
                        ),
                        (
                            "villages",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.BigIntegerField(),
                                blank=True,
                                default=list,
                                editable=False,
                                size=None,
                            ),
                        ),
                        (
                            "geometry",
                            django.contrib.gis.db.models.fields.GeometryField(
                                blank=True, null=True, srid=4326, verbose_name="place"
                            ),
                        ),
                        (
                            "reach",
                            models.PositiveSmallIntegerField(
                                default=200, verbose_name="metres around the place"
                            ),
                        ),
                        (
                            "budget",
                            models.PositiveBigIntegerField(
                                blank=True, null=True, verbose_name="budget in yuan"
                            ),
                        ),
                        (
                            "money",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("province", "state and province"),
                                    ("county", "county"),
                                    ("township", "township"),
                                    ("village", "village collective"),
                                    ("donation", "donations"),
                                    ("other", "other"),
                                ],
                                max_length=10,
                                verbose_name="source of money",
                            ),
                        ),
                        ("begin_on", models.DateField(verbose_name="planned from")),
                        ("due_on", models.DateField(verbose_name="planned until")),
                        (
                            "percent",
                            models.PositiveSmallIntegerField(default=0, verbose_name="done in percent"),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("proposed", "proposed"),
                                    ("approved", "approved"),
                                    ("building", "being built"),
                                    ("accepted", "accepted"),
                                    ("told", "told to households"),
                                    ("dropped", "dropped"),
                                ],
                                default="proposed",
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        ("moved_at", models.DateTimeField(verbose_name="last step at")),
                        ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="ended at")),
                        ("at", models.DateTimeField(verbose_name="proposed at")),
                        (
                            "homes",
                            models.PositiveIntegerField(
                                default=0, editable=False, verbose_name="households concerned"
                            ),
                        ),
                        (
                            "joined",
                            models.PositiveIntegerField(
                                default=0, editable=False, verbose_name="needs joined"
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, verbose_name="version")),
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
                                verbose_name="proposed by",
                            ),
                        ),
                        (
                            "department",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="geodata.department",
                                verbose_name="department",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="changes",
                                related_query_name="changes_query",
                                to="geodata.livelihoodproject",
                            ),
                        ),
                    ],
                    options={"abstract": False},
                ),
                migrations.CreateModel(
                    name="ProjectHousehold",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "origin",
                            models.CharField(
                                choices=[
                                    ("area", "by its place"),
                                    ("need", "by its need"),
                                    ("list", "by a list"),
                                ],
                                max_length=10,
                                verbose_name="concerned",
                            ),
                        ),
                        ("added_at", models.DateTimeField(verbose_name="concerned since")),
                        (
                            "left_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="not concerned since"),
                        ),
                        (
                            "household",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="projects",
                                to="geodata.household",
                                verbose_name="household",
                            ),
                        ),
                        (
                            "project",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="households",
                                to="geodata.livelihoodproject",
                                verbose_name="livelihood project",
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
                        "verbose_name": "household of a project",
                        "verbose_name_plural": "households of projects",
                    },
                ),
                migrations.CreateModel(
                    name="ProjectNeed",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("joined_at", models.DateTimeField(verbose_name="joined at")),
                        ("left_at", models.DateTimeField(blank=True, null=True, verbose_name="taken out at")),
                        (
                            "joined_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="joined by",
                            ),
                        ),
                        (
                            "left_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="taken out by",
                            ),
                        ),
                        (
                            "need",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="projects",
                                to="geodata.need",
                                verbose_name="need",
                            ),
                        ),
                        (
                            "project",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="needs",
                                to="geodata.livelihoodproject",
                                verbose_name="livelihood project",
                            ),
                        ),
                    ],
                    options={"verbose_name": "need of a project", "verbose_name_plural": "needs of projects"},
                ),
                migrations.CreateModel(
                    name="ProjectStep",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("at", models.DateTimeField(verbose_name="at")),
                        ("move", models.CharField(max_length=20, verbose_name="move")),
                        ("before", models.CharField(blank=True, max_length=20, verbose_name="state before")),
                        ("after", models.CharField(max_length=20, verbose_name="state")),
                        ("reason", models.TextField(blank=True, max_length=2000, verbose_name="reason")),
                        (
                            "percent",
                            models.PositiveSmallIntegerField(
                                db_default=0, default=0, verbose_name="done in percent"
                            ),
                        ),
                        ("due_on", models.DateField(null=True, verbose_name="planned until")),
                        (
                            "by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="by",
                            ),
                        ),
                        (
                            "project",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="steps",
                                to="geodata.livelihoodproject",
                                verbose_name="livelihood project",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "step of a project",
                        "verbose_name_plural": "steps of projects",
                        "ordering": ["at", "pk"],
                        "abstract": False,
                    },
                ),
                migrations.AddIndex(
                    model_name="livelihoodproject",
                    index=models.Index(fields=["area", "-id"], name="projects_by_area"),
                ),
                migrations.AddConstraint(
                    model_name="livelihoodproject",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["proposed", "approved", "building", "accepted", "told", "dropped"])
                        ),
                        name="project_is_in_a_state_of_its_life",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="livelihoodproject",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            (
                                "category__in",
                                [
                                    "water",
                                    "roads",
                                    "housing",
                                    "power",
                                    "drainage",
                                    "school",
                                    "medical",
                                    "environment",
                                    "other",
                                ],
                            ),
                            models.Q(
                                ("money", ""),
                                (
                                    "money__in",
                                    ["province", "county", "township", "village", "donation", "other"],
                                ),
                                _connector="OR",
                            ),
                        ),
                        name="project_is_of_a_known_kind_and_money",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="livelihoodproject",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("due_on__gte", models.F("begin_on"))),
                        name="project_ends_after_it_begins",
                        violation_error_message="The last day comes after the first.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="livelihoodproject",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("percent", 0), ("state__in", ["proposed", "approved"])),
                            models.Q(("percent", 100), ("state__in", ["accepted", "told"])),
                            ("state__in", ["building", "dropped"]),
                            _connector="OR",
                        ),
                        name="project_percent_fits_its_state",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="livelihoodproject",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("percent__lte", 100)),
                        name="project_is_done_to_100_percent_at_most",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="livelihoodproject",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("reach__lte", 5000)), name="project_reaches_5_km_at_most"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="livelihoodproject",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at__isnull", False), ("state__in", ("told", "dropped"))),
                            models.Q(
                                models.Q(("state__in", ("told", "dropped")), _negated=True),
                                ("ended_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="project_says_when_it_ended",
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="livelihoodproject",
                    trigger=pgtrigger.compiler.Trigger(
                        name="changed_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "geodata_livelihoodprojectevent" ("area_id", "at", "begin_on", "budget", "by_id", "category", "department_id", "due_on", "ended_at", "geometry", "homes", "id", "joined", "key", "money", "moved_at", "percent", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reach", "state", "synthetic", "title", "version", "villages") SELECT old_values."area_id", old_values."at", old_values."begin_on", old_values."budget", old_values."by_id", old_values."category", old_values."department_id", old_values."due_on", old_values."ended_at", old_values."geometry", old_values."homes", old_values."id", old_values."joined", old_values."key", old_values."money", old_values."moved_at", old_values."percent", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'changed\', old_values."id", old_values."reach", old_values."state", old_values."synthetic", old_values."title", old_values."version", old_values."villages" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."area_id" IS DISTINCT FROM (new_values."area_id") OR old_values."at" IS DISTINCT FROM (new_values."at") OR old_values."begin_on" IS DISTINCT FROM (new_values."begin_on") OR old_values."budget" IS DISTINCT FROM (new_values."budget") OR old_values."by_id" IS DISTINCT FROM (new_values."by_id") OR old_values."category" IS DISTINCT FROM (new_values."category") OR old_values."department_id" IS DISTINCT FROM (new_values."department_id") OR old_values."due_on" IS DISTINCT FROM (new_values."due_on") OR old_values."ended_at" IS DISTINCT FROM (new_values."ended_at") OR old_values."geometry" IS DISTINCT FROM (new_values."geometry") OR old_values."homes" IS DISTINCT FROM (new_values."homes") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."joined" IS DISTINCT FROM (new_values."joined") OR old_values."key" IS DISTINCT FROM (new_values."key") OR old_values."money" IS DISTINCT FROM (new_values."money") OR old_values."moved_at" IS DISTINCT FROM (new_values."moved_at") OR old_values."percent" IS DISTINCT FROM (new_values."percent") OR old_values."reach" IS DISTINCT FROM (new_values."reach") OR old_values."state" IS DISTINCT FROM (new_values."state") OR old_values."synthetic" IS DISTINCT FROM (new_values."synthetic") OR old_values."title" IS DISTINCT FROM (new_values."title") OR old_values."version" IS DISTINCT FROM (new_values."version") OR old_values."villages" IS DISTINCT FROM (new_values."villages")) ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="b85b8744c92a818e830201b8ddfe6934a823a396",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_changed_update_3b5f6",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="geodata_livelihoodproject",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="livelihoodproject",
                    trigger=pgtrigger.compiler.Trigger(
                        name="deleted_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "geodata_livelihoodprojectevent" ("area_id", "at", "begin_on", "budget", "by_id", "category", "department_id", "due_on", "ended_at", "geometry", "homes", "id", "joined", "key", "money", "moved_at", "percent", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reach", "state", "synthetic", "title", "version", "villages") SELECT old_values."area_id", old_values."at", old_values."begin_on", old_values."budget", old_values."by_id", old_values."category", old_values."department_id", old_values."due_on", old_values."ended_at", old_values."geometry", old_values."homes", old_values."id", old_values."joined", old_values."key", old_values."money", old_values."moved_at", old_values."percent", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'deleted\', old_values."id", old_values."reach", old_values."state", old_values."synthetic", old_values."title", old_values."version", old_values."villages" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="36beed754155ea9b4c930a7fa61865432febc57b",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_deleted_delete_4b132",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="geodata_livelihoodproject",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="livelihoodprojectevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="623701bce6a8b05ca115d21fe005647c410e25c1",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_9b32f",
                            table="geodata_livelihoodprojectevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.AddIndex(
                    model_name="projecthousehold",
                    index=models.Index(fields=["household"], name="projects_by_household"),
                ),
                migrations.AddConstraint(
                    model_name="projecthousehold",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("left_at__isnull", True)),
                        fields=("project", "household"),
                        name="a_household_is_concerned_once_by_a_project",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="projecthousehold",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("origin__in", ["area", "need", "list"])),
                        name="household_is_concerned_in_a_known_way",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="projectneed",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("left_at__isnull", True)),
                        fields=("need",),
                        name="a_need_is_joined_to_one_project_at_a_time",
                        violation_error_message="This need belongs to a project already.",
                    ),
                ),
                migrations.AddIndex(
                    model_name="projectstep",
                    index=models.Index(fields=["project", "-id"], name="steps_by_project"),
                ),
                migrations.AddConstraint(
                    model_name="projectstep",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("after", "proposed"), ("before", ""), ("move", "propose")),
                            models.Q(("after", "proposed"), ("before", "proposed"), ("move", "change")),
                            models.Q(("after", "approved"), ("before", "proposed"), ("move", "approve")),
                            models.Q(("after", "dropped"), ("before", "proposed"), ("move", "drop")),
                            models.Q(("after", "approved"), ("before", "approved"), ("move", "change")),
                            models.Q(("after", "building"), ("before", "approved"), ("move", "build")),
                            models.Q(("after", "dropped"), ("before", "approved"), ("move", "drop")),
                            models.Q(("after", "building"), ("before", "building"), ("move", "change")),
                            models.Q(("after", "building"), ("before", "building"), ("move", "report")),
                            models.Q(("after", "accepted"), ("before", "building"), ("move", "accept")),
                            models.Q(("after", "dropped"), ("before", "building"), ("move", "drop")),
                            models.Q(("after", "told"), ("before", "accepted"), ("move", "tell")),
                            _connector="OR",
                        ),
                        name="step_of_a_project_is_in_its_table",
                    ),
                ),
                migrations.RunSQL(LAWS, NO_LAWS),
            ]
        ),
        install("policies/projectneed"),
        install("policies/livelihoodproject"),
        install("policies/livelihoodprojectevent"),
        install("policies/projecthousehold"),
        install("policies/projectstep"),
        install("take_village"),
        install("stands_where_its_steps_led", UNDO),
        install("project_goes_with_its_needs", NO_LIFE),
        install("households_of_a_project", NO_HOUSEHOLDS),
        install("tallies_follow", NO_TALLIES),
        install("marks_follow", "DROP FUNCTION marks_follow_projects CASCADE"),
        install("import_tables"),
        install("note_import"),
        install("grants"),
    ]
