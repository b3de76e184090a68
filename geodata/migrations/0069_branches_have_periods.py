"""Branches are joined to areas from day to day; a grid has one grid branch a day."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

from geodata.sql import install
from geodata.sql.rehashing import rehash, remember
from geodata.sql.together import together


WEB = "gridmap_web"
GRANTS = f"""
GRANT SELECT, INSERT ON geodata_branchareaevent TO {WEB};
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {WEB};
"""
# Nobody has noted since when: what is there has always been. Where a grid has several grid branches today, the one that was
# joined last is its branch from today on, and the others were so before, each until the next.
PERIODS = """
DO $do$ DECLARE law text;
BEGIN
    FOR law IN SELECT conname FROM pg_constraint WHERE conrelid = 'geodata_branch_areas'::regclass AND contype = 'u' LOOP
        EXECUTE format('ALTER TABLE geodata_branch_areas DROP CONSTRAINT %I', law);
    END LOOP;
END $do$;
ALTER TABLE geodata_branch_areas ADD COLUMN kind varchar(10), ADD COLUMN level varchar(10), ADD COLUMN period daterange;
UPDATE geodata_branch_areas j SET kind = b.kind, level = a.level, period = '(,)'
FROM geodata_branch b, geodata_area a WHERE b.id = j.branch_id AND a.id = j.area_id;
UPDATE geodata_branch_areas j SET period = daterange(
    CASE WHEN r.place > 1 THEN current_date - (r.others - r.place)::int END,
    CASE WHEN r.place < r.others THEN current_date - (r.others - r.place - 1)::int END)
FROM (SELECT id, row_number() OVER (PARTITION BY area_id ORDER BY id) AS place, count(*) OVER (PARTITION BY area_id) AS others
      FROM geodata_branch_areas WHERE kind = 'grid' AND level = 'grid') r
WHERE r.id = j.id AND r.others > 1;
-- Rows that were changed twice wait for their foreign keys, and a table with such rows is not altered.
SET CONSTRAINTS ALL IMMEDIATE;
SET CONSTRAINTS ALL DEFERRED;
ALTER TABLE geodata_branch_areas ALTER COLUMN kind SET NOT NULL, ALTER COLUMN level SET NOT NULL, ALTER COLUMN period SET NOT NULL;
"""
# What has ended was not known before.
WITHOUT_PERIODS = """
DELETE FROM geodata_branch_areas WHERE NOT upper_inf(period);
SET CONSTRAINTS ALL IMMEDIATE;
SET CONSTRAINTS ALL DEFERRED;
ALTER TABLE geodata_branch_areas DROP COLUMN kind, DROP COLUMN level, DROP COLUMN period;
ALTER TABLE geodata_branch_areas ADD CONSTRAINT one_area_of_a_branch UNIQUE (branch_id, area_id);
"""
AS_THEY_ARE = """
ALTER TABLE geodata_branch_areas
    ADD CONSTRAINT branch_area_is_of_the_kind_of_its_branch FOREIGN KEY (branch_id, kind)
        REFERENCES geodata_branch (id, kind) ON UPDATE CASCADE DEFERRABLE INITIALLY IMMEDIATE,
    ADD CONSTRAINT branch_area_is_of_the_level_of_its_area FOREIGN KEY (area_id, level)
        REFERENCES geodata_area (id, level) DEFERRABLE INITIALLY IMMEDIATE;
