"""A phone carries the areas of its owner's ties: as subqueries of the policy they cost a county 15 ms and more a phone."""

import django.contrib.postgres.fields
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

from geodata.sql import install

# The trigger works the ties out. No former rows are written of it: the trigger that does is away.
FILL = "UPDATE geodata_phonenumber SET reach = '{}'"
DROP = """
DROP TRIGGER reach_follows_delete ON geodata_contactlink; DROP TRIGGER reach_follows_update ON geodata_contactlink;
DROP TRIGGER reach_follows_insert ON geodata_contactlink; DROP TRIGGER reach_follows_delete ON geodata_duty;
DROP TRIGGER reach_follows_update ON geodata_duty; DROP TRIGGER reach_follows_insert ON geodata_duty;
DROP TRIGGER reach_follows_delete ON geodata_member; DROP TRIGGER reach_follows_update ON geodata_member;
DROP TRIGGER reach_follows_insert ON geodata_member; DROP TRIGGER take_reach ON geodata_phonenumber;
DROP FUNCTION reach_follows; DROP FUNCTION take_reach; DROP FUNCTION phone_reach;
"""

class Migration(migrations.Migration):

    dependencies = [
        ("geodata", "0037_stored_texts_are_evened"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='phonenumber',
            name='changed_update',
        ),
        migrations.AddField(
            model_name='phonenumber',
            name='reach',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), db_default=[], editable=False, size=None),
        ),
        install("phone_reach", DROP),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        pgtrigger.migrations.AddTrigger(
            model_name='phonenumber',
            trigger=pgtrigger.compiler.Trigger(name='changed_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "geodata_phonenumberevent" ("id", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "user_id") SELECT old_values."id", old_values."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'changed\', old_values."id", old_values."user_id" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."number" IS DISTINCT FROM (new_values."number") OR old_values."user_id" IS DISTINCT FROM (new_values."user_id")) ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='901a7d1426d7040097335bbcee8524486faa8635', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_changed_update_e6272', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='geodata_phonenumber', when='AFTER')),
        ),
        install("import_image"),
        install("policies/phonenumber"),
        install("policies/phonenumberevent"),
    ]
