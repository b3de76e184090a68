"""One word for one thing: the model is called as the page and the menu call it. Tables and columns keep their names."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models
from geodata.sql.together import together


class Migration(migrations.Migration):
    dependencies = [("geodata", "0046_no_admin")]

    operations = together([
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.RenameModel("Duty", "Post"),
                migrations.AlterModelTable("post", "geodata_duty"),
                migrations.AlterModelOptions("post", {"verbose_name": "post", "verbose_name_plural": "posts"}),
                migrations.RenameModel("DutyEvent", "PostEvent"),
                migrations.AlterModelTable("postevent", "geodata_dutyevent"),
                migrations.AlterField(
                    "post",
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="posts",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="account",
                    ),
                ),
                migrations.AlterField(
                    "post",
                    "area",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="posts",
                        to="geodata.area",
                        verbose_name="area",
                    ),
                ),
            ]
        ),
        # Their names hold a hash of the model's name; what they do is as before.
        pgtrigger.migrations.RemoveTrigger(
            model_name='post',
            name='changed_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='post',
            name='deleted_delete',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='post',
            name='created_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='postevent',
            name='append_only',
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='post',
            trigger=pgtrigger.compiler.Trigger(name='created_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "geodata_dutyevent" ("area_id", "id", "kind", "period", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "user_id") SELECT new_values."area_id", new_values."id", new_values."kind", new_values."period", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'created\', new_values."id", new_values."user_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='7d7d662de534cec8049e97077331467a31d3cc11', level='STATEMENT', operation='INSERT', pgid='pgtrigger_created_insert_d96b2', referencing='REFERENCING NEW TABLE AS new_values ', table='geodata_duty', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='post',
            trigger=pgtrigger.compiler.Trigger(name='changed_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "geodata_dutyevent" ("area_id", "id", "kind", "period", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "user_id") SELECT old_values."area_id", old_values."id", old_values."kind", old_values."period", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'changed\', old_values."id", old_values."user_id" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='5148d017e6b201c010dffeed67244c48d9682042', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_changed_update_026bc', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='geodata_duty', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='post',
            trigger=pgtrigger.compiler.Trigger(name='deleted_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "geodata_dutyevent" ("area_id", "id", "kind", "period", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "user_id") SELECT old_values."area_id", old_values."id", old_values."kind", old_values."period", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'deleted\', old_values."id", old_values."user_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='fefd79974f5ac01dcd26d336b6040631f2e14645', level='STATEMENT', operation='DELETE', pgid='pgtrigger_deleted_delete_ad2b3', referencing='REFERENCING OLD TABLE AS old_values ', table='geodata_duty', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='postevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='3b9230152efcaae08143bb67a385b8b40d5b2fae', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_9bbda', table='geodata_dutyevent', when='BEFORE')),
        ),
    ])
