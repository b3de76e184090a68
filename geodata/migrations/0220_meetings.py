"""Meetings: their agenda, what was decided, what was added to their minutes."""

import uuid

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import django.db.models.functions.comparison
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from geodata.sql import install
from geodata.sql.together import together

LAWS = """
ALTER TABLE geodata_decision ADD CONSTRAINT decision_is_of_the_meeting_of_its_line
    FOREIGN KEY (item_id, meeting_id) REFERENCES geodata_agendaitem (id, meeting_id) DEFERRABLE INITIALLY IMMEDIATE;
"""
NO_LAWS = "ALTER TABLE geodata_decision DROP CONSTRAINT decision_is_of_the_meeting_of_its_line;"
UNDO = """
DROP TRIGGER stands_where_its_steps_led ON geodata_meeting; DROP TRIGGER stands_where_its_steps_led ON geodata_meetingstep;
DROP TRIGGER steps_stay ON geodata_meetingstep;
"""
NO_WORDS = """
DROP FUNCTION meeting_keeps_its_words CASCADE; DROP FUNCTION agenda_is_written_once CASCADE;
DROP FUNCTION addenda_follow_each_other CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("geodata", "0193_sheets_of_households"),
        ("geodata", "0251_coverage_is_gathered"),
    ]

    operations = together(
        [
            migrations.CreateModel(
                name="AgendaItem",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                    ("source", models.CharField(max_length=30, verbose_name="source")),
                    ("things", models.CharField(max_length=30)),
                    ("ref", models.CharField(max_length=80)),
                    ("label", models.CharField(max_length=200, verbose_name="about")),
                    ("snapshot", models.JSONField(default=dict, verbose_name="snapshot")),
                    ("at", models.DateTimeField(verbose_name="at")),
                    (
                        "outcome",
                        models.CharField(
                            blank=True,
                            choices=[
                                ("handle", "Handle"),
                                ("assign", "Assign"),
                                ("escalate", "Escalate"),
                                ("defer", "Defer"),
                                ("approve", "Approve"),
                                ("note", "Note"),
                            ],
                            default="",
                            max_length=10,
                            verbose_name="outcome",
                        ),
                    ),
                    (
                        "text",
                        models.CharField(
                            blank=True, default="", max_length=500, verbose_name="what was said"
                        ),
                    ),
                    ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="decided at")),
                    (
                        "decided_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="decided by",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "line of an agenda",
                    "verbose_name_plural": "lines of agendas",
                    "ordering": ["meeting", "number"],
                },
            ),
            migrations.CreateModel(
                name="Decision",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "outcome",
                        models.CharField(
                            choices=[
                                ("handle", "Handle"),
                                ("assign", "Assign"),
                                ("escalate", "Escalate"),
                                ("defer", "Defer"),
                                ("approve", "Approve"),
                                ("note", "Note"),
                            ],
                            max_length=10,
                            verbose_name="outcome",
                        ),
                    ),
                    ("due_on", models.DateField(blank=True, null=True, verbose_name="due on")),
                    ("text", models.CharField(blank=True, max_length=500, verbose_name="what is to be done")),
                    (
                        "state",
                        models.CharField(
                            choices=[("open", "to be done"), ("done", "done"), ("dropped", "replaced")],
                            max_length=10,
                            verbose_name="state",
                        ),
                    ),
                    ("done_on", models.DateField(blank=True, null=True, verbose_name="done on")),
                    ("at", models.DateTimeField(verbose_name="at")),
                    ("version", models.PositiveIntegerField(default=1, verbose_name="version")),
                    (
                        "item",
                        models.OneToOneField(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="decision",
                            to="geodata.agendaitem",
                            verbose_name="line of an agenda",
                        ),
                    ),
                    (
                        "owner",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="owner",
                        ),
                    ),
                    (
                        "unit_area",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="geodata.area",
                            verbose_name="office of",
                        ),
                    ),
                    (
                        "unit_department",
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
                    "verbose_name": "decision",
                    "verbose_name_plural": "decisions",
                },
            ),
            migrations.CreateModel(
                name="Meeting",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "key",
                        models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name="key"),
                    ),
                    ("code", models.CharField(max_length=15, verbose_name="code")),
                    (
                        "level",
                        models.CharField(
                            choices=[("village", "village"), ("township", "township"), ("county", "county")],
                            max_length=10,
                            verbose_name="level",
                        ),
                    ),
                    (
                        "villages",
                        django.contrib.postgres.fields.ArrayField(
                            base_field=models.BigIntegerField(), size=None, verbose_name="villages"
                        ),
                    ),
                    (
                        "kind",
                        models.CharField(
                            choices=[
                                ("weekly", "weekly"),
                                ("monthly", "monthly"),
                                ("called", "called"),
                                ("dispatch", "dispatch"),
                            ],
                            max_length=10,
                            verbose_name="kind",
                        ),
                    ),
                    ("title", models.CharField(blank=True, max_length=60, verbose_name="title")),
                    ("place", models.CharField(blank=True, max_length=60, verbose_name="place")),
                    ("planned_at", models.DateTimeField(verbose_name="planned at")),
                    ("since", models.DateField(blank=True, null=True, verbose_name="since")),
                    (
                        "state",
                        models.CharField(
                            choices=[
                                ("planned", "planned"),
                                ("frozen", "agenda frozen"),
                                ("held", "being held"),
                                ("confirmed", "minutes confirmed"),
                                ("cancelled", "cancelled"),
                            ],
                            default="planned",
                            max_length=10,
                            verbose_name="state",
                        ),
                    ),
                    ("frozen_at", models.DateTimeField(blank=True, null=True, verbose_name="frozen at")),
                    ("lines", models.PositiveSmallIntegerField(default=0, verbose_name="lines")),
                    ("sections", models.JSONField(blank=True, default=list, verbose_name="sections")),
                    (
                        "present",
                        django.contrib.postgres.fields.ArrayField(
                            base_field=models.BigIntegerField(),
                            blank=True,
                            default=list,
                            size=None,
                            verbose_name="present",
                        ),
                    ),
                    ("minutes", models.TextField(blank=True, max_length=4000, verbose_name="minutes")),
                    (
                        "confirmed_at",
                        models.DateTimeField(blank=True, null=True, verbose_name="confirmed at"),
                    ),
                    ("at", models.DateTimeField(verbose_name="at")),
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
                            verbose_name="planned by",
                        ),
                    ),
                    (
                        "chair",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="chair",
                        ),
                    ),
                    (
                        "writer",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="writer",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "meeting",
                    "verbose_name_plural": "meetings",
                },
            ),
            migrations.CreateModel(
                name="DecisionEvent",
                fields=[
                    ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                    ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                    ("pgh_label", models.TextField(help_text="The event label.")),
                    ("pgh_context", pghistory.utils.JSONField(null=True)),
                    ("pgh_context_id", models.UUIDField(null=True)),
                    ("id", models.BigIntegerField()),
                    (
                        "outcome",
                        models.CharField(
                            choices=[
                                ("handle", "Handle"),
                                ("assign", "Assign"),
                                ("escalate", "Escalate"),
                                ("defer", "Defer"),
                                ("approve", "Approve"),
                                ("note", "Note"),
                            ],
                            max_length=10,
                            verbose_name="outcome",
                        ),
                    ),
                    ("due_on", models.DateField(blank=True, null=True, verbose_name="due on")),
                    (
                        "state",
                        models.CharField(
                            choices=[("open", "to be done"), ("done", "done"), ("dropped", "replaced")],
                            max_length=10,
                            verbose_name="state",
                        ),
                    ),
                    ("done_on", models.DateField(blank=True, null=True, verbose_name="done on")),
                    ("at", models.DateTimeField(verbose_name="at")),
                    ("version", models.PositiveIntegerField(default=1, verbose_name="version")),
                    (
                        "item",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="geodata.agendaitem",
                            verbose_name="line of an agenda",
                        ),
                    ),
                    (
                        "owner",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="owner",
                        ),
                    ),
                    (
                        "pgh_obj",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="changes",
                            related_query_name="changes_query",
                            to="geodata.decision",
                        ),
                    ),
                    (
                        "unit_area",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="geodata.area",
                            verbose_name="office of",
                        ),
                    ),
                    (
                        "unit_department",
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
                        "meeting",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="geodata.meeting",
                            verbose_name="meeting",
                        ),
                    ),
                ],
                options={
                    "abstract": False,
                },
            ),
            migrations.AddField(
                model_name="decision",
                name="meeting",
                field=models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="decisions",
                    to="geodata.meeting",
                    verbose_name="meeting",
                ),
            ),
            migrations.AddField(
                model_name="agendaitem",
                name="meeting",
                field=models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="items",
                    to="geodata.meeting",
                    verbose_name="meeting",
                ),
            ),
            migrations.CreateModel(
                name="Addendum",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                    ("text", models.CharField(max_length=1000, verbose_name="addendum")),
                    ("at", models.DateTimeField(verbose_name="at")),
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
                        "meeting",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="addenda",
                            to="geodata.meeting",
                            verbose_name="meeting",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "addendum",
                    "verbose_name_plural": "addenda",
                    "ordering": ["meeting", "number"],
                },
            ),
            migrations.CreateModel(
                name="MeetingEvent",
                fields=[
                    ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                    ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                    ("pgh_label", models.TextField(help_text="The event label.")),
                    ("pgh_context", pghistory.utils.JSONField(null=True)),
                    ("pgh_context_id", models.UUIDField(null=True)),
                    ("id", models.BigIntegerField()),
                    ("key", models.UUIDField(default=uuid.uuid4, editable=False, verbose_name="key")),
                    ("code", models.CharField(max_length=15, verbose_name="code")),
                    (
                        "level",
                        models.CharField(
                            choices=[("village", "village"), ("township", "township"), ("county", "county")],
                            max_length=10,
                            verbose_name="level",
                        ),
                    ),
                    (
                        "villages",
                        django.contrib.postgres.fields.ArrayField(
                            base_field=models.BigIntegerField(), size=None, verbose_name="villages"
                        ),
                    ),
                    (
                        "kind",
                        models.CharField(
                            choices=[
                                ("weekly", "weekly"),
                                ("monthly", "monthly"),
                                ("called", "called"),
                                ("dispatch", "dispatch"),
                            ],
                            max_length=10,
                            verbose_name="kind",
                        ),
                    ),
                    ("title", models.CharField(blank=True, max_length=60, verbose_name="title")),
                    ("place", models.CharField(blank=True, max_length=60, verbose_name="place")),
                    ("planned_at", models.DateTimeField(verbose_name="planned at")),
                    ("since", models.DateField(blank=True, null=True, verbose_name="since")),
                    (
                        "state",
                        models.CharField(
                            choices=[
                                ("planned", "planned"),
                                ("frozen", "agenda frozen"),
                                ("held", "being held"),
                                ("confirmed", "minutes confirmed"),
                                ("cancelled", "cancelled"),
                            ],
                            default="planned",
                            max_length=10,
                            verbose_name="state",
                        ),
                    ),
                    ("frozen_at", models.DateTimeField(blank=True, null=True, verbose_name="frozen at")),
                    ("lines", models.PositiveSmallIntegerField(default=0, verbose_name="lines")),
                    ("sections", models.JSONField(blank=True, default=list, verbose_name="sections")),
                    (
                        "present",
                        django.contrib.postgres.fields.ArrayField(
                            base_field=models.BigIntegerField(),
                            blank=True,
                            default=list,
                            size=None,
                            verbose_name="present",
                        ),
                    ),
                    (
                        "confirmed_at",
                        models.DateTimeField(blank=True, null=True, verbose_name="confirmed at"),
                    ),
                    ("at", models.DateTimeField(verbose_name="at")),
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
                            verbose_name="planned by",
                        ),
                    ),
                    (
                        "chair",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="chair",
                        ),
                    ),
                    (
                        "pgh_obj",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="changes",
                            related_query_name="changes_query",
                            to="geodata.meeting",
                        ),
                    ),
                    (
                        "writer",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="writer",
                        ),
                    ),
                ],
                options={
                    "abstract": False,
                },
            ),
            migrations.CreateModel(
                name="MeetingRule",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "level",
                        models.CharField(
                            choices=[("village", "village"), ("township", "township"), ("county", "county")],
                            max_length=10,
                            verbose_name="level",
                        ),
                    ),
                    ("weekday", models.PositiveSmallIntegerField(verbose_name="day of the week")),
                    (
                        "nth",
                        models.PositiveSmallIntegerField(
                            blank=True, null=True, verbose_name="which of the month"
                        ),
                    ),
                    ("time", models.TimeField(verbose_name="time")),
                    ("place", models.CharField(blank=True, max_length=60, verbose_name="place")),
                    ("due_days", models.PositiveSmallIntegerField(verbose_name="days to do what is decided")),
                    ("period", django.contrib.postgres.fields.ranges.DateRangeField(verbose_name="period")),
                    (
                        "area",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="geodata.area",
                            verbose_name="area",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "rule of meetings",
                    "verbose_name_plural": "rules of meetings",
                },
            ),
            migrations.CreateModel(
                name="MeetingRuleEvent",
                fields=[
                    ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                    ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                    ("pgh_label", models.TextField(help_text="The event label.")),
                    ("pgh_context", pghistory.utils.JSONField(null=True)),
                    ("pgh_context_id", models.UUIDField(null=True)),
                    ("id", models.BigIntegerField()),
                    (
                        "level",
                        models.CharField(
                            choices=[("village", "village"), ("township", "township"), ("county", "county")],
                            max_length=10,
                            verbose_name="level",
                        ),
                    ),
                    ("weekday", models.PositiveSmallIntegerField(verbose_name="day of the week")),
                    (
                        "nth",
                        models.PositiveSmallIntegerField(
                            blank=True, null=True, verbose_name="which of the month"
                        ),
                    ),
                    ("time", models.TimeField(verbose_name="time")),
                    ("place", models.CharField(blank=True, max_length=60, verbose_name="place")),
                    ("due_days", models.PositiveSmallIntegerField(verbose_name="days to do what is decided")),
                    ("period", django.contrib.postgres.fields.ranges.DateRangeField(verbose_name="period")),
                    (
                        "area",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="geodata.area",
                            verbose_name="area",
                        ),
                    ),
                    (
                        "pgh_obj",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="changes",
                            related_query_name="changes_query",
                            to="geodata.meetingrule",
                        ),
                    ),
                ],
                options={
                    "abstract": False,
                },
            ),
            migrations.CreateModel(
                name="MeetingStep",
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
                        "meeting",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="steps",
                            to="geodata.meeting",
                            verbose_name="meeting",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "step of a meeting",
                    "verbose_name_plural": "steps of meetings",
                    "ordering": ["at", "pk"],
                    "abstract": False,
                },
            ),
            migrations.AddIndex(
                model_name="meeting",
                index=models.Index(fields=["area", "-planned_at"], name="meetings_by_area"),
            ),
            migrations.AddConstraint(
                model_name="meeting",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        ("state__in", ["planned", "frozen", "held", "confirmed", "cancelled"])
                    ),
                    name="meeting_is_in_a_state_of_its_life",
                ),
            ),
            migrations.AddConstraint(
                model_name="meeting",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        ("kind__in", ["weekly", "monthly", "called", "dispatch"]),
                        ("level__in", ["village", "township", "county"]),
                    ),
                    name="meeting_is_of_a_known_kind_and_level",
                ),
            ),
            migrations.AddConstraint(
                model_name="meeting",
                constraint=models.CheckConstraint(
                    condition=models.Q(("villages", []), _negated=True),
                    name="meeting_is_of_a_village_or_more",
                ),
            ),
            migrations.AddConstraint(
                model_name="meeting",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("frozen_at__isnull", True), ("state", "planned")),
                        models.Q(
                            ("frozen_at__isnull", False),
                            ("since__isnull", False),
                            ("state__in", ["frozen", "held", "confirmed"]),
                        ),
                        ("state", "cancelled"),
                        _connector="OR",
                    ),
                    name="meeting_says_when_it_was_frozen",
                ),
            ),
            migrations.AddConstraint(
                model_name="meeting",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("state", "confirmed"), _negated=True),
                        ("confirmed_at__isnull", False),
                        _connector="OR",
                    ),
                    name="meeting_says_when_it_was_confirmed",
                ),
            ),
            migrations.AddConstraint(
                model_name="meeting",
                constraint=models.UniqueConstraint(
                    condition=models.Q(("state__in", ("frozen", "held"))),
                    fields=("area",),
                    name="one_meeting_of_an_area_is_under_way",
                    violation_error_message="Another meeting of this area is under way.",
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="meeting",
                trigger=pgtrigger.compiler.Trigger(
                    name="changed_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "geodata_meetingevent" ("area_id", "at", "by_id", "chair_id", "code", "confirmed_at", "frozen_at", "id", "key", "kind", "level", "lines", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "planned_at", "present", "sections", "since", "state", "synthetic", "title", "version", "villages", "writer_id") SELECT old_values."area_id", old_values."at", old_values."by_id", old_values."chair_id", old_values."code", old_values."confirmed_at", old_values."frozen_at", old_values."id", old_values."key", old_values."kind", old_values."level", old_values."lines", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'changed\', old_values."id", old_values."place", old_values."planned_at", old_values."present", old_values."sections", old_values."since", old_values."state", old_values."synthetic", old_values."title", old_values."version", old_values."villages", old_values."writer_id" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."area_id" IS DISTINCT FROM (new_values."area_id") OR old_values."at" IS DISTINCT FROM (new_values."at") OR old_values."by_id" IS DISTINCT FROM (new_values."by_id") OR old_values."chair_id" IS DISTINCT FROM (new_values."chair_id") OR old_values."code" IS DISTINCT FROM (new_values."code") OR old_values."confirmed_at" IS DISTINCT FROM (new_values."confirmed_at") OR old_values."frozen_at" IS DISTINCT FROM (new_values."frozen_at") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."key" IS DISTINCT FROM (new_values."key") OR old_values."kind" IS DISTINCT FROM (new_values."kind") OR old_values."level" IS DISTINCT FROM (new_values."level") OR old_values."lines" IS DISTINCT FROM (new_values."lines") OR old_values."place" IS DISTINCT FROM (new_values."place") OR old_values."planned_at" IS DISTINCT FROM (new_values."planned_at") OR old_values."present" IS DISTINCT FROM (new_values."present") OR old_values."sections" IS DISTINCT FROM (new_values."sections") OR old_values."since" IS DISTINCT FROM (new_values."since") OR old_values."state" IS DISTINCT FROM (new_values."state") OR old_values."synthetic" IS DISTINCT FROM (new_values."synthetic") OR old_values."title" IS DISTINCT FROM (new_values."title") OR old_values."version" IS DISTINCT FROM (new_values."version") OR old_values."villages" IS DISTINCT FROM (new_values."villages") OR old_values."writer_id" IS DISTINCT FROM (new_values."writer_id")) ) AS old_values, _pgh_attached_context; RETURN NULL;',
                        hash="b7f6268697ea59a38919d245633b0aff469ce055",
                        level="STATEMENT",
                        operation="UPDATE",
                        pgid="pgtrigger_changed_update_b8761",
                        referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                        table="geodata_meeting",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="meeting",
                trigger=pgtrigger.compiler.Trigger(
                    name="deleted_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "geodata_meetingevent" ("area_id", "at", "by_id", "chair_id", "code", "confirmed_at", "frozen_at", "id", "key", "kind", "level", "lines", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "planned_at", "present", "sections", "since", "state", "synthetic", "title", "version", "villages", "writer_id") SELECT old_values."area_id", old_values."at", old_values."by_id", old_values."chair_id", old_values."code", old_values."confirmed_at", old_values."frozen_at", old_values."id", old_values."key", old_values."kind", old_values."level", old_values."lines", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'deleted\', old_values."id", old_values."place", old_values."planned_at", old_values."present", old_values."sections", old_values."since", old_values."state", old_values."synthetic", old_values."title", old_values."version", old_values."villages", old_values."writer_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                        hash="a47a1155bc109636d5eb8ed803ae4e097ecb43f0",
                        level="STATEMENT",
                        operation="DELETE",
                        pgid="pgtrigger_deleted_delete_d924e",
                        referencing="REFERENCING OLD TABLE AS old_values ",
                        table="geodata_meeting",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="decisionevent",
                trigger=pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="8f0b4c50d64e6a886ccc6b8964f10863d43fc13b",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_76b74",
                        table="geodata_decisionevent",
                        when="BEFORE",
                    ),
                ),
            ),
            migrations.AddIndex(
                model_name="decision",
                index=models.Index(
                    condition=models.Q(("state", "open")), fields=["meeting", "due_on"], name="open_decisions"
                ),
            ),
            migrations.AddConstraint(
                model_name="decision",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("outcome__in", ["handle", "assign"]), _negated=True),
                        models.Q(
                            ("due_on__isnull", False),
                            models.Q(("owner__isnull", False), ("unit_area__isnull", False), _connector="OR"),
                        ),
                        _connector="OR",
                    ),
                    name="what_is_to_be_done_has_somebody_and_a_day",
                    violation_error_message="Say who does it, and by which day.",
                ),
            ),
            migrations.AddConstraint(
                model_name="decision",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        ("outcome__in", ["handle", "assign", "escalate", "defer", "approve", "note"]),
                        ("state__in", ["open", "done", "dropped"]),
                    ),
                    name="decision_is_of_a_known_outcome_and_state",
                ),
            ),
            migrations.AddConstraint(
                model_name="decision",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("done_on__isnull", True), ("state", "open")),
                        models.Q(models.Q(("state", "open"), _negated=True), ("done_on__isnull", False)),
                        _connector="OR",
                    ),
                    name="decision_says_when_it_was_done",
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="decision",
                trigger=pgtrigger.compiler.Trigger(
                    name="changed_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "geodata_decisionevent" ("at", "done_on", "due_on", "id", "item_id", "meeting_id", "outcome", "owner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "state", "unit_area_id", "unit_department_id", "version") SELECT old_values."at", old_values."done_on", old_values."due_on", old_values."id", old_values."item_id", old_values."meeting_id", old_values."outcome", old_values."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'changed\', old_values."id", old_values."state", old_values."unit_area_id", old_values."unit_department_id", old_values."version" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."at" IS DISTINCT FROM (new_values."at") OR old_values."done_on" IS DISTINCT FROM (new_values."done_on") OR old_values."due_on" IS DISTINCT FROM (new_values."due_on") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."item_id" IS DISTINCT FROM (new_values."item_id") OR old_values."meeting_id" IS DISTINCT FROM (new_values."meeting_id") OR old_values."outcome" IS DISTINCT FROM (new_values."outcome") OR old_values."owner_id" IS DISTINCT FROM (new_values."owner_id") OR old_values."state" IS DISTINCT FROM (new_values."state") OR old_values."unit_area_id" IS DISTINCT FROM (new_values."unit_area_id") OR old_values."unit_department_id" IS DISTINCT FROM (new_values."unit_department_id") OR old_values."version" IS DISTINCT FROM (new_values."version")) ) AS old_values, _pgh_attached_context; RETURN NULL;',
                        hash="da05fe8dcfe350471087a4f6748f70547e862e96",
                        level="STATEMENT",
                        operation="UPDATE",
                        pgid="pgtrigger_changed_update_725b8",
                        referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                        table="geodata_decision",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="decision",
                trigger=pgtrigger.compiler.Trigger(
                    name="deleted_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "geodata_decisionevent" ("at", "done_on", "due_on", "id", "item_id", "meeting_id", "outcome", "owner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "state", "unit_area_id", "unit_department_id", "version") SELECT old_values."at", old_values."done_on", old_values."due_on", old_values."id", old_values."item_id", old_values."meeting_id", old_values."outcome", old_values."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'deleted\', old_values."id", old_values."state", old_values."unit_area_id", old_values."unit_department_id", old_values."version" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                        hash="aa3bce8947f8f71a2e6afd50115b9f2cb251806a",
                        level="STATEMENT",
                        operation="DELETE",
                        pgid="pgtrigger_deleted_delete_a3db5",
                        referencing="REFERENCING OLD TABLE AS old_values ",
                        table="geodata_decision",
                        when="AFTER",
                    ),
                ),
            ),
            migrations.AddIndex(
                model_name="agendaitem",
                index=models.Index(fields=["things", "ref"], name="agenda_by_thing"),
            ),
            migrations.AddConstraint(
                model_name="agendaitem",
                constraint=models.UniqueConstraint(
                    fields=("meeting", "number"), name="lines_of_an_agenda_have_numbers"
                ),
            ),
            migrations.AddConstraint(
                model_name="agendaitem",
                constraint=models.UniqueConstraint(
                    fields=("meeting", "things", "ref"), name="a_thing_stands_on_an_agenda_once"
                ),
            ),
            migrations.AddConstraint(
                model_name="agendaitem",
                constraint=models.UniqueConstraint(fields=("id", "meeting"), name="a_line_is_of_one_meeting"),
            ),
            migrations.AddConstraint(
                model_name="agendaitem",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("decided_at__isnull", True), ("decided_by__isnull", True), ("outcome", "")),
                        models.Q(
                            ("decided_at__isnull", False),
                            ("decided_by__isnull", False),
                            ("outcome__in", ["handle", "assign", "escalate", "defer", "approve", "note"]),
                        ),
                        _connector="OR",
                    ),
                    name="an_outcome_is_known_and_has_its_moment",
                ),
            ),
            migrations.AddConstraint(
                model_name="addendum",
                constraint=models.UniqueConstraint(
                    fields=("meeting", "number"), name="addenda_of_a_meeting_have_numbers"
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="meetingevent",
                trigger=pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="0f10edeadc9bc5748fc30d6a9633d8877dccbc65",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_22a54",
                        table="geodata_meetingevent",
                        when="BEFORE",
                    ),
                ),
            ),
            migrations.AddConstraint(
                model_name="meetingrule",
                constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                    expressions=[
                        (django.db.models.functions.comparison.Coalesce("area", 0), "="),
                        ("level", "="),
                        ("period", "&&"),
                    ],
                    name="one_meeting_rule_per_area_level_and_day",
                ),
            ),
            migrations.AddConstraint(
                model_name="meetingrule",
                constraint=models.CheckConstraint(
                    condition=models.Q(("level__in", ["village", "township", "county"])),
                    name="meeting_rule_is_of_a_known_level",
                ),
            ),
            migrations.AddConstraint(
                model_name="meetingrule",
                constraint=models.CheckConstraint(
                    condition=models.Q(("weekday__gte", 1), ("weekday__lte", 7)),
                    name="meeting_rule_names_a_day_of_the_week",
                ),
            ),
            migrations.AddConstraint(
                model_name="meetingrule",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        ("nth__isnull", True), models.Q(("nth__gte", 1), ("nth__lte", 5)), _connector="OR"
                    ),
                    name="meeting_rule_names_a_week_of_the_month",
                ),
            ),
            migrations.AddConstraint(
                model_name="meetingrule",
                constraint=models.CheckConstraint(
                    condition=models.Q(("due_days__gte", 1), ("due_days__lte", 366)),
                    name="meeting_rule_gives_a_day_or_more",
                ),
            ),
            migrations.AddConstraint(
                model_name="meetingrule",
                constraint=models.CheckConstraint(
                    condition=models.Q(("period__isempty", False)),
                    name="meeting_rule_holds_for_a_day_or_more",
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="meetingrule",
                trigger=pgtrigger.compiler.Trigger(
                    name="created_insert",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "geodata_meetingruleevent" ("area_id", "due_days", "id", "level", "nth", "period", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "time", "weekday") SELECT new_values."area_id", new_values."due_days", new_values."id", new_values."level", new_values."nth", new_values."period", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'created\', new_values."id", new_values."place", new_values."time", new_values."weekday" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="91f16e86322dc10641fd827eeced93bc240c5b30",
                        level="STATEMENT",
                        operation="INSERT",
                        pgid="pgtrigger_created_insert_eedbc",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="geodata_meetingrule",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="meetingrule",
                trigger=pgtrigger.compiler.Trigger(
                    name="changed_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "geodata_meetingruleevent" ("area_id", "due_days", "id", "level", "nth", "period", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "time", "weekday") SELECT old_values."area_id", old_values."due_days", old_values."id", old_values."level", old_values."nth", old_values."period", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'changed\', old_values."id", old_values."place", old_values."time", old_values."weekday" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;',
                        hash="6229e4ea929da3a3793ee217bf8d654ae438ac0f",
                        level="STATEMENT",
                        operation="UPDATE",
                        pgid="pgtrigger_changed_update_76714",
                        referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                        table="geodata_meetingrule",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="meetingrule",
                trigger=pgtrigger.compiler.Trigger(
                    name="deleted_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "geodata_meetingruleevent" ("area_id", "due_days", "id", "level", "nth", "period", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "time", "weekday") SELECT old_values."area_id", old_values."due_days", old_values."id", old_values."level", old_values."nth", old_values."period", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'deleted\', old_values."id", old_values."place", old_values."time", old_values."weekday" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                        hash="d301da36c9cff4791d8e05804f575077d07705a9",
                        level="STATEMENT",
                        operation="DELETE",
                        pgid="pgtrigger_deleted_delete_abad6",
                        referencing="REFERENCING OLD TABLE AS old_values ",
                        table="geodata_meetingrule",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="meetingruleevent",
                trigger=pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="86c7f89c28e86df486411a62c3552f9e3ac12da1",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_1d433",
                        table="geodata_meetingruleevent",
                        when="BEFORE",
                    ),
                ),
            ),
            migrations.AddConstraint(
                model_name="meetingstep",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("after", "planned"), ("before", ""), ("move", "plan")),
                        models.Q(("after", "frozen"), ("before", "planned"), ("move", "freeze")),
                        models.Q(("after", "cancelled"), ("before", "planned"), ("move", "cancel")),
                        models.Q(("after", "held"), ("before", "frozen"), ("move", "begin")),
                        models.Q(("after", "cancelled"), ("before", "frozen"), ("move", "cancel")),
                        models.Q(("after", "confirmed"), ("before", "held"), ("move", "confirm")),
                        _connector="OR",
                    ),
                    name="step_of_a_meeting_is_in_its_table",
                ),
            ),
            migrations.AddConstraint(
                model_name="meetingstep",
                constraint=models.CheckConstraint(
                    condition=models.Q(("by__isnull", False)), name="somebody_holds_a_meeting"
                ),
            ),
            migrations.RunSQL(LAWS, NO_LAWS),
            install("policies/meeting"),
            install("policies/meetingevent"),
            install("policies/meetingstep"),
            install("policies/agendaitem"),
            install("policies/addendum"),
            install("policies/decision"),
            install("policies/decisionevent"),
            install("meeting_keeps_its_words", NO_WORDS),
            install("stands_where_its_steps_led", UNDO),
            install("grants"),
        ]
    )
