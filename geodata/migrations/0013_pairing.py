"""Steps of pairing, staged proposals, and printed cards."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
import geodata.cards.models
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models
from geodata.sql.together import together

WEB = "gridmap_web"
VILLAGES = "ARRAY(SELECT unnest(nullif(current_setting('gridmap.villages', true), '')::bigint[]))"
HOUSEHOLDS = "ARRAY(SELECT unnest(nullif(current_setting('gridmap.households', true), '')::bigint[]))"
SHOWN = f"village_id = ANY ({VILLAGES}) OR household_id = ANY ({HOUSEHOLDS})"

OVERLAP = f"villages && {VILLAGES}"
"""Steps and proposals concern many households: they carry the villages of all of them."""
POLICIES = {table: (SHOWN, SHOWN) for table in ("card", "cardevent", "linkchange", "pairingline")} | {
    table: (OVERLAP, OVERLAP) for table in ("linkstep", "linkstepevent", "pairing", "pairingevent")
}

GRANTS = f"""
GRANT SELECT, INSERT, UPDATE ON geodata_card, geodata_linkstep, geodata_linkchange, geodata_pairing,
    geodata_pairingline TO {WEB};
GRANT SELECT, INSERT ON geodata_cardevent, geodata_linkstepevent, geodata_pairingevent TO {WEB};
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {WEB};
"""

# A link is ended, never deleted; only one of the same day can be taken back by undoing the step that made it.
TAKEN_BACK = f"""
GRANT DELETE ON geodata_contactlink TO {WEB};
CREATE POLICY only_links_of_today_are_taken_back ON geodata_contactlink AS RESTRICTIVE FOR DELETE
    USING (lower(period) >= gridmap_today());
