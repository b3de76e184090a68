"""A change may be of two villages: both see it, and the one that the household goes to decides."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

from geodata.sql import install
from geodata.sql.together import together


class Migration(migrations.Migration):

    dependencies = [
        ('geodata', '0069_branches_have_periods'),
    ]

    operations = together([
        pgtrigger.migrations.RemoveTrigger(
            model_name='registerchange',
            name='changed_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='registerchange',
            name='deleted_delete',
        ),
        migrations.AddField(
            model_name='registerchange',
            name='into',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='geodata.area', verbose_name='receiving village'),
        ),
        migrations.AddField(
            model_name='registerchangeevent',
            name='into',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='geodata.area', verbose_name='receiving village'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='registerchange',
            trigger=pgtrigger.compiler.Trigger(name='changed_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "geodata_registerchangeevent" ("body_hash", "client_id", "decided_at", "decided_by_id", "effective_on", "grid_id", "household_id", "households", "id", "into_id", "kind", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_at", "proposed_by_id", "reason", "state", "version", "village_id") SELECT old_values."body_hash", old_values."client_id", old_values."decided_at", old_values."decided_by_id", old_values."effective_on", old_values."grid_id", old_values."household_id", old_values."households", old_values."id", old_values."into_id", old_values."kind", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'changed\', old_values."id", old_values."proposed_at", old_values."proposed_by_id", old_values."reason", old_values."state", old_values."version", old_values."village_id" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."body_hash" IS DISTINCT FROM (new_values."body_hash") OR old_values."client_id" IS DISTINCT FROM (new_values."client_id") OR old_values."decided_at" IS DISTINCT FROM (new_values."decided_at") OR old_values."decided_by_id" IS DISTINCT FROM (new_values."decided_by_id") OR old_values."effective_on" IS DISTINCT FROM (new_values."effective_on") OR old_values."grid_id" IS DISTINCT FROM (new_values."grid_id") OR old_values."household_id" IS DISTINCT FROM (new_values."household_id") OR old_values."households" IS DISTINCT FROM (new_values."households") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."into_id" IS DISTINCT FROM (new_values."into_id") OR old_values."kind" IS DISTINCT FROM (new_values."kind") OR old_values."proposed_at" IS DISTINCT FROM (new_values."proposed_at") OR old_values."proposed_by_id" IS DISTINCT FROM (new_values."proposed_by_id") OR old_values."reason" IS DISTINCT FROM (new_values."reason") OR old_values."state" IS DISTINCT FROM (new_values."state") OR old_values."version" IS DISTINCT FROM (new_values."version") OR old_values."village_id" IS DISTINCT FROM (new_values."village_id")) ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='87aa1feaf7d80341d1cc810d8d6923837262ab24', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_changed_update_210f5', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='geodata_registerchange', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='registerchange',
            trigger=pgtrigger.compiler.Trigger(name='deleted_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "geodata_registerchangeevent" ("body_hash", "client_id", "decided_at", "decided_by_id", "effective_on", "grid_id", "household_id", "households", "id", "into_id", "kind", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_at", "proposed_by_id", "reason", "state", "version", "village_id") SELECT old_values."body_hash", old_values."client_id", old_values."decided_at", old_values."decided_by_id", old_values."effective_on", old_values."grid_id", old_values."household_id", old_values."households", old_values."id", old_values."into_id", old_values."kind", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'deleted\', old_values."id", old_values."proposed_at", old_values."proposed_by_id", old_values."reason", old_values."state", old_values."version", old_values."village_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='f85e96d282e2abf05d1d56b5eacb7676fc10c22c', level='STATEMENT', operation='DELETE', pgid='pgtrigger_deleted_delete_f3533', referencing='REFERENCING OLD TABLE AS old_values ', table='geodata_registerchange', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='registerchange',
            constraint=models.CheckConstraint(condition=models.Q(('into', models.F('village')), _negated=True), name='register_change_goes_to_another_village'),
        ),
        install("policies/registerchange"),
        install("policies/registerchangeevent"),
        install("change_obstacles"),
    ])
