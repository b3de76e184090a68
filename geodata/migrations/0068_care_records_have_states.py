"""Care records have states and steps, categories days until they are verified again, days of public notice and an end.

Records of former days are in force, without a step; the days on which they were stand in their periods as before.
"""

import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import django.db.models.functions.comparison
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from geodata.sql import install
from geodata.sql.rehashing import rehash, remember
from geodata.sql.together import together

WEB = "gridmap_web"
GRANTS = f"""
GRANT SELECT, INSERT ON geodata_carestep TO {WEB};
GRANT SELECT, INSERT, UPDATE ON geodata_carecategory TO {WEB};
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {WEB};
"""
# Our own category alone: an office's are the office's to say.
MONITORED = """
UPDATE geodata_carecategory SET notice_days = 5 WHERE code = 'monitored' AND name = '监测户';
-- Keys are asked now: no table is altered while they are still to be.
SET CONSTRAINTS ALL IMMEDIATE;
"""
# What was never in force was not known before.
FORGET = """
DELETE FROM geodata_carestep;
DELETE FROM geodata_carerecord WHERE period IS NULL;
SET CONSTRAINTS ALL IMMEDIATE;
"""
UNDO = """
DROP TRIGGER stands_where_its_steps_led ON geodata_carerecord; DROP TRIGGER stands_where_its_steps_led ON geodata_carestep;
DROP TRIGGER steps_stay ON geodata_carestep;
"""
UNDO_CODE = "DROP FUNCTION category_code_never_changes CASCADE"


