"""New rows of posts, contacts, care records, members and accounts are kept too; and how often somebody asked, for all workers."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations

WEB = "gridmap_web"

# One row per key and database connection, so that requests of one user at the same time do not wait for each other.
ASKED = f"""
CREATE UNLOGGED TABLE geodata_asked (
    key text NOT NULL, backend integer NOT NULL, stretch bigint NOT NULL, times integer NOT NULL,
    PRIMARY KEY (key, backend)
) WITH (fillfactor = 70);
GRANT SELECT, INSERT, UPDATE ON geodata_asked TO {WEB};
"""


class Migration(migrations.Migration):
    dependencies = [("geodata", "0009_policies_are_filters")]
    operations = [
        migrations.RunSQL(ASKED, "DROP TABLE geodata_asked"),
        pgtrigger.migrations.AddTrigger(
            model_name='carerecord',
            trigger=pgtrigger.compiler.Trigger(name='created_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "geodata_carerecordevent" ("category_id", "household_id", "id", "period", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "resident_id", "source", "verified_on", "village_id") SELECT new_values."category_id", new_values."household_id", new_values."id", new_values."period", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'created\', new_values."id", new_values."resident_id", new_values."source", new_values."verified_on", new_values."village_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='aa604e9ffc1c00730dce924e94395b57406d571a', level='STATEMENT', operation='INSERT', pgid='pgtrigger_created_insert_bd292', referencing='REFERENCING NEW TABLE AS new_values ', table='geodata_carerecord', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='contactlink',
            trigger=pgtrigger.compiler.Trigger(name='created_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "geodata_contactlinkevent" ("end_reason", "household_id", "id", "member_id", "period", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "primary", "set_by_id", "village_id") SELECT new_values."end_reason", new_values."household_id", new_values."id", new_values."member_id", new_values."period", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'created\', new_values."id", new_values."primary", new_values."set_by_id", new_values."village_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='4ae8dd20148447d9c8043557c68be76b8fcb795d', level='STATEMENT', operation='INSERT', pgid='pgtrigger_created_insert_7b2fe', referencing='REFERENCING NEW TABLE AS new_values ', table='geodata_contactlink', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='duty',
            trigger=pgtrigger.compiler.Trigger(name='created_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "geodata_dutyevent" ("area_id", "id", "kind", "period", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "user_id") SELECT new_values."area_id", new_values."id", new_values."kind", new_values."period", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'created\', new_values."id", new_values."user_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='a8b82c63dad04d62785d2f630c91eb084300f7aa', level='STATEMENT', operation='INSERT', pgid='pgtrigger_created_insert_cf636', referencing='REFERENCING NEW TABLE AS new_values ', table='geodata_duty', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='member',
            trigger=pgtrigger.compiler.Trigger(name='created_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "geodata_memberevent" ("ability", "branch_id", "capacity", "id", "period", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "point", "synthetic", "user_id", "village_id") SELECT new_values."ability", new_values."branch_id", new_values."capacity", new_values."id", new_values."period", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'created\', new_values."id", new_values."point", new_values."synthetic", new_values."user_id", new_values."village_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='020bcc3e795af9457d3919a9821fafdef3e79fee', level='STATEMENT', operation='INSERT', pgid='pgtrigger_created_insert_1ceaf', referencing='REFERENCING NEW TABLE AS new_values ', table='geodata_member', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='user',
            trigger=pgtrigger.compiler.Trigger(name='created_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "geodata_userevent" ("date_joined", "email", "id", "is_active", "is_staff", "is_superuser", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "synthetic", "username") SELECT new_values."date_joined", new_values."email", new_values."id", new_values."is_active", new_values."is_staff", new_values."is_superuser", new_values."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'created\', new_values."id", new_values."phone", new_values."synthetic", new_values."username" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='00de765875b42c83ff8ba0fbdf335221e119b1c4', level='STATEMENT', operation='INSERT', pgid='pgtrigger_created_insert_58dae', referencing='REFERENCING NEW TABLE AS new_values ', table='geodata_user', when='AFTER')),
        ),
    ]
