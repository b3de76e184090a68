"""What is offered, the teams that serve, and orders with their steps and offers."""

import uuid

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
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
ALTER TABLE geodata_serviceorder ADD CONSTRAINT order_carries_the_village_of_its_household
    FOREIGN KEY (village_id, household_id) REFERENCES geodata_household (village_id, id)
    ON UPDATE CASCADE DEFERRABLE INITIALLY IMMEDIATE;
"""
NO_LAWS = "ALTER TABLE geodata_serviceorder DROP CONSTRAINT order_carries_the_village_of_its_household;"
UNDO = """
DROP TRIGGER stands_where_its_steps_led ON geodata_serviceorder; DROP TRIGGER stands_where_its_steps_led ON geodata_orderstep;
DROP TRIGGER steps_stay ON geodata_orderstep;
"""
NO_FOLLOWING = """
DROP TRIGGER orders_follow_their_household ON geodata_household;
DROP FUNCTION orders_follow_their_household;
DROP FUNCTION take_order_place CASCADE;
"""
NO_MARKS = """
DROP TRIGGER marks_follow_insert ON geodata_serviceorder; DROP TRIGGER marks_follow_update ON geodata_serviceorder;
DROP TRIGGER marks_follow_delete ON geodata_serviceorder;
"""
NO_TALLIES = NO_MARKS.replace("marks_follow", "tallies_follow")


class Migration(migrations.Migration):
    dependencies = [
        ("geodata", "0135_states_name_how_many_they_are"),
    ]

    operations = together(
        [
            migrations.CreateModel(
                name="ServiceItem",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("code", models.CharField(max_length=40, unique=True, verbose_name="code")),
                    ("name", models.CharField(max_length=60, verbose_name="name")),
                    ("name_en", models.CharField(blank=True, max_length=100, verbose_name="name in English")),
                    (
                        "field",
                        models.CharField(
                            choices=[
                                ("daily", "everyday help"),
                                ("care", "care for the elderly and children"),
                                ("health", "health"),
                                ("papers", "papers and agency"),
                                ("repair", "repairs"),
                                ("transport", "transport"),
                                ("farming", "farming advice"),
                                ("machinery", "machinery"),
                                ("law", "law and mediation"),
                                ("management", "management and sales"),
                            ],
                            max_length=10,
                            verbose_name="field",
                        ),
                    ),
                    (
                        "window",
                        models.CharField(
                            choices=[
                                ("village", "window of the village"),
                                ("township", "township"),
                                ("county", "county"),
                            ],
                            max_length=10,
                            verbose_name="where it is asked for",
                        ),
                    ),
                    ("description", models.CharField(blank=True, max_length=300, verbose_name="description")),
                    (
                        "materials",
                        django.contrib.postgres.fields.ArrayField(
                            base_field=models.CharField(max_length=60),
                            blank=True,
                            default=list,
                            size=None,
                            verbose_name="what to bring",
                        ),
                    ),
                    ("fee", models.CharField(blank=True, max_length=60, verbose_name="fee")),
                    ("hours", models.CharField(blank=True, max_length=60, verbose_name="opening hours")),
                    (
                        "days",
                        models.PositiveSmallIntegerField(
                            default=5, verbose_name="working days until it is done"
                        ),
                    ),
                    ("period", django.contrib.postgres.fields.ranges.DateRangeField(verbose_name="period")),
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
                    "verbose_name": "service",
                    "verbose_name_plural": "services",
                },
            ),
            migrations.CreateModel(
                name="ServiceItemEvent",
                fields=[
                    ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                    ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                    ("pgh_label", models.TextField(help_text="The event label.")),
                    ("pgh_context", pghistory.utils.JSONField(null=True)),
                    ("pgh_context_id", models.UUIDField(null=True)),
                    ("id", models.BigIntegerField()),
                    ("code", models.CharField(max_length=40, verbose_name="code")),
                    ("name", models.CharField(max_length=60, verbose_name="name")),
                    ("name_en", models.CharField(blank=True, max_length=100, verbose_name="name in English")),
                    (
                        "field",
                        models.CharField(
                            choices=[
                                ("daily", "everyday help"),
                                ("care", "care for the elderly and children"),
                                ("health", "health"),
                                ("papers", "papers and agency"),
                                ("repair", "repairs"),
                                ("transport", "transport"),
                                ("farming", "farming advice"),
                                ("machinery", "machinery"),
                                ("law", "law and mediation"),
                                ("management", "management and sales"),
                            ],
                            max_length=10,
                            verbose_name="field",
                        ),
                    ),
                    (
                        "window",
                        models.CharField(
                            choices=[
                                ("village", "window of the village"),
                                ("township", "township"),
                                ("county", "county"),
                            ],
                            max_length=10,
                            verbose_name="where it is asked for",
                        ),
                    ),
                    ("description", models.CharField(blank=True, max_length=300, verbose_name="description")),
                    (
                        "materials",
                        django.contrib.postgres.fields.ArrayField(
                            base_field=models.CharField(max_length=60),
                            blank=True,
                            default=list,
                            size=None,
                            verbose_name="what to bring",
                        ),
                    ),
                    ("fee", models.CharField(blank=True, max_length=60, verbose_name="fee")),
                    ("hours", models.CharField(blank=True, max_length=60, verbose_name="opening hours")),
                    (
                        "days",
                        models.PositiveSmallIntegerField(
                            default=5, verbose_name="working days until it is done"
                        ),
                    ),
                    ("period", django.contrib.postgres.fields.ranges.DateRangeField(verbose_name="period")),
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
                            to="geodata.serviceitem",
                        ),
                    ),
                ],
                options={
                    "abstract": False,
                },
            ),
            migrations.CreateModel(
                name="ServiceOrder",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "client_id",
                        models.UUIDField(default=uuid.uuid4, unique=True, verbose_name="client id"),
                    ),
                    ("body_hash", models.CharField(editable=False, max_length=64)),
                    (
                        "number",
                        models.CharField(
                            db_default="", editable=False, max_length=32, unique=True, verbose_name="number"
                        ),
                    ),
                    ("wish", models.BooleanField(default=False, verbose_name="wish")),
                    (
                        "field",
                        models.CharField(
                            choices=[
                                ("daily", "everyday help"),
                                ("care", "care for the elderly and children"),
                                ("health", "health"),
                                ("papers", "papers and agency"),
                                ("repair", "repairs"),
                                ("transport", "transport"),
                                ("farming", "farming advice"),
                                ("machinery", "machinery"),
                                ("law", "law and mediation"),
                                ("management", "management and sales"),
                            ],
                            max_length=10,
                            verbose_name="field",
                        ),
                    ),
                    ("text", models.CharField(blank=True, max_length=200, verbose_name="text")),
                    ("place", models.CharField(blank=True, max_length=100, verbose_name="where to come")),
                    (
                        "source",
                        models.CharField(
                            choices=[
                                ("door", "at the door"),
                                ("phone", "by phone"),
                                ("office", "at the office"),
                                ("meeting", "in a meeting"),
                            ],
                            max_length=10,
                            verbose_name="source",
                        ),
                    ),
                    ("at", models.DateTimeField(verbose_name="ordered at")),
                    ("due_at", models.DateTimeField(verbose_name="due at")),
                    (
                        "state",
                        models.CharField(
                            choices=[
                                ("ordered", "ordered"),
                                ("dispatched", "dispatched"),
                                ("taken", "taken"),
                                ("in_service", "in service"),
                                ("finished", "finished"),
                                ("rated", "rated"),
                                ("unrated", "not rated"),
                                ("closed", "closed"),
                                ("cancelled", "cancelled"),
                            ],
                            default="ordered",
                            max_length=12,
                            verbose_name="state",
                        ),
                    ),
                    ("state_since", models.DateTimeField(verbose_name="in this state since")),
                    ("finished_at", models.DateTimeField(blank=True, null=True, verbose_name="finished at")),
                    (
                        "persons",
                        models.PositiveSmallIntegerField(
                            blank=True, null=True, verbose_name="persons served"
                        ),
                    ),
                    ("trips", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="trips")),
                    ("result", models.CharField(blank=True, max_length=200, verbose_name="result")),
                    (
                        "answer",
                        models.CharField(
                            blank=True,
                            choices=[
                                ("satisfied", "satisfied"),
                                ("mostly", "mostly satisfied"),
                                ("not", "not satisfied"),
                            ],
                            max_length=10,
                            verbose_name="answer",
                        ),
                    ),
                    (
                        "asked_how",
                        models.CharField(
                            blank=True,
                            choices=[("card", "by the card"), ("call", "by phone"), ("visit", "on a visit")],
                            max_length=10,
                            verbose_name="how they were asked",
                        ),
                    ),
                    ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="ended at")),
                    (
                        "teams",
                        django.contrib.postgres.fields.ArrayField(
                            base_field=models.BigIntegerField(),
                            blank=True,
                            default=list,
                            editable=False,
                            size=None,
                        ),
                    ),
                    (
                        "users",
                        django.contrib.postgres.fields.ArrayField(
                            base_field=models.BigIntegerField(),
                            blank=True,
                            default=list,
                            editable=False,
                            size=None,
                        ),
                    ),
                    ("version", models.PositiveIntegerField(default=1, verbose_name="version")),
                    ("synthetic", models.BooleanField(default=False, verbose_name="invented")),
                    (
                        "answered_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="asked by",
                        ),
                    ),
                    (
                        "by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="ordered by",
                        ),
                    ),
                    (
                        "finished_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="finished by",
                        ),
                    ),
                    (
                        "grid",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="geodata.area",
                            verbose_name="grid",
                        ),
                    ),
                    (
                        "household",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="%(class)ss",
                            to="geodata.household",
                            verbose_name="household",
                        ),
                    ),
                    (
                        "item",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="orders",
                            to="geodata.serviceitem",
                            verbose_name="service",
                        ),
                    ),
                    (
                        "taken_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="taken by",
                        ),
                    ),
                    (
                        "village",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="geodata.area",
                            verbose_name="village",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "order",
                    "verbose_name_plural": "orders",
                },
            ),
            migrations.CreateModel(
                name="OrderStep",
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
                        "order",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="steps",
                            to="geodata.serviceorder",
                            verbose_name="order",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "step of an order",
                    "verbose_name_plural": "steps of orders",
                    "ordering": ["at", "pk"],
                    "abstract": False,
                },
            ),
            migrations.CreateModel(
                name="Team",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("name", models.CharField(max_length=60, verbose_name="name")),
                    (
                        "kind",
                        models.CharField(
                            choices=[
                                ("micro", "micro-service team"),
                                ("volunteer", "volunteers"),
                                ("professional", "professional team"),
                            ],
                            max_length=12,
                            verbose_name="kind",
                        ),
                    ),
                    (
                        "field",
                        models.CharField(
                            choices=[
                                ("daily", "everyday help"),
                                ("care", "care for the elderly and children"),
                                ("health", "health"),
                                ("papers", "papers and agency"),
                                ("repair", "repairs"),
                                ("transport", "transport"),
                                ("farming", "farming advice"),
                                ("machinery", "machinery"),
                                ("law", "law and mediation"),
                                ("management", "management and sales"),
                            ],
                            max_length=10,
                            verbose_name="field",
                        ),
                    ),
                    ("period", django.contrib.postgres.fields.ranges.DateRangeField(verbose_name="period")),
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
                    "verbose_name": "team",
                    "verbose_name_plural": "teams",
                },
            ),
            migrations.CreateModel(
                name="ServiceOrderEvent",
                fields=[
                    ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                    ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                    ("pgh_label", models.TextField(help_text="The event label.")),
                    ("pgh_context", pghistory.utils.JSONField(null=True)),
                    ("pgh_context_id", models.UUIDField(null=True)),
                    ("id", models.BigIntegerField()),
                    ("client_id", models.UUIDField(default=uuid.uuid4, verbose_name="client id")),
                    (
                        "number",
                        models.CharField(db_default="", editable=False, max_length=32, verbose_name="number"),
                    ),
                    ("wish", models.BooleanField(default=False, verbose_name="wish")),
                    (
                        "field",
                        models.CharField(
                            choices=[
                                ("daily", "everyday help"),
                                ("care", "care for the elderly and children"),
                                ("health", "health"),
                                ("papers", "papers and agency"),
                                ("repair", "repairs"),
                                ("transport", "transport"),
                                ("farming", "farming advice"),
                                ("machinery", "machinery"),
                                ("law", "law and mediation"),
                                ("management", "management and sales"),
                            ],
                            max_length=10,
                            verbose_name="field",
                        ),
                    ),
                    (
                        "source",
                        models.CharField(
                            choices=[
                                ("door", "at the door"),
                                ("phone", "by phone"),
                                ("office", "at the office"),
                                ("meeting", "in a meeting"),
                            ],
                            max_length=10,
                            verbose_name="source",
                        ),
                    ),
                    ("at", models.DateTimeField(verbose_name="ordered at")),
                    ("due_at", models.DateTimeField(verbose_name="due at")),
                    (
                        "state",
                        models.CharField(
                            choices=[
                                ("ordered", "ordered"),
                                ("dispatched", "dispatched"),
                                ("taken", "taken"),
                                ("in_service", "in service"),
                                ("finished", "finished"),
                                ("rated", "rated"),
                                ("unrated", "not rated"),
                                ("closed", "closed"),
                                ("cancelled", "cancelled"),
                            ],
                            default="ordered",
                            max_length=12,
                            verbose_name="state",
                        ),
                    ),
                    ("state_since", models.DateTimeField(verbose_name="in this state since")),
                    ("finished_at", models.DateTimeField(blank=True, null=True, verbose_name="finished at")),
                    (
                        "persons",
                        models.PositiveSmallIntegerField(
                            blank=True, null=True, verbose_name="persons served"
                        ),
                    ),
                    ("trips", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="trips")),
                    (
                        "answer",
                        models.CharField(
                            blank=True,
                            choices=[
                                ("satisfied", "satisfied"),
                                ("mostly", "mostly satisfied"),
                                ("not", "not satisfied"),
                            ],
                            max_length=10,
                            verbose_name="answer",
                        ),
                    ),
                    (
                        "asked_how",
                        models.CharField(
                            blank=True,
                            choices=[("card", "by the card"), ("call", "by phone"), ("visit", "on a visit")],
                            max_length=10,
                            verbose_name="how they were asked",
                        ),
                    ),
                    ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="ended at")),
                    (
                        "teams",
                        django.contrib.postgres.fields.ArrayField(
                            base_field=models.BigIntegerField(),
                            blank=True,
                            default=list,
                            editable=False,
                            size=None,
                        ),
                    ),
                    (
                        "users",
                        django.contrib.postgres.fields.ArrayField(
                            base_field=models.BigIntegerField(),
                            blank=True,
                            default=list,
                            editable=False,
                            size=None,
                        ),
                    ),
                    ("version", models.PositiveIntegerField(default=1, verbose_name="version")),
                    ("synthetic", models.BooleanField(default=False, verbose_name="invented")),
                    (
                        "answered_by",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="asked by",
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
                            verbose_name="ordered by",
                        ),
                    ),
                    (
                        "finished_by",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="finished by",
                        ),
                    ),
                    (
                        "grid",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="geodata.area",
                            verbose_name="grid",
                        ),
                    ),
                    (
                        "household",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="geodata.household",
                            verbose_name="household",
                        ),
                    ),
                    (
                        "item",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="geodata.serviceitem",
                            verbose_name="service",
                        ),
                    ),
                    (
                        "pgh_obj",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="changes",
                            related_query_name="changes_query",
                            to="geodata.serviceorder",
                        ),
                    ),
                    (
                        "taken_by",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="taken by",
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
                    (
                        "team",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="geodata.team",
                            verbose_name="taken by the team",
                        ),
                    ),
                ],
                options={
                    "abstract": False,
                },
            ),
            migrations.AddField(
                model_name="serviceorder",
                name="team",
                field=models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="orders",
                    to="geodata.team",
                    verbose_name="taken by the team",
                ),
            ),
            migrations.CreateModel(
                name="OrderOffer",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("slot", models.PositiveSmallIntegerField(verbose_name="slot")),
                    ("at", models.DateTimeField(verbose_name="offered at")),
                    ("until", models.DateTimeField(verbose_name="until")),
                    (
                        "answer",
                        models.CharField(
                            blank=True,
                            choices=[
                                ("taken", "taken"),
                                ("refused", "refused"),
                                ("timed_out", "timed out"),
                                ("given_back", "given back"),
                                ("over", "taken by another, or no more wanted"),
                            ],
                            max_length=10,
                            verbose_name="answer",
                        ),
                    ),
                    ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="answered at")),
                    (
                        "user",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="offered to",
                        ),
                    ),
                    (
                        "order",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="offers",
                            to="geodata.serviceorder",
                            verbose_name="order",
                        ),
                    ),
                    (
                        "team",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="geodata.team",
                            verbose_name="team",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "offer of an order",
                    "verbose_name_plural": "offers of orders",
                },
            ),
            migrations.CreateModel(
                name="TeamEvent",
                fields=[
                    ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                    ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                    ("pgh_label", models.TextField(help_text="The event label.")),
                    ("pgh_context", pghistory.utils.JSONField(null=True)),
                    ("pgh_context_id", models.UUIDField(null=True)),
                    ("id", models.BigIntegerField()),
                    ("name", models.CharField(max_length=60, verbose_name="name")),
                    (
                        "kind",
                        models.CharField(
                            choices=[
                                ("micro", "micro-service team"),
                                ("volunteer", "volunteers"),
                                ("professional", "professional team"),
                            ],
                            max_length=12,
                            verbose_name="kind",
                        ),
                    ),
                    (
                        "field",
                        models.CharField(
                            choices=[
                                ("daily", "everyday help"),
                                ("care", "care for the elderly and children"),
                                ("health", "health"),
                                ("papers", "papers and agency"),
                                ("repair", "repairs"),
                                ("transport", "transport"),
                                ("farming", "farming advice"),
                                ("machinery", "machinery"),
                                ("law", "law and mediation"),
                                ("management", "management and sales"),
                            ],
                            max_length=10,
                            verbose_name="field",
                        ),
                    ),
                    ("period", django.contrib.postgres.fields.ranges.DateRangeField(verbose_name="period")),
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
                            to="geodata.team",
                        ),
                    ),
                ],
                options={
                    "abstract": False,
                },
            ),
            migrations.CreateModel(
                name="TeamMember",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("leads", models.BooleanField(default=False, verbose_name="leads the team")),
                    ("period", django.contrib.postgres.fields.ranges.DateRangeField(verbose_name="period")),
                    (
                        "team",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="members",
                            to="geodata.team",
                            verbose_name="team",
                        ),
                    ),
                    (
                        "user",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="account",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "member of a team",
                    "verbose_name_plural": "members of teams",
                },
            ),
            migrations.CreateModel(
                name="TeamMemberEvent",
                fields=[
                    ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                    ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                    ("pgh_label", models.TextField(help_text="The event label.")),
                    ("pgh_context", pghistory.utils.JSONField(null=True)),
                    ("pgh_context_id", models.UUIDField(null=True)),
                    ("id", models.BigIntegerField()),
                    ("leads", models.BooleanField(default=False, verbose_name="leads the team")),
                    ("period", django.contrib.postgres.fields.ranges.DateRangeField(verbose_name="period")),
                    (
                        "pgh_obj",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="changes",
                            related_query_name="changes_query",
                            to="geodata.teammember",
                        ),
                    ),
                    (
                        "team",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="geodata.team",
                            verbose_name="team",
                        ),
                    ),
                    (
                        "user",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="account",
                        ),
                    ),
                ],
                options={
                    "abstract": False,
                },
            ),
            migrations.CreateModel(
                name="TeamVisit",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("planned_on", models.DateField(verbose_name="planned for")),
                    ("done_on", models.DateField(blank=True, null=True, verbose_name="done on")),
                    ("what", models.CharField(blank=True, max_length=200, verbose_name="what was done")),
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
                        "team",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="visits",
                            to="geodata.team",
                            verbose_name="team",
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
                    "verbose_name": "round of a team",
                    "verbose_name_plural": "rounds of teams",
                },
            ),
            migrations.CreateModel(
                name="TeamVisitEvent",
                fields=[
                    ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                    ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                    ("pgh_label", models.TextField(help_text="The event label.")),
                    ("pgh_context", pghistory.utils.JSONField(null=True)),
                    ("pgh_context_id", models.UUIDField(null=True)),
                    ("id", models.BigIntegerField()),
                    ("planned_on", models.DateField(verbose_name="planned for")),
                    ("done_on", models.DateField(blank=True, null=True, verbose_name="done on")),
                    ("what", models.CharField(blank=True, max_length=200, verbose_name="what was done")),
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
                            to="geodata.teamvisit",
                        ),
                    ),
                    (
                        "team",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="geodata.team",
                            verbose_name="team",
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
            migrations.AddConstraint(
                model_name="serviceitem",
                constraint=models.CheckConstraint(
                    condition=models.Q(("code__regex", "^[a-z][a-z0-9_]*$")), name="service_code_is_a_word"
                ),
            ),
            migrations.AddConstraint(
                model_name="serviceitem",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        (
                            "field__in",
                            [
                                "daily",
                                "care",
                                "health",
                                "papers",
                                "repair",
                                "transport",
                                "farming",
                                "machinery",
                                "law",
                                "management",
                            ],
                        ),
                        ("window__in", ["village", "township", "county"]),
                    ),
                    name="service_is_of_a_field_and_a_window",
                ),
            ),
            migrations.AddConstraint(
                model_name="serviceitem",
                constraint=models.CheckConstraint(
                    condition=models.Q(("days__range", (1, 60))), name="service_takes_1_to_60_days"
                ),
            ),
            migrations.AddConstraint(
                model_name="serviceitem",
                constraint=models.CheckConstraint(
                    condition=models.Q(("period__isempty", False)),
                    name="service_is_offered_for_a_day_or_more",
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="serviceitem",
                trigger=pgtrigger.compiler.Trigger(
                    name="created_insert",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "geodata_serviceitemevent" ("area_id", "code", "days", "department_id", "description", "fee", "field", "hours", "id", "materials", "name", "name_en", "period", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "synthetic", "window") SELECT new_values."area_id", new_values."code", new_values."days", new_values."department_id", new_values."description", new_values."fee", new_values."field", new_values."hours", new_values."id", new_values."materials", new_values."name", new_values."name_en", new_values."period", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'created\', new_values."id", new_values."synthetic", new_values."window" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="122cc2ffbcb352752cfb15f574fd963081f71dfe",
                        level="STATEMENT",
                        operation="INSERT",
                        pgid="pgtrigger_created_insert_e76c8",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="geodata_serviceitem",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="serviceitem",
                trigger=pgtrigger.compiler.Trigger(
                    name="changed_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "geodata_serviceitemevent" ("area_id", "code", "days", "department_id", "description", "fee", "field", "hours", "id", "materials", "name", "name_en", "period", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "synthetic", "window") SELECT old_values."area_id", old_values."code", old_values."days", old_values."department_id", old_values."description", old_values."fee", old_values."field", old_values."hours", old_values."id", old_values."materials", old_values."name", old_values."name_en", old_values."period", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'changed\', old_values."id", old_values."synthetic", old_values."window" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;',
                        hash="6ee0e4a62007e1471900874efe343ba2ca60634e",
                        level="STATEMENT",
                        operation="UPDATE",
                        pgid="pgtrigger_changed_update_1c538",
                        referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                        table="geodata_serviceitem",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="serviceitem",
                trigger=pgtrigger.compiler.Trigger(
                    name="deleted_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "geodata_serviceitemevent" ("area_id", "code", "days", "department_id", "description", "fee", "field", "hours", "id", "materials", "name", "name_en", "period", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "synthetic", "window") SELECT old_values."area_id", old_values."code", old_values."days", old_values."department_id", old_values."description", old_values."fee", old_values."field", old_values."hours", old_values."id", old_values."materials", old_values."name", old_values."name_en", old_values."period", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'deleted\', old_values."id", old_values."synthetic", old_values."window" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                        hash="48ca2dab522ba120166041cc2fa20c514708f69c",
                        level="STATEMENT",
                        operation="DELETE",
                        pgid="pgtrigger_deleted_delete_20398",
                        referencing="REFERENCING OLD TABLE AS old_values ",
                        table="geodata_serviceitem",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="serviceitemevent",
                trigger=pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="7c140aadb9e940a195aaf67b432d17cf8c984bf9",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_ecea7",
                        table="geodata_serviceitemevent",
                        when="BEFORE",
                    ),
                ),
            ),
            migrations.AddIndex(
                model_name="orderstep",
                index=models.Index(fields=["order", "-id"], name="order_steps_newest_first"),
            ),
            migrations.AddConstraint(
                model_name="orderstep",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("after", "ordered"), ("before", ""), ("move", "order")),
                        models.Q(("after", "dispatched"), ("before", "ordered"), ("move", "dispatch")),
                        models.Q(("after", "cancelled"), ("before", "ordered"), ("move", "cancel")),
                        models.Q(("after", "dispatched"), ("before", "dispatched"), ("move", "dispatch")),
                        models.Q(("after", "taken"), ("before", "dispatched"), ("move", "take")),
                        models.Q(("after", "dispatched"), ("before", "dispatched"), ("move", "refuse")),
                        models.Q(("after", "ordered"), ("before", "dispatched"), ("move", "return")),
                        models.Q(("after", "cancelled"), ("before", "dispatched"), ("move", "cancel")),
                        models.Q(("after", "in_service"), ("before", "taken"), ("move", "begin")),
                        models.Q(("after", "finished"), ("before", "taken"), ("move", "finish")),
                        models.Q(("after", "ordered"), ("before", "taken"), ("move", "give_back")),
                        models.Q(("after", "cancelled"), ("before", "taken"), ("move", "cancel")),
                        models.Q(("after", "finished"), ("before", "in_service"), ("move", "finish")),
                        models.Q(("after", "ordered"), ("before", "in_service"), ("move", "give_back")),
                        models.Q(("after", "rated"), ("before", "finished"), ("move", "rate")),
                        models.Q(("after", "unrated"), ("before", "finished"), ("move", "lapse")),
                        models.Q(("after", "closed"), ("before", "rated"), ("move", "close")),
                        models.Q(("after", "closed"), ("before", "unrated"), ("move", "close")),
                        _connector="OR",
                    ),
                    name="step_of_an_order_is_in_its_table",
                ),
            ),
            migrations.AddConstraint(
                model_name="orderstep",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        ("by__isnull", False), ("move__in", ["return", "lapse", "close"]), _connector="OR"
                    ),
                    name="by_itself_an_order_returns_lapses_or_closes",
                ),
            ),
            migrations.AddConstraint(
                model_name="team",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        (
                            "field__in",
                            [
                                "daily",
                                "care",
                                "health",
                                "papers",
                                "repair",
                                "transport",
                                "farming",
                                "machinery",
                                "law",
                                "management",
                            ],
                        ),
                        ("kind__in", ["micro", "volunteer", "professional"]),
                    ),
                    name="team_is_of_a_kind_and_a_field",
                ),
            ),
            migrations.AddConstraint(
                model_name="team",
                constraint=models.CheckConstraint(
                    condition=models.Q(("period__isempty", False)), name="team_serves_for_a_day_or_more"
                ),
            ),
            migrations.AddConstraint(
                model_name="team",
                constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                    expressions=[("name", "="), ("area", "="), ("period", "&&")],
                    name="one_team_per_name_area_and_day",
                    violation_error_message="There is a team of this name already.",
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="team",
                trigger=pgtrigger.compiler.Trigger(
                    name="created_insert",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "geodata_teamevent" ("area_id", "field", "id", "kind", "name", "period", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "synthetic") SELECT new_values."area_id", new_values."field", new_values."id", new_values."kind", new_values."name", new_values."period", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'created\', new_values."id", new_values."synthetic" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="7b9b196dec6839f80938adc2651b5b8f85eb76d8",
                        level="STATEMENT",
                        operation="INSERT",
                        pgid="pgtrigger_created_insert_6075c",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="geodata_team",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="team",
                trigger=pgtrigger.compiler.Trigger(
                    name="changed_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "geodata_teamevent" ("area_id", "field", "id", "kind", "name", "period", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "synthetic") SELECT old_values."area_id", old_values."field", old_values."id", old_values."kind", old_values."name", old_values."period", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'changed\', old_values."id", old_values."synthetic" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;',
                        hash="c4ac00722897ac774ccabe0259e10594a5261e03",
                        level="STATEMENT",
                        operation="UPDATE",
                        pgid="pgtrigger_changed_update_e292a",
                        referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                        table="geodata_team",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="team",
                trigger=pgtrigger.compiler.Trigger(
                    name="deleted_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "geodata_teamevent" ("area_id", "field", "id", "kind", "name", "period", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "synthetic") SELECT old_values."area_id", old_values."field", old_values."id", old_values."kind", old_values."name", old_values."period", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'deleted\', old_values."id", old_values."synthetic" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                        hash="fde128a49b0279e704390629d9dc4cefbb45c9d3",
                        level="STATEMENT",
                        operation="DELETE",
                        pgid="pgtrigger_deleted_delete_5f3ef",
                        referencing="REFERENCING OLD TABLE AS old_values ",
                        table="geodata_team",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="serviceorderevent",
                trigger=pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="bb8198e32dece82a42908c48e3b136e1d171b9b9",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_7aa99",
                        table="geodata_serviceorderevent",
                        when="BEFORE",
                    ),
                ),
            ),
            migrations.AddIndex(
                model_name="serviceorder",
                index=models.Index(fields=["village", "-id"], name="orders_by_village"),
            ),
            migrations.AddIndex(
                model_name="serviceorder",
                index=models.Index(fields=["household"], name="orders_by_household"),
            ),
            migrations.AddIndex(
                model_name="serviceorder",
                index=models.Index(fields=["by"], name="orders_by_recorder"),
            ),
            migrations.AddIndex(
                model_name="serviceorder",
                index=models.Index(fields=["team", "state"], name="orders_by_team"),
            ),
            migrations.AddIndex(
                model_name="serviceorder",
                index=models.Index(
                    condition=models.Q(("state__in", ["ordered", "dispatched", "taken", "in_service"])),
                    fields=["due_at", "id"],
                    name="open_orders_by_due_at",
                ),
            ),
            migrations.AddIndex(
                model_name="serviceorder",
                index=models.Index(
                    condition=models.Q(("state__in", ["finished", "rated", "unrated"])),
                    fields=["state_since"],
                    name="orders_to_be_closed",
                ),
            ),
            migrations.AddConstraint(
                model_name="serviceorder",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        (
                            "state__in",
                            [
                                "ordered",
                                "dispatched",
                                "taken",
                                "in_service",
                                "finished",
                                "rated",
                                "unrated",
                                "closed",
                                "cancelled",
                            ],
                        )
                    ),
                    name="order_is_in_a_state_of_its_life",
                ),
            ),
            migrations.AddConstraint(
                model_name="serviceorder",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        ("household__isnull", False), models.Q(("place", ""), _negated=True), _connector="OR"
                    ),
                    name="order_is_of_a_household_or_a_place",
                    violation_error_message="Say which household it is for, or where to come.",
                ),
            ),
            migrations.AddConstraint(
                model_name="serviceorder",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("item__isnull", False), ("wish", False)),
                        models.Q(("item__isnull", True), ("wish", True)),
                        _connector="OR",
                    ),
                    name="order_is_of_a_service_or_a_wish",
                    violation_error_message="Choose a service, or write a wish.",
                ),
            ),
            migrations.AddConstraint(
                model_name="serviceorder",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        (
                            "field__in",
                            [
                                "daily",
                                "care",
                                "health",
                                "papers",
                                "repair",
                                "transport",
                                "farming",
                                "machinery",
                                "law",
                                "management",
                            ],
                        )
                    ),
                    name="order_is_of_a_field",
                ),
            ),
            migrations.AddConstraint(
                model_name="serviceorder",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        models.Q(
                            ("state__in", ["ordered", "dispatched"]),
                            ("taken_by__isnull", True),
                            ("team__isnull", True),
                        ),
                        ("state", "cancelled"),
                        models.Q(
                            models.Q(("state__in", ["ordered", "dispatched", "cancelled"]), _negated=True),
                            ("taken_by__isnull", False),
                        ),
                        _connector="OR",
                    ),
                    name="taken_order_says_by_whom",
                ),
            ),
            migrations.AddConstraint(
                model_name="serviceorder",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("state__in", ["finished", "rated", "unrated", "closed"]), _negated=True),
                        models.Q(
                            ("finished_at__isnull", False),
                            ("finished_by__isnull", False),
                            ("persons__isnull", False),
                            ("trips__isnull", False),
                        ),
                        _connector="OR",
                    ),
                    name="finished_order_says_for_how_many",
                ),
            ),
            migrations.AddConstraint(
                model_name="serviceorder",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("answer", ""), ("answered_by__isnull", True), ("asked_how", "")),
                        models.Q(
                            models.Q(("answer", ""), _negated=True),
                            models.Q(("asked_how", ""), _negated=True),
                            ("answered_by__isnull", False),
                            models.Q(("answered_by", models.F("taken_by")), _negated=True),
                            models.Q(("answered_by", models.F("finished_by")), _negated=True),
                        ),
                        _connector="OR",
                    ),
                    name="rating_comes_from_those_served",
                    violation_error_message="Whoever has served does not ask how it was.",
                ),
            ),
            migrations.AddConstraint(
                model_name="serviceorder",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("ended_at__isnull", False), ("state__in", ["closed", "cancelled"])),
                        models.Q(
                            models.Q(("state__in", ["closed", "cancelled"]), _negated=True),
                            ("ended_at__isnull", True),
                        ),
                        _connector="OR",
                    ),
                    name="ended_order_says_when",
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="serviceorder",
                trigger=pgtrigger.compiler.Trigger(
                    name="changed_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "geodata_serviceorderevent" ("answer", "answered_by_id", "asked_how", "at", "by_id", "client_id", "due_at", "ended_at", "field", "finished_at", "finished_by_id", "grid_id", "household_id", "id", "item_id", "number", "persons", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "state", "state_since", "synthetic", "taken_by_id", "team_id", "teams", "trips", "users", "version", "village_id", "wish") SELECT old_values."answer", old_values."answered_by_id", old_values."asked_how", old_values."at", old_values."by_id", old_values."client_id", old_values."due_at", old_values."ended_at", old_values."field", old_values."finished_at", old_values."finished_by_id", old_values."grid_id", old_values."household_id", old_values."id", old_values."item_id", old_values."number", old_values."persons", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'changed\', old_values."id", old_values."source", old_values."state", old_values."state_since", old_values."synthetic", old_values."taken_by_id", old_values."team_id", old_values."teams", old_values."trips", old_values."users", old_values."version", old_values."village_id", old_values."wish" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."answer" IS DISTINCT FROM (new_values."answer") OR old_values."answered_by_id" IS DISTINCT FROM (new_values."answered_by_id") OR old_values."asked_how" IS DISTINCT FROM (new_values."asked_how") OR old_values."at" IS DISTINCT FROM (new_values."at") OR old_values."by_id" IS DISTINCT FROM (new_values."by_id") OR old_values."client_id" IS DISTINCT FROM (new_values."client_id") OR old_values."due_at" IS DISTINCT FROM (new_values."due_at") OR old_values."ended_at" IS DISTINCT FROM (new_values."ended_at") OR old_values."field" IS DISTINCT FROM (new_values."field") OR old_values."finished_at" IS DISTINCT FROM (new_values."finished_at") OR old_values."finished_by_id" IS DISTINCT FROM (new_values."finished_by_id") OR old_values."grid_id" IS DISTINCT FROM (new_values."grid_id") OR old_values."household_id" IS DISTINCT FROM (new_values."household_id") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."item_id" IS DISTINCT FROM (new_values."item_id") OR old_values."number" IS DISTINCT FROM (new_values."number") OR old_values."persons" IS DISTINCT FROM (new_values."persons") OR old_values."source" IS DISTINCT FROM (new_values."source") OR old_values."state" IS DISTINCT FROM (new_values."state") OR old_values."state_since" IS DISTINCT FROM (new_values."state_since") OR old_values."synthetic" IS DISTINCT FROM (new_values."synthetic") OR old_values."taken_by_id" IS DISTINCT FROM (new_values."taken_by_id") OR old_values."team_id" IS DISTINCT FROM (new_values."team_id") OR old_values."teams" IS DISTINCT FROM (new_values."teams") OR old_values."trips" IS DISTINCT FROM (new_values."trips") OR old_values."users" IS DISTINCT FROM (new_values."users") OR old_values."version" IS DISTINCT FROM (new_values."version") OR old_values."village_id" IS DISTINCT FROM (new_values."village_id") OR old_values."wish" IS DISTINCT FROM (new_values."wish")) ) AS old_values, _pgh_attached_context; RETURN NULL;',
                        hash="cbda4da76f15997f0895212c722f853154a79d1a",
                        level="STATEMENT",
                        operation="UPDATE",
                        pgid="pgtrigger_changed_update_68d70",
                        referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                        table="geodata_serviceorder",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="serviceorder",
                trigger=pgtrigger.compiler.Trigger(
                    name="deleted_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "geodata_serviceorderevent" ("answer", "answered_by_id", "asked_how", "at", "by_id", "client_id", "due_at", "ended_at", "field", "finished_at", "finished_by_id", "grid_id", "household_id", "id", "item_id", "number", "persons", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "state", "state_since", "synthetic", "taken_by_id", "team_id", "teams", "trips", "users", "version", "village_id", "wish") SELECT old_values."answer", old_values."answered_by_id", old_values."asked_how", old_values."at", old_values."by_id", old_values."client_id", old_values."due_at", old_values."ended_at", old_values."field", old_values."finished_at", old_values."finished_by_id", old_values."grid_id", old_values."household_id", old_values."id", old_values."item_id", old_values."number", old_values."persons", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'deleted\', old_values."id", old_values."source", old_values."state", old_values."state_since", old_values."synthetic", old_values."taken_by_id", old_values."team_id", old_values."teams", old_values."trips", old_values."users", old_values."version", old_values."village_id", old_values."wish" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                        hash="f74356c95d618a59d135ca4395d7d364e5715eb1",
                        level="STATEMENT",
                        operation="DELETE",
                        pgid="pgtrigger_deleted_delete_e262c",
                        referencing="REFERENCING OLD TABLE AS old_values ",
                        table="geodata_serviceorder",
                        when="AFTER",
                    ),
                ),
            ),
            migrations.AddIndex(
                model_name="orderoffer",
                index=models.Index(
                    condition=models.Q(("answer", "")), fields=["until"], name="open_offers_by_end"
                ),
            ),
            migrations.AddIndex(
                model_name="orderoffer",
                index=models.Index(
                    condition=models.Q(("answer", "")), fields=["team"], name="open_offers_by_team"
                ),
            ),
            migrations.AddConstraint(
                model_name="orderoffer",
                constraint=models.UniqueConstraint(
                    condition=models.Q(("answer", "taken")), fields=("order",), name="an_order_is_taken_once"
                ),
            ),
            migrations.AddConstraint(
                model_name="orderoffer",
                constraint=models.UniqueConstraint(
                    condition=models.Q(("answer", "")),
                    fields=("order", "slot"),
                    name="one_open_offer_per_slot",
                ),
            ),
            migrations.AddConstraint(
                model_name="orderoffer",
                constraint=models.CheckConstraint(
                    condition=models.Q(("slot__range", (1, 3))), name="three_offers_are_open_at_most"
                ),
            ),
            migrations.AddConstraint(
                model_name="orderoffer",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("team__isnull", False), ("user__isnull", True)),
                        models.Q(("team__isnull", True), ("user__isnull", False)),
                        _connector="OR",
                    ),
                    name="offer_is_to_a_team_or_to_somebody",
                ),
            ),
            migrations.AddConstraint(
                model_name="orderoffer",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("answer", ""), ("answered_at__isnull", True)),
                        models.Q(models.Q(("answer", ""), _negated=True), ("answered_at__isnull", False)),
                        _connector="OR",
                    ),
                    name="answered_offer_says_when",
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="teamevent",
                trigger=pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="38f37ba7ce4c10509126e9801693617e9b1455e0",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_3b2ea",
                        table="geodata_teamevent",
                        when="BEFORE",
                    ),
                ),
            ),
            migrations.AddConstraint(
                model_name="teammember",
                constraint=models.CheckConstraint(
                    condition=models.Q(("period__isempty", False)), name="team_member_for_a_day_or_more"
                ),
            ),
            migrations.AddConstraint(
                model_name="teammember",
                constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                    expressions=[("team", "="), ("user", "="), ("period", "&&")],
                    name="once_in_a_team_a_day",
                    violation_error_message="This person belongs to the team already.",
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="teammember",
                trigger=pgtrigger.compiler.Trigger(
                    name="created_insert",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "geodata_teammemberevent" ("id", "leads", "period", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "team_id", "user_id") SELECT new_values."id", new_values."leads", new_values."period", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'created\', new_values."id", new_values."team_id", new_values."user_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="7e49bf546d588ce5816eb69f268b5e94b257fe93",
                        level="STATEMENT",
                        operation="INSERT",
                        pgid="pgtrigger_created_insert_91055",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="geodata_teammember",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="teammember",
                trigger=pgtrigger.compiler.Trigger(
                    name="changed_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "geodata_teammemberevent" ("id", "leads", "period", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "team_id", "user_id") SELECT old_values."id", old_values."leads", old_values."period", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'changed\', old_values."id", old_values."team_id", old_values."user_id" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;',
                        hash="3933c31b45eb5350a841948067a2763ca1cbc547",
                        level="STATEMENT",
                        operation="UPDATE",
                        pgid="pgtrigger_changed_update_f70c7",
                        referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                        table="geodata_teammember",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="teammember",
                trigger=pgtrigger.compiler.Trigger(
                    name="deleted_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "geodata_teammemberevent" ("id", "leads", "period", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "team_id", "user_id") SELECT old_values."id", old_values."leads", old_values."period", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'deleted\', old_values."id", old_values."team_id", old_values."user_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                        hash="1c49a863fd7bbf0e4294c3b526abc2630f2e8cd0",
                        level="STATEMENT",
                        operation="DELETE",
                        pgid="pgtrigger_deleted_delete_6b537",
                        referencing="REFERENCING OLD TABLE AS old_values ",
                        table="geodata_teammember",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="teammemberevent",
                trigger=pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="18bead1fc33f950239ac4795d132ba72f93146eb",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_1cfac",
                        table="geodata_teammemberevent",
                        when="BEFORE",
                    ),
                ),
            ),
            migrations.AddIndex(
                model_name="teamvisit",
                index=models.Index(fields=["village", "planned_on"], name="rounds_by_village"),
            ),
            migrations.AddConstraint(
                model_name="teamvisit",
                constraint=models.UniqueConstraint(
                    fields=("team", "village", "planned_on"),
                    name="one_round_per_team_village_and_day",
                    violation_error_message="This round is planned already.",
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="teamvisit",
                trigger=pgtrigger.compiler.Trigger(
                    name="changed_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "geodata_teamvisitevent" ("by_id", "done_on", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "planned_on", "synthetic", "team_id", "village_id", "what") SELECT old_values."by_id", old_values."done_on", old_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'changed\', old_values."id", old_values."planned_on", old_values."synthetic", old_values."team_id", old_values."village_id", old_values."what" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;',
                        hash="95f23859dc94c66814fbb313b62ea9aaa472e775",
                        level="STATEMENT",
                        operation="UPDATE",
                        pgid="pgtrigger_changed_update_72562",
                        referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                        table="geodata_teamvisit",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="teamvisit",
                trigger=pgtrigger.compiler.Trigger(
                    name="deleted_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "geodata_teamvisitevent" ("by_id", "done_on", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "planned_on", "synthetic", "team_id", "village_id", "what") SELECT old_values."by_id", old_values."done_on", old_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'deleted\', old_values."id", old_values."planned_on", old_values."synthetic", old_values."team_id", old_values."village_id", old_values."what" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                        hash="36badafa6a0d0210d37c48489baaf8e3aefd2ac8",
                        level="STATEMENT",
                        operation="DELETE",
                        pgid="pgtrigger_deleted_delete_8734e",
                        referencing="REFERENCING OLD TABLE AS old_values ",
                        table="geodata_teamvisit",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="teamvisitevent",
                trigger=pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="f83a0a6e179b7a4369a5c0b684d023fcaae74e3e",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_482b8",
                        table="geodata_teamvisitevent",
                        when="BEFORE",
                    ),
                ),
            ),
            migrations.RunSQL(LAWS, NO_LAWS),
            install("policies/serviceorder"),
            install("policies/serviceorderevent"),
            install("policies/orderstep"),
            install("policies/orderoffer"),
            install("policies/tally"),
            install("take_order_place", NO_FOLLOWING),
            install("orders_go_on", "DROP FUNCTION orders_go_on CASCADE"),
            install("order_keeps_its_words", "DROP FUNCTION order_keeps_its_words CASCADE"),
            install("offers_of_an_order", "DROP FUNCTION offers_of_an_order CASCADE"),
            install("loads_of_teams", "DROP FUNCTION loads_of_teams"),
            install("stands_where_its_steps_led", UNDO),
            install("tallies_follow", NO_TALLIES),
            install("marks_follow", NO_MARKS),
            install("duties_of"),
            install("import_tables"),
            install("note_import"),
            install("grants"),
        ]
    )
