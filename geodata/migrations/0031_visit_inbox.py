"""The visit inbox: what could not be accepted by itself waits for the office of the village; its maker sees it too."""


import django.contrib.postgres.fields
import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models
from geodata.sql.together import together


WEB = "gridmap_web"
VILLAGES = "ARRAY(SELECT unnest(nullif(current_setting('gridmap.villages', true), '')::bigint[]))"
OWN = "maker_id = (SELECT nullif(current_setting('gridmap.user', true), '')::bigint)"
SHOWN = f"village_id = ANY ({VILLAGES}) OR {OWN}"
POLICIES = {table: (SHOWN, SHOWN) for table in ("heldvisit", "heldvisitevent")}
GRANTS = f"""
GRANT SELECT, INSERT, UPDATE ON geodata_heldvisit TO {WEB};
GRANT SELECT, INSERT ON geodata_heldvisitevent TO {WEB};
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {WEB};
"""


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

    dependencies = [
        ("geodata", "0030_files_of_no_area"),
    ]

    operations = together([
        migrations.AlterField(
            model_name='accessentry',
            name='action',
            field=models.CharField(choices=[('sign_in', 'signed in'), ('sign_in_refused', 'sign-in refused'), ('locked_out', 'locked out after failed sign-ins'), ('sign_out', 'signed out'), ('session_ended', 'ended a session'), ('password_set', 'set a password'), ('step_set_up', 'set up the second step'), ('step_removed', 'removed the second step'), ('codes_made', 'made new recovery codes'), ('identity_added', 'connected an outside identity'), ('identity_removed', 'disconnected an outside identity'), ('account_opened', 'opened an account'), ('account_closed', 'closed an account'), ('account_reopened', 'opened a closed account again'), ('link_issued', 'issued a one-time link'), ('menu_viewed', 'looked at the menu of an account'), ('post_filled', 'filled a post'), ('post_ended', 'ended a post'), ('open_household', 'opened a household with care records'), ('export', 'exported'), ('taken_along', 'took households along on a phone'), ('visit_corrected', 'corrected or took back a visit'), ('contacts_changed', 'assigned or ended contacts'), ('member_changed', 'changed a contact member'), ('rules_changed', 'changed visit rules'), ('cards_changed', 'printed or handed over cards'), ('import_prepared', 'uploaded an import or went on with it'), ('import_written', 'wrote an import'), ('import_undone', 'took an import back'), ('job_started', 'had work done in the background'), ('plan_changed', 'drew or changed a boundary plan'), ('plan_opened', 'opened the drawing of a boundary plan'), ('plan_moved', 'moved a boundary plan on'), ('visit_decided', 'decided about a visit of the inbox')], max_length=20, verbose_name='action'),
        ),
        migrations.AlterField(
            model_name='notice',
            name='kind',
            field=models.CharField(choices=[('plan_submitted', 'A boundary plan waits for your approval.'), ('plan_approved', 'Your boundary plan was approved.'), ('plan_rejected', 'Your boundary plan was rejected.'), ('grids_redrawn', 'The grids of your area are redrawn.'), ('visit_held', 'Visits wait in the inbox for your decision.'), ('visit_accepted', 'The office accepted your visit.'), ('visit_refused', 'The office refused your visit.')], max_length=20, verbose_name='kind'),
        ),
        migrations.CreateModel(
            name='HeldVisit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('client_id', models.UUIDField(unique=True, verbose_name='client id')),
                ('body_hash', models.CharField(editable=False, max_length=64)),
                ('token', models.CharField(max_length=32, verbose_name='token')),
                ('day', models.DateField(verbose_name='day')),
                ('mode', models.CharField(choices=[('door', 'at the door'), ('phone', 'by phone'), ('video', 'by video'), ('chance', 'by chance')], max_length=10, verbose_name='mode')),
                ('outcome', models.CharField(choices=[('met', 'met'), ('absent', 'nobody at home'), ('away', 'away for longer'), ('refused', 'refused')], max_length=10, verbose_name='outcome')),
                ('note', models.CharField(blank=True, max_length=500, verbose_name='note')),
                ('brought', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('policy', 'policy explained'), ('card', 'card handed over'), ('service', 'service')], max_length=10), blank=True, default=list, size=None, verbose_name='brought')),
                ('visitors', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), blank=True, default=list, size=None, verbose_name='visitors')),
                ('why', models.CharField(choices=[('right', "not the maker's to visit on that day"), ('household', 'not a household of the maker'), ('day', 'a day that cannot be'), ('visitors', 'visitors that the village does not know'), ('closed', "the maker's account is closed"), ('other', 'refused for another reason')], max_length=10, verbose_name='why it is held')),
                ('received_at', models.DateTimeField(verbose_name='received at')),
                ('state', models.CharField(choices=[('waiting', 'waiting for the office'), ('accepted', 'accepted'), ('refused', 'refused'), ('withdrawn', 'withdrawn by its maker')], default='waiting', max_length=10, verbose_name='state')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='decided at')),
                ('reason', models.CharField(blank=True, max_length=200, verbose_name='reason')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by')),
                ('maker', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='maker')),
                ('village', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='geodata.area', verbose_name='village')),
            ],
            options={
                'verbose_name': 'held visit',
                'verbose_name_plural': 'held visits',
            },
        ),
        migrations.CreateModel(
            name='HeldVisitEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('client_id', models.UUIDField(verbose_name='client id')),
                ('body_hash', models.CharField(editable=False, max_length=64)),
                ('token', models.CharField(max_length=32, verbose_name='token')),
                ('day', models.DateField(verbose_name='day')),
                ('mode', models.CharField(choices=[('door', 'at the door'), ('phone', 'by phone'), ('video', 'by video'), ('chance', 'by chance')], max_length=10, verbose_name='mode')),
                ('outcome', models.CharField(choices=[('met', 'met'), ('absent', 'nobody at home'), ('away', 'away for longer'), ('refused', 'refused')], max_length=10, verbose_name='outcome')),
                ('note', models.CharField(blank=True, max_length=500, verbose_name='note')),
                ('brought', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('policy', 'policy explained'), ('card', 'card handed over'), ('service', 'service')], max_length=10), blank=True, default=list, size=None, verbose_name='brought')),
                ('visitors', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), blank=True, default=list, size=None, verbose_name='visitors')),
                ('why', models.CharField(choices=[('right', "not the maker's to visit on that day"), ('household', 'not a household of the maker'), ('day', 'a day that cannot be'), ('visitors', 'visitors that the village does not know'), ('closed', "the maker's account is closed"), ('other', 'refused for another reason')], max_length=10, verbose_name='why it is held')),
                ('received_at', models.DateTimeField(verbose_name='received at')),
                ('state', models.CharField(choices=[('waiting', 'waiting for the office'), ('accepted', 'accepted'), ('refused', 'refused'), ('withdrawn', 'withdrawn by its maker')], default='waiting', max_length=10, verbose_name='state')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='decided at')),
                ('reason', models.CharField(blank=True, max_length=200, verbose_name='reason')),
                ('decided_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by')),
                ('maker', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='maker')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='changes', related_query_name='changes_query', to='geodata.heldvisit')),
                ('village', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='geodata.area', verbose_name='village')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddIndex(
            model_name='heldvisit',
            index=models.Index(condition=models.Q(('state', 'waiting')), fields=['village', 'received_at'], name='visits_that_wait_by_village'),
        ),
        migrations.AddIndex(
            model_name='heldvisit',
            index=models.Index(fields=['maker'], name='held_visits_by_maker'),
        ),
        migrations.AddConstraint(
            model_name='heldvisit',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'refused'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='held_visit_is_refused_with_a_reason', violation_error_message='Say why the visit is refused.'),
        ),
        migrations.AddConstraint(
            model_name='heldvisit',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('state', 'waiting')), models.Q(models.Q(('state', 'waiting'), _negated=True), ('decided_at__isnull', False)), _connector='OR'), name='held_visit_waits_until_it_is_decided'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='heldvisit',
            trigger=pgtrigger.compiler.Trigger(name='changed_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "geodata_heldvisitevent" ("body_hash", "brought", "client_id", "day", "decided_at", "decided_by_id", "id", "maker_id", "mode", "note", "outcome", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "received_at", "state", "token", "village_id", "visitors", "why") SELECT old_values."body_hash", old_values."brought", old_values."client_id", old_values."day", old_values."decided_at", old_values."decided_by_id", old_values."id", old_values."maker_id", old_values."mode", old_values."note", old_values."outcome", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'changed\', old_values."id", old_values."reason", old_values."received_at", old_values."state", old_values."token", old_values."village_id", old_values."visitors", old_values."why" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='8bf26442438fb05e1be85f8e246885c0c86de26e', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_changed_update_c7106', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='geodata_heldvisit', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='heldvisit',
            trigger=pgtrigger.compiler.Trigger(name='deleted_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "geodata_heldvisitevent" ("body_hash", "brought", "client_id", "day", "decided_at", "decided_by_id", "id", "maker_id", "mode", "note", "outcome", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "received_at", "state", "token", "village_id", "visitors", "why") SELECT old_values."body_hash", old_values."brought", old_values."client_id", old_values."day", old_values."decided_at", old_values."decided_by_id", old_values."id", old_values."maker_id", old_values."mode", old_values."note", old_values."outcome", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'deleted\', old_values."id", old_values."reason", old_values."received_at", old_values."state", old_values."token", old_values."village_id", old_values."visitors", old_values."why" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='38594e84cdd062dcbaff165c8f74ac4b8959c8cf', level='STATEMENT', operation='DELETE', pgid='pgtrigger_deleted_delete_62387', referencing='REFERENCING OLD TABLE AS old_values ', table='geodata_heldvisit', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='heldvisitevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='b3fe5e4c2e60adc30f7e45ffffdc5a71932e3710', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_ead78', table='geodata_heldvisitevent', when='BEFORE')),
        ),
        migrations.RunSQL(GRANTS, migrations.RunSQL.noop),
        *[policy(table, *rules) for table, rules in POLICIES.items()],
    ])
