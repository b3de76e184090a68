"""What a member can do is kept by days: that of today holds from the first day on. A member is of a kind."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

from geodata.sql import install
from geodata.sql.rehashing import rehash, remember
from geodata.sql.together import together

WEB = "gridmap_web"
GRANTS = f"GRANT SELECT ON geodata_memberability TO {WEB};"
FILL = """
INSERT INTO geodata_memberability (member_id, ability, capacity, period)
SELECT id, ability, capacity, daterange(lower(period), NULL) FROM geodata_member ORDER BY id;
-- Keys are asked now: no table is altered while they are still to be.
SET CONSTRAINTS ALL IMMEDIATE;
"""
UNDO = "DROP FUNCTION member_ability_follows CASCADE"


class Migration(migrations.Migration):

    dependencies = [
        ('geodata', '0072_words_of_steps_are_forgotten'),
    ]

    operations = together([
        remember("geodata_member"),
        migrations.CreateModel(
            name='MemberAbility',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ability', models.CharField(choices=[('able', 'able to help'), ('away', 'working away'), ('ill', 'ill'), ('aged', '70 or older'), ('other', 'unable for another reason')], max_length=10, verbose_name='able to help')),
                ('capacity', models.PositiveSmallIntegerField(verbose_name='capacity')),
                ('period', django.contrib.postgres.fields.ranges.DateRangeField(verbose_name='period')),
            ],
            options={
                'verbose_name': 'ability of a member',
                'verbose_name_plural': 'abilities of members',
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='member',
            name='changed_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='member',
            name='deleted_delete',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='member',
            name='created_insert',
        ),
        migrations.AddField(
            model_name='member',
            name='kind',
            field=models.CharField(choices=[('party_member', 'party member'), ('resident_cadre', 'cadre resident in the village'), ('linked_cadre', 'cadre linked with the village'), ('group', 'cadre of a villager group'), ('office', 'cadre of an office')], db_default='party_member', default='party_member', max_length=20, verbose_name='kind'),
        ),
        migrations.AddField(
            model_name='memberevent',
            name='kind',
            field=models.CharField(choices=[('party_member', 'party member'), ('resident_cadre', 'cadre resident in the village'), ('linked_cadre', 'cadre linked with the village'), ('group', 'cadre of a villager group'), ('office', 'cadre of an office')], db_default='party_member', default='party_member', max_length=20, verbose_name='kind'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='member',
            trigger=pgtrigger.compiler.Trigger(name='created_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "geodata_memberevent" ("ability", "branch_id", "capacity", "id", "kind", "period", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "point", "synthetic", "user_id", "village_id") SELECT new_values."ability", new_values."branch_id", new_values."capacity", new_values."id", new_values."kind", new_values."period", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'created\', new_values."id", new_values."point", new_values."synthetic", new_values."user_id", new_values."village_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='d22d11d8cd6ec5081e6e849f78d1f7df3c01fc38', level='STATEMENT', operation='INSERT', pgid='pgtrigger_created_insert_1ceaf', referencing='REFERENCING NEW TABLE AS new_values ', table='geodata_member', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='member',
            trigger=pgtrigger.compiler.Trigger(name='changed_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "geodata_memberevent" ("ability", "branch_id", "capacity", "id", "kind", "period", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "point", "synthetic", "user_id", "village_id") SELECT old_values."ability", old_values."branch_id", old_values."capacity", old_values."id", old_values."kind", old_values."period", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'changed\', old_values."id", old_values."point", old_values."synthetic", old_values."user_id", old_values."village_id" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='8d01a7cabbc6c68423b5983cc324ca120955550f', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_changed_update_6e242', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='geodata_member', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='member',
            trigger=pgtrigger.compiler.Trigger(name='deleted_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "geodata_memberevent" ("ability", "branch_id", "capacity", "id", "kind", "period", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "point", "synthetic", "user_id", "village_id") SELECT old_values."ability", old_values."branch_id", old_values."capacity", old_values."id", old_values."kind", old_values."period", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'deleted\', old_values."id", old_values."point", old_values."synthetic", old_values."user_id", old_values."village_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='a7a9b9c5e80d7cf659ed78e36799945a8282693c', level='STATEMENT', operation='DELETE', pgid='pgtrigger_deleted_delete_185e6', referencing='REFERENCING OLD TABLE AS old_values ', table='geodata_member', when='AFTER')),
        ),
        migrations.AddField(
            model_name='memberability',
            name='member',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='abilities', to='geodata.member', verbose_name='contact member'),
        ),
        migrations.AddConstraint(
            model_name='memberability',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('member', '='), ('period', '&&')], name='one_ability_per_member_and_day', violation_error_message='What the member can do on these days is already recorded.'),
        ),
        migrations.AddConstraint(
            model_name='memberability',
            constraint=models.CheckConstraint(condition=models.Q(('period__isempty', False)), name='ability_holds_for_a_day_or_more'),
        ),
        rehash("geodata_member"),
        migrations.RunSQL(GRANTS, migrations.RunSQL.noop),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        install("member_ability_follows", UNDO),
        install("import_tables"),
        install("note_import"),
    ])
