"""Changes of the register: proposed, decided, and undone by what the tables have noted of them."""

import django.contrib.postgres.fields
import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
import uuid
from django.conf import settings
from django.db import migrations, models

from geodata.sql import install
from geodata.sql.together import together


WEB = "gridmap_web"
GRANTS = f"""
GRANT SELECT, INSERT, UPDATE ON geodata_registerchange, geodata_tokenalias TO {WEB};
GRANT SELECT, INSERT ON geodata_registerchangeevent, geodata_registerstep TO {WEB};
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {WEB};
"""
OF_VILLAGE = """
ALTER TABLE geodata_registerchange ADD CONSTRAINT registerchange_carries_the_village_of_its_household
    FOREIGN KEY (village_id, household_id) REFERENCES geodata_household (village_id, id)
    ON UPDATE CASCADE DEFERRABLE INITIALLY IMMEDIATE;
"""
NO_VILLAGE = "ALTER TABLE geodata_registerchange DROP CONSTRAINT registerchange_carries_the_village_of_its_household;"


class Migration(migrations.Migration):

    dependencies = [
        ('geodata', '0052_the_register_of_people'),
    ]

    operations = together([
        migrations.CreateModel(
            name='RegisterChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('client_id', models.UUIDField(default=uuid.uuid4, unique=True, verbose_name='client id')),
                ('body_hash', models.CharField(editable=False, max_length=64)),
                ('kind', models.CharField(max_length=20, verbose_name='kind')),
                ('households', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), blank=True, default=list, size=None, verbose_name='households')),
                ('payload', models.JSONField(default=dict, verbose_name='what changes')),
                ('effective_on', models.DateField(verbose_name='effective day')),
                ('proposed_at', models.DateTimeField(verbose_name='proposed at')),
                ('state', models.CharField(choices=[('proposed', 'proposed'), ('confirmed', 'confirmed'), ('refused', 'refused'), ('withdrawn', 'withdrawn'), ('undone', 'undone')], default='proposed', max_length=10, verbose_name='state')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='decided at')),
                ('reason', models.CharField(blank=True, max_length=200, verbose_name='reason')),
                ('version', models.PositiveIntegerField(default=1, verbose_name='version')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by')),
                ('grid', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='geodata.area', verbose_name='grid')),
                ('household', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='register_changes', to='geodata.household', verbose_name='household')),
                ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='proposed by')),
                ('village', models.ForeignKey(db_constraint=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='geodata.area', verbose_name='village')),
            ],
            options={
                'verbose_name': 'change of the register',
                'verbose_name_plural': 'changes of the register',
            },
        ),
        migrations.CreateModel(
            name='RegisterChangeEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('client_id', models.UUIDField(default=uuid.uuid4, verbose_name='client id')),
                ('body_hash', models.CharField(editable=False, max_length=64)),
                ('kind', models.CharField(max_length=20, verbose_name='kind')),
                ('households', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), blank=True, default=list, size=None, verbose_name='households')),
                ('effective_on', models.DateField(verbose_name='effective day')),
                ('proposed_at', models.DateTimeField(verbose_name='proposed at')),
                ('state', models.CharField(choices=[('proposed', 'proposed'), ('confirmed', 'confirmed'), ('refused', 'refused'), ('withdrawn', 'withdrawn'), ('undone', 'undone')], default='proposed', max_length=10, verbose_name='state')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='decided at')),
                ('reason', models.CharField(blank=True, max_length=200, verbose_name='reason')),
                ('version', models.PositiveIntegerField(default=1, verbose_name='version')),
                ('decided_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by')),
                ('grid', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='geodata.area', verbose_name='grid')),
                ('household', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='geodata.household', verbose_name='household')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='changes', related_query_name='changes_query', to='geodata.registerchange')),
                ('proposed_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='proposed by')),
                ('village', models.ForeignKey(db_constraint=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='geodata.area', verbose_name='village')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='RegisterEffect',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('table', models.CharField(max_length=40, verbose_name='table')),
                ('pks', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None, verbose_name='keys')),
                ('hashes', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(null=True), size=None, verbose_name='as left')),
                ('was', django.contrib.postgres.fields.ArrayField(base_field=models.JSONField(null=True), size=None, verbose_name='as before')),
                ('change', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='geodata.registerchange', verbose_name='change of the register')),
            ],
            options={
                'verbose_name': 'effect of a change of the register',
                'verbose_name_plural': 'effects of changes of the register',
            },
        ),
        migrations.CreateModel(
            name='RegisterStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(verbose_name='at')),
                ('move', models.CharField(max_length=20, verbose_name='move')),
                ('before', models.CharField(blank=True, max_length=20, verbose_name='state before')),
                ('after', models.CharField(max_length=20, verbose_name='state')),
                ('reason', models.TextField(blank=True, max_length=2000, verbose_name='reason')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('change', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='geodata.registerchange', verbose_name='change of the register')),
            ],
            options={
                'verbose_name': 'step of a change of the register',
                'verbose_name_plural': 'steps of changes of the register',
                'ordering': ['at', 'pk'],
                'abstract': False,
            },
        ),
        migrations.AddIndex(
            model_name='registerchange',
            index=models.Index(fields=['village', 'id'], name='register_change_by_village'),
        ),
        migrations.AddIndex(
            model_name='registerchange',
            index=models.Index(fields=['proposed_by'], name='register_change_by_proposer'),
        ),
        migrations.AddConstraint(
            model_name='registerchange',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['proposed', 'confirmed', 'refused', 'withdrawn', 'undone'])), name='register_change_is_in_a_state_of_its_life'),
        ),
        migrations.AddConstraint(
            model_name='registerchange',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'refused'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='register_change_is_refused_with_a_reason', violation_error_message='Say why the change is refused.'),
        ),
        migrations.AddConstraint(
            model_name='registerchange',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('state', 'proposed')), models.Q(models.Q(('state', 'proposed'), _negated=True), ('decided_at__isnull', False)), _connector='OR'), name='register_change_waits_until_it_is_decided'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='registerchange',
            trigger=pgtrigger.compiler.Trigger(name='changed_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "geodata_registerchangeevent" ("body_hash", "client_id", "decided_at", "decided_by_id", "effective_on", "grid_id", "household_id", "households", "id", "kind", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_at", "proposed_by_id", "reason", "state", "version", "village_id") SELECT old_values."body_hash", old_values."client_id", old_values."decided_at", old_values."decided_by_id", old_values."effective_on", old_values."grid_id", old_values."household_id", old_values."households", old_values."id", old_values."kind", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'changed\', old_values."id", old_values."proposed_at", old_values."proposed_by_id", old_values."reason", old_values."state", old_values."version", old_values."village_id" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."body_hash" IS DISTINCT FROM (new_values."body_hash") OR old_values."client_id" IS DISTINCT FROM (new_values."client_id") OR old_values."decided_at" IS DISTINCT FROM (new_values."decided_at") OR old_values."decided_by_id" IS DISTINCT FROM (new_values."decided_by_id") OR old_values."effective_on" IS DISTINCT FROM (new_values."effective_on") OR old_values."grid_id" IS DISTINCT FROM (new_values."grid_id") OR old_values."household_id" IS DISTINCT FROM (new_values."household_id") OR old_values."households" IS DISTINCT FROM (new_values."households") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."kind" IS DISTINCT FROM (new_values."kind") OR old_values."proposed_at" IS DISTINCT FROM (new_values."proposed_at") OR old_values."proposed_by_id" IS DISTINCT FROM (new_values."proposed_by_id") OR old_values."reason" IS DISTINCT FROM (new_values."reason") OR old_values."state" IS DISTINCT FROM (new_values."state") OR old_values."version" IS DISTINCT FROM (new_values."version") OR old_values."village_id" IS DISTINCT FROM (new_values."village_id")) ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='430c90b9f40c4f374f45e29f65bb0d345aad6ecf', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_changed_update_210f5', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='geodata_registerchange', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='registerchange',
            trigger=pgtrigger.compiler.Trigger(name='deleted_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "geodata_registerchangeevent" ("body_hash", "client_id", "decided_at", "decided_by_id", "effective_on", "grid_id", "household_id", "households", "id", "kind", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_at", "proposed_by_id", "reason", "state", "version", "village_id") SELECT old_values."body_hash", old_values."client_id", old_values."decided_at", old_values."decided_by_id", old_values."effective_on", old_values."grid_id", old_values."household_id", old_values."households", old_values."id", old_values."kind", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'deleted\', old_values."id", old_values."proposed_at", old_values."proposed_by_id", old_values."reason", old_values."state", old_values."version", old_values."village_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='ff07c526ad2cd419634a6c688f4721393d7402b0', level='STATEMENT', operation='DELETE', pgid='pgtrigger_deleted_delete_f3533', referencing='REFERENCING OLD TABLE AS old_values ', table='geodata_registerchange', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='registerchangeevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='9166b76d7537808bcb25db4469b30429bce2264c', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_63c55', table='geodata_registerchangeevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='registerstep',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('after', 'confirmed'), ('before', 'proposed'), ('move', 'confirm')), models.Q(('after', 'refused'), ('before', 'proposed'), ('move', 'refuse')), models.Q(('after', 'withdrawn'), ('before', 'proposed'), ('move', 'withdraw')), models.Q(('after', 'undone'), ('before', 'confirmed'), ('move', 'undo')), _connector='OR'), name='step_of_a_register_change_is_in_its_table'),
        ),
        migrations.RemoveConstraint(model_name='household', name='one_household_per_number_in_a_village'),
        migrations.AddConstraint(
            model_name='household',
            constraint=models.UniqueConstraint(deferrable=models.Deferrable['IMMEDIATE'], fields=('village', 'number'), name='one_household_per_number_in_a_village', violation_error_message='This number is already taken in the village.'),
        ),
        migrations.RunSQL(OF_VILLAGE, NO_VILLAGE),
        migrations.RunSQL(GRANTS, migrations.RunSQL.noop),
        install("policies/registerchange"),
        install("policies/registerchangeevent"),
        install("policies/registereffect"),
        install("policies/registerstep"),
        install("take_village"),
        install("stands_where_its_steps_led"),
        install("import_tables"),
        install("undo_import"),
        install("undo_obstacles"),
        install("import_obstacles"),
        install("change_obstacles", "DROP FUNCTION change_obstacles"),
        install("note_import"),
    ])
