"""Who is away, which household came from which, and tokens that live on after a merger; residents who die or move out."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

from geodata.sql import install
from geodata.sql.together import together


WEB = "gridmap_web"
TABLES = ("absence", "householdlineage", "tokenalias")
GRANTS = f"""
GRANT SELECT, INSERT, UPDATE ON geodata_absence TO {WEB};
GRANT SELECT, INSERT ON geodata_absenceevent, geodata_householdlineage, geodata_tokenalias TO {WEB};
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {WEB};
"""


def of_village(table: str, column: str = "household_id", law: str = "carries_the_village_of_its_household") -> migrations.RunSQL:
    return migrations.RunSQL(
        f"""
        ALTER TABLE geodata_{table} ADD CONSTRAINT {table}_{law}
            FOREIGN KEY (village_id, {column}) REFERENCES geodata_household (village_id, id)
            ON UPDATE CASCADE DEFERRABLE INITIALLY IMMEDIATE;
        """,
        f"ALTER TABLE geodata_{table} DROP CONSTRAINT {table}_{law};",
    )


UNDO_TOKENS = """
DROP TRIGGER token_means_one_household ON geodata_household;
DROP TRIGGER token_means_one_household ON geodata_tokenalias;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('geodata', '0050_decisions_have_steps'),
    ]

    operations = together([
        migrations.CreateModel(
            name='Absence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('period', django.contrib.postgres.fields.ranges.DateRangeField(verbose_name='period')),
                ('where', models.CharField(blank=True, max_length=60, verbose_name='where')),
                ('phone', models.CharField(blank=True, max_length=20, verbose_name='phone')),
                ('stays', models.CharField(choices=[('none', 'nobody stays'), ('elderly', 'the elderly stay'), ('children', 'the children stay')], default='none', max_length=10, verbose_name='who stays')),
            ],
            options={
                'verbose_name': 'absence',
                'verbose_name_plural': 'absences',
            },
        ),
        migrations.CreateModel(
            name='AbsenceEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('period', django.contrib.postgres.fields.ranges.DateRangeField(verbose_name='period')),
                ('where', models.CharField(blank=True, max_length=60, verbose_name='where')),
                ('phone', models.CharField(blank=True, max_length=20, verbose_name='phone')),
                ('stays', models.CharField(choices=[('none', 'nobody stays'), ('elderly', 'the elderly stay'), ('children', 'the children stay')], default='none', max_length=10, verbose_name='who stays')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='HouseholdLineage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('split', 'split from'), ('merged', 'merged into')], max_length=10, verbose_name='kind')),
                ('on', models.DateField(verbose_name='day')),
            ],
            options={
                'verbose_name': 'lineage of a household',
                'verbose_name_plural': 'lineage of households',
            },
        ),
        migrations.CreateModel(
            name='TokenAlias',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token', models.CharField(max_length=32, unique=True, verbose_name='token')),
            ],
            options={
                'verbose_name': 'former token',
                'verbose_name_plural': 'former tokens',
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='resident',
            name='changed_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='resident',
            name='deleted_delete',
        ),
        migrations.AddField(
            model_name='resident',
            name='died_on',
            field=models.DateField(blank=True, null=True, verbose_name='died on'),
        ),
        migrations.AddField(
            model_name='resident',
            name='moved_out_on',
            field=models.DateField(blank=True, null=True, verbose_name='moved out on'),
        ),
        migrations.AddField(
            model_name='resident',
            name='phone',
            field=models.CharField(blank=True, db_default='', default='', max_length=20, verbose_name='phone'),
        ),
        migrations.AddField(
            model_name='residentevent',
            name='died_on',
            field=models.DateField(blank=True, null=True, verbose_name='died on'),
        ),
        migrations.AddField(
            model_name='residentevent',
            name='moved_out_on',
            field=models.DateField(blank=True, null=True, verbose_name='moved out on'),
        ),
        migrations.AddField(
            model_name='residentevent',
            name='phone',
            field=models.CharField(blank=True, db_default='', default='', max_length=20, verbose_name='phone'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='resident',
            trigger=pgtrigger.compiler.Trigger(name='changed_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "geodata_residentevent" ("birth_year", "died_on", "household_id", "id", "moved_out_on", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "relation", "synthetic", "village_id") SELECT old_values."birth_year", old_values."died_on", old_values."household_id", old_values."id", old_values."moved_out_on", old_values."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'changed\', old_values."id", old_values."phone", old_values."relation", old_values."synthetic", old_values."village_id" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='5f541bf6435e5bf95b7386900d7d7438e113a848', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_changed_update_0955e', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='geodata_resident', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='resident',
            trigger=pgtrigger.compiler.Trigger(name='deleted_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "geodata_residentevent" ("birth_year", "died_on", "household_id", "id", "moved_out_on", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "relation", "synthetic", "village_id") SELECT old_values."birth_year", old_values."died_on", old_values."household_id", old_values."id", old_values."moved_out_on", old_values."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'deleted\', old_values."id", old_values."phone", old_values."relation", old_values."synthetic", old_values."village_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='e8d079642c75a816f8645aef2ddd78ae105fcb4f', level='STATEMENT', operation='DELETE', pgid='pgtrigger_deleted_delete_5e290', referencing='REFERENCING OLD TABLE AS old_values ', table='geodata_resident', when='AFTER')),
        ),
        migrations.AddField(
            model_name='absence',
            name='household',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='absences', to='geodata.household', verbose_name='household'),
        ),
        migrations.AddField(
            model_name='absence',
            name='village',
            field=models.ForeignKey(db_constraint=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='geodata.area', verbose_name='village'),
        ),
        migrations.AddField(
            model_name='absenceevent',
            name='household',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='geodata.household', verbose_name='household'),
        ),
        migrations.AddField(
            model_name='absenceevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='changes', related_query_name='changes_query', to='geodata.absence'),
        ),
        migrations.AddField(
            model_name='absenceevent',
            name='village',
            field=models.ForeignKey(db_constraint=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='geodata.area', verbose_name='village'),
        ),
        migrations.AddField(
            model_name='householdlineage',
            name='household',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='ancestry', to='geodata.household', verbose_name='household'),
        ),
        migrations.AddField(
            model_name='householdlineage',
            name='source',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='descent', to='geodata.household', verbose_name='from household'),
        ),
        migrations.AddField(
            model_name='householdlineage',
            name='village',
            field=models.ForeignKey(db_constraint=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='geodata.area', verbose_name='village'),
        ),
        migrations.AddField(
            model_name='tokenalias',
            name='household',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='aliases', to='geodata.household', verbose_name='household'),
        ),
        migrations.AddField(
            model_name='tokenalias',
            name='village',
            field=models.ForeignKey(db_constraint=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='geodata.area', verbose_name='village'),
        ),
        migrations.AddConstraint(
            model_name='absence',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('household', '='), ('period', '&&')], name='one_absence_per_household_and_day', violation_error_message='An absence is already recorded for these days.'),
        ),
        migrations.AddConstraint(
            model_name='absence',
            constraint=models.CheckConstraint(condition=models.Q(('period__isempty', False)), name='absence_holds_for_a_day_or_more'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='absence',
            trigger=pgtrigger.compiler.Trigger(name='changed_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "geodata_absenceevent" ("household_id", "id", "period", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "stays", "village_id", "where") SELECT old_values."household_id", old_values."id", old_values."period", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'changed\', old_values."id", old_values."phone", old_values."stays", old_values."village_id", old_values."where" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='24222f2d7969acf2c7580495b7fe24a2cad6e976', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_changed_update_67a9d', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='geodata_absence', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='absence',
            trigger=pgtrigger.compiler.Trigger(name='deleted_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "geodata_absenceevent" ("household_id", "id", "period", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "stays", "village_id", "where") SELECT old_values."household_id", old_values."id", old_values."period", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'deleted\', old_values."id", old_values."phone", old_values."stays", old_values."village_id", old_values."where" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='cdaf9e7791fa4c063aedb161d75ec7352517c1cb', level='STATEMENT', operation='DELETE', pgid='pgtrigger_deleted_delete_a1087', referencing='REFERENCING OLD TABLE AS old_values ', table='geodata_absence', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='absenceevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='2ce045003ff3c78fbbe3db5ba7790a688fec08f9', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_7e727', table='geodata_absenceevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='householdlineage',
            constraint=models.CheckConstraint(condition=models.Q(('source', models.F('household')), _negated=True), name='a_household_does_not_come_from_itself'),
        ),
        migrations.AddConstraint(
            model_name='householdlineage',
            constraint=models.UniqueConstraint(condition=models.Q(('kind', 'merged')), fields=('source',), name='a_household_is_merged_once', violation_error_message='This household was merged into another already.'),
        ),
        *[of_village(table) for table in TABLES],
        of_village("householdlineage", "source_id", "comes_from_its_village"),
        migrations.RunSQL(GRANTS, migrations.RunSQL.noop),
        install("policies/absence"),
        install("policies/absenceevent"),
        install("policies/householdlineage"),
        install("policies/tokenalias"),
        install("take_village"),
        install("household_id_of"),
        install("merged_takes_nobody_in"),
        install("token_means_one_household", UNDO_TOKENS),
    ])
