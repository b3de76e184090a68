"""Policies with versions, questions asked at doors with their answers, and what the rules say of each household."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
import uuid
from django.conf import settings
from django.db import migrations, models

from geodata.sql import install


LAWS = """
ALTER TABLE geodata_policy ADD CONSTRAINT policy_holds_in_the_area_of_its_department
    FOREIGN KEY (department_id, area_id) REFERENCES geodata_department (id, area_id) DEFERRABLE INITIALLY IMMEDIATE;
ALTER TABLE geodata_policyversion ADD CONSTRAINT checked_version_has_three_examples
    CHECK (state = 'draft' OR CASE jsonb_typeof(examples) WHEN 'array' THEN jsonb_array_length(examples) >= 3 ELSE false END);
ALTER TABLE geodata_dooranswer ADD CONSTRAINT door_answer_is_a_simple_value
    CHECK (jsonb_typeof(value) IN ('boolean', 'number', 'string'));
ALTER TABLE geodata_dooranswer ADD CONSTRAINT dooranswer_carries_the_village_of_its_household
    FOREIGN KEY (village_id, household_id) REFERENCES geodata_household (village_id, id)
    ON UPDATE CASCADE DEFERRABLE INITIALLY IMMEDIATE;
ALTER TABLE geodata_matching ADD CONSTRAINT matching_names_whom_each_is_about
    CHECK (cardinality(yes) = cardinality(yes_residents));
ALTER TABLE geodata_matching ADD CONSTRAINT matching_carries_the_village_of_its_household
    FOREIGN KEY (village_id, household_id) REFERENCES geodata_household (village_id, id)
    ON UPDATE CASCADE ON DELETE CASCADE DEFERRABLE INITIALLY IMMEDIATE;