class Migration(migrations.Migration):

    dependencies = [
        ('geodata', '0067_needs_on_their_way'),
    ]

    operations = together([
        remember("geodata_carerecord"),
        migrations.CreateModel(
            name='CareStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(verbose_name='at')),
                ('move', models.CharField(max_length=20, verbose_name='move')),
                ('before', models.CharField(blank=True, max_length=20, verbose_name='state before')),
                ('after', models.CharField(max_length=20, verbose_name='state')),
                ('reason', models.TextField(blank=True, max_length=2000, verbose_name='reason')),
            ],
            options={
                'verbose_name': 'step of a care record',
                'verbose_name_plural': 'steps of care records',
                'ordering': ['at', 'pk'],
                'abstract': False,
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='carecategory',
            name='changed_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='carecategory',
            name='deleted_delete',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='carerecord',
            name='changed_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='carerecord',
            name='deleted_delete',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='carerecord',
            name='created_insert',
        ),
        migrations.AddField(
            model_name='carecategory',
            name='ended_on',
            field=models.DateField(blank=True, null=True, verbose_name='ended on'),
        ),
        migrations.AddField(
            model_name='carecategory',
            name='notice_days',
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='days of public notice'),
        ),
        migrations.AddField(
            model_name='carecategory',
            name='reverify_days',
            field=models.PositiveSmallIntegerField(db_default=366, default=366, verbose_name='days until it is verified again'),
        ),
        migrations.AddField(
            model_name='carecategoryevent',
            name='ended_on',
            field=models.DateField(blank=True, null=True, verbose_name='ended on'),
        ),
        migrations.AddField(
            model_name='carecategoryevent',
            name='notice_days',
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='days of public notice'),
        ),
        migrations.AddField(
            model_name='carecategoryevent',
            name='reverify_days',
            field=models.PositiveSmallIntegerField(db_default=366, default=366, verbose_name='days until it is verified again'),
        ),
        migrations.AddField(
            model_name='carerecord',
            name='notice_days',
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='days of public notice'),
        ),
        migrations.AddField(
            model_name='carerecord',
            name='notice_from',
            field=models.DateField(blank=True, null=True, verbose_name='on public notice from'),
        ),
        migrations.AddField(
            model_name='carerecord',
            name='notice_until',
            field=models.DateField(blank=True, null=True, verbose_name='on public notice until'),
        ),
        migrations.AddField(
            model_name='carerecord',
            name='state',
            field=models.CharField(choices=[('clue', 'clue'), ('proposed', 'proposed by the village'), ('reviewed', 'reviewed'), ('noticed', 'on public notice'), ('in_force', 'in force'), ('removed', 'removed')], db_default='in_force', default='in_force', max_length=10, verbose_name='state'),
        ),
        migrations.AddField(
            model_name='carerecordevent',
            name='notice_days',
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='days of public notice'),
        ),
        migrations.AddField(
            model_name='carerecordevent',
            name='notice_from',
            field=models.DateField(blank=True, null=True, verbose_name='on public notice from'),
        ),
        migrations.AddField(
            model_name='carerecordevent',
            name='notice_until',
            field=models.DateField(blank=True, null=True, verbose_name='on public notice until'),
        ),
        migrations.AddField(
            model_name='carerecordevent',
            name='state',
            field=models.CharField(choices=[('clue', 'clue'), ('proposed', 'proposed by the village'), ('reviewed', 'reviewed'), ('noticed', 'on public notice'), ('in_force', 'in force'), ('removed', 'removed')], db_default='in_force', default='in_force', max_length=10, verbose_name='state'),
        ),
        migrations.AlterField(
            model_name='carerecord',
            name='period',
            field=django.contrib.postgres.fields.ranges.DateRangeField(blank=True, null=True, verbose_name='period'),
        ),
        migrations.AlterField(
            model_name='carerecordevent',
            name='period',
            field=django.contrib.postgres.fields.ranges.DateRangeField(blank=True, null=True, verbose_name='period'),
        ),
        # Before its triggers are back: on a fresh database what they ask for is not there yet.
        migrations.RunSQL(MONITORED, migrations.RunSQL.noop),
        pgtrigger.migrations.AddTrigger(
            model_name='carecategory',
            trigger=pgtrigger.compiler.Trigger(name='changed_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "geodata_carecategoryevent" ("code", "ended_on", "id", "name", "name_en", "notice_days", "order", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reverify_days", "special") SELECT old_values."code", old_values."ended_on", old_values."id", old_values."name", old_values."name_en", old_values."notice_days", old_values."order", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'changed\', old_values."id", old_values."reverify_days", old_values."special" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='58f56b321aa77b565266efc7b035addfb39c2d22', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_changed_update_ada4a', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='geodata_carecategory', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='carecategory',
            trigger=pgtrigger.compiler.Trigger(name='deleted_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "geodata_carecategoryevent" ("code", "ended_on", "id", "name", "name_en", "notice_days", "order", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reverify_days", "special") SELECT old_values."code", old_values."ended_on", old_values."id", old_values."name", old_values."name_en", old_values."notice_days", old_values."order", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'deleted\', old_values."id", old_values."reverify_days", old_values."special" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='4e044b7b69580286c45bd3807e19d44c8c86cb91', level='STATEMENT', operation='DELETE', pgid='pgtrigger_deleted_delete_983c5', referencing='REFERENCING OLD TABLE AS old_values ', table='geodata_carecategory', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='carerecord',
            trigger=pgtrigger.compiler.Trigger(name='created_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "geodata_carerecordevent" ("category_id", "household_id", "id", "notice_days", "notice_from", "notice_until", "period", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "resident_id", "source", "state", "verified_on", "village_id") SELECT new_values."category_id", new_values."household_id", new_values."id", new_values."notice_days", new_values."notice_from", new_values."notice_until", new_values."period", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'created\', new_values."id", new_values."resident_id", new_values."source", new_values."state", new_values."verified_on", new_values."village_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='c68ba74e2ca96dccf6087a21f913997a43b5780b', level='STATEMENT', operation='INSERT', pgid='pgtrigger_created_insert_bd292', referencing='REFERENCING NEW TABLE AS new_values ', table='geodata_carerecord', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='carerecord',
            trigger=pgtrigger.compiler.Trigger(name='changed_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "geodata_carerecordevent" ("category_id", "household_id", "id", "notice_days", "notice_from", "notice_until", "period", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "resident_id", "source", "state", "verified_on", "village_id") SELECT old_values."category_id", old_values."household_id", old_values."id", old_values."notice_days", old_values."notice_from", old_values."notice_until", old_values."period", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'changed\', old_values."id", old_values."resident_id", old_values."source", old_values."state", old_values."verified_on", old_values."village_id" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='24842ff46f7303d2c8e1dc52e243a7104096425c', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_changed_update_a26d7', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='geodata_carerecord', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='carerecord',
            trigger=pgtrigger.compiler.Trigger(name='deleted_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "geodata_carerecordevent" ("category_id", "household_id", "id", "notice_days", "notice_from", "notice_until", "period", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "resident_id", "source", "state", "verified_on", "village_id") SELECT old_values."category_id", old_values."household_id", old_values."id", old_values."notice_days", old_values."notice_from", old_values."notice_until", old_values."period", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'deleted\', old_values."id", old_values."resident_id", old_values."source", old_values."state", old_values."verified_on", old_values."village_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='57bc90ee3697a50bf1fbf3756f8b647f75b33fdf', level='STATEMENT', operation='DELETE', pgid='pgtrigger_deleted_delete_d1e8d', referencing='REFERENCING OLD TABLE AS old_values ', table='geodata_carerecord', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='carecategory',
            constraint=models.CheckConstraint(condition=models.Q(('reverify_days__range', (1, 1098))), name='care_is_verified_again_within_three_years', violation_error_message='Enter a whole number of days from 1 to 1,098.'),
        ),
        migrations.AddConstraint(
            model_name='carecategory',
            constraint=models.CheckConstraint(condition=models.Q(('notice_days__isnull', True), ('notice_days__range', (5, 60)), _connector='OR'), name='public_notice_is_five_days_or_more', violation_error_message='A public notice is 5 to 60 days.'),
        ),
        migrations.AddConstraint(
            model_name='carerecord',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['clue', 'proposed', 'reviewed', 'noticed', 'in_force', 'removed'])), name='care_record_is_in_a_state_of_its_life'),
        ),
        migrations.AddConstraint(
            model_name='carerecord',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('period__isnull', True), ('state__in', ('clue', 'proposed', 'reviewed', 'noticed'))), models.Q(('period__isnull', False), ('state', 'in_force')), models.Q(('state', 'removed'), models.Q(('period__isnull', True), ('period__upper_inf', False), _connector='OR')), _connector='OR'), name='care_record_takes_days_once_it_is_in_force'),
        ),
        migrations.AddConstraint(
            model_name='carerecord',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'in_force'), _negated=True), ('notice_days__isnull', True), models.Q(('notice_from__isnull', False), ('notice_until__gte', models.ExpressionWrapper(django.db.models.expressions.CombinedExpression(models.F('notice_from'), '+', models.F('notice_days')), output_field=models.DateField())), ('notice_until__isnull', False), ('period__startswith__gte', models.F('notice_until'))), _connector='OR'), name='care_record_is_in_force_after_its_notice', violation_error_message='It comes in force when its public notice is over.'),
        ),
        migrations.AddConstraint(
            model_name='carerecord',
            constraint=models.UniqueConstraint(models.F('household'), django.db.models.functions.comparison.Coalesce('resident', 0), models.F('category'), condition=models.Q(('state__in', ('clue', 'proposed', 'reviewed', 'noticed'))), name='one_pending_care_record_per_person_and_category', violation_error_message='A record of this care category is already on its way.'),
        ),
        migrations.AddField(
            model_name='carestep',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by'),
        ),
        migrations.AddField(
            model_name='carestep',
            name='record',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='geodata.carerecord', verbose_name='care record'),
        ),
        migrations.AddConstraint(
            model_name='carestep',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('after', 'clue'), ('before', ''), ('move', 'note')), models.Q(('after', 'proposed'), ('before', 'clue'), ('move', 'propose')), models.Q(('after', 'removed'), ('before', 'clue'), ('move', 'drop')), models.Q(('after', 'removed'), ('before', 'clue'), ('move', 'lapse')), models.Q(('after', 'reviewed'), ('before', 'proposed'), ('move', 'review')), models.Q(('after', 'removed'), ('before', 'proposed'), ('move', 'drop')), models.Q(('after', 'removed'), ('before', 'proposed'), ('move', 'lapse')), models.Q(('after', 'noticed'), ('before', 'reviewed'), ('move', 'notice')), models.Q(('after', 'removed'), ('before', 'reviewed'), ('move', 'drop')), models.Q(('after', 'removed'), ('before', 'reviewed'), ('move', 'lapse')), models.Q(('after', 'in_force'), ('before', 'noticed'), ('move', 'enforce')), models.Q(('after', 'removed'), ('before', 'noticed'), ('move', 'drop')), models.Q(('after', 'removed'), ('before', 'noticed'), ('move', 'lapse')), models.Q(('after', 'removed'), ('before', 'in_force'), ('move', 'remove')), _connector='OR'), name='step_of_a_care_record_is_in_its_table'),
        ),
        rehash("geodata_carerecord"),
        migrations.RunSQL(GRANTS, migrations.RunSQL.noop),
        migrations.RunSQL(migrations.RunSQL.noop, FORGET),
        install("policies/carestep"),
        install("stands_where_its_steps_led", UNDO),
        install("category_code_never_changes", UNDO_CODE),
        install("facts_follow"),
        install("import_tables"),
        install("note_import"),
    ])
