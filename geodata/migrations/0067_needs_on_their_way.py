"""Needs: their way through the levels, what stands beside it, and whom the database shows them."""

import uuid

import django.contrib.gis.db.models.fields
import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.comparison
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from geodata.sql import install
from geodata.sql.together import together

WEB = "gridmap_web"
APPENDED = (
    "consultation", "needstep", "needhousehold", "needevent", "needcategoryevent", "needruleevent", "assignmentevent",
)
CHANGED = ("need", "needcategory", "needrule", "assignment", "dispute", "supervision")
GRANTS = "".join(
    [
        *[f"GRANT SELECT, INSERT ON geodata_{table} TO {WEB};" for table in APPENDED],
        *[f"GRANT SELECT, INSERT, UPDATE ON geodata_{table} TO {WEB};" for table in CHANGED],
        f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {WEB};",
    ]
)
LAWS = """
ALTER TABLE geodata_need ADD CONSTRAINT need_carries_the_village_of_its_household
    FOREIGN KEY (village_id, household_id) REFERENCES geodata_household (village_id, id)
    ON UPDATE CASCADE DEFERRABLE INITIALLY IMMEDIATE;
ALTER TABLE geodata_need ADD CONSTRAINT need_is_of_the_household_of_its_visit
    FOREIGN KEY (visit_id, household_id) REFERENCES geodata_visit (id, household_id)
    ON UPDATE CASCADE DEFERRABLE INITIALLY IMMEDIATE;
ALTER TABLE geodata_needhousehold ADD CONSTRAINT needhousehold_carries_the_village_of_its_household
    FOREIGN KEY (village_id, household_id) REFERENCES geodata_household (village_id, id)
    ON UPDATE CASCADE DEFERRABLE INITIALLY IMMEDIATE;
ALTER TABLE geodata_needstep ADD CONSTRAINT step_of_a_need_has_short_details CHECK (octet_length(payload::text) <= 2048);
"""
NO_LAWS = """
ALTER TABLE geodata_needstep DROP CONSTRAINT step_of_a_need_has_short_details;
ALTER TABLE geodata_needhousehold DROP CONSTRAINT needhousehold_carries_the_village_of_its_household;
ALTER TABLE geodata_need DROP CONSTRAINT need_is_of_the_household_of_its_visit;
ALTER TABLE geodata_need DROP CONSTRAINT need_carries_the_village_of_its_household;
"""
NO_FOLLOWING = """
DROP TRIGGER needs_follow_their_household ON geodata_household;
DROP FUNCTION needs_follow_their_household;
DROP FUNCTION take_need_place CASCADE;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('geodata', '0066_proposals_follow_mergers'),
    ]

    operations = together([
        migrations.CreateModel(
            name='Assignment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=24, verbose_name='number')),
                ('category', models.CharField(max_length=30, verbose_name='need category')),
                ('level', models.PositiveSmallIntegerField(verbose_name='level')),
                ('at', models.DateTimeField(verbose_name='assigned at')),
                ('due_at', models.DateTimeField(verbose_name='due at')),
                ('task', models.TextField(max_length=500, verbose_name='task')),
                ('shows_household', models.BooleanField(default=False, verbose_name='shows the household')),
                ('household_number', models.CharField(blank=True, max_length=30, verbose_name='household number')),
                ('place', models.CharField(blank=True, max_length=200, verbose_name='place')),
                ('state', models.CharField(choices=[('given', 'given'), ('accepted', 'accepted'), ('refused', 'refused'), ('done', 'done'), ('withdrawn', 'withdrawn')], default='given', max_length=10, verbose_name='state')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='decided at')),
                ('reason', models.CharField(blank=True, max_length=200, verbose_name='reason')),
                ('answer', models.TextField(blank=True, max_length=1000, verbose_name='answer')),
                ('referred_at', models.DateTimeField(blank=True, null=True, verbose_name='referred to the county at')),
                ('decide_by', models.DateTimeField(blank=True, null=True, verbose_name='to be decided by the county until')),
                ('version', models.PositiveIntegerField(default=1, verbose_name='version')),
            ],
            options={
                'verbose_name': 'assignment',
                'verbose_name_plural': 'assignments',
            },
        ),
        migrations.CreateModel(
            name='AssignmentEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('number', models.CharField(max_length=24, verbose_name='number')),
                ('category', models.CharField(max_length=30, verbose_name='need category')),
                ('level', models.PositiveSmallIntegerField(verbose_name='level')),
                ('at', models.DateTimeField(verbose_name='assigned at')),
                ('due_at', models.DateTimeField(verbose_name='due at')),
                ('shows_household', models.BooleanField(default=False, verbose_name='shows the household')),
                ('household_number', models.CharField(blank=True, max_length=30, verbose_name='household number')),
                ('place', models.CharField(blank=True, max_length=200, verbose_name='place')),
                ('state', models.CharField(choices=[('given', 'given'), ('accepted', 'accepted'), ('refused', 'refused'), ('done', 'done'), ('withdrawn', 'withdrawn')], default='given', max_length=10, verbose_name='state')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='decided at')),
                ('referred_at', models.DateTimeField(blank=True, null=True, verbose_name='referred to the county at')),
                ('decide_by', models.DateTimeField(blank=True, null=True, verbose_name='to be decided by the county until')),
                ('version', models.PositiveIntegerField(default=1, verbose_name='version')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Consultation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(verbose_name='day')),
                ('participants', models.CharField(max_length=300, verbose_name='participants')),
                ('result', models.TextField(max_length=1000, verbose_name='result')),
                ('at', models.DateTimeField(verbose_name='recorded at')),
            ],
            options={
                'verbose_name': 'consultation',
                'verbose_name_plural': 'consultations',
                'ordering': ['day', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Dispute',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('parties', models.BinaryField(blank=True, default=b'')),
                ('mediator_name', models.CharField(blank=True, max_length=60, verbose_name='name of the mediator')),
                ('outcome', models.CharField(blank=True, choices=[('agreed', 'agreed'), ('failed', 'not agreed'), ('court', 'before a court')], max_length=10, verbose_name='outcome')),
                ('agreement', models.BinaryField(blank=True, default=b'')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='decided at')),
                ('revisit_on', models.DateField(blank=True, null=True, verbose_name='to be revisited on')),
                ('revisited_on', models.DateField(blank=True, null=True, verbose_name='revisited on')),
            ],
            options={
                'verbose_name': 'dispute',
                'verbose_name_plural': 'disputes',
            },
        ),
        migrations.CreateModel(
            name='Need',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('client_id', models.UUIDField(default=uuid.uuid4, unique=True, verbose_name='client id')),
                ('body_hash', models.CharField(editable=False, max_length=64)),
                ('number', models.CharField(db_default='', editable=False, max_length=24, unique=True, verbose_name='number')),
                ('kind', models.CharField(choices=[('problem', 'problem'), ('suggestion', 'suggestion'), ('dispute', 'dispute'), ('request', 'request')], max_length=10, verbose_name='kind')),
                ('urgency', models.PositiveSmallIntegerField(choices=[(1, 'ordinary'), (2, 'urgent'), (3, 'emergency')], default=1, verbose_name='urgency')),
                ('title', models.CharField(blank=True, max_length=60, verbose_name='title')),
                ('text', models.TextField(blank=True, max_length=1000, verbose_name='text')),
                ('sealed', models.BinaryField(blank=True, default=b'')),
                ('point', django.contrib.gis.db.models.fields.PointField(blank=True, null=True, srid=4326, verbose_name='point')),
                ('source', models.CharField(choices=[('visit', 'visit'), ('office', 'at the office'), ('phone', 'by phone'), ('meeting', 'meeting'), ('campaign', 'campaign'), ('resident', 'by the resident'), ('hotline', 'hotline')], max_length=10, verbose_name='source')),
                ('source_number', models.CharField(blank=True, max_length=40, verbose_name='number at the source')),
                ('raised_on', models.DateField(verbose_name='raised on')),
                ('at', models.DateTimeField(verbose_name='recorded at')),
                ('sensitive', models.BooleanField(default=False, verbose_name='sensitive')),
                ('named', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), blank=True, default=list, size=None, verbose_name='whom it is about')),
                ('least_level', models.PositiveSmallIntegerField(default=1, verbose_name='least level')),
                ('state', models.CharField(choices=[('new', 'new'), ('accepted', 'accepted'), ('consulting', 'in consultation'), ('assigned', 'assigned'), ('in_progress', 'in progress'), ('done', 'done'), ('followed_up', 'followed up'), ('closed', 'closed'), ('declined', 'declined'), ('withdrawn', 'withdrawn'), ('merged', 'merged')], default='new', max_length=12, verbose_name='state')),
                ('state_since', models.DateTimeField(verbose_name='in this state since')),
                ('level', models.PositiveSmallIntegerField(choices=[(1, 'village'), (2, 'township'), (3, 'county')], default=1, verbose_name='level')),
                ('handed_out', models.BooleanField(default=False, verbose_name='assigned')),
                ('counted_from', models.DateTimeField(blank=True, null=True, verbose_name='deadline counted from')),
                ('due_at', models.DateTimeField(blank=True, null=True, verbose_name='due at')),
                ('remind_at', models.DateTimeField(blank=True, null=True, verbose_name='reminded at')),
                ('calendar', models.PositiveIntegerField(default=0, verbose_name='version of the calendar')),
                ('extension', models.DateTimeField(blank=True, null=True, verbose_name='asked to be due at')),
                ('settled_level', models.PositiveSmallIntegerField(blank=True, choices=[(1, 'village'), (2, 'township'), (3, 'county')], null=True, verbose_name='settled at level')),
                ('settled_in', models.CharField(blank=True, choices=[('grid', 'grid'), ('village', 'village'), ('township', 'township'), ('county', 'county')], max_length=10, verbose_name='settled in')),
                ('how', models.CharField(blank=True, choices=[('spot', 'on the spot'), ('consulted', 'after a consultation'), ('assigned', 'by assignment')], max_length=10, verbose_name='how')),
                ('settled_at', models.DateTimeField(blank=True, null=True, verbose_name='settled at')),
                ('result', models.TextField(blank=True, db_default='', default='', max_length=1000, verbose_name='result')),
                ('sealed_result', models.BinaryField(blank=True, default=b'')),
                ('answer', models.CharField(blank=True, choices=[('satisfied', 'satisfied'), ('mostly', 'mostly satisfied'), ('not', 'not satisfied'), ('none', 'no answer')], max_length=10, verbose_name='answer')),
                ('declined_for', models.CharField(blank=True, choices=[('in_court', 'it is before a court'), ('not_public', 'it is no public matter'), ('duplicate', 'it is recorded already'), ('asks_nothing', 'nothing is asked for')], max_length=12, verbose_name='declined because')),
                ('reopened', models.PositiveSmallIntegerField(default=0, verbose_name='times reopened')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='ended at')),
                ('version', models.PositiveIntegerField(default=1, verbose_name='version')),
                ('synthetic', models.BooleanField(default=False, verbose_name='invented')),
            ],
            options={
                'verbose_name': 'need',
                'verbose_name_plural': 'needs',
            },
        ),
        migrations.CreateModel(
            name='NeedCategory',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=30, unique=True, verbose_name='code')),
                ('name', models.CharField(max_length=60, verbose_name='name')),
                ('name_en', models.CharField(max_length=60, verbose_name='English name')),
                ('period', django.contrib.postgres.fields.ranges.DateRangeField(verbose_name='period')),
                ('order', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
            ],
            options={
                'verbose_name': 'need category',
                'verbose_name_plural': 'need categories',
                'ordering': ['order', 'code'],
            },
        ),
        migrations.CreateModel(
            name='NeedCategoryEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('code', models.SlugField(db_index=False, max_length=30, verbose_name='code')),
                ('name', models.CharField(max_length=60, verbose_name='name')),
                ('name_en', models.CharField(max_length=60, verbose_name='English name')),
                ('period', django.contrib.postgres.fields.ranges.DateRangeField(verbose_name='period')),
                ('order', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='NeedEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('client_id', models.UUIDField(default=uuid.uuid4, verbose_name='client id')),
                ('number', models.CharField(db_default='', editable=False, max_length=24, verbose_name='number')),
                ('kind', models.CharField(choices=[('problem', 'problem'), ('suggestion', 'suggestion'), ('dispute', 'dispute'), ('request', 'request')], max_length=10, verbose_name='kind')),
                ('urgency', models.PositiveSmallIntegerField(choices=[(1, 'ordinary'), (2, 'urgent'), (3, 'emergency')], default=1, verbose_name='urgency')),
                ('point', django.contrib.gis.db.models.fields.PointField(blank=True, null=True, srid=4326, verbose_name='point')),
                ('source', models.CharField(choices=[('visit', 'visit'), ('office', 'at the office'), ('phone', 'by phone'), ('meeting', 'meeting'), ('campaign', 'campaign'), ('resident', 'by the resident'), ('hotline', 'hotline')], max_length=10, verbose_name='source')),
                ('source_number', models.CharField(blank=True, max_length=40, verbose_name='number at the source')),
                ('raised_on', models.DateField(verbose_name='raised on')),
                ('at', models.DateTimeField(verbose_name='recorded at')),
                ('sensitive', models.BooleanField(default=False, verbose_name='sensitive')),
                ('named', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), blank=True, default=list, size=None, verbose_name='whom it is about')),
                ('least_level', models.PositiveSmallIntegerField(default=1, verbose_name='least level')),
                ('state', models.CharField(choices=[('new', 'new'), ('accepted', 'accepted'), ('consulting', 'in consultation'), ('assigned', 'assigned'), ('in_progress', 'in progress'), ('done', 'done'), ('followed_up', 'followed up'), ('closed', 'closed'), ('declined', 'declined'), ('withdrawn', 'withdrawn'), ('merged', 'merged')], default='new', max_length=12, verbose_name='state')),
                ('state_since', models.DateTimeField(verbose_name='in this state since')),
                ('level', models.PositiveSmallIntegerField(choices=[(1, 'village'), (2, 'township'), (3, 'county')], default=1, verbose_name='level')),
                ('handed_out', models.BooleanField(default=False, verbose_name='assigned')),
                ('counted_from', models.DateTimeField(blank=True, null=True, verbose_name='deadline counted from')),
                ('due_at', models.DateTimeField(blank=True, null=True, verbose_name='due at')),
                ('remind_at', models.DateTimeField(blank=True, null=True, verbose_name='reminded at')),
                ('calendar', models.PositiveIntegerField(default=0, verbose_name='version of the calendar')),
                ('extension', models.DateTimeField(blank=True, null=True, verbose_name='asked to be due at')),
                ('settled_level', models.PositiveSmallIntegerField(blank=True, choices=[(1, 'village'), (2, 'township'), (3, 'county')], null=True, verbose_name='settled at level')),
                ('settled_in', models.CharField(blank=True, choices=[('grid', 'grid'), ('village', 'village'), ('township', 'township'), ('county', 'county')], max_length=10, verbose_name='settled in')),
                ('how', models.CharField(blank=True, choices=[('spot', 'on the spot'), ('consulted', 'after a consultation'), ('assigned', 'by assignment')], max_length=10, verbose_name='how')),
                ('settled_at', models.DateTimeField(blank=True, null=True, verbose_name='settled at')),
                ('answer', models.CharField(blank=True, choices=[('satisfied', 'satisfied'), ('mostly', 'mostly satisfied'), ('not', 'not satisfied'), ('none', 'no answer')], max_length=10, verbose_name='answer')),
                ('declined_for', models.CharField(blank=True, choices=[('in_court', 'it is before a court'), ('not_public', 'it is no public matter'), ('duplicate', 'it is recorded already'), ('asks_nothing', 'nothing is asked for')], max_length=12, verbose_name='declined because')),
                ('reopened', models.PositiveSmallIntegerField(default=0, verbose_name='times reopened')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='ended at')),
                ('version', models.PositiveIntegerField(default=1, verbose_name='version')),
                ('synthetic', models.BooleanField(default=False, verbose_name='invented')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='NeedHousehold',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ],
            options={
                'verbose_name': 'household concerned',
                'verbose_name_plural': 'households concerned',
            },
        ),
        migrations.CreateModel(
            name='NeedRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('urgency', models.PositiveSmallIntegerField(choices=[(1, 'ordinary'), (2, 'urgent'), (3, 'emergency')], verbose_name='urgency')),
                ('level', models.PositiveSmallIntegerField(choices=[(1, 'village'), (2, 'township'), (3, 'county')], verbose_name='level')),
                ('amount', models.PositiveSmallIntegerField(verbose_name='amount')),
                ('unit', models.CharField(choices=[('hours', 'hours'), ('workdays', 'working days'), ('days', 'days')], max_length=10, verbose_name='unit')),
                ('remind', models.PositiveSmallIntegerField(default=0, verbose_name='reminded before')),
                ('late', models.CharField(choices=[('escalate', 'escalated'), ('supervise', 'supervised')], default='escalate', max_length=10, verbose_name='when late')),
                ('period', django.contrib.postgres.fields.ranges.DateRangeField(verbose_name='period')),
            ],
            options={
                'verbose_name': 'deadline of needs',
                'verbose_name_plural': 'deadlines of needs',
            },
        ),
        migrations.CreateModel(
            name='NeedRuleEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('urgency', models.PositiveSmallIntegerField(choices=[(1, 'ordinary'), (2, 'urgent'), (3, 'emergency')], verbose_name='urgency')),
                ('level', models.PositiveSmallIntegerField(choices=[(1, 'village'), (2, 'township'), (3, 'county')], verbose_name='level')),
                ('amount', models.PositiveSmallIntegerField(verbose_name='amount')),
                ('unit', models.CharField(choices=[('hours', 'hours'), ('workdays', 'working days'), ('days', 'days')], max_length=10, verbose_name='unit')),
                ('remind', models.PositiveSmallIntegerField(default=0, verbose_name='reminded before')),
                ('late', models.CharField(choices=[('escalate', 'escalated'), ('supervise', 'supervised')], default='escalate', max_length=10, verbose_name='when late')),
                ('period', django.contrib.postgres.fields.ranges.DateRangeField(verbose_name='period')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='NeedSeries',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('township', models.CharField(max_length=9, verbose_name='township')),
                ('year', models.PositiveSmallIntegerField(verbose_name='year')),
                ('last', models.PositiveIntegerField(verbose_name='last')),
            ],
            options={
                'verbose_name': 'series of needs',
                'verbose_name_plural': 'series of needs',
            },
        ),
        migrations.CreateModel(
            name='NeedStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(verbose_name='at')),
                ('move', models.CharField(max_length=20, verbose_name='move')),
                ('before', models.CharField(blank=True, max_length=20, verbose_name='state before')),
                ('after', models.CharField(max_length=20, verbose_name='state')),
                ('reason', models.TextField(blank=True, max_length=2000, verbose_name='reason')),
                ('level', models.PositiveSmallIntegerField(db_default=1, default=1, verbose_name='level before')),
                ('level_after', models.PositiveSmallIntegerField(db_default=1, default=1, verbose_name='level')),
                ('due_at', models.DateTimeField(blank=True, null=True, verbose_name='due at')),
                ('payload', models.JSONField(db_default={}, default=dict, verbose_name='details')),
            ],
            options={
                'verbose_name': 'step of a need',
                'verbose_name_plural': 'steps of needs',
                'ordering': ['at', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Supervision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level', models.PositiveSmallIntegerField(verbose_name='level')),
                ('at', models.DateTimeField(verbose_name='at')),
                ('kind', models.CharField(choices=[('urge', 'urged'), ('answer_by', 'to be answered by a day')], max_length=10, verbose_name='kind')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='note')),
                ('answer_by', models.DateTimeField(blank=True, null=True, verbose_name='to be answered by')),
                ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='answered at')),
                ('answer', models.CharField(blank=True, max_length=500, verbose_name='answer')),
            ],
            options={
                'verbose_name': 'supervision',
                'verbose_name_plural': 'supervisions',
                'ordering': ['at', 'pk'],
            },
        ),
        migrations.AddConstraint(
            model_name='visit',
            constraint=models.UniqueConstraint(fields=('id', 'household'), name='visit_id_and_household'),
        ),
        migrations.AddField(
            model_name='assignment',
            name='area',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='geodata.area', verbose_name='area of the unit'),
        ),
        migrations.AddField(
            model_name='assignment',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='assigned by'),
        ),
        migrations.AddField(
            model_name='assignment',
            name='decided_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by'),
        ),
        migrations.AddField(
            model_name='assignment',
            name='department',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='geodata.department', verbose_name='department'),
        ),
        migrations.AddField(
            model_name='assignment',
            name='user',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='account'),
        ),
        migrations.AddField(
            model_name='assignment',
            name='village',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='geodata.area', verbose_name='village'),
        ),
        migrations.AddField(
            model_name='assignmentevent',
            name='area',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='geodata.area', verbose_name='area of the unit'),
        ),
        migrations.AddField(
            model_name='assignmentevent',
            name='by',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='assigned by'),
        ),
        migrations.AddField(
            model_name='assignmentevent',
            name='decided_by',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by'),
        ),
        migrations.AddField(
            model_name='assignmentevent',
            name='department',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='geodata.department', verbose_name='department'),
        ),
        migrations.AddField(
            model_name='assignmentevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='changes', related_query_name='changes_query', to='geodata.assignment'),
        ),
        migrations.AddField(
            model_name='assignmentevent',
            name='user',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='account'),
        ),
        migrations.AddField(
            model_name='assignmentevent',
            name='village',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='geodata.area', verbose_name='village'),
        ),
        migrations.AddField(
            model_name='consultation',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recorded by'),
        ),
        migrations.AddField(
            model_name='dispute',
            name='mediator',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='mediator'),
        ),
        migrations.AddField(
            model_name='need',
            name='answered_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='asked by'),
        ),
        migrations.AddField(
            model_name='need',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recorded by'),
        ),
        migrations.AddField(
            model_name='need',
            name='finished_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='finished by'),
        ),
        migrations.AddField(
            model_name='need',
            name='grid',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='geodata.area', verbose_name='grid'),
        ),
        migrations.AddField(
            model_name='need',
            name='grid_then',
            field=models.ForeignKey(db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='geodata.area', verbose_name='grid of that day'),
        ),
        migrations.AddField(
            model_name='need',
            name='handler',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='handled by'),
        ),
        migrations.AddField(
            model_name='need',
            name='household',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='geodata.household', verbose_name='household'),
        ),
        migrations.AddField(
            model_name='need',
            name='merged_into',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='geodata.need', verbose_name='merged into'),
        ),
        migrations.AddField(
            model_name='need',
            name='unit_area',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='geodata.area', verbose_name='area of the unit'),
        ),
        migrations.AddField(
            model_name='need',
            name='unit_department',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='geodata.department', verbose_name='department'),
        ),
        migrations.AddField(
            model_name='need',
            name='village',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='geodata.area', verbose_name='village'),
        ),
        migrations.AddField(
            model_name='need',
            name='visit',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='needs', to='geodata.visit', verbose_name='visit'),
        ),
        migrations.AddField(
            model_name='dispute',
            name='need',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='dispute', to='geodata.need', verbose_name='need'),
        ),
        migrations.AddField(
            model_name='consultation',
            name='need',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='consultations', to='geodata.need', verbose_name='need'),
        ),
        migrations.AddField(
            model_name='assignmentevent',
            name='need',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='geodata.need', verbose_name='need'),
        ),
        migrations.AddField(
            model_name='assignment',
            name='need',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='assignments', to='geodata.need', verbose_name='need'),
        ),
        migrations.AddField(
            model_name='needcategory',
            name='department',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='geodata.department', verbose_name='department'),
        ),
        migrations.AddField(
            model_name='need',
            name='category',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='needs', to='geodata.needcategory', verbose_name='need category'),
        ),
        migrations.AddField(
            model_name='needcategoryevent',
            name='department',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='geodata.department', verbose_name='department'),
        ),
        migrations.AddField(
            model_name='needcategoryevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='changes', related_query_name='changes_query', to='geodata.needcategory'),
        ),
        migrations.AddField(
            model_name='needevent',
            name='answered_by',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='asked by'),
        ),
        migrations.AddField(
            model_name='needevent',
            name='by',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recorded by'),
        ),
        migrations.AddField(
            model_name='needevent',
            name='category',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='geodata.needcategory', verbose_name='need category'),
        ),
        migrations.AddField(
            model_name='needevent',
            name='finished_by',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='finished by'),
        ),
        migrations.AddField(
            model_name='needevent',
            name='grid',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='geodata.area', verbose_name='grid'),
        ),
        migrations.AddField(
            model_name='needevent',
            name='grid_then',
            field=models.ForeignKey(db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='geodata.area', verbose_name='grid of that day'),
        ),
        migrations.AddField(
            model_name='needevent',
            name='handler',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='handled by'),
        ),
        migrations.AddField(
            model_name='needevent',
            name='household',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='geodata.household', verbose_name='household'),
        ),
        migrations.AddField(
            model_name='needevent',
            name='merged_into',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='geodata.need', verbose_name='merged into'),
        ),
        migrations.AddField(
            model_name='needevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='changes', related_query_name='changes_query', to='geodata.need'),
        ),
        migrations.AddField(
            model_name='needevent',
            name='unit_area',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='geodata.area', verbose_name='area of the unit'),
        ),
        migrations.AddField(
            model_name='needevent',
            name='unit_department',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='geodata.department', verbose_name='department'),
        ),
        migrations.AddField(
            model_name='needevent',
            name='village',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='geodata.area', verbose_name='village'),
        ),
        migrations.AddField(
            model_name='needevent',
            name='visit',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='geodata.visit', verbose_name='visit'),
        ),
        migrations.AddField(
            model_name='needhousehold',
            name='household',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='geodata.household', verbose_name='household'),
        ),
        migrations.AddField(
            model_name='needhousehold',
            name='need',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='others', to='geodata.need', verbose_name='need'),
        ),
        migrations.AddField(
            model_name='needhousehold',
            name='village',
            field=models.ForeignKey(db_constraint=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='geodata.area', verbose_name='village'),
        ),
        migrations.AddField(
            model_name='needrule',
            name='area',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='geodata.area', verbose_name='area'),
        ),
        migrations.AddField(
            model_name='needrule',
            name='category',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='rules', to='geodata.needcategory', verbose_name='need category'),
        ),
        migrations.AddField(
            model_name='needevent',
            name='rule',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='geodata.needrule', verbose_name='deadline'),
        ),
        migrations.AddField(
            model_name='need',
            name='rule',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='geodata.needrule', verbose_name='deadline'),
        ),
        migrations.AddField(
            model_name='needruleevent',
            name='area',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='geodata.area', verbose_name='area'),
        ),
        migrations.AddField(
            model_name='needruleevent',
            name='category',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='geodata.needcategory', verbose_name='need category'),
        ),
        migrations.AddField(
            model_name='needruleevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='changes', related_query_name='changes_query', to='geodata.needrule'),
        ),
        migrations.AddConstraint(
            model_name='needseries',
            constraint=models.UniqueConstraint(fields=('township', 'year'), name='one_series_of_needs_per_township_and_year'),
        ),
        migrations.AddField(
            model_name='needstep',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by'),
        ),
        migrations.AddField(
            model_name='needstep',
            name='need',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='geodata.need', verbose_name='need'),
        ),
        migrations.AddField(
            model_name='supervision',
            name='answered_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='answered by'),
        ),
        migrations.AddField(
            model_name='supervision',
            name='assignment',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='supervisions', to='geodata.assignment', verbose_name='assignment'),
        ),
        migrations.AddField(
            model_name='supervision',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by'),
        ),
        migrations.AddField(
            model_name='supervision',
            name='need',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='supervisions', to='geodata.need', verbose_name='need'),
        ),
        migrations.AddIndex(
            model_name='dispute',
            index=models.Index(condition=models.Q(('revisited_on__isnull', True)), fields=['revisit_on'], name='disputes_to_be_revisited'),
        ),
        migrations.AddConstraint(
            model_name='dispute',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('outcome', 'agreed'), _negated=True), ('revisit_on__isnull', False), _connector='OR'), name='agreed_dispute_is_revisited_on_a_day', violation_error_message='Say on which day it is looked at again.'),
        ),
        migrations.AddConstraint(
            model_name='dispute',
            constraint=models.CheckConstraint(condition=models.Q(('mediator__isnull', True), ('mediator_name', ''), _connector='OR'), name='mediator_is_an_account_or_a_name'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='assignmentevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='3c97bac6a109630fa3811dd83f26ea8d094efd93', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_d9ead', table='geodata_assignmentevent', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='assignment',
            index=models.Index(fields=['department', 'state', 'due_at'], name='assignments_of_departments'),
        ),
        migrations.AddIndex(
            model_name='assignment',
            index=models.Index(fields=['user'], name='assignments_of_persons'),
        ),
        migrations.AddConstraint(
            model_name='assignment',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['given', 'accepted'])), fields=('need', 'area', 'department'), name='one_open_assignment_per_need_and_unit', nulls_distinct=False, violation_error_message='It is assigned there already.'),
        ),
        migrations.AddConstraint(
            model_name='assignment',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'refused')), fields=('need',), name='one_assignment_of_a_need_is_refused', violation_error_message='An assignment of this need was refused already; the next one is not.'),
        ),
        migrations.AddConstraint(
            model_name='assignment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('department__isnull', True), ('level', 1), ('user__isnull', False)), models.Q(('user__isnull', True), models.Q(('level', 1), _negated=True)), _connector='OR'), name='assignment_to_a_person_is_of_the_village', violation_error_message='In the village a need is assigned to a person, above it to an office.'),
        ),
        migrations.AddConstraint(
            model_name='assignment',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['given', 'accepted', 'refused', 'done', 'withdrawn'])), name='assignment_is_in_a_state_of_its_life'),
        ),
        migrations.AddConstraint(
            model_name='assignment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'refused'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='assignment_is_refused_with_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='assignment',
            constraint=models.CheckConstraint(condition=models.Q(('shows_household', True), ('household_number', ''), _connector='OR'), name='assignment_shows_a_household_only_where_it_says_so'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='assignment',
            trigger=pgtrigger.compiler.Trigger(name='changed_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "geodata_assignmentevent" ("area_id", "at", "by_id", "category", "decide_by", "decided_at", "decided_by_id", "department_id", "due_at", "household_number", "id", "level", "need_id", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "referred_at", "shows_household", "state", "user_id", "version", "village_id") SELECT old_values."area_id", old_values."at", old_values."by_id", old_values."category", old_values."decide_by", old_values."decided_at", old_values."decided_by_id", old_values."department_id", old_values."due_at", old_values."household_number", old_values."id", old_values."level", old_values."need_id", old_values."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'changed\', old_values."id", old_values."place", old_values."referred_at", old_values."shows_household", old_values."state", old_values."user_id", old_values."version", old_values."village_id" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."area_id" IS DISTINCT FROM (new_values."area_id") OR old_values."at" IS DISTINCT FROM (new_values."at") OR old_values."by_id" IS DISTINCT FROM (new_values."by_id") OR old_values."category" IS DISTINCT FROM (new_values."category") OR old_values."decide_by" IS DISTINCT FROM (new_values."decide_by") OR old_values."decided_at" IS DISTINCT FROM (new_values."decided_at") OR old_values."decided_by_id" IS DISTINCT FROM (new_values."decided_by_id") OR old_values."department_id" IS DISTINCT FROM (new_values."department_id") OR old_values."due_at" IS DISTINCT FROM (new_values."due_at") OR old_values."household_number" IS DISTINCT FROM (new_values."household_number") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."level" IS DISTINCT FROM (new_values."level") OR old_values."need_id" IS DISTINCT FROM (new_values."need_id") OR old_values."number" IS DISTINCT FROM (new_values."number") OR old_values."place" IS DISTINCT FROM (new_values."place") OR old_values."referred_at" IS DISTINCT FROM (new_values."referred_at") OR old_values."shows_household" IS DISTINCT FROM (new_values."shows_household") OR old_values."state" IS DISTINCT FROM (new_values."state") OR old_values."user_id" IS DISTINCT FROM (new_values."user_id") OR old_values."version" IS DISTINCT FROM (new_values."version") OR old_values."village_id" IS DISTINCT FROM (new_values."village_id")) ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='88261fc355679eaa9f6a3149b7fa0a8bea399b0d', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_changed_update_42b3e', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='geodata_assignment', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='assignment',
            trigger=pgtrigger.compiler.Trigger(name='deleted_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "geodata_assignmentevent" ("area_id", "at", "by_id", "category", "decide_by", "decided_at", "decided_by_id", "department_id", "due_at", "household_number", "id", "level", "need_id", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "referred_at", "shows_household", "state", "user_id", "version", "village_id") SELECT old_values."area_id", old_values."at", old_values."by_id", old_values."category", old_values."decide_by", old_values."decided_at", old_values."decided_by_id", old_values."department_id", old_values."due_at", old_values."household_number", old_values."id", old_values."level", old_values."need_id", old_values."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'deleted\', old_values."id", old_values."place", old_values."referred_at", old_values."shows_household", old_values."state", old_values."user_id", old_values."version", old_values."village_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='f03099dd49bd72b07b5fd44044ceca0a01496a71', level='STATEMENT', operation='DELETE', pgid='pgtrigger_deleted_delete_120fe', referencing='REFERENCING OLD TABLE AS old_values ', table='geodata_assignment', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='needcategory',
            constraint=models.CheckConstraint(condition=models.Q(('period__isempty', False)), name='need_category_holds_for_a_day_or_more'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='needcategory',
            trigger=pgtrigger.compiler.Trigger(name='created_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "geodata_needcategoryevent" ("code", "department_id", "id", "name", "name_en", "order", "period", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."code", new_values."department_id", new_values."id", new_values."name", new_values."name_en", new_values."order", new_values."period", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'created\', new_values."id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='9851c961250145e87ebe5bae163eacadc07cc358', level='STATEMENT', operation='INSERT', pgid='pgtrigger_created_insert_76b7b', referencing='REFERENCING NEW TABLE AS new_values ', table='geodata_needcategory', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='needcategory',
            trigger=pgtrigger.compiler.Trigger(name='changed_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "geodata_needcategoryevent" ("code", "department_id", "id", "name", "name_en", "order", "period", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT old_values."code", old_values."department_id", old_values."id", old_values."name", old_values."name_en", old_values."order", old_values."period", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'changed\', old_values."id" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='562ba7a75a5f1022232fd5935872b5be652536ae', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_changed_update_5fafe', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='geodata_needcategory', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='needcategory',
            trigger=pgtrigger.compiler.Trigger(name='deleted_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "geodata_needcategoryevent" ("code", "department_id", "id", "name", "name_en", "order", "period", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT old_values."code", old_values."department_id", old_values."id", old_values."name", old_values."name_en", old_values."order", old_values."period", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'deleted\', old_values."id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='9c75f8f337b742a28c389de45e732a4fb0234c88', level='STATEMENT', operation='DELETE', pgid='pgtrigger_deleted_delete_85e62', referencing='REFERENCING OLD TABLE AS old_values ', table='geodata_needcategory', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='needcategoryevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='6ca036e478ce8a0d2d2ed9e2fe44cf9cda645a5b', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_46bab', table='geodata_needcategoryevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='needhousehold',
            constraint=models.UniqueConstraint(fields=('need', 'household'), name='a_need_concerns_a_household_once'),
        ),
        migrations.AddConstraint(
            model_name='needrule',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(django.db.models.functions.comparison.Coalesce(models.F('category'), 0), '='), ('urgency', '='), ('level', '='), (django.db.models.functions.comparison.Coalesce(models.F('area'), 0), '='), ('period', '&&')], name='one_need_rule_per_category_urgency_level_area_and_day', violation_error_message='There is already a deadline for such needs on these days.'),
        ),
        migrations.AddConstraint(
            model_name='needrule',
            constraint=models.CheckConstraint(condition=models.Q(('period__isempty', False)), name='need_rule_holds_for_a_day_or_more'),
        ),
        migrations.AddConstraint(
            model_name='needrule',
            constraint=models.CheckConstraint(condition=models.Q(('amount__gte', 1), ('amount__lte', 366), ('remind__lt', models.F('amount'))), name='need_rule_gives_1_to_366'),
        ),
        migrations.AddConstraint(
            model_name='needrule',
            constraint=models.CheckConstraint(condition=models.Q(('level__in', [1, 2, 3]), ('urgency__in', [1, 2, 3])), name='need_rule_is_of_an_urgency_and_a_level'),
        ),
        migrations.AddConstraint(
            model_name='needrule',
            constraint=models.CheckConstraint(condition=models.Q(('late', 'escalate'), ('level', 3), _negated=True), name='need_rule_never_escalates_from_the_county'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='needrule',
            trigger=pgtrigger.compiler.Trigger(name='created_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "geodata_needruleevent" ("amount", "area_id", "category_id", "id", "late", "level", "period", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "remind", "unit", "urgency") SELECT new_values."amount", new_values."area_id", new_values."category_id", new_values."id", new_values."late", new_values."level", new_values."period", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'created\', new_values."id", new_values."remind", new_values."unit", new_values."urgency" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='78ec7b3d400129efc364cfda12e43b8127e62dc1', level='STATEMENT', operation='INSERT', pgid='pgtrigger_created_insert_5ccfe', referencing='REFERENCING NEW TABLE AS new_values ', table='geodata_needrule', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='needrule',
            trigger=pgtrigger.compiler.Trigger(name='changed_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "geodata_needruleevent" ("amount", "area_id", "category_id", "id", "late", "level", "period", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "remind", "unit", "urgency") SELECT old_values."amount", old_values."area_id", old_values."category_id", old_values."id", old_values."late", old_values."level", old_values."period", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'changed\', old_values."id", old_values."remind", old_values."unit", old_values."urgency" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='2448a78bf5f0593c96e8ddd7b9afcaf1f70a950e', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_changed_update_8963a', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='geodata_needrule', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='needrule',
            trigger=pgtrigger.compiler.Trigger(name='deleted_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "geodata_needruleevent" ("amount", "area_id", "category_id", "id", "late", "level", "period", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "remind", "unit", "urgency") SELECT old_values."amount", old_values."area_id", old_values."category_id", old_values."id", old_values."late", old_values."level", old_values."period", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'deleted\', old_values."id", old_values."remind", old_values."unit", old_values."urgency" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='4b391c352f18052c2c9c71ac68d9f2b828c21ab7', level='STATEMENT', operation='DELETE', pgid='pgtrigger_deleted_delete_14fc4', referencing='REFERENCING OLD TABLE AS old_values ', table='geodata_needrule', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='needevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='d61ff378357df3f40f5b833ce511927215b31236', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_d6a7b', table='geodata_needevent', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='need',
            index=models.Index(fields=['village', '-id'], name='needs_by_village'),
        ),
        migrations.AddIndex(
            model_name='need',
            index=models.Index(fields=['household'], name='needs_by_household'),
        ),
        migrations.AddIndex(
            model_name='need',
            index=models.Index(fields=['by'], name='needs_by_recorder'),
        ),
        migrations.AddIndex(
            model_name='need',
            index=models.Index(condition=models.Q(('state__in', ['new', 'accepted', 'consulting', 'assigned', 'in_progress'])), fields=['due_at'], name='open_needs_by_due_at'),
        ),
        migrations.AddIndex(
            model_name='need',
            index=models.Index(condition=models.Q(('state__in', ['done', 'followed_up'])), fields=['state_since'], name='needs_to_be_closed'),
        ),
        migrations.AddConstraint(
            model_name='need',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['new', 'accepted', 'consulting', 'assigned', 'in_progress', 'done', 'followed_up', 'closed', 'declined', 'withdrawn', 'merged'])), name='need_is_in_a_state_of_its_life'),
        ),
        migrations.AddConstraint(
            model_name='need',
            constraint=models.CheckConstraint(condition=models.Q(('household__isnull', False), ('grid__isnull', False), ('point__isnull', False), _connector='OR'), name='need_is_of_a_household_a_grid_or_a_point', violation_error_message='Say which household, grid or place it is about.'),
        ),
        migrations.AddConstraint(
            model_name='need',
            constraint=models.CheckConstraint(condition=models.Q(('least_level__in', [1, 2, 3]), ('level__in', [1, 2, 3]), ('urgency__in', [1, 2, 3])), name='need_is_of_a_level_and_an_urgency'),
        ),
        migrations.AddConstraint(
            model_name='need',
            constraint=models.CheckConstraint(condition=models.Q(('level__gte', models.F('least_level')), models.Q(models.Q(('least_level', 1), ('sensitive', False)), ('least_level__gte', 2), _connector='OR')), name='sensitive_need_is_never_below_the_township', violation_error_message='A sensitive need stays with the township or the county.'),
        ),
        migrations.AddConstraint(
            model_name='need',
            constraint=models.CheckConstraint(condition=models.Q(('sensitive', True), ('named', []), _connector='OR'), name='only_a_sensitive_need_names_somebody'),
        ),
        migrations.AddConstraint(
            model_name='need',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('result', ''), ('sensitive', True), ('text', ''), ('title', '')), models.Q(('sealed', b''), ('sealed_result', b''), ('sensitive', False)), _connector='OR'), name='text_of_a_sensitive_need_is_sealed'),
        ),
        migrations.AddConstraint(
            model_name='need',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('source', 'visit'), _negated=True), models.Q(('household__isnull', False), ('visit__isnull', False)), _connector='OR'), name='need_of_a_visit_is_of_its_household'),
        ),
        migrations.AddConstraint(
            model_name='need',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['done', 'followed_up', 'closed']), _negated=True), models.Q(('settled_at__isnull', False), ('settled_level__isnull', False), models.Q(('settled_in', ''), _negated=True), models.Q(('how', ''), _negated=True)), _connector='OR'), name='settled_need_says_where_and_how'),
        ),
        migrations.AddConstraint(
            model_name='need',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['followed_up', 'closed']), _negated=True), models.Q(('answer', ''), _negated=True), _connector='OR'), name='closed_need_has_an_answer'),
        ),
        migrations.AddConstraint(
            model_name='need',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'declined'), _negated=True), models.Q(('declined_for', ''), _negated=True), _connector='OR'), name='declined_need_says_why'),
        ),
        migrations.AddConstraint(
            model_name='need',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('merged_into__isnull', False), ('state', 'merged')), models.Q(models.Q(('state', 'merged'), _negated=True), ('merged_into__isnull', True)), _connector='OR'), name='need_is_merged_into_another'),
        ),
        migrations.AddConstraint(
            model_name='need',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', False), ('state__in', ['closed', 'declined', 'withdrawn', 'merged'])), models.Q(models.Q(('state__in', ['closed', 'declined', 'withdrawn', 'merged']), _negated=True), ('ended_at__isnull', True)), _connector='OR'), name='ended_need_says_when'),
        ),
        migrations.AddConstraint(
            model_name='need',
            constraint=models.CheckConstraint(condition=models.Q(('merged_into', models.F('id')), _negated=True), name='need_is_not_merged_into_itself'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='need',
            trigger=pgtrigger.compiler.Trigger(name='changed_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "geodata_needevent" ("answer", "answered_by_id", "at", "by_id", "calendar", "category_id", "client_id", "counted_from", "declined_for", "due_at", "ended_at", "extension", "finished_by_id", "grid_id", "grid_then_id", "handed_out", "handler_id", "household_id", "how", "id", "kind", "least_level", "level", "merged_into_id", "named", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "point", "raised_on", "remind_at", "reopened", "rule_id", "sensitive", "settled_at", "settled_in", "settled_level", "source", "source_number", "state", "state_since", "synthetic", "unit_area_id", "unit_department_id", "urgency", "version", "village_id", "visit_id") SELECT old_values."answer", old_values."answered_by_id", old_values."at", old_values."by_id", old_values."calendar", old_values."category_id", old_values."client_id", old_values."counted_from", old_values."declined_for", old_values."due_at", old_values."ended_at", old_values."extension", old_values."finished_by_id", old_values."grid_id", old_values."grid_then_id", old_values."handed_out", old_values."handler_id", old_values."household_id", old_values."how", old_values."id", old_values."kind", old_values."least_level", old_values."level", old_values."merged_into_id", old_values."named", old_values."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'changed\', old_values."id", old_values."point", old_values."raised_on", old_values."remind_at", old_values."reopened", old_values."rule_id", old_values."sensitive", old_values."settled_at", old_values."settled_in", old_values."settled_level", old_values."source", old_values."source_number", old_values."state", old_values."state_since", old_values."synthetic", old_values."unit_area_id", old_values."unit_department_id", old_values."urgency", old_values."version", old_values."village_id", old_values."visit_id" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."answer" IS DISTINCT FROM (new_values."answer") OR old_values."answered_by_id" IS DISTINCT FROM (new_values."answered_by_id") OR old_values."at" IS DISTINCT FROM (new_values."at") OR old_values."by_id" IS DISTINCT FROM (new_values."by_id") OR old_values."calendar" IS DISTINCT FROM (new_values."calendar") OR old_values."category_id" IS DISTINCT FROM (new_values."category_id") OR old_values."client_id" IS DISTINCT FROM (new_values."client_id") OR old_values."counted_from" IS DISTINCT FROM (new_values."counted_from") OR old_values."declined_for" IS DISTINCT FROM (new_values."declined_for") OR old_values."due_at" IS DISTINCT FROM (new_values."due_at") OR old_values."ended_at" IS DISTINCT FROM (new_values."ended_at") OR old_values."extension" IS DISTINCT FROM (new_values."extension") OR old_values."finished_by_id" IS DISTINCT FROM (new_values."finished_by_id") OR old_values."grid_id" IS DISTINCT FROM (new_values."grid_id") OR old_values."grid_then_id" IS DISTINCT FROM (new_values."grid_then_id") OR old_values."handed_out" IS DISTINCT FROM (new_values."handed_out") OR old_values."handler_id" IS DISTINCT FROM (new_values."handler_id") OR old_values."household_id" IS DISTINCT FROM (new_values."household_id") OR old_values."how" IS DISTINCT FROM (new_values."how") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."kind" IS DISTINCT FROM (new_values."kind") OR old_values."least_level" IS DISTINCT FROM (new_values."least_level") OR old_values."level" IS DISTINCT FROM (new_values."level") OR old_values."merged_into_id" IS DISTINCT FROM (new_values."merged_into_id") OR old_values."named" IS DISTINCT FROM (new_values."named") OR old_values."number" IS DISTINCT FROM (new_values."number") OR old_values."point" IS DISTINCT FROM (new_values."point") OR old_values."raised_on" IS DISTINCT FROM (new_values."raised_on") OR old_values."remind_at" IS DISTINCT FROM (new_values."remind_at") OR old_values."reopened" IS DISTINCT FROM (new_values."reopened") OR old_values."rule_id" IS DISTINCT FROM (new_values."rule_id") OR old_values."sensitive" IS DISTINCT FROM (new_values."sensitive") OR old_values."settled_at" IS DISTINCT FROM (new_values."settled_at") OR old_values."settled_in" IS DISTINCT FROM (new_values."settled_in") OR old_values."settled_level" IS DISTINCT FROM (new_values."settled_level") OR old_values."source" IS DISTINCT FROM (new_values."source") OR old_values."source_number" IS DISTINCT FROM (new_values."source_number") OR old_values."state" IS DISTINCT FROM (new_values."state") OR old_values."state_since" IS DISTINCT FROM (new_values."state_since") OR old_values."synthetic" IS DISTINCT FROM (new_values."synthetic") OR old_values."unit_area_id" IS DISTINCT FROM (new_values."unit_area_id") OR old_values."unit_department_id" IS DISTINCT FROM (new_values."unit_department_id") OR old_values."urgency" IS DISTINCT FROM (new_values."urgency") OR old_values."version" IS DISTINCT FROM (new_values."version") OR old_values."village_id" IS DISTINCT FROM (new_values."village_id") OR old_values."visit_id" IS DISTINCT FROM (new_values."visit_id")) ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='727818264de24f94b4c2e89b3f4eaae745580cfc', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_changed_update_53dcd', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='geodata_need', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='need',
            trigger=pgtrigger.compiler.Trigger(name='deleted_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "geodata_needevent" ("answer", "answered_by_id", "at", "by_id", "calendar", "category_id", "client_id", "counted_from", "declined_for", "due_at", "ended_at", "extension", "finished_by_id", "grid_id", "grid_then_id", "handed_out", "handler_id", "household_id", "how", "id", "kind", "least_level", "level", "merged_into_id", "named", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "point", "raised_on", "remind_at", "reopened", "rule_id", "sensitive", "settled_at", "settled_in", "settled_level", "source", "source_number", "state", "state_since", "synthetic", "unit_area_id", "unit_department_id", "urgency", "version", "village_id", "visit_id") SELECT old_values."answer", old_values."answered_by_id", old_values."at", old_values."by_id", old_values."calendar", old_values."category_id", old_values."client_id", old_values."counted_from", old_values."declined_for", old_values."due_at", old_values."ended_at", old_values."extension", old_values."finished_by_id", old_values."grid_id", old_values."grid_then_id", old_values."handed_out", old_values."handler_id", old_values."household_id", old_values."how", old_values."id", old_values."kind", old_values."least_level", old_values."level", old_values."merged_into_id", old_values."named", old_values."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'deleted\', old_values."id", old_values."point", old_values."raised_on", old_values."remind_at", old_values."reopened", old_values."rule_id", old_values."sensitive", old_values."settled_at", old_values."settled_in", old_values."settled_level", old_values."source", old_values."source_number", old_values."state", old_values."state_since", old_values."synthetic", old_values."unit_area_id", old_values."unit_department_id", old_values."urgency", old_values."version", old_values."village_id", old_values."visit_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='72af88e8c23ae673b22e736e1e98e764ec3e28d2', level='STATEMENT', operation='DELETE', pgid='pgtrigger_deleted_delete_dec30', referencing='REFERENCING OLD TABLE AS old_values ', table='geodata_need', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='needruleevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='199d6fec73fcb418cfa40a05d3c619e032223144', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_7df03', table='geodata_needruleevent', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='needstep',
            index=models.Index(fields=['need', '-id'], name='need_steps_newest_first'),
        ),
        migrations.AddConstraint(
            model_name='needstep',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('after', 'new'), ('before', ''), ('level__in', [1, 2, 3]), ('move', 'record'), ('level_after', models.F('level'))), models.Q(('after', 'done'), ('before', ''), ('level__in', [1]), ('move', 'settle_at_once'), ('level_after', models.F('level'))), models.Q(('after', 'accepted'), ('before', 'new'), ('level__in', [1, 2, 3]), ('move', 'accept'), ('level_after', models.F('level'))), models.Q(('after', 'declined'), ('before', 'new'), ('level__in', [1, 2, 3]), ('move', 'decline'), ('level_after', models.F('level'))), models.Q(('after', 'merged'), ('before', 'new'), ('level__in', [1, 2, 3]), ('move', 'merge'), ('level_after', models.F('level'))), models.Q(('after', 'new'), ('before', 'new'), ('level__in', [1, 2]), ('move', 'escalate'), ('level_after', django.db.models.expressions.CombinedExpression(models.F('level'), '+', models.Value(1)))), models.Q(('after', 'withdrawn'), ('before', 'new'), ('level__in', [1, 2, 3]), ('move', 'withdraw'), ('level_after', models.F('level'))), models.Q(('after', 'new'), ('before', 'new'), ('level__in', [1, 2, 3]), ('move', 'recalculate'), ('level_after', models.F('level'))), models.Q(('after', 'consulting'), ('before', 'accepted'), ('level__in', [1, 2, 3]), ('move', 'consult'), ('level_after', models.F('level'))), models.Q(('after', 'assigned'), ('before', 'accepted'), ('level__in', [1, 2, 3]), ('move', 'assign'), ('level_after', models.F('level'))), models.Q(('after', 'in_progress'), ('before', 'accepted'), ('level__in', [1, 2, 3]), ('move', 'begin'), ('level_after', models.F('level'))), models.Q(('after', 'done'), ('before', 'accepted'), ('level__in', [1, 2, 3]), ('move', 'settle'), ('level_after', models.F('level'))), models.Q(('after', 'accepted'), ('before', 'accepted'), ('level__in', [1, 2]), ('move', 'escalate'), ('level_after', django.db.models.expressions.CombinedExpression(models.F('level'), '+', models.Value(1)))), models.Q(('after', 'accepted'), ('before', 'accepted'), ('level__in', [2, 3]), ('move', 'return'), ('level_after', django.db.models.expressions.CombinedExpression(models.F('level'), '+', models.Value(-1)))), models.Q(('after', 'withdrawn'), ('before', 'accepted'), ('level__in', [1, 2, 3]), ('move', 'withdraw'), ('level_after', models.F('level'))), models.Q(('after', 'accepted'), ('before', 'accepted'), ('level__in', [1, 2, 3]), ('move', 'recalculate'), ('level_after', models.F('level'))), models.Q(('after', 'in_progress'), ('before', 'consulting'), ('level__in', [1, 2, 3]), ('move', 'conclude'), ('level_after', models.F('level'))), models.Q(('after', 'done'), ('before', 'consulting'), ('level__in', [1, 2, 3]), ('move', 'settle'), ('level_after', models.F('level'))), models.Q(('after', 'accepted'), ('before', 'consulting'), ('level__in', [1, 2]), ('move', 'escalate'), ('level_after', django.db.models.expressions.CombinedExpression(models.F('level'), '+', models.Value(1)))), models.Q(('after', 'withdrawn'), ('before', 'consulting'), ('level__in', [1, 2, 3]), ('move', 'withdraw'), ('level_after', models.F('level'))), models.Q(('after', 'consulting'), ('before', 'consulting'), ('level__in', [1, 2, 3]), ('move', 'recalculate'), ('level_after', models.F('level'))), models.Q(('after', 'in_progress'), ('before', 'assigned'), ('level__in', [1, 2, 3]), ('move', 'begin'), ('level_after', models.F('level'))), models.Q(('after', 'accepted'), ('before', 'assigned'), ('level__in', [1, 2, 3]), ('move', 'refuse'), ('level_after', models.F('level'))), models.Q(('after', 'accepted'), ('before', 'assigned'), ('level__in', [1, 2]), ('move', 'escalate'), ('level_after', django.db.models.expressions.CombinedExpression(models.F('level'), '+', models.Value(1)))), models.Q(('after', 'withdrawn'), ('before', 'assigned'), ('level__in', [1, 2, 3]), ('move', 'withdraw'), ('level_after', models.F('level'))), models.Q(('after', 'assigned'), ('before', 'assigned'), ('level__in', [1, 2, 3]), ('move', 'recalculate'), ('level_after', models.F('level'))), models.Q(('after', 'done'), ('before', 'in_progress'), ('level__in', [1, 2, 3]), ('move', 'finish'), ('level_after', models.F('level'))), models.Q(('after', 'in_progress'), ('before', 'in_progress'), ('level__in', [1, 2, 3]), ('move', 'extend_ask'), ('level_after', models.F('level'))), models.Q(('after', 'in_progress'), ('before', 'in_progress'), ('level__in', [1, 2, 3]), ('move', 'extend_grant'), ('level_after', models.F('level'))), models.Q(('after', 'in_progress'), ('before', 'in_progress'), ('level__in', [1, 2, 3]), ('move', 'extend_refuse'), ('level_after', models.F('level'))), models.Q(('after', 'accepted'), ('before', 'in_progress'), ('level__in', [1, 2]), ('move', 'escalate'), ('level_after', django.db.models.expressions.CombinedExpression(models.F('level'), '+', models.Value(1)))), models.Q(('after', 'withdrawn'), ('before', 'in_progress'), ('level__in', [1, 2, 3]), ('move', 'withdraw'), ('level_after', models.F('level'))), models.Q(('after', 'in_progress'), ('before', 'in_progress'), ('level__in', [1, 2, 3]), ('move', 'recalculate'), ('level_after', models.F('level'))), models.Q(('after', 'followed_up'), ('before', 'done'), ('level__in', [1, 2, 3]), ('move', 'follow_up'), ('level_after', models.F('level'))), models.Q(('after', 'closed'), ('before', 'done'), ('level__in', [1, 2, 3]), ('move', 'close'), ('level_after', models.F('level'))), models.Q(('after', 'closed'), ('before', 'followed_up'), ('level__in', [1, 2, 3]), ('move', 'close'), ('level_after', models.F('level'))), models.Q(('after', 'accepted'), ('before', 'followed_up'), ('level__in', [1, 2, 3]), ('move', 'reopen'), ('level_after', models.F('level'))), models.Q(('after', 'accepted'), ('before', 'closed'), ('level__in', [1, 2, 3]), ('move', 'reopen'), ('level_after', models.F('level'))), models.Q(('after', 'accepted'), ('before', 'declined'), ('level__in', [1, 2, 3]), ('move', 'reopen'), ('level_after', models.F('level'))), _connector='OR'), name='step_of_a_need_is_in_its_table'),
        ),
        migrations.AddConstraint(
            model_name='needstep',
            constraint=models.CheckConstraint(condition=models.Q(('by__isnull', False), ('move__in', ['close', 'escalate', 'recalculate']), _connector='OR'), name='nobody_makes_but_the_steps_of_the_service'),
        ),
        migrations.AddConstraint(
            model_name='needstep',
            constraint=models.UniqueConstraint(condition=models.Q(('by__isnull', True), ('move', 'escalate')), fields=('need', 'level', 'move'), name='a_need_is_escalated_by_itself_once_a_level'),
        ),
        migrations.AddConstraint(
            model_name='needstep',
            constraint=models.UniqueConstraint(condition=models.Q(('move', 'return')), fields=('need', 'level', 'move'), name='a_need_is_returned_once_a_level', violation_error_message='It was returned from this level already.'),
        ),
        migrations.AddConstraint(
            model_name='needstep',
            constraint=models.UniqueConstraint(condition=models.Q(('move', 'extend_ask')), fields=('need', 'level', 'move'), name='more_time_is_asked_once_a_level', violation_error_message='More time was asked for at this level already.'),
        ),
        migrations.AddConstraint(
            model_name='supervision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answer_by__isnull', True), ('kind', 'urge')), models.Q(('answer_by__isnull', False), ('kind', 'answer_by')), _connector='OR'), name='supervision_that_asks_for_an_answer_says_by_when'),
        ),
        migrations.AddConstraint(
            model_name='supervision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('answered_at__isnull', True)), models.Q(('answered_at__isnull', False), models.Q(('answer', ''), _negated=True)), _connector='OR'), name='supervision_is_answered_with_words'),
        ),
        migrations.AddConstraint(
            model_name='supervision',
            constraint=models.UniqueConstraint(condition=models.Q(('by__isnull', True)), fields=('need', 'level'), name='a_need_is_supervised_by_itself_once_a_level'),
        ),
        migrations.RunSQL(LAWS, NO_LAWS),
        migrations.RunSQL(GRANTS, migrations.RunSQL.noop),
        install("policies/assignment"),
        install("policies/assignmentevent"),
        install("policies/consultation"),
        install("policies/dispute"),
        install("policies/need"),
        install("policies/needevent"),
        install("policies/needhousehold"),
        install("policies/needstep"),
        install("policies/supervision"),
        install("take_village"),
        install("take_need_place", NO_FOLLOWING),
        install("need_keeps_its_words", "DROP FUNCTION need_keeps_its_words CASCADE"),
        install("need_stands_at_its_level", "DROP FUNCTION need_stands_at_its_level CASCADE"),
        install("dispute_and_need", "DROP FUNCTION dispute_and_need CASCADE"),
        install("households_of_a_need", "DROP FUNCTION households_of_a_need_are_of_one_county CASCADE"),
        install("stands_where_its_steps_led"),
    ])