"""
NO_LONGER = """
ALTER TABLE geodata_branch_areas
    DROP CONSTRAINT branch_area_is_of_the_kind_of_its_branch, DROP CONSTRAINT branch_area_is_of_the_level_of_its_area;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('geodata', '0068_care_records_have_states'),
    ]

    operations = together([
        remember("geodata_branch_areas"),
        migrations.AddConstraint(
            model_name='area',
            constraint=models.UniqueConstraint(fields=('id', 'level'), name='area_id_and_level'),
        ),
        migrations.AddConstraint(
            model_name='branch',
            constraint=models.UniqueConstraint(fields=('id', 'kind'), name='branch_id_and_kind'),
        ),
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(PERIODS, WITHOUT_PERIODS)],
            state_operations=[
                migrations.RemoveField(
                    model_name='branch',
                    name='areas',
                ),
                        migrations.CreateModel(
                    name='BranchArea',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(choices=[('county', 'county committee'), ('township', 'township committee'), ('village', 'village organisation'), ('grid', 'grid branch'), ('group', 'party group')], editable=False, max_length=10, verbose_name='kind')),
                        ('level', models.CharField(choices=[('province', 'province'), ('city', 'city'), ('county', 'county'), ('township', 'township'), ('village', 'village'), ('grid', 'grid')], editable=False, max_length=10, verbose_name='level')),
                        ('period', django.contrib.postgres.fields.ranges.DateRangeField(verbose_name='period')),
                    ],
                    options={
                        'verbose_name': 'area of a branch',
                        'verbose_name_plural': 'areas of branches',
                        'db_table': 'geodata_branch_areas',
                    },
                ),
                        migrations.AddField(
                    model_name='brancharea',
                    name='area',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='branches', to='geodata.area', verbose_name='area'),
                ),
                        migrations.AddField(
                    model_name='brancharea',
                    name='branch',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='areas', to='geodata.branch', verbose_name='branch'),
                ),
            ],
        ),
        migrations.RunSQL(AS_THEY_ARE, NO_LONGER),
        migrations.CreateModel(
            name='BranchAreaEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('kind', models.CharField(choices=[('county', 'county committee'), ('township', 'township committee'), ('village', 'village organisation'), ('grid', 'grid branch'), ('group', 'party group')], editable=False, max_length=10, verbose_name='kind')),
                ('level', models.CharField(choices=[('province', 'province'), ('city', 'city'), ('county', 'county'), ('township', 'township'), ('village', 'village'), ('grid', 'grid')], editable=False, max_length=10, verbose_name='level')),
                ('period', django.contrib.postgres.fields.ranges.DateRangeField(verbose_name='period')),
            ],
            options={
                'db_table': 'geodata_branchareaevent',
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='branchareaevent',
            name='area',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='geodata.area', verbose_name='area'),
        ),
        migrations.AddField(
            model_name='branchareaevent',
            name='branch',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='geodata.branch', verbose_name='branch'),
        ),
        migrations.AddField(
            model_name='branchareaevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='changes', related_query_name='changes_query', to='geodata.brancharea'),
        ),
        migrations.AddConstraint(
            model_name='brancharea',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('kind', 'grid'), ('level', 'grid')), expressions=[('area', '='), ('period', '&&')], name='one_grid_branch_per_grid_and_day', violation_error_message='This grid already has a grid branch on these days.'),
        ),
        migrations.AddConstraint(
            model_name='brancharea',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('branch', '='), ('area', '='), ('period', '&&')], name='a_branch_is_joined_to_an_area_once_a_day', violation_error_message='This branch is already joined to this area on these days.'),
        ),
        migrations.AddConstraint(
            model_name='brancharea',
            constraint=models.CheckConstraint(condition=models.Q(('period__isempty', False)), name='branch_area_holds_for_a_day_or_more'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='brancharea',
            trigger=pgtrigger.compiler.Trigger(name='created_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "geodata_branchareaevent" ("area_id", "branch_id", "id", "kind", "level", "period", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."area_id", new_values."branch_id", new_values."id", new_values."kind", new_values."level", new_values."period", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'created\', new_values."id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='bbd613d53862b675639988244458c023c2c5ca51', level='STATEMENT', operation='INSERT', pgid='pgtrigger_created_insert_b4c35', referencing='REFERENCING NEW TABLE AS new_values ', table='geodata_branch_areas', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='brancharea',
            trigger=pgtrigger.compiler.Trigger(name='changed_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "geodata_branchareaevent" ("area_id", "branch_id", "id", "kind", "level", "period", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT old_values."area_id", old_values."branch_id", old_values."id", old_values."kind", old_values."level", old_values."period", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'changed\', old_values."id" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='42f4eb976f43f460e8eb00c2b0d50324561b862e', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_changed_update_93def', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='geodata_branch_areas', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='brancharea',
            trigger=pgtrigger.compiler.Trigger(name='deleted_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "geodata_branchareaevent" ("area_id", "branch_id", "id", "kind", "level", "period", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT old_values."area_id", old_values."branch_id", old_values."id", old_values."kind", old_values."level", old_values."period", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'deleted\', old_values."id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='a8c7dde11ce703859b03b32ade7d6a0ccf837c25', level='STATEMENT', operation='DELETE', pgid='pgtrigger_deleted_delete_c44ee', referencing='REFERENCING OLD TABLE AS old_values ', table='geodata_branch_areas', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='branchareaevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='f4a727118bee57562433f7120802e366e0b41491', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_1d800', table='geodata_branchareaevent', when='BEFORE')),
        ),
        migrations.RunSQL(GRANTS, migrations.RunSQL.noop),
        rehash("geodata_branch_areas"),
        install("note_import"),
    ])
