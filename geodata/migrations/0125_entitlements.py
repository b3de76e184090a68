"""Entitlements with their steps, agency services and trainings."""

import uuid

import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from geodata.sql import install

LAWS = """
ALTER TABLE geodata_policy ADD CONSTRAINT policy_id_and_department UNIQUE (id, department_id);
ALTER TABLE geodata_policyversion ADD CONSTRAINT policy_version_id_and_policy UNIQUE (id, policy_id);
ALTER TABLE geodata_entitlement ADD CONSTRAINT entitlement_is_of_the_department_of_its_policy
    FOREIGN KEY (policy_id, department_id) REFERENCES geodata_policy (id, department_id)
    ON UPDATE CASCADE DEFERRABLE INITIALLY IMMEDIATE;
ALTER TABLE geodata_entitlement ADD CONSTRAINT entitlement_is_of_a_version_of_its_policy
    FOREIGN KEY (policy_version_id, policy_id) REFERENCES geodata_policyversion (id, policy_id)
    DEFERRABLE INITIALLY IMMEDIATE;
ALTER TABLE geodata_entitlement ADD CONSTRAINT entitlement_carries_the_village_of_its_household
    FOREIGN KEY (village_id, household_id) REFERENCES geodata_household (village_id, id)
    ON UPDATE CASCADE ON DELETE CASCADE DEFERRABLE INITIALLY IMMEDIATE;
ALTER TABLE geodata_entitlement ADD CONSTRAINT entitlement_is_of_a_resident
    FOREIGN KEY (resident_id) REFERENCES geodata_resident (id) ON DELETE CASCADE DEFERRABLE INITIALLY IMMEDIATE;
ALTER TABLE geodata_agencyservice ADD CONSTRAINT agencyservice_carries_the_village_of_its_household
    FOREIGN KEY (village_id, household_id) REFERENCES geodata_household (village_id, id)
    ON UPDATE CASCADE DEFERRABLE INITIALLY IMMEDIATE;
"""
NO_LAWS = """
ALTER TABLE geodata_agencyservice DROP CONSTRAINT agencyservice_carries_the_village_of_its_household;
ALTER TABLE geodata_entitlement DROP CONSTRAINT entitlement_is_of_a_resident;
ALTER TABLE geodata_entitlement DROP CONSTRAINT entitlement_carries_the_village_of_its_household;
ALTER TABLE geodata_entitlement DROP CONSTRAINT entitlement_is_of_a_version_of_its_policy;
ALTER TABLE geodata_entitlement DROP CONSTRAINT entitlement_is_of_the_department_of_its_policy;
ALTER TABLE geodata_policyversion DROP CONSTRAINT policy_version_id_and_policy;
ALTER TABLE geodata_policy DROP CONSTRAINT policy_id_and_department;
"""
FOLLOW_NO_MORE = "".join(
    f"DROP TRIGGER {of}_follow_{event} ON geodata_{table};"
    for table in ("entitlement", "matching")
    for of in ("marks", "tallies")
    for event in ("insert", "update", "delete")
)
UNDO = """
DROP TRIGGER stands_where_its_steps_led ON geodata_entitlement; DROP TRIGGER stands_where_its_steps_led ON geodata_entitlementstep;
DROP TRIGGER steps_stay ON geodata_entitlementstep;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("geodata", "0145_services_and_orders"),
    ]

    operations = [
        migrations.CreateModel(
            name="Entitlement",
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
                        choices=[("rule", "by a rule"), ("list", "by a list"), ("asked", "asked for")],
                        max_length=10,
                        verbose_name="origin",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("possible", "possible"),
                            ("confirmed", "confirmed"),
                            ("informed", "informed"),
                            ("applying", "applying"),
                            ("submitted", "submitted"),
                            ("granted", "granted"),
                            ("paid", "paid"),
                            ("expiring", "expiring"),
                            ("renewed", "renewed"),
                            ("refused", "refused"),
                            ("not_wanted", "not wanted"),
                            ("not_applicable", "not applicable"),
                        ],
                        default="possible",
                        max_length=20,
                        verbose_name="state",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="found at")),
                ("state_since", models.DateTimeField(verbose_name="in this state since")),
                (
                    "via",
                    models.CharField(
                        blank=True,
                        choices=[("self", "themselves"), ("agent", "an agent")],
                        max_length=10,
                        verbose_name="applied for by",
                    ),
                ),
                (
                    "amount",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=10, null=True, verbose_name="amount"
                    ),
                ),
                (
                    "period",
                    django.contrib.postgres.fields.ranges.DateRangeField(
                        blank=True, null=True, verbose_name="granted for"
                    ),
                ),
                ("apply_by", models.DateField(blank=True, null=True, verbose_name="apply by")),
                ("paid_on", models.DateField(blank=True, null=True, verbose_name="paid on")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="ended at")),
                ("lapsed", models.BooleanField(default=False, verbose_name="closed by itself")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="version")),
                ("synthetic", models.BooleanField(default=False, verbose_name="invented")),
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
                    "household",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entitlements",
                        to="geodata.household",
                        verbose_name="household",
                    ),
                ),
                (
                    "policy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entitlements",
                        to="geodata.policy",
                        verbose_name="policy",
                    ),
                ),
                (
                    "policy_version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="geodata.policyversion",
                        verbose_name="version of a policy",
                    ),
                ),
                (
                    "resident",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entitlements",
                        to="geodata.resident",
                        verbose_name="resident",
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
                "verbose_name": "entitlement",
                "verbose_name_plural": "entitlements",
            },
        ),
        migrations.CreateModel(
            name="AgencyService",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("client_id", models.UUIDField(default=uuid.uuid4, unique=True, verbose_name="client id")),
                ("body_hash", models.CharField(editable=False, max_length=64)),
                ("what", models.CharField(max_length=100, verbose_name="what for")),
                ("agent", models.CharField(max_length=40, verbose_name="done by")),
                ("handed_in", models.CharField(blank=True, max_length=200, verbose_name="papers")),
                ("where", models.CharField(blank=True, max_length=100, verbose_name="where")),
                (
                    "result",
                    models.CharField(
                        choices=[
                            ("prepared", "papers made ready"),
                            ("handed_in", "handed in"),
                            ("done", "done"),
                            ("returned", "sent back"),
                        ],
                        max_length=10,
                        verbose_name="result",
                    ),
                ),
                ("day", models.DateField(verbose_name="day")),
                ("at", models.DateTimeField(verbose_name="recorded at")),
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
                    "household",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agency_services",
                        to="geodata.household",
                        verbose_name="household",
                    ),
                ),
                (
                    "resident",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agency_services",
                        to="geodata.resident",
                        verbose_name="resident",
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
                    "entitlement",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agency_services",
                        to="geodata.entitlement",
                        verbose_name="entitlement",
                    ),
                ),
            ],
            options={
                "verbose_name": "agency service",
                "verbose_name_plural": "agency services",
            },
        ),
        migrations.CreateModel(
            name="EntitlementEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "origin",
                    models.CharField(
                        choices=[("rule", "by a rule"), ("list", "by a list"), ("asked", "asked for")],
                        max_length=10,
                        verbose_name="origin",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("possible", "possible"),
                            ("confirmed", "confirmed"),
                            ("informed", "informed"),
                            ("applying", "applying"),
                            ("submitted", "submitted"),
                            ("granted", "granted"),
                            ("paid", "paid"),
                            ("expiring", "expiring"),
                            ("renewed", "renewed"),
                            ("refused", "refused"),
                            ("not_wanted", "not wanted"),
                            ("not_applicable", "not applicable"),
                        ],
                        default="possible",
                        max_length=20,
                        verbose_name="state",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="found at")),
                ("state_since", models.DateTimeField(verbose_name="in this state since")),
                (
                    "via",
                    models.CharField(
                        blank=True,
                        choices=[("self", "themselves"), ("agent", "an agent")],
                        max_length=10,
                        verbose_name="applied for by",
                    ),
                ),
                (
                    "amount",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=10, null=True, verbose_name="amount"
                    ),
                ),
                (
                    "period",
                    django.contrib.postgres.fields.ranges.DateRangeField(
                        blank=True, null=True, verbose_name="granted for"
                    ),
                ),
                ("apply_by", models.DateField(blank=True, null=True, verbose_name="apply by")),
                ("paid_on", models.DateField(blank=True, null=True, verbose_name="paid on")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="ended at")),
                ("lapsed", models.BooleanField(default=False, verbose_name="closed by itself")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="version")),
                ("synthetic", models.BooleanField(default=False, verbose_name="invented")),
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
                        to="geodata.entitlement",
                    ),
                ),
                (
                    "policy",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="geodata.policy",
                        verbose_name="policy",
                    ),
                ),
                (
                    "policy_version",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="geodata.policyversion",
                        verbose_name="version of a policy",
                    ),
                ),
                (
                    "resident",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="geodata.resident",
                        verbose_name="resident",
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
            name="EntitlementStep",
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
                    "entitlement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="steps",
                        to="geodata.entitlement",
                        verbose_name="entitlement",
                    ),
                ),
            ],
            options={
                "verbose_name": "step of an entitlement",
                "verbose_name_plural": "steps of entitlements",
                "ordering": ["at", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Training",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField(verbose_name="day")),
                ("place", models.CharField(blank=True, max_length=100, verbose_name="place")),
                (
                    "policies",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40),
                        default=list,
                        size=None,
                        verbose_name="policies",
                    ),
                ),
                ("speaker", models.CharField(blank=True, max_length=60, verbose_name="speaker")),
                ("attended", models.PositiveIntegerField(verbose_name="attended")),
                ("at", models.DateTimeField(verbose_name="recorded at")),
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
                "verbose_name": "policy training",
                "verbose_name_plural": "policy trainings",
            },
        ),
        migrations.AddIndex(
            model_name="entitlement",
            index=models.Index(fields=["village", "state"], name="entitlements_by_village"),
        ),
        migrations.AddIndex(
            model_name="entitlement",
            index=models.Index(fields=["department", "state"], name="entitlements_by_department"),
        ),
        migrations.AddIndex(
            model_name="entitlement",
            index=models.Index(fields=["household", "policy"], name="entitlements_by_household"),
        ),
        migrations.AddIndex(
            model_name="entitlement",
            index=models.Index(
                condition=models.Q(("state__in", ["possible", "confirmed", "informed", "granted"])),
                fields=["state_since"],
                name="entitlements_by_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="entitlement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            "possible",
                            "confirmed",
                            "informed",
                            "applying",
                            "submitted",
                            "granted",
                            "paid",
                            "expiring",
                            "renewed",
                            "refused",
                            "not_wanted",
                            "not_applicable",
                        ],
                    )
                ),
                name="entitlement_is_in_a_state_of_its_life",
            ),
        ),
        migrations.AddConstraint(
            model_name="entitlement",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True)),
                fields=("household", "resident", "policy"),
                name="one_open_entitlement_per_subject_and_policy",
                nulls_distinct=False,
                violation_error_message="This entitlement is open already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="entitlement",
            constraint=models.CheckConstraint(
                condition=models.Q(("origin__in", ["rule", "list", "asked"])),
                name="entitlement_has_an_origin",
            ),
        ),
        migrations.AddConstraint(
            model_name="entitlement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("ended_at__isnull", False),
                        ("state__in", ["refused", "not_wanted", "not_applicable"]),
                    ),
                    models.Q(
                        models.Q(("state__in", ["refused", "not_wanted", "not_applicable"]), _negated=True),
                        ("ended_at__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="entitlement_has_an_end_when_it_is_over",
            ),
        ),
        migrations.AddConstraint(
            model_name="entitlement",
            constraint=models.CheckConstraint(
                condition=models.Q(("lapsed", False), ("state", "not_applicable"), _connector="OR"),
                name="only_what_does_not_apply_lapses",
            ),
        ),
        migrations.AddConstraint(
            model_name="entitlement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["applying", "submitted"]), _negated=True),
                    ("via__in", ["self", "agent"]),
                    _connector="OR",
                ),
                name="somebody_applies_for_an_entitlement",
            ),
        ),
        migrations.AddConstraint(
            model_name="entitlement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["paid", "expiring", "renewed"]), _negated=True),
                    ("paid_on__isnull", False),
                    _connector="OR",
                ),
                name="what_is_paid_has_a_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="entitlement",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount__isnull", True), ("amount__gte", 0), _connector="OR"),
                name="entitlement_amount_is_not_below_zero",
            ),
        ),
        migrations.AddConstraint(
            model_name="entitlement",
            constraint=models.CheckConstraint(
                condition=models.Q(("period__isnull", True), ("period__isempty", False), _connector="OR"),
                name="entitlement_is_granted_for_a_day_or_more",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="entitlement",
            trigger=pgtrigger.compiler.Trigger(
                name="changed_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "geodata_entitlementevent" ("amount", "apply_by", "at", "department_id", "ended_at", "household_id", "id", "lapsed", "origin", "paid_on", "period", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "policy_id", "policy_version_id", "resident_id", "state", "state_since", "synthetic", "version", "via", "village_id") SELECT old_values."amount", old_values."apply_by", old_values."at", old_values."department_id", old_values."ended_at", old_values."household_id", old_values."id", old_values."lapsed", old_values."origin", old_values."paid_on", old_values."period", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'changed\', old_values."id", old_values."policy_id", old_values."policy_version_id", old_values."resident_id", old_values."state", old_values."state_since", old_values."synthetic", old_values."version", old_values."via", old_values."village_id" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="15612423d3b80caf0939b04f5182844313f8e750",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_changed_update_8274a",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="geodata_entitlement",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="entitlement",
            trigger=pgtrigger.compiler.Trigger(
                name="deleted_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "geodata_entitlementevent" ("amount", "apply_by", "at", "department_id", "ended_at", "household_id", "id", "lapsed", "origin", "paid_on", "period", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "policy_id", "policy_version_id", "resident_id", "state", "state_since", "synthetic", "version", "via", "village_id") SELECT old_values."amount", old_values."apply_by", old_values."at", old_values."department_id", old_values."ended_at", old_values."household_id", old_values."id", old_values."lapsed", old_values."origin", old_values."paid_on", old_values."period", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'deleted\', old_values."id", old_values."policy_id", old_values."policy_version_id", old_values."resident_id", old_values."state", old_values."state_since", old_values."synthetic", old_values."version", old_values."via", old_values."village_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="042a12ab43dc5d5341efe03c81f01584e4ac5e72",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_deleted_delete_39c63",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="geodata_entitlement",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="agencyservice",
            index=models.Index(fields=["village", "-day"], name="agency_services_by_village"),
        ),
        migrations.AddIndex(
            model_name="agencyservice",
            index=models.Index(fields=["household"], name="agency_services_by_household"),
        ),
        migrations.AddConstraint(
            model_name="agencyservice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("what", ""), _negated=True),
                    ("result__in", ["prepared", "handed_in", "done", "returned"]),
                ),
                name="agency_service_is_of_a_kind_and_has_a_result",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="entitlementevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="fbb3255e0c7216a0149491ce2bb2803bad52301c",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_48583",
                    table="geodata_entitlementevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="entitlementstep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("after", "possible"), ("before", ""), ("move", "ask")),
                    models.Q(("after", "granted"), ("before", ""), ("move", "list")),
                    models.Q(("after", "confirmed"), ("before", "possible"), ("move", "confirm")),
                    models.Q(("after", "not_wanted"), ("before", "possible"), ("move", "not_wanted")),
                    models.Q(("after", "not_applicable"), ("before", "possible"), ("move", "not_applicable")),
                    models.Q(("after", "granted"), ("before", "possible"), ("move", "list")),
                    models.Q(("after", "not_applicable"), ("before", "possible"), ("move", "lapse")),
                    models.Q(("after", "informed"), ("before", "confirmed"), ("move", "inform")),
                    models.Q(("after", "not_wanted"), ("before", "confirmed"), ("move", "not_wanted")),
                    models.Q(
                        ("after", "not_applicable"), ("before", "confirmed"), ("move", "not_applicable")
                    ),
                    models.Q(("after", "granted"), ("before", "confirmed"), ("move", "list")),
                    models.Q(("after", "not_applicable"), ("before", "confirmed"), ("move", "lapse")),
                    models.Q(("after", "applying"), ("before", "informed"), ("move", "apply")),
                    models.Q(("after", "not_wanted"), ("before", "informed"), ("move", "not_wanted")),
                    models.Q(("after", "not_applicable"), ("before", "informed"), ("move", "not_applicable")),
                    models.Q(("after", "granted"), ("before", "informed"), ("move", "list")),
                    models.Q(("after", "not_applicable"), ("before", "informed"), ("move", "lapse")),
                    models.Q(("after", "submitted"), ("before", "applying"), ("move", "submit")),
                    models.Q(("after", "not_wanted"), ("before", "applying"), ("move", "not_wanted")),
                    models.Q(("after", "not_applicable"), ("before", "applying"), ("move", "not_applicable")),
                    models.Q(("after", "granted"), ("before", "applying"), ("move", "list")),
                    models.Q(("after", "not_applicable"), ("before", "applying"), ("move", "lapse")),
                    models.Q(("after", "granted"), ("before", "submitted"), ("move", "grant")),
                    models.Q(("after", "refused"), ("before", "submitted"), ("move", "refuse")),
                    models.Q(("after", "not_wanted"), ("before", "submitted"), ("move", "not_wanted")),
                    models.Q(("after", "granted"), ("before", "submitted"), ("move", "list")),
                    models.Q(("after", "paid"), ("before", "granted"), ("move", "pay")),
                    models.Q(("after", "refused"), ("before", "granted"), ("move", "refuse")),
                    models.Q(("after", "expiring"), ("before", "paid"), ("move", "expire")),
                    models.Q(("after", "refused"), ("before", "paid"), ("move", "refuse")),
                    models.Q(("after", "renewed"), ("before", "expiring"), ("move", "renew")),
                    models.Q(("after", "refused"), ("before", "expiring"), ("move", "refuse")),
                    models.Q(("after", "not_applicable"), ("before", "expiring"), ("move", "lapse")),
                    models.Q(("after", "expiring"), ("before", "renewed"), ("move", "expire")),
                    models.Q(("after", "refused"), ("before", "renewed"), ("move", "refuse")),
                    models.Q(("after", "confirmed"), ("before", "refused"), ("move", "reopen")),
                    models.Q(("after", "confirmed"), ("before", "not_wanted"), ("move", "reopen")),
                    models.Q(("after", "confirmed"), ("before", "not_applicable"), ("move", "reopen")),
                    _connector="OR",
                ),
                name="step_of_an_entitlement_is_in_its_table",
            ),
        ),
        migrations.AddConstraint(
            model_name="entitlementstep",
            constraint=models.CheckConstraint(
                condition=models.Q(("by__isnull", False), ("move__in", ["expire", "lapse"]), _connector="OR"),
                name="nobody_moves_an_entitlement_but_by_itself",
            ),
        ),
        migrations.AddIndex(
            model_name="training",
            index=models.Index(fields=["area", "-day"], name="trainings_by_area"),
        ),
        migrations.AddConstraint(
            model_name="training",
            constraint=models.CheckConstraint(
                condition=models.Q(("attended__gte", 1), ("attended__lte", 10000)),
                name="training_is_attended_by_1_to_10000",
            ),
        ),
        migrations.RunSQL(LAWS, NO_LAWS),
        install("policies/entitlement"),
        install("policies/entitlementevent"),
        install("policies/entitlementstep"),
        install("policies/agencyservice"),
        install("take_village"),
        install("stands_where_its_steps_led", UNDO),
        install("undo_obstacles"),
        install("policies/tally"),
        install("marks_follow", FOLLOW_NO_MORE),
        install("tallies_follow"),
        install("import_tables"),
        install("note_import"),
        install("grants"),
    ]
