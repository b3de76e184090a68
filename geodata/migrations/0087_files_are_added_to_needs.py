"""Files that are added to needs, seen with them; nothing is kept where the county has not switched them on."""

import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
import uuid
from django.conf import settings
from django.db import migrations, models

from geodata.sql import install


class Migration(migrations.Migration):

    dependencies = [
        ('geodata', '0086_no_sensitive_need_goes_to_a_chat'),
    ]

    operations = [
        migrations.CreateModel(
            name='Attachment',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('pdf', 'PDF document'), ('jpg', 'JPG picture'), ('png', 'PNG picture'), ('xlsx', 'XLSX workbook'), ('docx', 'DOCX document')], max_length=4, verbose_name='kind')),
                ('size', models.PositiveIntegerField(verbose_name='size')),
                ('sealed_name', models.BinaryField()),
                ('content', models.BinaryField()),
                ('at', models.DateTimeField(verbose_name='added at')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='added by')),
                ('need', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attachments', to='geodata.need', verbose_name='need')),
            ],
            options={
                'verbose_name': 'attachment',
                'verbose_name_plural': 'attachments',
                'ordering': ['at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='AttachmentEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                ('kind', models.CharField(choices=[('pdf', 'PDF document'), ('jpg', 'JPG picture'), ('png', 'PNG picture'), ('xlsx', 'XLSX workbook'), ('docx', 'DOCX document')], max_length=4, verbose_name='kind')),
                ('size', models.PositiveIntegerField(verbose_name='size')),
                ('at', models.DateTimeField(verbose_name='added at')),
                ('by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='added by')),
                ('need', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='geodata.need', verbose_name='need')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='changes', related_query_name='changes_query', to='geodata.attachment')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddConstraint(
            model_name='attachment',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['pdf', 'jpg', 'png', 'xlsx', 'docx'])), name='attachment_is_of_a_kind_that_is_taken'),
        ),
        migrations.AddConstraint(
            model_name='attachment',
            constraint=models.CheckConstraint(condition=models.Q(('size__gte', 1), ('size__lte', 10485760)), name='attachment_has_a_size_that_is_taken'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='attachment',
            trigger=pgtrigger.compiler.Trigger(name='changed_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "geodata_attachmentevent" ("at", "by_id", "id", "kind", "need_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "size") SELECT old_values."at", old_values."by_id", old_values."id", old_values."kind", old_values."need_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'changed\', old_values."id", old_values."size" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."at" IS DISTINCT FROM (new_values."at") OR old_values."by_id" IS DISTINCT FROM (new_values."by_id") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."kind" IS DISTINCT FROM (new_values."kind") OR old_values."need_id" IS DISTINCT FROM (new_values."need_id") OR old_values."size" IS DISTINCT FROM (new_values."size")) ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='d265f46709f88ef9828ec9e8f219798f37954443', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_changed_update_1b204', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='geodata_attachment', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='attachment',
            trigger=pgtrigger.compiler.Trigger(name='deleted_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "geodata_attachmentevent" ("at", "by_id", "id", "kind", "need_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "size") SELECT old_values."at", old_values."by_id", old_values."id", old_values."kind", old_values."need_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'deleted\', old_values."id", old_values."size" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='88684b99b30c7b5230674c9df937a49c92afa947', level='STATEMENT', operation='DELETE', pgid='pgtrigger_deleted_delete_9d2d7', referencing='REFERENCING OLD TABLE AS old_values ', table='geodata_attachment', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='attachmentevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='784ed75141fa866bd79e84c7f27a83377e728d0e', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_931fe', table='geodata_attachmentevent', when='BEFORE')),
        ),
        install("policies/attachment"),
        install("policies/attachmentevent"),
        install("grants"),
    ]