"""
KEPT = f"""
DROP POLICY only_links_of_today_are_taken_back ON geodata_contactlink;
REVOKE DELETE ON geodata_contactlink FROM {WEB};
"""


def of_village(table: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"""
        CREATE TRIGGER take_village BEFORE INSERT ON geodata_{table}
            FOR EACH ROW EXECUTE FUNCTION take_village_of_household();
        ALTER TABLE geodata_{table} ADD CONSTRAINT {table}_carries_the_village_of_its_household
            FOREIGN KEY (village_id, household_id) REFERENCES geodata_household (village_id, id)
            ON UPDATE CASCADE DEFERRABLE INITIALLY IMMEDIATE;
        """,
        f"""
        ALTER TABLE geodata_{table} DROP CONSTRAINT {table}_carries_the_village_of_its_household;
        DROP TRIGGER take_village ON geodata_{table};
        """,
    )


def policy(table: str, using: str, check: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"""
    ALTER TABLE geodata_{table} ENABLE ROW LEVEL SECURITY;
    ALTER TABLE geodata_{table} FORCE ROW LEVEL SECURITY;
    CREATE POLICY web_sees_its_scope ON geodata_{table} TO {WEB} USING (coalesce({using}, false)) WITH CHECK ({check});
    DO $$ BEGIN
        EXECUTE format('CREATE POLICY owner_sees_all ON geodata_{table} TO %I USING (true)', current_user);
    END $$;
    """,
        f"""
    DROP POLICY web_sees_its_scope ON geodata_{table};
    DROP POLICY owner_sees_all ON geodata_{table};
    ALTER TABLE geodata_{table} NO FORCE ROW LEVEL SECURITY;
    ALTER TABLE geodata_{table} DISABLE ROW LEVEL SECURITY;
    """,
    )


class Migration(migrations.Migration):
    dependencies = [("geodata", "0012_plans")]
    operations = together([
        migrations.CreateModel(
            name='Card',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('contact', 'contact card'), ('policy', 'policy card')], default='contact', max_length=10, verbose_name='kind')),
                ('token', models.CharField(default=geodata.cards.models.new_card_token, editable=False, max_length=32, unique=True, verbose_name='token')),
                ('printed_on', models.DateField(verbose_name='printed on')),
                ('delivered_on', models.DateField(blank=True, null=True, verbose_name='delivered on')),
                ('delivered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='delivered by')),
                ('household', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cards', to='geodata.household', verbose_name='household')),
                ('link', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='cards', to='geodata.contactlink', verbose_name='contact link')),
                ('member', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='geodata.member', verbose_name='contact member')),
                ('printed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='printed by')),
                ('village', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='geodata.area', verbose_name='village')),
            ],
            options={
                'verbose_name': 'card',
                'verbose_name_plural': 'cards',
            },
        ),
        migrations.CreateModel(
            name='CardEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('kind', models.CharField(choices=[('contact', 'contact card'), ('policy', 'policy card')], default='contact', max_length=10, verbose_name='kind')),
                ('token', models.CharField(default=geodata.cards.models.new_card_token, editable=False, max_length=32, verbose_name='token')),
                ('printed_on', models.DateField(verbose_name='printed on')),
                ('delivered_on', models.DateField(blank=True, null=True, verbose_name='delivered on')),
                ('delivered_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='delivered by')),
                ('household', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='geodata.household', verbose_name='household')),
                ('link', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='geodata.contactlink', verbose_name='contact link')),
                ('member', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='geodata.member', verbose_name='contact member')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='changes', related_query_name='changes_query', to='geodata.card')),
                ('printed_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='printed by')),
                ('village', models.ForeignKey(db_constraint=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='geodata.area', verbose_name='village')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='LinkStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('assigned', 'assigned'), ('handed_over', 'handed over'), ('ended', 'ended'), ('accepted', 'proposal accepted')], max_length=20, verbose_name='kind')),
                ('villages', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None, verbose_name='villages')),
                ('on', models.DateField(verbose_name='day')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='at')),
                ('households', models.PositiveIntegerField(verbose_name='households')),
                ('approved_on', models.DateField(blank=True, null=True, verbose_name='approved by the village meeting on')),
                ('approval', models.CharField(blank=True, max_length=200, verbose_name='what the meeting said')),
                ('undone_at', models.DateTimeField(blank=True, null=True, verbose_name='undone at')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('undone_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='undone by')),
            ],
            options={
                'verbose_name': 'step of pairing',
                'verbose_name_plural': 'steps of pairing',
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='LinkChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ended', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='geodata.contactlink', verbose_name='link ended')),
                ('former', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='geodata.member', verbose_name='former member')),
                ('household', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='geodata.household', verbose_name='household')),
                ('made', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='geodata.contactlink', verbose_name='link made')),
                ('member', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='geodata.member', verbose_name='contact member')),
                ('village', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='geodata.area', verbose_name='village')),
                ('step', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='changes_made', to='geodata.linkstep', verbose_name='step')),
            ],
            options={
                'verbose_name': 'change of a link',
                'verbose_name_plural': 'changes of links',
            },
        ),
        migrations.CreateModel(
            name='LinkStepEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('kind', models.CharField(choices=[('assigned', 'assigned'), ('handed_over', 'handed over'), ('ended', 'ended'), ('accepted', 'proposal accepted')], max_length=20, verbose_name='kind')),
                ('villages', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None, verbose_name='villages')),
                ('on', models.DateField(verbose_name='day')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='at')),
                ('households', models.PositiveIntegerField(verbose_name='households')),
                ('approved_on', models.DateField(blank=True, null=True, verbose_name='approved by the village meeting on')),
                ('approval', models.CharField(blank=True, max_length=200, verbose_name='what the meeting said')),
                ('undone_at', models.DateTimeField(blank=True, null=True, verbose_name='undone at')),
                ('by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='changes', related_query_name='changes_query', to='geodata.linkstep')),
                ('undone_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='undone by')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Pairing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('villages', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None, verbose_name='villages')),
                ('on', models.DateField(verbose_name='day')),
                ('state', models.CharField(choices=[('open', 'waiting for the office'), ('decided', 'decided'), ('rejected', 'rejected')], default='open', max_length=10, verbose_name='state')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='at')),
                ('rules', models.JSONField(default=dict, verbose_name='rules')),
                ('figures', models.JSONField(default=dict, verbose_name='figures')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='decided at')),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='geodata.area', verbose_name='area')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by')),
            ],
            options={
                'verbose_name': 'proposal of contacts',
                'verbose_name_plural': 'proposals of contacts',
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='PairingEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('villages', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None, verbose_name='villages')),
                ('on', models.DateField(verbose_name='day')),
                ('state', models.CharField(choices=[('open', 'waiting for the office'), ('decided', 'decided'), ('rejected', 'rejected')], default='open', max_length=10, verbose_name='state')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='at')),
                ('rules', models.JSONField(default=dict, verbose_name='rules')),
                ('figures', models.JSONField(default=dict, verbose_name='figures')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='decided at')),
                ('area', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='geodata.area', verbose_name='area')),
                ('by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('decided_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='changes', related_query_name='changes_query', to='geodata.pairing')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='PairingLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('metres', models.PositiveIntegerField(null=True, verbose_name='metres')),
                ('former_metres', models.PositiveIntegerField(null=True, verbose_name='former metres')),
                ('reason', models.CharField(blank=True, choices=[('no_member', 'no member is able to help'), ('too_far', 'no able member within the radius'), ('no_room', 'all able members are at capacity')], max_length=20, verbose_name='why nobody')),
                ('state', models.CharField(choices=[('open', 'open'), ('taken', 'taken'), ('refused', 'refused'), ('rejected', 'rejected')], default='open', max_length=10, verbose_name='state')),
                ('words', models.CharField(blank=True, max_length=200, verbose_name='why refused')),
                ('former', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='geodata.member', verbose_name='former member')),
                ('grid', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='geodata.area')),
                ('household', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='geodata.household', verbose_name='household')),
                ('member', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='geodata.member', verbose_name='contact member')),
                ('pairing', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='geodata.pairing', verbose_name='proposal')),
                ('step', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='geodata.linkstep', verbose_name='step')),
                ('village', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='geodata.area', verbose_name='village')),
            ],
            options={
                'verbose_name': 'line of a proposal',
                'verbose_name_plural': 'lines of proposals',
            },
        ),
        migrations.AddIndex(
            model_name='card',
            index=models.Index(fields=['village', 'kind', 'household'], name='card_by_village'),
        ),
        migrations.AddConstraint(
            model_name='card',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'contact'), _negated=True), models.Q(('link__isnull', False), ('member__isnull', False)), _connector='OR'), name='a_contact_card_names_a_member'),
        ),
        migrations.AddConstraint(
            model_name='card',
            constraint=models.CheckConstraint(condition=models.Q(('delivered_on__isnull', True), ('delivered_on__gte', models.F('printed_on')), _connector='OR'), name='a_card_is_printed_before_it_is_delivered', violation_error_message='The card was not printed yet on that day.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='card',
            trigger=pgtrigger.compiler.Trigger(name='changed_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "geodata_cardevent" ("delivered_by_id", "delivered_on", "household_id", "id", "kind", "link_id", "member_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "printed_by_id", "printed_on", "token", "village_id") SELECT old_values."delivered_by_id", old_values."delivered_on", old_values."household_id", old_values."id", old_values."kind", old_values."link_id", old_values."member_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'changed\', old_values."id", old_values."printed_by_id", old_values."printed_on", old_values."token", old_values."village_id" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='753b9edc7259ff248650018f521f0106b8b9838e', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_changed_update_09eb1', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='geodata_card', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='card',
            trigger=pgtrigger.compiler.Trigger(name='deleted_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "geodata_cardevent" ("delivered_by_id", "delivered_on", "household_id", "id", "kind", "link_id", "member_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "printed_by_id", "printed_on", "token", "village_id") SELECT old_values."delivered_by_id", old_values."delivered_on", old_values."household_id", old_values."id", old_values."kind", old_values."link_id", old_values."member_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'deleted\', old_values."id", old_values."printed_by_id", old_values."printed_on", old_values."token", old_values."village_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='e0fe0e77bf9b96eedcc29712738e5a38b771356d', level='STATEMENT', operation='DELETE', pgid='pgtrigger_deleted_delete_48b24', referencing='REFERENCING OLD TABLE AS old_values ', table='geodata_card', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='cardevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='df0a7b5bbefe03c3419f58d9015a51dcf1402dca', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_30867', table='geodata_cardevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='linkstep',
            constraint=models.CheckConstraint(condition=models.Q(('approved_on__isnull', False), ('approval', ''), _connector='OR'), name='an_approval_has_a_day', violation_error_message='Say on which day the meeting approved it.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='linkstep',
            trigger=pgtrigger.compiler.Trigger(name='changed_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "geodata_linkstepevent" ("approval", "approved_on", "at", "by_id", "households", "id", "kind", "on", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "undone_at", "undone_by_id", "villages") SELECT old_values."approval", old_values."approved_on", old_values."at", old_values."by_id", old_values."households", old_values."id", old_values."kind", old_values."on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'changed\', old_values."id", old_values."undone_at", old_values."undone_by_id", old_values."villages" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='b80cdebf4b3808917a373d74ec08c4a44d556e6d', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_changed_update_dc097', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='geodata_linkstep', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='linkstep',
            trigger=pgtrigger.compiler.Trigger(name='deleted_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "geodata_linkstepevent" ("approval", "approved_on", "at", "by_id", "households", "id", "kind", "on", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "undone_at", "undone_by_id", "villages") SELECT old_values."approval", old_values."approved_on", old_values."at", old_values."by_id", old_values."households", old_values."id", old_values."kind", old_values."on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'deleted\', old_values."id", old_values."undone_at", old_values."undone_by_id", old_values."villages" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='629d9761e9f5bb291e075eda979bd43baebae4b8', level='STATEMENT', operation='DELETE', pgid='pgtrigger_deleted_delete_a0a79', referencing='REFERENCING OLD TABLE AS old_values ', table='geodata_linkstep', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='linkchange',
            constraint=models.UniqueConstraint(fields=('step', 'household', 'member'), name='one_change_per_step_and_pair'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='linkstepevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='3ae26a26d8d6c476dd50b8fa0d5ce98b15b4a637', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_18a91', table='geodata_linkstepevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='pairing',
            trigger=pgtrigger.compiler.Trigger(name='changed_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "geodata_pairingevent" ("area_id", "at", "by_id", "decided_at", "decided_by_id", "figures", "id", "on", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rules", "state", "villages") SELECT old_values."area_id", old_values."at", old_values."by_id", old_values."decided_at", old_values."decided_by_id", old_values."figures", old_values."id", old_values."on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'changed\', old_values."id", old_values."rules", old_values."state", old_values."villages" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='5dd35fb6be359099938e8b10dd89be73bcb48891', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_changed_update_a0d07', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='geodata_pairing', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='pairing',
            trigger=pgtrigger.compiler.Trigger(name='deleted_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "geodata_pairingevent" ("area_id", "at", "by_id", "decided_at", "decided_by_id", "figures", "id", "on", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rules", "state", "villages") SELECT old_values."area_id", old_values."at", old_values."by_id", old_values."decided_at", old_values."decided_by_id", old_values."figures", old_values."id", old_values."on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'deleted\', old_values."id", old_values."rules", old_values."state", old_values."villages" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='4cf741390b614dc43e158fbfe5c3365653dd6f41', level='STATEMENT', operation='DELETE', pgid='pgtrigger_deleted_delete_6e626', referencing='REFERENCING OLD TABLE AS old_values ', table='geodata_pairing', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='pairingevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='921962d7f7c1d6f7e1f4fb841d08e237d41dba0d', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_95e4f', table='geodata_pairingevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='pairingline',
            constraint=models.UniqueConstraint(fields=('pairing', 'household'), name='one_line_per_proposal_and_household'),
        ),
        migrations.AddConstraint(
            model_name='pairingline',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('member__isnull', False), ('reason', '')), models.Q(('member__isnull', True), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='a_line_has_a_member_or_a_reason'),
        ),
        *[of_village(table) for table in ("card", "linkchange", "pairingline")],
        migrations.RunSQL(GRANTS, migrations.RunSQL.noop),
        *[policy(table, *rules) for table, rules in POLICIES.items()],
        migrations.RunSQL(TAKEN_BACK, KEPT),
    ])
