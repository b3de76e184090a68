"""Departments of counties and townships; a department officer works in one, and officers of two departments are two posts."""

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
from geodata.sql.rehashing import rehash, remember
from geodata.sql.together import together


WEB = "gridmap_web"
GRANTS = f"""
GRANT SELECT, INSERT, UPDATE ON geodata_department TO {WEB};
GRANT SELECT, INSERT ON geodata_departmentevent TO {WEB};
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {WEB};
"""
OF_ITS_AREA = """
ALTER TABLE geodata_duty ADD CONSTRAINT duty_is_in_the_area_of_its_department
    FOREIGN KEY (department_id, area_id) REFERENCES geodata_department (id, area_id) DEFERRABLE INITIALLY IMMEDIATE;
"""
OF_ANY_AREA = "ALTER TABLE geodata_duty DROP CONSTRAINT duty_is_in_the_area_of_its_department;"
NO_TRIGGER = """
DROP TRIGGER department_officer_has_a_department ON geodata_duty;
DROP FUNCTION department_officer_has_a_department;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('geodata', '0058_first_code'),
    ]

    operations = together([
        remember("geodata_duty"),
        migrations.CreateModel(
            name='Department',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=30, verbose_name='code')),
                ('name', models.CharField(max_length=100, verbose_name='name')),
                ('name_en', models.CharField(blank=True, max_length=100, verbose_name='name in English')),
                ('period', django.contrib.postgres.fields.ranges.DateRangeField(verbose_name='period')),
            ],
            options={
                'verbose_name': 'department',
                'verbose_name_plural': 'departments',
            },
        ),
        migrations.CreateModel(
            name='DepartmentEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('code', models.CharField(max_length=30, verbose_name='code')),
                ('name', models.CharField(max_length=100, verbose_name='name')),
                ('name_en', models.CharField(blank=True, max_length=100, verbose_name='name in English')),
                ('period', django.contrib.postgres.fields.ranges.DateRangeField(verbose_name='period')),
            ],
            options={
                'abstract': False,
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='post',
            name='created_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='post',
            name='changed_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='post',
            name='deleted_delete',
        ),
        migrations.RemoveConstraint(
            model_name='post',
            name='one_duty_per_person_post_area_and_day',
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='post',
            trigger=pgtrigger.compiler.Trigger(name='created_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "geodata_dutyevent" ("area_id", "department_id", "id", "kind", "period", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "user_id") SELECT new_values."area_id", new_values."department_id", new_values."id", new_values."kind", new_values."period", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'created\', new_values."id", new_values."user_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='64c33391005ba09bd6051b386aae9cc0517c001f', level='STATEMENT', operation='INSERT', pgid='pgtrigger_created_insert_d96b2', referencing='REFERENCING NEW TABLE AS new_values ', table='geodata_duty', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='post',
            trigger=pgtrigger.compiler.Trigger(name='changed_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "geodata_dutyevent" ("area_id", "department_id", "id", "kind", "period", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "user_id") SELECT old_values."area_id", old_values."department_id", old_values."id", old_values."kind", old_values."period", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'changed\', old_values."id", old_values."user_id" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='3362268ebe2ab738683a7a1c7d0ef5768a13e1bb', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_changed_update_026bc', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='geodata_duty', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='post',
            trigger=pgtrigger.compiler.Trigger(name='deleted_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "geodata_dutyevent" ("area_id", "department_id", "id", "kind", "period", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "user_id") SELECT old_values."area_id", old_values."department_id", old_values."id", old_values."kind", old_values."period", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'deleted\', old_values."id", old_values."user_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='73597aedcb09cf930e05856de5371edbdee391fd', level='STATEMENT', operation='DELETE', pgid='pgtrigger_deleted_delete_ad2b3', referencing='REFERENCING OLD TABLE AS old_values ', table='geodata_duty', when='AFTER')),
        ),
        migrations.AddField(
            model_name='department',
            name='area',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='departments', to='geodata.area', verbose_name='area'),
        ),
        migrations.AddField(
            model_name='post',
            name='department',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='geodata.department', verbose_name='department'),
        ),
        migrations.AddField(
            model_name='postevent',
            name='department',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='geodata.department', verbose_name='department'),
        ),
        migrations.AddConstraint(
            model_name='post',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('user', '='), ('kind', '='), (django.db.models.functions.comparison.Coalesce(models.F('area'), 0), '='), (django.db.models.functions.comparison.Coalesce(models.F('department'), 0), '='), ('period', '&&')], name='one_duty_per_person_post_area_and_day', violation_error_message='This person already holds this post on these days.'),
        ),
        migrations.AddConstraint(
            model_name='post',
            constraint=models.CheckConstraint(condition=models.Q(('department__isnull', True), ('kind', 'department_officer'), _connector='OR'), name='only_a_department_officer_has_a_department', violation_error_message='Only a department officer has a department.'),
        ),
        migrations.AddField(
            model_name='departmentevent',
            name='area',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='geodata.area', verbose_name='area'),
        ),
        migrations.AddField(
            model_name='departmentevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='changes', related_query_name='changes_query', to='geodata.department'),
        ),
        migrations.AddConstraint(
            model_name='department',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('area', '='), ('code', '='), ('period', '&&')], name='one_department_per_code_area_and_day', violation_error_message='This area already has a department of this code on these days.'),
        ),
        migrations.AddConstraint(
            model_name='department',
            constraint=models.CheckConstraint(condition=models.Q(('period__isempty', False)), name='department_is_there_for_a_day_or_more'),
        ),
        migrations.AddConstraint(
            model_name='department',
            constraint=models.CheckConstraint(condition=models.Q(('code__regex', '^[a-z][a-z0-9_]*$')), name='department_code_is_a_word', violation_error_message='The code of a department is a word of small letters.'),
        ),
        migrations.AddConstraint(
            model_name='department',
            constraint=models.UniqueConstraint(fields=('id', 'area'), name='department_id_and_area'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='department',
            trigger=pgtrigger.compiler.Trigger(name='created_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "geodata_departmentevent" ("area_id", "code", "id", "name", "name_en", "period", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."area_id", new_values."code", new_values."id", new_values."name", new_values."name_en", new_values."period", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'created\', new_values."id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='861ff61b39f5a45425bb972e4fddf21ac595b305', level='STATEMENT', operation='INSERT', pgid='pgtrigger_created_insert_5fadb', referencing='REFERENCING NEW TABLE AS new_values ', table='geodata_department', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='department',
            trigger=pgtrigger.compiler.Trigger(name='changed_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "geodata_departmentevent" ("area_id", "code", "id", "name", "name_en", "period", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT old_values."area_id", old_values."code", old_values."id", old_values."name", old_values."name_en", old_values."period", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'changed\', old_values."id" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='402cb57b5563e170eb966972a5236293af57ace1', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_changed_update_a7395', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='geodata_department', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='department',
            trigger=pgtrigger.compiler.Trigger(name='deleted_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "geodata_departmentevent" ("area_id", "code", "id", "name", "name_en", "period", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT old_values."area_id", old_values."code", old_values."id", old_values."name", old_values."name_en", old_values."period", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'deleted\', old_values."id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='528bbf91b2b70998ea6ee2c9a288ef3298e4c522', level='STATEMENT', operation='DELETE', pgid='pgtrigger_deleted_delete_7f22d', referencing='REFERENCING OLD TABLE AS old_values ', table='geodata_department', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='departmentevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='732474dd76d2682297ba2ed87366d9f57d3a6435', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_15acd', table='geodata_departmentevent', when='BEFORE')),
        ),
        migrations.RunSQL(OF_ITS_AREA, OF_ANY_AREA),
        migrations.RunSQL(GRANTS, migrations.RunSQL.noop),
        rehash("geodata_duty"),
        install("department_officer_has_a_department", NO_TRIGGER),
        install("import_tables"),
        install("note_import"),
    ])