"""
NO_LAWS = """
ALTER TABLE geodata_matching DROP CONSTRAINT matching_carries_the_village_of_its_household;
ALTER TABLE geodata_matching DROP CONSTRAINT matching_names_whom_each_is_about;
ALTER TABLE geodata_dooranswer DROP CONSTRAINT dooranswer_carries_the_village_of_its_household;
ALTER TABLE geodata_dooranswer DROP CONSTRAINT door_answer_is_a_simple_value;
ALTER TABLE geodata_policyversion DROP CONSTRAINT checked_version_has_three_examples;
ALTER TABLE geodata_policy DROP CONSTRAINT policy_holds_in_the_area_of_its_department;
"""
UNDO = """
DROP TRIGGER stands_where_its_steps_led ON geodata_policyversion; DROP TRIGGER stands_where_its_steps_led ON geodata_policystep;
DROP TRIGGER steps_stay ON geodata_policystep;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('geodata', '0116_views_are_saved'),
    ]

    operations = [
        migrations.CreateModel(
            name='DoorQuestionEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('code', models.CharField(max_length=40, verbose_name='code')),
                ('question', models.CharField(max_length=60, verbose_name='question')),
                ('question_en', models.CharField(blank=True, max_length=120, verbose_name='question in English')),
                ('type', models.CharField(choices=[('yesno', 'yes or no'), ('number', 'number'), ('choice', 'one of several')], max_length=10, verbose_name='kind of answer')),
                ('choices', models.JSONField(blank=True, default=list, verbose_name='choices')),
                ('subject', models.CharField(choices=[('household', 'household'), ('resident', 'person')], default='household', max_length=10, verbose_name='asked about')),
                ('sensitive', models.BooleanField(default=False, verbose_name='sensitive')),
                ('lasts_days', models.PositiveSmallIntegerField(default=365, verbose_name='days that an answer holds')),
                ('period', django.contrib.postgres.fields.ranges.DateRangeField(verbose_name='period')),
                ('synthetic', models.BooleanField(default=False, verbose_name='invented')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Matching',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('yes', django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), default=list, size=None, verbose_name='policies that hold')),
                ('yes_residents', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, size=None, verbose_name='of whom they hold')),
                ('unknown', django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), default=list, size=None, verbose_name='policies that nobody knows yet')),
                ('missing', django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), default=list, size=None, verbose_name='questions to ask')),
                ('on', models.DateField(verbose_name='day')),
            ],
            options={
                'verbose_name': 'matching of policies',
                'verbose_name_plural': 'matchings of policies',
            },
        ),
        migrations.CreateModel(
            name='Policy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40, unique=True, verbose_name='code')),
                ('name', models.CharField(max_length=60, verbose_name='name')),
                ('name_en', models.CharField(blank=True, max_length=100, verbose_name='name in English')),
                ('level', models.CharField(choices=[('nation', 'nation'), ('province', 'province'), ('city', 'city'), ('county', 'county')], max_length=10, verbose_name='made by')),
                ('field', models.CharField(choices=[('income', 'income'), ('farming', 'farming'), ('school', 'school'), ('medical', 'medical care'), ('housing', 'housing'), ('work', 'work'), ('care', 'elderly and disabled'), ('other', 'other')], max_length=10, verbose_name='field')),
                ('subject', models.CharField(choices=[('household', 'household'), ('resident', 'person')], max_length=10, verbose_name='for')),
                ('synthetic', models.BooleanField(default=False, verbose_name='invented')),
            ],
            options={
                'verbose_name': 'policy',
                'verbose_name_plural': 'policies',
            },
        ),
        migrations.CreateModel(
            name='PolicyEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('code', models.CharField(max_length=40, verbose_name='code')),
                ('name', models.CharField(max_length=60, verbose_name='name')),
                ('name_en', models.CharField(blank=True, max_length=100, verbose_name='name in English')),
                ('level', models.CharField(choices=[('nation', 'nation'), ('province', 'province'), ('city', 'city'), ('county', 'county')], max_length=10, verbose_name='made by')),
                ('field', models.CharField(choices=[('income', 'income'), ('farming', 'farming'), ('school', 'school'), ('medical', 'medical care'), ('housing', 'housing'), ('work', 'work'), ('care', 'elderly and disabled'), ('other', 'other')], max_length=10, verbose_name='field')),
                ('subject', models.CharField(choices=[('household', 'household'), ('resident', 'person')], max_length=10, verbose_name='for')),
                ('synthetic', models.BooleanField(default=False, verbose_name='invented')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='PolicyStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(verbose_name='at')),
                ('move', models.CharField(max_length=20, verbose_name='move')),
                ('before', models.CharField(blank=True, max_length=20, verbose_name='state before')),
                ('after', models.CharField(max_length=20, verbose_name='state')),
                ('reason', models.TextField(blank=True, max_length=2000, verbose_name='reason')),
            ],
            options={
                'verbose_name': 'step of a policy',
                'verbose_name_plural': 'steps of policies',
                'ordering': ['at', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='PolicyVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='number')),
                ('plain', models.CharField(max_length=200, verbose_name='in plain words')),
                ('plain_en', models.CharField(blank=True, max_length=400, verbose_name='in plain words, in English')),
                ('benefit', models.CharField(max_length=200, verbose_name='benefit')),
                ('benefit_en', models.CharField(blank=True, max_length=400, verbose_name='benefit in English')),
                ('amount', models.DecimalField(blank=True, decimal_places=2, max_digits=10, null=True, verbose_name='amount')),
                ('unit', models.CharField(blank=True, choices=[('person_month', 'yuan a person and month'), ('household_month', 'yuan a household and month'), ('person_year', 'yuan a person and year'), ('household_year', 'yuan a household and year'), ('mu_year', 'yuan a mu and year'), ('head', 'yuan an animal'), ('once', 'yuan once'), ('percent', 'per cent of the cost'), ('kind', 'in kind')], max_length=20, verbose_name='unit')),
                ('how', models.CharField(blank=True, max_length=500, verbose_name='how to apply')),
                ('how_en', models.CharField(blank=True, max_length=900, verbose_name='how to apply, in English')),
                ('materials', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), blank=True, default=list, size=None, verbose_name='what to bring')),
                ('where', models.CharField(blank=True, max_length=200, verbose_name='where to apply')),
                ('opens', models.CharField(blank=True, max_length=5, verbose_name='applied for from')),
                ('closes', models.CharField(blank=True, max_length=5, verbose_name='applied for until')),
                ('document', models.CharField(blank=True, max_length=100, verbose_name='number of the document')),
                ('rule', models.JSONField(default=dict, verbose_name='rule')),
                ('examples', models.JSONField(default=list, verbose_name='examples')),
                ('period', django.contrib.postgres.fields.ranges.DateRangeField(blank=True, null=True, verbose_name='period')),
                ('state', models.CharField(choices=[('draft', 'draft'), ('checked', 'checked'), ('in_force', 'in force'), ('ended', 'ended')], default='draft', max_length=10, verbose_name='state')),
                ('written_at', models.DateTimeField(verbose_name='written at')),
                ('version', models.PositiveIntegerField(default=1, verbose_name='version')),
            ],
            options={
                'verbose_name': 'version of a policy',
                'verbose_name_plural': 'versions of policies',
            },
        ),
        migrations.CreateModel(
            name='PolicyVersionEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('number', models.PositiveSmallIntegerField(verbose_name='number')),
                ('plain', models.CharField(max_length=200, verbose_name='in plain words')),
                ('plain_en', models.CharField(blank=True, max_length=400, verbose_name='in plain words, in English')),
                ('benefit', models.CharField(max_length=200, verbose_name='benefit')),
                ('benefit_en', models.CharField(blank=True, max_length=400, verbose_name='benefit in English')),
                ('amount', models.DecimalField(blank=True, decimal_places=2, max_digits=10, null=True, verbose_name='amount')),
                ('unit', models.CharField(blank=True, choices=[('person_month', 'yuan a person and month'), ('household_month', 'yuan a household and month'), ('person_year', 'yuan a person and year'), ('household_year', 'yuan a household and year'), ('mu_year', 'yuan a mu and year'), ('head', 'yuan an animal'), ('once', 'yuan once'), ('percent', 'per cent of the cost'), ('kind', 'in kind')], max_length=20, verbose_name='unit')),
                ('how', models.CharField(blank=True, max_length=500, verbose_name='how to apply')),
                ('how_en', models.CharField(blank=True, max_length=900, verbose_name='how to apply, in English')),
                ('materials', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), blank=True, default=list, size=None, verbose_name='what to bring')),
                ('where', models.CharField(blank=True, max_length=200, verbose_name='where to apply')),
                ('opens', models.CharField(blank=True, max_length=5, verbose_name='applied for from')),
                ('closes', models.CharField(blank=True, max_length=5, verbose_name='applied for until')),
                ('document', models.CharField(blank=True, max_length=100, verbose_name='number of the document')),
                ('rule', models.JSONField(default=dict, verbose_name='rule')),
                ('examples', models.JSONField(default=list, verbose_name='examples')),
                ('period', django.contrib.postgres.fields.ranges.DateRangeField(blank=True, null=True, verbose_name='period')),
                ('state', models.CharField(choices=[('draft', 'draft'), ('checked', 'checked'), ('in_force', 'in force'), ('ended', 'ended')], default='draft', max_length=10, verbose_name='state')),
                ('written_at', models.DateTimeField(verbose_name='written at')),
                ('version', models.PositiveIntegerField(default=1, verbose_name='version')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='DoorQuestion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40, unique=True, verbose_name='code')),
                ('question', models.CharField(max_length=60, verbose_name='question')),
                ('question_en', models.CharField(blank=True, max_length=120, verbose_name='question in English')),
                ('type', models.CharField(choices=[('yesno', 'yes or no'), ('number', 'number'), ('choice', 'one of several')], max_length=10, verbose_name='kind of answer')),
                ('choices', models.JSONField(blank=True, default=list, verbose_name='choices')),
                ('subject', models.CharField(choices=[('household', 'household'), ('resident', 'person')], default='household', max_length=10, verbose_name='asked about')),
                ('sensitive', models.BooleanField(default=False, verbose_name='sensitive')),
                ('lasts_days', models.PositiveSmallIntegerField(default=365, verbose_name='days that an answer holds')),
                ('period', django.contrib.postgres.fields.ranges.DateRangeField(verbose_name='period')),
                ('synthetic', models.BooleanField(default=False, verbose_name='invented')),
            ],
            options={
                'verbose_name': 'door question',
                'verbose_name_plural': 'door questions',
                'constraints': [models.CheckConstraint(condition=models.Q(('code__regex', '^[a-z][a-z0-9_]*$')), name='door_question_code_is_a_word', violation_error_message='The code of a question is a word of small letters.'), models.CheckConstraint(condition=models.Q(('period__isempty', False)), name='door_question_holds_for_a_day_or_more'), models.CheckConstraint(condition=models.Q(('lasts_days__gte', 1), ('lasts_days__lte', 3660)), name='door_answers_last_1_to_3660_days'), models.CheckConstraint(condition=models.Q(models.Q(('type', 'choice'), models.Q(('choices', []), _negated=True)), models.Q(('choices', []), ('type__in', ['yesno', 'number'])), _connector='OR'), name='door_question_of_several_has_choices')],
            },
        ),
        migrations.CreateModel(
            name='DoorAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('client_id', models.UUIDField(default=uuid.uuid4, unique=True, verbose_name='client id')),
                ('body_hash', models.CharField(editable=False, max_length=64)),
                ('value', models.JSONField(verbose_name='answer')),
                ('said_on', models.DateField(verbose_name='said on')),
                ('expires_on', models.DateField(verbose_name='holds until')),
                ('at', models.DateTimeField(verbose_name='recorded at')),
                ('visit_client_id', models.UUIDField(blank=True, null=True, verbose_name='client id of the visit')),
                ('source', models.CharField(choices=[('door', 'at the door'), ('list', 'from a list'), ('office', 'from an office')], max_length=10, verbose_name='source')),
                ('synthetic', models.BooleanField(default=False, verbose_name='invented')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recorded by')),
                ('household', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='door_answers', to='geodata.household', verbose_name='household')),
                ('resident', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='door_answers', to='geodata.resident', verbose_name='resident')),
                ('village', models.ForeignKey(db_constraint=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='geodata.area', verbose_name='village')),
                ('question', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='geodata.doorquestion', verbose_name='door question')),
            ],
            options={
                'verbose_name': 'door answer',
                'verbose_name_plural': 'door answers',
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='doorquestion',
            trigger=pgtrigger.compiler.Trigger(name='created_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "geodata_doorquestionevent" ("choices", "code", "id", "lasts_days", "period", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "question", "question_en", "sensitive", "subject", "synthetic", "type") SELECT new_values."choices", new_values."code", new_values."id", new_values."lasts_days", new_values."period", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'created\', new_values."id", new_values."question", new_values."question_en", new_values."sensitive", new_values."subject", new_values."synthetic", new_values."type" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='9baa2535bb70e64d0ed3d68cacb9616a543f188b', level='STATEMENT', operation='INSERT', pgid='pgtrigger_created_insert_6267c', referencing='REFERENCING NEW TABLE AS new_values ', table='geodata_doorquestion', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='doorquestion',
            trigger=pgtrigger.compiler.Trigger(name='changed_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "geodata_doorquestionevent" ("choices", "code", "id", "lasts_days", "period", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "question", "question_en", "sensitive", "subject", "synthetic", "type") SELECT old_values."choices", old_values."code", old_values."id", old_values."lasts_days", old_values."period", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'changed\', old_values."id", old_values."question", old_values."question_en", old_values."sensitive", old_values."subject", old_values."synthetic", old_values."type" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='f97fe07f04d02c9c4ec1fcc6c509988b60241c20', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_changed_update_7207c', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='geodata_doorquestion', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='doorquestion',
            trigger=pgtrigger.compiler.Trigger(name='deleted_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "geodata_doorquestionevent" ("choices", "code", "id", "lasts_days", "period", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "question", "question_en", "sensitive", "subject", "synthetic", "type") SELECT old_values."choices", old_values."code", old_values."id", old_values."lasts_days", old_values."period", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'deleted\', old_values."id", old_values."question", old_values."question_en", old_values."sensitive", old_values."subject", old_values."synthetic", old_values."type" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='6ac91aa404318472549cfe9e9a978ec93986eae8', level='STATEMENT', operation='DELETE', pgid='pgtrigger_deleted_delete_b8b47', referencing='REFERENCING OLD TABLE AS old_values ', table='geodata_doorquestion', when='AFTER')),
        ),
        migrations.AddField(
            model_name='doorquestionevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='changes', related_query_name='changes_query', to='geodata.doorquestion'),
        ),
        migrations.AddField(
            model_name='matching',
            name='household',
            field=models.OneToOneField(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='matching', to='geodata.household', verbose_name='household'),
        ),
        migrations.AddField(
            model_name='matching',
            name='village',
            field=models.ForeignKey(db_constraint=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='geodata.area', verbose_name='village'),
        ),
        migrations.AddField(
            model_name='policy',
            name='area',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='geodata.area', verbose_name='area'),
        ),
        migrations.AddField(
            model_name='policy',
            name='department',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='policies', to='geodata.department', verbose_name='department'),
        ),
        migrations.AddField(
            model_name='policyevent',
            name='area',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='geodata.area', verbose_name='area'),
        ),
        migrations.AddField(
            model_name='policyevent',
            name='department',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='geodata.department', verbose_name='department'),
        ),
        migrations.AddField(
            model_name='policyevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='changes', related_query_name='changes_query', to='geodata.policy'),
        ),
        migrations.AddField(
            model_name='policystep',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by'),
        ),
        migrations.AddField(
            model_name='policyversion',
            name='policy',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='geodata.policy', verbose_name='policy'),
        ),
        migrations.AddField(
            model_name='policyversion',
            name='written_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='written by'),
        ),
        migrations.AddField(
            model_name='policystep',
            name='version',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='geodata.policyversion', verbose_name='version of a policy'),
        ),
        migrations.AddField(
            model_name='policyversionevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='changes', related_query_name='changes_query', to='geodata.policyversion'),
        ),
        migrations.AddField(
            model_name='policyversionevent',
            name='policy',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='geodata.policy', verbose_name='policy'),
        ),
        migrations.AddField(
            model_name='policyversionevent',
            name='written_by',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='written by'),
        ),
        migrations.AddIndex(
            model_name='dooranswer',
            index=models.Index(fields=['household', 'question', '-said_on', '-id'], name='latest_door_answers'),
        ),
        migrations.AddIndex(
            model_name='dooranswer',
            index=models.Index(fields=['village'], name='door_answers_by_village'),
        ),
        migrations.AddIndex(
            model_name='dooranswer',
            index=models.Index(fields=['expires_on'], name='door_answers_by_expiry'),
        ),
        migrations.AddConstraint(
            model_name='dooranswer',
            constraint=models.CheckConstraint(condition=models.Q(('expires_on__gt', models.F('said_on'))), name='door_answer_holds_for_a_day_or_more'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='doorquestionevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='5d53aba3391f7a36d5791755044e84ea3ad8ffa6', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_5ab3f', table='geodata_doorquestionevent', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='matching',
            index=models.Index(fields=['village'], name='matchings_by_village'),
        ),
        migrations.AddConstraint(
            model_name='policy',
            constraint=models.CheckConstraint(condition=models.Q(('code__regex', '^[a-z][a-z0-9_]*$')), name='policy_code_is_a_word', violation_error_message='The code of a policy is a word of small letters.'),
        ),
        migrations.AddConstraint(
            model_name='policy',
            constraint=models.CheckConstraint(condition=models.Q(('field__in', ['income', 'farming', 'school', 'medical', 'housing', 'work', 'care', 'other']), ('level__in', ['nation', 'province', 'city', 'county']), ('subject__in', ['household', 'resident'])), name='policy_is_of_a_level_a_field_and_a_subject'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='policy',
            trigger=pgtrigger.compiler.Trigger(name='created_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "geodata_policyevent" ("area_id", "code", "department_id", "field", "id", "level", "name", "name_en", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "subject", "synthetic") SELECT new_values."area_id", new_values."code", new_values."department_id", new_values."field", new_values."id", new_values."level", new_values."name", new_values."name_en", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'created\', new_values."id", new_values."subject", new_values."synthetic" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='9ee96ee23eea412b310bf3f07343e5e89004d6bb', level='STATEMENT', operation='INSERT', pgid='pgtrigger_created_insert_c8c33', referencing='REFERENCING NEW TABLE AS new_values ', table='geodata_policy', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='policy',
            trigger=pgtrigger.compiler.Trigger(name='changed_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "geodata_policyevent" ("area_id", "code", "department_id", "field", "id", "level", "name", "name_en", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "subject", "synthetic") SELECT old_values."area_id", old_values."code", old_values."department_id", old_values."field", old_values."id", old_values."level", old_values."name", old_values."name_en", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'changed\', old_values."id", old_values."subject", old_values."synthetic" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='1829890424ed4ed3ea2e6b5021c4ce5af0a0b2aa', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_changed_update_754e4', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='geodata_policy', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='policy',
            trigger=pgtrigger.compiler.Trigger(name='deleted_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "geodata_policyevent" ("area_id", "code", "department_id", "field", "id", "level", "name", "name_en", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "subject", "synthetic") SELECT old_values."area_id", old_values."code", old_values."department_id", old_values."field", old_values."id", old_values."level", old_values."name", old_values."name_en", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'deleted\', old_values."id", old_values."subject", old_values."synthetic" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='00eb1d151f5397dc8928f9edd0beaf21c3cf676b', level='STATEMENT', operation='DELETE', pgid='pgtrigger_deleted_delete_6135b', referencing='REFERENCING OLD TABLE AS old_values ', table='geodata_policy', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='policyevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='504c92efc73164c322a7ee0719d7f3645cf5b6d0', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_89334', table='geodata_policyevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='policyversion',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'checked', 'in_force', 'ended'])), name='policy_version_is_in_a_state_of_its_life'),
        ),
        migrations.AddConstraint(
            model_name='policyversion',
            constraint=models.UniqueConstraint(fields=('policy', 'number'), name='one_version_per_policy_and_number'),
        ),
        migrations.AddConstraint(
            model_name='policyversion',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('policy', '='), ('period', '&&')], name='one_version_per_policy_and_day', violation_error_message='Another version is in force on these days.'),
        ),
        migrations.AddConstraint(
            model_name='policyversion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(models.Q(('state__in', ['draft', 'checked']), _negated=True), ('period__isnull', True), _connector='OR'), models.Q(models.Q(('state', 'in_force'), _negated=True), ('period__isnull', False), _connector='OR'), models.Q(models.Q(('state', 'ended'), _negated=True), models.Q(('period__isnull', False), ('period__upper_inf', False)), _connector='OR')), name='policy_version_has_days_once_it_is_in_force'),
        ),
        migrations.AddConstraint(
            model_name='policyversion',
            constraint=models.CheckConstraint(condition=models.Q(('period__isnull', True), ('period__isempty', False), _connector='OR'), name='policy_version_holds_for_a_day_or_more'),
        ),
        migrations.AddConstraint(
            model_name='policyversion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closes', ''), ('opens', '')), models.Q(('closes__regex', '^(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$'), ('opens__regex', '^(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$')), _connector='OR'), name='policy_version_is_applied_for_in_a_window'),
        ),
        migrations.AddConstraint(
            model_name='policyversion',
            constraint=models.CheckConstraint(condition=models.Q(('amount__isnull', True), models.Q(models.Q(('unit', ''), _negated=True), ('amount__gte', 0)), _connector='OR'), name='policy_amount_has_a_unit'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='policyversion',
            trigger=pgtrigger.compiler.Trigger(name='created_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "geodata_policyversionevent" ("amount", "benefit", "benefit_en", "closes", "document", "examples", "how", "how_en", "id", "materials", "number", "opens", "period", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plain", "plain_en", "policy_id", "rule", "state", "unit", "version", "where", "written_at", "written_by_id") SELECT new_values."amount", new_values."benefit", new_values."benefit_en", new_values."closes", new_values."document", new_values."examples", new_values."how", new_values."how_en", new_values."id", new_values."materials", new_values."number", new_values."opens", new_values."period", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'created\', new_values."id", new_values."plain", new_values."plain_en", new_values."policy_id", new_values."rule", new_values."state", new_values."unit", new_values."version", new_values."where", new_values."written_at", new_values."written_by_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='abfe87cf2953d1fb4a6d18a652cadb3a9a3d7ea5', level='STATEMENT', operation='INSERT', pgid='pgtrigger_created_insert_9f1c6', referencing='REFERENCING NEW TABLE AS new_values ', table='geodata_policyversion', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='policyversion',
            trigger=pgtrigger.compiler.Trigger(name='changed_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "geodata_policyversionevent" ("amount", "benefit", "benefit_en", "closes", "document", "examples", "how", "how_en", "id", "materials", "number", "opens", "period", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plain", "plain_en", "policy_id", "rule", "state", "unit", "version", "where", "written_at", "written_by_id") SELECT old_values."amount", old_values."benefit", old_values."benefit_en", old_values."closes", old_values."document", old_values."examples", old_values."how", old_values."how_en", old_values."id", old_values."materials", old_values."number", old_values."opens", old_values."period", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'changed\', old_values."id", old_values."plain", old_values."plain_en", old_values."policy_id", old_values."rule", old_values."state", old_values."unit", old_values."version", old_values."where", old_values."written_at", old_values."written_by_id" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='de312e11918c4b2db24a61e34ebe41421772fa2b', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_changed_update_61a0c', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='geodata_policyversion', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='policyversion',
            trigger=pgtrigger.compiler.Trigger(name='deleted_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "geodata_policyversionevent" ("amount", "benefit", "benefit_en", "closes", "document", "examples", "how", "how_en", "id", "materials", "number", "opens", "period", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plain", "plain_en", "policy_id", "rule", "state", "unit", "version", "where", "written_at", "written_by_id") SELECT old_values."amount", old_values."benefit", old_values."benefit_en", old_values."closes", old_values."document", old_values."examples", old_values."how", old_values."how_en", old_values."id", old_values."materials", old_values."number", old_values."opens", old_values."period", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'deleted\', old_values."id", old_values."plain", old_values."plain_en", old_values."policy_id", old_values."rule", old_values."state", old_values."unit", old_values."version", old_values."where", old_values."written_at", old_values."written_by_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='a2f9a4d0165e0a50f595bc0b2b808fb0048537d3', level='STATEMENT', operation='DELETE', pgid='pgtrigger_deleted_delete_c6ec1', referencing='REFERENCING OLD TABLE AS old_values ', table='geodata_policyversion', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='policystep',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('after', 'draft'), ('before', ''), ('move', 'draft')), models.Q(('after', 'checked'), ('before', 'draft'), ('move', 'check')), models.Q(('after', 'draft'), ('before', 'checked'), ('move', 'reopen')), models.Q(('after', 'in_force'), ('before', 'checked'), ('move', 'put')), models.Q(('after', 'ended'), ('before', 'in_force'), ('move', 'end')), _connector='OR'), name='step_of_a_policy_is_in_its_table'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='policyversionevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='9b0e1e3ddffad4f652d003504109e2982feefa71', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_46c40', table='geodata_policyversionevent', when='BEFORE')),
        ),
        migrations.RunSQL(LAWS, NO_LAWS),
        install("policies/dooranswer"),
        install("policies/matching"),
        install("take_village"),
        install("stands_where_its_steps_led", UNDO),
        install("policy_keeps_its_code", "DROP FUNCTION policy_keeps_its_code CASCADE"),
        install("policy_version_keeps_its_words", "DROP FUNCTION policy_version_keeps_its_words CASCADE"),
        install("import_tables"),
        install("note_import"),
        install("grants"),
    ]
