"""Phones of accounts move out of the table that sign-in reads, into one that row-level security guards."""

import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models
from geodata.sql.together import together


WEB = "gridmap_web"
VILLAGES = "ARRAY(SELECT unnest(nullif(current_setting('gridmap.villages', true), '')::bigint[]))"
GRIDS = "ARRAY(SELECT unnest(nullif(current_setting('gridmap.grids', true), '')::bigint[]))"
# Before triggers and policies stand: moving is no change of a phone. Former rows of accounts lose theirs with the column.
MOVE = """
INSERT INTO geodata_phonenumber (user_id, number) SELECT id, phone FROM geodata_user WHERE phone <> '' ORDER BY id;
SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED;
"""
BACK = """
UPDATE geodata_user u SET phone = n.number FROM geodata_phonenumber n WHERE n.user_id = u.id;
SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED;
"""
# Townships and above of which every village is visible, by their codes: a post there is no business of one village.
WHOLE = f"""ARRAY(
    SELECT left(v.code, n.digits) FROM geodata_area v CROSS JOIN (VALUES (4), (6), (9)) n (digits)
    WHERE v.level = 'village' AND upper_inf(v.period)
    GROUP BY 1 HAVING bool_and(v.id IN (SELECT unnest({VILLAGES}))))"""
AREAS = f"""
    SELECT unnest({VILLAGES}) UNION ALL SELECT unnest({GRIDS})
    UNION ALL SELECT g.id FROM unnest({VILLAGES}) v (id) JOIN geodata_area g ON g.parent_id = v.id
    UNION ALL SELECT t.id FROM geodata_area t WHERE t.code = ANY ({WHOLE})"""
ME = "(SELECT nullif(current_setting('gridmap.user', true), '')::bigint)"


def tied(table: str) -> str:
    """Whose phone is visible: one's own; of members of the villages; of who fills a post in them, in their grids or over
    all of them; of who looks after a visible household. Whoever opens any account sees all.

    The subqueries are worked out once a query, but for the last: it asks the links of the one member by their index, and
    sees those that the policy of links shows. Worked out once it would read all links of a county for a single phone.
    """
    return f"""
    user_id = {ME} OR (SELECT current_setting('gridmap.accounts', true)) = 'on'
    OR user_id IN (SELECT m.user_id FROM unnest({VILLAGES}) v (id) JOIN geodata_member m ON m.village_id = v.id)
    OR user_id IN (SELECT d.user_id FROM ({AREAS}) a (id) JOIN geodata_duty d ON d.area_id = a.id)
    OR EXISTS (SELECT FROM geodata_member m JOIN geodata_contactlink l ON l.member_id = m.id
               WHERE m.user_id = geodata_{table}.user_id)"""


def written(table: str) -> str:
    """Also those of new accounts: the post or membership follows in the same transaction."""
    return f"""coalesce({tied(table)}, false)
    OR NOT EXISTS (SELECT FROM geodata_member m WHERE m.user_id = geodata_{table}.user_id)
       AND NOT EXISTS (SELECT FROM geodata_duty d WHERE d.user_id = geodata_{table}.user_id)"""


