"""What was decided about held visits and proposals of contacts is appended as steps; those of former days are filled in."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from geodata.sql import install
from geodata.sql.together import together

WEB = "gridmap_web"
GRANTS = f"""
GRANT SELECT, INSERT ON geodata_heldvisitstep, geodata_pairingstep TO {WEB};
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {WEB};
"""
FILL = """
INSERT INTO geodata_heldvisitstep (held_id, by_id, at, before, move, after, reason)
SELECT id, coalesce(decided_by_id, maker_id), decided_at, 'waiting',
       CASE WHEN state = 'refused' THEN 'refuse' WHEN state = 'withdrawn' THEN 'withdraw'
            WHEN decided_by_id IS NULL THEN 'record' ELSE 'accept' END, state, reason
FROM geodata_heldvisit WHERE state <> 'waiting' ORDER BY id;

INSERT INTO geodata_pairingstep (pairing_id, by_id, at, before, move, after, reason)
SELECT id, decided_by_id, coalesce(decided_at, at), 'open',
       CASE state WHEN 'decided' THEN 'decide' ELSE 'reject' END, state, ''
FROM geodata_pairing WHERE state <> 'open' ORDER BY id;

-- Keys are asked now: no table is altered while they are still to be.
SET CONSTRAINTS ALL IMMEDIATE;
"""
UNDO = """
DROP TRIGGER stands_where_its_steps_led ON geodata_heldvisit; DROP TRIGGER stands_where_its_steps_led ON geodata_heldvisitstep;
DROP TRIGGER stands_where_its_steps_led ON geodata_pairing; DROP TRIGGER stands_where_its_steps_led ON geodata_pairingstep;
DROP TRIGGER steps_stay ON geodata_heldvisitstep; DROP TRIGGER steps_stay ON geodata_pairingstep;
"""

class Migration(migrations.Migration):

    dependencies = [
        ('geodata', '0049_no_scope_undoes_no_import'),
    ]

    operations = together([
        migrations.CreateModel(
            name='HeldVisitStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(verbose_name='at')),
                ('move', models.CharField(max_length=20, verbose_name='move')),
                ('before', models.CharField(blank=True, max_length=20, verbose_name='state before')),
                ('after', models.CharField(max_length=20, verbose_name='state')),
                ('reason', models.TextField(blank=True, max_length=2000, verbose_name='reason')),
            ],
            options={
                'verbose_name': 'step of a held visit',
                'verbose_name_plural': 'steps of held visits',
                'ordering': ['at', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='PairingStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(verbose_name='at')),
                ('move', models.CharField(max_length=20, verbose_name='move')),
                ('before', models.CharField(blank=True, max_length=20, verbose_name='state before')),
                ('after', models.CharField(max_length=20, verbose_name='state')),
                ('reason', models.TextField(blank=True, max_length=2000, verbose_name='reason')),
            ],
            options={
                'verbose_name': 'step of a proposal',
                'verbose_name_plural': 'steps of proposals',
                'ordering': ['at', 'pk'],
                'abstract': False,
            },
        ),
        migrations.AddConstraint(
            model_name='heldvisit',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'accepted', 'refused', 'withdrawn'])), name='held_visit_is_in_a_state_of_its_life'),
        ),
        migrations.AddConstraint(
            model_name='pairing',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['open', 'decided', 'rejected'])), name='proposal_is_in_a_state_of_its_life'),
        ),
        migrations.AddField(
            model_name='heldvisitstep',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by'),
        ),
        migrations.AddField(
            model_name='heldvisitstep',
            name='held',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='geodata.heldvisit', verbose_name='held visit'),
        ),
        migrations.AddField(
            model_name='pairingstep',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by'),
        ),
        migrations.AddField(
            model_name='pairingstep',
            name='pairing',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='geodata.pairing', verbose_name='proposal'),
        ),
        migrations.AddConstraint(
            model_name='heldvisitstep',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('after', 'accepted'), ('before', 'waiting'), ('move', 'accept')), models.Q(('after', 'refused'), ('before', 'waiting'), ('move', 'refuse')), models.Q(('after', 'withdrawn'), ('before', 'waiting'), ('move', 'withdraw')), models.Q(('after', 'accepted'), ('before', 'waiting'), ('move', 'record')), _connector='OR'), name='step_of_a_held_visit_is_in_its_table'),
        ),
        migrations.AddConstraint(
            model_name='pairingstep',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('after', 'open'), ('before', 'open'), ('move', 'take')), models.Q(('after', 'decided'), ('before', 'open'), ('move', 'decide')), models.Q(('after', 'rejected'), ('before', 'open'), ('move', 'reject')), models.Q(('after', 'open'), ('before', 'open'), ('move', 'undo')), models.Q(('after', 'decided'), ('before', 'decided'), ('move', 'take')), models.Q(('after', 'decided'), ('before', 'decided'), ('move', 'decide')), models.Q(('after', 'decided'), ('before', 'decided'), ('move', 'undo')), _connector='OR'), name='step_of_a_proposal_is_in_its_table'),
        ),
        migrations.RunSQL(GRANTS, migrations.RunSQL.noop),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        install("policies/heldvisitstep"),
        install("policies/pairingstep"),
        install("stands_where_its_steps_led", UNDO),
    ])
