"""Whom a need is about is no reader of its assignments either, and who has recorded a sensitive one reads none of their tasks."""

import django.contrib.postgres.fields
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

from geodata.sql import install

COPY = """UPDATE {table} a SET named = n.named FROM geodata_need n WHERE n.id = a.need_id AND n.named <> '{{}}'"""
UNDO = "DROP TRIGGER IF EXISTS assignment_names ON geodata_assignment; DROP FUNCTION IF EXISTS assignment_names"


class Migration(migrations.Migration):

    dependencies = [
        ('geodata', '0093_borders_are_kept_as_text'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='assignment',
            name='changed_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='assignment',
            name='deleted_delete',
        ),
        migrations.AddField(
            model_name='assignment',
            name='named',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), blank=True, default=list, size=None, verbose_name='whom it is about'),
        ),
        migrations.AddField(
            model_name='assignmentevent',
            name='named',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), blank=True, default=list, size=None, verbose_name='whom it is about'),
        ),
        migrations.RunSQL(COPY.format(table="geodata_assignment"), migrations.RunSQL.noop),
        migrations.RunSQL(COPY.format(table="geodata_assignmentevent"), migrations.RunSQL.noop),
        pgtrigger.migrations.AddTrigger(
            model_name='assignment',
            trigger=pgtrigger.compiler.Trigger(name='changed_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "geodata_assignmentevent" ("area_id", "at", "by_id", "category", "decide_by", "decided_at", "decided_by_id", "department_id", "due_at", "household_number", "id", "level", "named", "need_id", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "referred_at", "shows_household", "state", "user_id", "version", "village_id") SELECT old_values."area_id", old_values."at", old_values."by_id", old_values."category", old_values."decide_by", old_values."decided_at", old_values."decided_by_id", old_values."department_id", old_values."due_at", old_values."household_number", old_values."id", old_values."level", old_values."named", old_values."need_id", old_values."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'changed\', old_values."id", old_values."place", old_values."referred_at", old_values."shows_household", old_values."state", old_values."user_id", old_values."version", old_values."village_id" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."area_id" IS DISTINCT FROM (new_values."area_id") OR old_values."at" IS DISTINCT FROM (new_values."at") OR old_values."by_id" IS DISTINCT FROM (new_values."by_id") OR old_values."category" IS DISTINCT FROM (new_values."category") OR old_values."decide_by" IS DISTINCT FROM (new_values."decide_by") OR old_values."decided_at" IS DISTINCT FROM (new_values."decided_at") OR old_values."decided_by_id" IS DISTINCT FROM (new_values."decided_by_id") OR old_values."department_id" IS DISTINCT FROM (new_values."department_id") OR old_values."due_at" IS DISTINCT FROM (new_values."due_at") OR old_values."household_number" IS DISTINCT FROM (new_values."household_number") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."level" IS DISTINCT FROM (new_values."level") OR old_values."named" IS DISTINCT FROM (new_values."named") OR old_values."need_id" IS DISTINCT FROM (new_values."need_id") OR old_values."number" IS DISTINCT FROM (new_values."number") OR old_values."place" IS DISTINCT FROM (new_values."place") OR old_values."referred_at" IS DISTINCT FROM (new_values."referred_at") OR old_values."shows_household" IS DISTINCT FROM (new_values."shows_household") OR old_values."state" IS DISTINCT FROM (new_values."state") OR old_values."user_id" IS DISTINCT FROM (new_values."user_id") OR old_values."version" IS DISTINCT FROM (new_values."version") OR old_values."village_id" IS DISTINCT FROM (new_values."village_id")) ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='9e2cee6557c546c7019be9332b872d740e1c93f7', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_changed_update_42b3e', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='geodata_assignment', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='assignment',
            trigger=pgtrigger.compiler.Trigger(name='deleted_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "geodata_assignmentevent" ("area_id", "at", "by_id", "category", "decide_by", "decided_at", "decided_by_id", "department_id", "due_at", "household_number", "id", "level", "named", "need_id", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "referred_at", "shows_household", "state", "user_id", "version", "village_id") SELECT old_values."area_id", old_values."at", old_values."by_id", old_values."category", old_values."decide_by", old_values."decided_at", old_values."decided_by_id", old_values."department_id", old_values."due_at", old_values."household_number", old_values."id", old_values."level", old_values."named", old_values."need_id", old_values."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'deleted\', old_values."id", old_values."place", old_values."referred_at", old_values."shows_household", old_values."state", old_values."user_id", old_values."version", old_values."village_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='082ae36da4b37685c91d44ee7531c86e4068ff8a', level='STATEMENT', operation='DELETE', pgid='pgtrigger_deleted_delete_120fe', referencing='REFERENCING OLD TABLE AS old_values ', table='geodata_assignment', when='AFTER')),
        ),
        install("assignment_names", UNDO),
        install("policies/assignment"),
        install("policies/assignmentevent"),
    ]
