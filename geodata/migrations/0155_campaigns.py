"""Roll-calls: whom they ask for, what came of each, and tasks at places."""

import uuid

import django.contrib.gis.db.models.fields
import django.contrib.postgres.fields
import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import geodata.campaigns.models
from geodata.sql import install

LAWS = """
ALTER TABLE geodata_campaign ADD CONSTRAINT campaign_climbs_three_times
    CHECK (cardinality(climb_hours) = 3 AND array_position(climb_hours, NULL) IS NULL
           AND climb_hours[1] <= climb_hours[2] AND climb_hours[2] <= climb_hours[3]);
ALTER TABLE geodata_campaign ADD CONSTRAINT campaign_asks_by_lists
    CHECK (jsonb_typeof(checklist) = 'array' AND jsonb_typeof(filter) = 'object');
ALTER TABLE geodata_campaigntarget ADD CONSTRAINT campaigntarget_carries_the_village_of_its_household
    FOREIGN KEY (village_id, household_id) REFERENCES geodata_household (village_id, id)
    ON UPDATE CASCADE DEFERRABLE INITIALLY IMMEDIATE;
ALTER TABLE geodata_campaigntarget ADD CONSTRAINT a_target_is_of_one_campaign UNIQUE (id, campaign_id);
ALTER TABLE geodata_campaigntarget SET (fillfactor = 80);
ALTER TABLE geodata_campaignresult ADD CONSTRAINT campaignresult_carries_the_village_of_its_household
    FOREIGN KEY (village_id, household_id) REFERENCES geodata_household (village_id, id)
    ON UPDATE CASCADE DEFERRABLE INITIALLY IMMEDIATE;
ALTER TABLE geodata_campaignresult ADD CONSTRAINT result_is_of_the_campaign_of_its_target
    FOREIGN KEY (target_id, campaign_id) REFERENCES geodata_campaigntarget (id, campaign_id) DEFERRABLE INITIALLY IMMEDIATE;
ALTER TABLE geodata_campaignresult ADD CONSTRAINT result_answers_by_name
    CHECK (jsonb_typeof(answers) = 'object');
ALTER TABLE geodata_placetask ADD CONSTRAINT place_task_is_a_point_or_a_line
    CHECK (GeometryType(geometry) IN ('POINT', 'LINESTRING'));
"""
NO_LAWS = """
ALTER TABLE geodata_placetask DROP CONSTRAINT place_task_is_a_point_or_a_line;
ALTER TABLE geodata_campaignresult DROP CONSTRAINT result_answers_by_name;
ALTER TABLE geodata_campaignresult DROP CONSTRAINT result_is_of_the_campaign_of_its_target;
ALTER TABLE geodata_campaignresult DROP CONSTRAINT campaignresult_carries_the_village_of_its_household;
ALTER TABLE geodata_campaigntarget DROP CONSTRAINT a_target_is_of_one_campaign;
ALTER TABLE geodata_campaigntarget DROP CONSTRAINT campaigntarget_carries_the_village_of_its_household;
ALTER TABLE geodata_campaign DROP CONSTRAINT campaign_asks_by_lists;
ALTER TABLE geodata_campaign DROP CONSTRAINT campaign_climbs_three_times;
"""
UNDO = """
DROP TRIGGER stands_where_its_steps_led ON geodata_campaign; DROP TRIGGER stands_where_its_steps_led ON geodata_campaignstep;
DROP TRIGGER steps_stay ON geodata_campaignstep;
"""

NO_TARGETS = (
    "DROP FUNCTION target_keeps_its_place CASCADE; DROP FUNCTION target_is_of_an_open_campaign CASCADE"
)