def guard(table: str, rights: str, key: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"GRANT {rights} ON geodata_{table} TO {WEB}; GRANT USAGE ON SEQUENCE geodata_{table}_{key}_seq TO {WEB};"
        f"""
    ALTER TABLE geodata_{table} ENABLE ROW LEVEL SECURITY;
    ALTER TABLE geodata_{table} FORCE ROW LEVEL SECURITY;
    CREATE POLICY web_sees_its_scope ON geodata_{table} TO {WEB} USING (coalesce({tied(table)}, false)) WITH CHECK ({written(table)});
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


# An import asks whether a row means somebody who may be at home elsewhere. Told is yes or no, to whoever knows the phone.
AGREES = f"""
CREATE FUNCTION is_phone_of(account bigint, asked text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT EXISTS (SELECT FROM geodata_phonenumber WHERE user_id = account AND number = asked)
$$;
REVOKE ALL ON FUNCTION is_phone_of FROM PUBLIC;
GRANT EXECUTE ON FUNCTION is_phone_of TO {WEB};
"""


class Migration(migrations.Migration):

    dependencies = [
        ('geodata', '0034_numbers_sort_as_numbers'),
    ]

    operations = together([
        migrations.CreateModel(
            name='PhoneNumber',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=20, verbose_name='phone')),
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='phone_number', to=settings.AUTH_USER_MODEL, verbose_name='account')),
            ],
            options={
                'verbose_name': 'phone of an account',
                'verbose_name_plural': 'phones of accounts',
                'constraints': [models.CheckConstraint(condition=models.Q(('number', ''), _negated=True), name='a_phone_is_not_empty')],
            },
        ),
        migrations.CreateModel(
            name='PhoneNumberEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('number', models.CharField(max_length=20, verbose_name='phone')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='changes', related_query_name='changes_query', to='geodata.phonenumber')),
                ('user', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='account')),
            ],
            options={
                'abstract': False,
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='user',
            name='changed_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='user',
            name='deleted_delete',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='user',
            name='created_insert',
        ),
        migrations.RunSQL(MOVE, BACK),
        migrations.RemoveField(
            model_name='user',
            name='phone',
        ),
        migrations.RemoveField(
            model_name='userevent',
            name='phone',
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='user',
            trigger=pgtrigger.compiler.Trigger(name='created_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "geodata_userevent" ("date_joined", "email", "id", "is_active", "is_staff", "is_superuser", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "synthetic", "username") SELECT new_values."date_joined", new_values."email", new_values."id", new_values."is_active", new_values."is_staff", new_values."is_superuser", new_values."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'created\', new_values."id", new_values."synthetic", new_values."username" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='1f13154dbaa9d9698407feba67ccd1c35cc11dd3', level='STATEMENT', operation='INSERT', pgid='pgtrigger_created_insert_58dae', referencing='REFERENCING NEW TABLE AS new_values ', table='geodata_user', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='user',
            trigger=pgtrigger.compiler.Trigger(name='changed_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "geodata_userevent" ("date_joined", "email", "id", "is_active", "is_staff", "is_superuser", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "synthetic", "username") SELECT old_values."date_joined", old_values."email", old_values."id", old_values."is_active", old_values."is_staff", old_values."is_superuser", old_values."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'changed\', old_values."id", old_values."synthetic", old_values."username" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."date_joined" IS DISTINCT FROM (new_values."date_joined") OR old_values."email" IS DISTINCT FROM (new_values."email") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."is_active" IS DISTINCT FROM (new_values."is_active") OR old_values."is_staff" IS DISTINCT FROM (new_values."is_staff") OR old_values."is_superuser" IS DISTINCT FROM (new_values."is_superuser") OR old_values."name" IS DISTINCT FROM (new_values."name") OR old_values."synthetic" IS DISTINCT FROM (new_values."synthetic") OR old_values."username" IS DISTINCT FROM (new_values."username")) ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='cad8454cd84da2bac0b5571ea4d4b4378923e8cf', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_changed_update_eec67', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='geodata_user', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='user',
            trigger=pgtrigger.compiler.Trigger(name='deleted_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "geodata_userevent" ("date_joined", "email", "id", "is_active", "is_staff", "is_superuser", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "synthetic", "username") SELECT old_values."date_joined", old_values."email", old_values."id", old_values."is_active", old_values."is_staff", old_values."is_superuser", old_values."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'deleted\', old_values."id", old_values."synthetic", old_values."username" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='eb097df17b96f820c273bb683a334e68f5b7108d', level='STATEMENT', operation='DELETE', pgid='pgtrigger_deleted_delete_8ef99', referencing='REFERENCING OLD TABLE AS old_values ', table='geodata_user', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='phonenumber',
            trigger=pgtrigger.compiler.Trigger(name='created_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "geodata_phonenumberevent" ("id", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "user_id") SELECT new_values."id", new_values."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'created\', new_values."id", new_values."user_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='979a1da62ed6f5f6865a6def72b35561b4777a5c', level='STATEMENT', operation='INSERT', pgid='pgtrigger_created_insert_9889d', referencing='REFERENCING NEW TABLE AS new_values ', table='geodata_phonenumber', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='phonenumber',
            trigger=pgtrigger.compiler.Trigger(name='changed_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "geodata_phonenumberevent" ("id", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "user_id") SELECT old_values."id", old_values."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'changed\', old_values."id", old_values."user_id" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='5cb38c27eabdf8e31dbe38b993ac69eaf022fed8', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_changed_update_e6272', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='geodata_phonenumber', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='phonenumber',
            trigger=pgtrigger.compiler.Trigger(name='deleted_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "geodata_phonenumberevent" ("id", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "user_id") SELECT old_values."id", old_values."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'deleted\', old_values."id", old_values."user_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='efbeedbf0d2fe7f2287a24921a13dd9af4750694', level='STATEMENT', operation='DELETE', pgid='pgtrigger_deleted_delete_94c77', referencing='REFERENCING OLD TABLE AS old_values ', table='geodata_phonenumber', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='phonenumberevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='49a564f3b7b7fff8e715f57656bfefd0c6de1ce1', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_3a64e', table='geodata_phonenumberevent', when='BEFORE')),
        ),
        guard("phonenumber", "SELECT, INSERT, UPDATE", "id"),
        guard("phonenumberevent", "SELECT, INSERT", "pgh_id"),
        migrations.RunSQL(AGREES, "DROP FUNCTION is_phone_of"),
    ])