class Migration(migrations.Migration):
    dependencies = [
        ("geodata", "0130_policies_are_tried"),
    ]

    operations = [
        migrations.CreateModel(
            name="Campaign",
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
                ("title", models.CharField(max_length=60, verbose_name="title")),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("cold", "cold wave"),
                            ("heat", "heat wave"),
                            ("flood", "flood"),
                            ("fire", "fire"),
                            ("epidemic", "epidemic"),
                            ("holiday", "holiday"),
                            ("drill", "drill"),
                        ],
                        max_length=10,
                        verbose_name="reason",
                    ),
                ),
                (
                    "issuers",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="issued by",
                    ),
                ),
                ("filter", models.JSONField(default=dict, verbose_name="who")),
                ("checklist", models.JSONField(blank=True, default=list, verbose_name="checklist")),
                (
                    "climb_hours",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveSmallIntegerField(),
                        default=geodata.campaigns.models.usual_hours,
                        size=None,
                        verbose_name="handed up after hours",
                    ),
                ),
                ("due_at", models.DateTimeField(verbose_name="due at")),
                ("opened_at", models.DateTimeField(blank=True, null=True, verbose_name="opened at")),
                ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="closed at")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("open", "open"),
                            ("closed", "closed"),
                            ("reported", "reported"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="drafted at")),
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
                        verbose_name="drafted by",
                    ),
                ),
            ],
            options={
                "verbose_name": "roll-call",
                "verbose_name_plural": "roll-calls",
            },
        ),
        migrations.CreateModel(
            name="CampaignEvent",
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
                    "reason",
                    models.CharField(
                        choices=[
                            ("cold", "cold wave"),
                            ("heat", "heat wave"),
                            ("flood", "flood"),
                            ("fire", "fire"),
                            ("epidemic", "epidemic"),
                            ("holiday", "holiday"),
                            ("drill", "drill"),
                        ],
                        max_length=10,
                        verbose_name="reason",
                    ),
                ),
                (
                    "issuers",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="issued by",
                    ),
                ),
                ("filter", models.JSONField(default=dict, verbose_name="who")),
                ("checklist", models.JSONField(blank=True, default=list, verbose_name="checklist")),
                (
                    "climb_hours",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveSmallIntegerField(),
                        default=geodata.campaigns.models.usual_hours,
                        size=None,
                        verbose_name="handed up after hours",
                    ),
                ),
                ("due_at", models.DateTimeField(verbose_name="due at")),
                ("opened_at", models.DateTimeField(blank=True, null=True, verbose_name="opened at")),
                ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="closed at")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("open", "open"),
                            ("closed", "closed"),
                            ("reported", "reported"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="drafted at")),
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
                        verbose_name="drafted by",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="changes",
                        related_query_name="changes_query",
                        to="geodata.campaign",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="CampaignStep",
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
                ("targets", models.PositiveIntegerField(db_default=0, default=0, verbose_name="households")),
                (
                    "level",
                    models.PositiveSmallIntegerField(
                        choices=[(0, "contact member"), (1, "grid leader"), (2, "village"), (3, "township")],
                        db_default=0,
                        default=0,
                        verbose_name="level",
                    ),
                ),
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
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="steps",
                        to="geodata.campaign",
                        verbose_name="roll-call",
                    ),
                ),
            ],
            options={
                "verbose_name": "step of a roll-call",
                "verbose_name_plural": "steps of roll-calls",
                "ordering": ["at", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="CampaignTarget",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "why",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveSmallIntegerField(),
                        default=list,
                        size=None,
                        verbose_name="why it is asked for",
                    ),
                ),
                ("special", models.BooleanField(default=False, verbose_name="special")),
                (
                    "level",
                    models.PositiveSmallIntegerField(
                        choices=[(0, "contact member"), (1, "grid leader"), (2, "village"), (3, "township")],
                        default=0,
                        verbose_name="level",
                    ),
                ),
                ("added_at", models.DateTimeField(verbose_name="asked for since")),
                (
                    "state",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("ok", "all well"),
                            ("needs", "needs help"),
                            ("away_ok", "away and well"),
                            ("unreached", "nobody there"),
                            ("refused", "refused"),
                        ],
                        db_default="",
                        default="",
                        max_length=10,
                        verbose_name="result",
                    ),
                ),
                ("made_at", models.DateTimeField(blank=True, null=True, verbose_name="made at")),
                (
                    "attempts",
                    models.PositiveSmallIntegerField(
                        db_default=0, default=0, verbose_name="times nobody was there"
                    ),
                ),
                (
                    "added_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="added by",
                    ),
                ),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="targets",
                        to="geodata.campaign",
                        verbose_name="roll-call",
                    ),
                ),
                (
                    "grid_then",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="geodata.area",
                        verbose_name="grid of that day",
                    ),
                ),
                (
                    "holder",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="with",
                    ),
                ),
                (
                    "household",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="campaign_targets",
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
                "verbose_name": "household of a roll-call",
                "verbose_name_plural": "households of roll-calls",
            },
        ),
        migrations.CreateModel(
            name="CampaignResult",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("client_id", models.UUIDField(default=uuid.uuid4, unique=True, verbose_name="client id")),
                ("body_hash", models.CharField(editable=False, max_length=64)),
                ("made_at", models.DateTimeField(verbose_name="made at")),
                ("at", models.DateTimeField(verbose_name="recorded at")),
                (
                    "how",
                    models.CharField(
                        choices=[
                            ("door", "at the door"),
                            ("phone", "by phone"),
                            ("neighbour", "by a neighbour"),
                        ],
                        max_length=10,
                        verbose_name="how",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("ok", "all well"),
                            ("needs", "needs help"),
                            ("away_ok", "away and well"),
                            ("unreached", "nobody there"),
                            ("refused", "refused"),
                        ],
                        max_length=10,
                        verbose_name="result",
                    ),
                ),
                ("answers", models.JSONField(blank=True, default=dict, verbose_name="answers")),
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
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="results",
                        to="geodata.campaign",
                        verbose_name="roll-call",
                    ),
                ),
                (
                    "household",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="campaign_results",
                        to="geodata.household",
                        verbose_name="household",
                    ),
                ),
                (
                    "need",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="geodata.need",
                        verbose_name="need",
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
                (
                    "visit",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="geodata.visit",
                        verbose_name="visit",
                    ),
                ),
                (
                    "target",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="results",
                        to="geodata.campaigntarget",
                        verbose_name="household of a roll-call",
                    ),
                ),
            ],
            options={
                "verbose_name": "result of a roll-call",
                "verbose_name_plural": "results of roll-calls",
            },
        ),
        migrations.CreateModel(
            name="PlaceTask",
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
                (
                    "geometry",
                    django.contrib.gis.db.models.fields.GeometryField(srid=4326, verbose_name="place"),
                ),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("snow", "snow"),
                            ("road", "road"),
                            ("power", "power"),
                            ("water", "water"),
                            ("other", "other"),
                        ],
                        max_length=10,
                        verbose_name="what",
                    ),
                ),
                ("text", models.CharField(blank=True, max_length=200, verbose_name="text")),
                (
                    "state",
                    models.CharField(
                        choices=[("given", "given"), ("begun", "begun"), ("done", "done")],
                        default="given",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="given at")),
                ("since", models.DateTimeField(verbose_name="in this state since")),
                ("synthetic", models.BooleanField(default=False, verbose_name="invented")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="given by",
                    ),
                ),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="place_tasks",
                        to="geodata.campaign",
                        verbose_name="roll-call",
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="place_tasks",
                        to="geodata.department",
                        verbose_name="department",
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
                "verbose_name": "place task",
                "verbose_name_plural": "place tasks",
            },
        ),
        migrations.CreateModel(
            name="PlaceTaskEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, verbose_name="key")),
                (
                    "geometry",
                    django.contrib.gis.db.models.fields.GeometryField(srid=4326, verbose_name="place"),
                ),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("snow", "snow"),
                            ("road", "road"),
                            ("power", "power"),
                            ("water", "water"),
                            ("other", "other"),
                        ],
                        max_length=10,
                        verbose_name="what",
                    ),
                ),
                ("text", models.CharField(blank=True, max_length=200, verbose_name="text")),
                (
                    "state",
                    models.CharField(
                        choices=[("given", "given"), ("begun", "begun"), ("done", "done")],
                        default="given",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="given at")),
                ("since", models.DateTimeField(verbose_name="in this state since")),
                ("synthetic", models.BooleanField(default=False, verbose_name="invented")),
                (
                    "by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="given by",
                    ),
                ),
                (
                    "campaign",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="geodata.campaign",
                        verbose_name="roll-call",
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="geodata.department",
                        verbose_name="department",
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
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="changes",
                        related_query_name="changes_query",
                        to="geodata.placetask",
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
        migrations.AddIndex(
            model_name="campaign",
            index=models.Index(fields=["area", "-id"], name="campaigns_by_area"),
        ),
        migrations.AddConstraint(
            model_name="campaign",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["draft", "open", "closed", "reported"])),
                name="campaign_is_in_a_state_of_its_life",
            ),
        ),
        migrations.AddConstraint(
            model_name="campaign",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("reason__in", ["cold", "heat", "flood", "fire", "epidemic", "holiday", "drill"])
                ),
                name="campaign_has_a_known_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="campaign",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_at__isnull", True), ("opened_at__isnull", True), ("state", "draft")),
                    models.Q(("closed_at__isnull", True), ("opened_at__isnull", False), ("state", "open")),
                    models.Q(
                        ("closed_at__gte", models.F("opened_at")),
                        ("closed_at__isnull", False),
                        ("opened_at__isnull", False),
                        ("state__in", ["closed", "reported"]),
                    ),
                    _connector="OR",
                ),
                name="campaign_says_when_it_was_opened_and_closed",
            ),
        ),
        migrations.AddConstraint(
            model_name="campaign",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("opened_at__isnull", True), ("due_at__gt", models.F("opened_at")), _connector="OR"
                ),
                name="campaign_is_due_after_it_opens",
                violation_error_message="The deadline is after the opening.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="campaign",
            trigger=pgtrigger.compiler.Trigger(
                name="created_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "geodata_campaignevent" ("area_id", "at", "by_id", "checklist", "climb_hours", "closed_at", "due_at", "filter", "id", "issuers", "key", "opened_at", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "state", "synthetic", "title", "version") SELECT new_values."area_id", new_values."at", new_values."by_id", new_values."checklist", new_values."climb_hours", new_values."closed_at", new_values."due_at", new_values."filter", new_values."id", new_values."issuers", new_values."key", new_values."opened_at", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'created\', new_values."id", new_values."reason", new_values."state", new_values."synthetic", new_values."title", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="2c431b7cdc313e1750e26cb5eedd6a39d4bdbec5",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_created_insert_70bec",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="geodata_campaign",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="campaign",
            trigger=pgtrigger.compiler.Trigger(
                name="changed_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "geodata_campaignevent" ("area_id", "at", "by_id", "checklist", "climb_hours", "closed_at", "due_at", "filter", "id", "issuers", "key", "opened_at", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "state", "synthetic", "title", "version") SELECT old_values."area_id", old_values."at", old_values."by_id", old_values."checklist", old_values."climb_hours", old_values."closed_at", old_values."due_at", old_values."filter", old_values."id", old_values."issuers", old_values."key", old_values."opened_at", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'changed\', old_values."id", old_values."reason", old_values."state", old_values."synthetic", old_values."title", old_values."version" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="914eb7d718b0a5a00f845bd60a3f79b305b1cee0",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_changed_update_8e8fc",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="geodata_campaign",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="campaign",
            trigger=pgtrigger.compiler.Trigger(
                name="deleted_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "geodata_campaignevent" ("area_id", "at", "by_id", "checklist", "climb_hours", "closed_at", "due_at", "filter", "id", "issuers", "key", "opened_at", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "state", "synthetic", "title", "version") SELECT old_values."area_id", old_values."at", old_values."by_id", old_values."checklist", old_values."climb_hours", old_values."closed_at", old_values."due_at", old_values."filter", old_values."id", old_values."issuers", old_values."key", old_values."opened_at", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'deleted\', old_values."id", old_values."reason", old_values."state", old_values."synthetic", old_values."title", old_values."version" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="ad1e7aa1d416b07f7e5fb5e9edcea814bf49bdcc",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_deleted_delete_3bf87",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="geodata_campaign",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="campaignevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="2dfef60866a61cf3c558814a0b160738086da910",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_33def",
                    table="geodata_campaignevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="campaignstep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("after", "draft"), ("before", ""), ("move", "draft")),
                    models.Q(("after", "open"), ("before", "draft"), ("move", "open")),
                    models.Q(("after", "open"), ("before", "open"), ("move", "add")),
                    models.Q(("after", "open"), ("before", "open"), ("move", "climb")),
                    models.Q(("after", "closed"), ("before", "open"), ("move", "close")),
                    models.Q(("after", "reported"), ("before", "closed"), ("move", "report")),
                    _connector="OR",
                ),
                name="step_of_a_campaign_is_in_its_table",
            ),
        ),
        migrations.AddConstraint(
            model_name="campaignstep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("by__isnull", False),
                    ("move", "climb"),
                    _connector="OR",
                ),
                name="nobody_makes_but_climbing_by_itself",
            ),
        ),
        migrations.AddIndex(
            model_name="campaigntarget",
            index=models.Index(fields=["household"], name="targets_by_household"),
        ),
        migrations.AddIndex(
            model_name="campaigntarget",
            index=models.Index(fields=["holder", "campaign"], name="targets_by_holder"),
        ),
        migrations.AddIndex(
            model_name="campaigntarget",
            index=models.Index(
                condition=models.Q(("state__in", ("ok", "needs", "away_ok", "refused")), _negated=True),
                fields=["campaign", "level", "added_at"],
                name="unreached_targets",
            ),
        ),
        migrations.AddConstraint(
            model_name="campaigntarget",
            constraint=models.UniqueConstraint(
                fields=("campaign", "household"), name="a_household_is_asked_for_once_a_campaign"
            ),
        ),
        migrations.AddConstraint(
            model_name="campaigntarget",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("level__in", [0, 1, 2, 3]),
                    models.Q(
                        ("state", ""),
                        ("state__in", ["ok", "needs", "away_ok", "unreached", "refused"]),
                        _connector="OR",
                    ),
                ),
                name="target_is_of_a_known_level_and_result",
            ),
        ),
        migrations.AddIndex(
            model_name="campaignresult",
            index=models.Index(fields=["campaign", "target", "made_at", "id"], name="results_in_their_order"),
        ),
        migrations.AddIndex(
            model_name="campaignresult",
            index=models.Index(fields=["campaign", "-id"], name="newest_results"),
        ),
        migrations.AddIndex(
            model_name="campaignresult",
            index=models.Index(fields=["household"], name="results_by_household"),
        ),
        migrations.AddConstraint(
            model_name="campaignresult",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("how__in", ["door", "phone", "neighbour"]),
                    ("state__in", ["ok", "needs", "away_ok", "unreached", "refused"]),
                ),
                name="result_is_of_a_known_way_and_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="campaignresult",
            constraint=models.CheckConstraint(
                condition=models.Q(("made_at__lte", models.F("at"))),
                name="result_is_recorded_once_it_was_made",
            ),
        ),
        migrations.AddConstraint(
            model_name="campaignresult",
            constraint=models.CheckConstraint(
                condition=models.Q(("visit__isnull", True), ("how__in", ["door", "phone"]), _connector="OR"),
                name="what_a_neighbour_says_is_no_visit",
            ),
        ),
        migrations.AddConstraint(
            model_name="campaignresult",
            constraint=models.CheckConstraint(
                condition=models.Q(("need__isnull", True), ("state", "needs"), _connector="OR"),
                name="who_is_well_has_no_need_of_a_result",
            ),
        ),
        migrations.AddIndex(
            model_name="placetask",
            index=models.Index(fields=["campaign"], name="place_tasks_by_campaign"),
        ),
        migrations.AddConstraint(
            model_name="placetask",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["given", "begun", "done"]),
                    ("what__in", ["snow", "road", "power", "water", "other"]),
                ),
                name="place_task_is_of_a_known_kind_and_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="placetask",
            constraint=models.CheckConstraint(
                condition=models.Q(("household__isnull", True)), name="place_task_names_no_household"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="placetask",
            trigger=pgtrigger.compiler.Trigger(
                name="changed_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "geodata_placetaskevent" ("at", "by_id", "campaign_id", "department_id", "geometry", "grid_id", "household_id", "id", "key", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "since", "state", "synthetic", "text", "village_id", "what") SELECT old_values."at", old_values."by_id", old_values."campaign_id", old_values."department_id", old_values."geometry", old_values."grid_id", old_values."household_id", old_values."id", old_values."key", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'changed\', old_values."id", old_values."since", old_values."state", old_values."synthetic", old_values."text", old_values."village_id", old_values."what" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="7823339a4e78cb1e93c486dc3b121c8c5bc9cee1",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_changed_update_62d13",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="geodata_placetask",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="placetask",
            trigger=pgtrigger.compiler.Trigger(
                name="deleted_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "geodata_placetaskevent" ("at", "by_id", "campaign_id", "department_id", "geometry", "grid_id", "household_id", "id", "key", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "since", "state", "synthetic", "text", "village_id", "what") SELECT old_values."at", old_values."by_id", old_values."campaign_id", old_values."department_id", old_values."geometry", old_values."grid_id", old_values."household_id", old_values."id", old_values."key", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'deleted\', old_values."id", old_values."since", old_values."state", old_values."synthetic", old_values."text", old_values."village_id", old_values."what" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="b0abde2d5f28e661d3c15a678c30c85533867b76",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_deleted_delete_e4109",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="geodata_placetask",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="placetaskevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="059ece7c854ac4eb64358bf9b7e23d5b0cc708a0",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_9fc9c",
                    table="geodata_placetaskevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.RunSQL(LAWS, NO_LAWS),
        install("policies/campaigntarget"),
        install("policies/campaignresult"),
        install("policies/placetask"),
        install("policies/placetaskevent"),
        install("policies/tally"),
        install("take_village"),
        install("stands_where_its_steps_led", UNDO),
        install("take_campaign_result", "DROP FUNCTION take_campaign_result CASCADE"),
        install("target_keeps_its_place", NO_TARGETS),
        install("campaign_keeps_its_words", "DROP FUNCTION campaign_keeps_its_words CASCADE"),
        install("tallies_follow", "DROP TRIGGER tallies_follow_campaigns ON geodata_campaign"),
        install("marks_follow", "DROP FUNCTION marks_follow_campaigns CASCADE"),
        install("grants"),
    ]
