"""What moved an import on is appended; runs of former days get the moves that are the only way there."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from geodata.sql import install
from geodata.sql.together import together

WEB = "gridmap_web"
GRANTS = f"""
GRANT SELECT, INSERT ON geodata_importmove TO {WEB};
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {WEB};
"""
# Nobody knows any more who of the office went on with it: by nobody, but for what the run itself tells.
FILL = """
WITH way (n, before, move, after) AS (VALUES
    (1, 'uploaded', 'confirm', 'mapped'), (2, 'mapped', 'check', 'checking'), (3, 'checking', 'report', 'checked'),
    (4, 'checked', 'apply', 'applying'), (5, 'applying', 'write', 'applied'), (6, 'applied', 'undo', 'undoing'),
    (7, 'undoing', 'restore', 'undone')),
moves AS (
    SELECT r.id, w.n, w.before, w.move, w.after, CASE w.move WHEN 'undo' THEN r.undone_by_id END AS by_id,
        CASE WHEN w.n < 3 THEN r.uploaded_at WHEN w.n < 5 THEN coalesce(r.checked_at, r.uploaded_at)
             WHEN w.n = 5 THEN r.applied_at ELSE coalesce(r.undone_at, r.applied_at) END AS at
    FROM geodata_importrun r JOIN way goal ON goal.after = r.state JOIN way w ON w.n <= goal.n
    UNION ALL
    SELECT id, 1, 'uploaded', 'abandon', 'abandoned', NULL, coalesce(checked_at, uploaded_at)
    FROM geodata_importrun WHERE state = 'abandoned')
INSERT INTO geodata_importmove (run_id, by_id, at, before, move, after, reason)
SELECT id, by_id, at, before, move, after, '' FROM moves ORDER BY id, n;

-- Keys are asked now: no table is altered while they are still to be.
SET CONSTRAINTS ALL IMMEDIATE;
"""
UNDO = """
DROP TRIGGER stands_where_its_steps_led ON geodata_importrun; DROP TRIGGER stands_where_its_steps_led ON geodata_importmove;
DROP TRIGGER steps_stay ON geodata_importmove;
"""

class Migration(migrations.Migration):

    dependencies = [
        ('geodata', '0054_labels_as_people_say_them'),
    ]

    operations = together([
        migrations.CreateModel(
            name='ImportMove',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(verbose_name='at')),
                ('move', models.CharField(max_length=20, verbose_name='move')),
                ('before', models.CharField(blank=True, max_length=20, verbose_name='state before')),
                ('after', models.CharField(max_length=20, verbose_name='state')),
                ('reason', models.TextField(blank=True, max_length=2000, verbose_name='reason')),
            ],
            options={
                'verbose_name': 'move of an import',
                'verbose_name_plural': 'moves of imports',
                'ordering': ['at', 'pk'],
                'abstract': False,
            },
        ),
        migrations.AddConstraint(
            model_name='importrun',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['uploaded', 'mapped', 'checking', 'checked', 'applying', 'applied', 'undoing', 'undone', 'abandoned'])), name='import_is_in_a_state_of_its_life'),
        ),
        migrations.AddField(
            model_name='importmove',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by'),
        ),
        migrations.AddField(
            model_name='importmove',
            name='run',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='moves', to='geodata.importrun', verbose_name='import'),
        ),
        migrations.AddConstraint(
            model_name='importmove',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('after', 'mapped'), ('before', 'uploaded'), ('move', 'confirm')), models.Q(('after', 'abandoned'), ('before', 'uploaded'), ('move', 'abandon')), models.Q(('after', 'mapped'), ('before', 'mapped'), ('move', 'confirm')), models.Q(('after', 'checking'), ('before', 'mapped'), ('move', 'check')), models.Q(('after', 'abandoned'), ('before', 'mapped'), ('move', 'abandon')), models.Q(('after', 'checked'), ('before', 'checking'), ('move', 'report')), models.Q(('after', 'mapped'), ('before', 'checking'), ('move', 'fail')), models.Q(('after', 'mapped'), ('before', 'checked'), ('move', 'confirm')), models.Q(('after', 'checking'), ('before', 'checked'), ('move', 'check')), models.Q(('after', 'applying'), ('before', 'checked'), ('move', 'apply')), models.Q(('after', 'abandoned'), ('before', 'checked'), ('move', 'abandon')), models.Q(('after', 'applied'), ('before', 'applying'), ('move', 'write')), models.Q(('after', 'checked'), ('before', 'applying'), ('move', 'fail')), models.Q(('after', 'undoing'), ('before', 'applied'), ('move', 'undo')), models.Q(('after', 'undone'), ('before', 'undoing'), ('move', 'restore')), models.Q(('after', 'applied'), ('before', 'undoing'), ('move', 'fail')), _connector='OR'), name='step_of_an_import_is_in_its_table'),
        ),
        migrations.RunSQL(GRANTS, migrations.RunSQL.noop),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        install("policies/importmove"),
        install("stands_where_its_steps_led", UNDO),
    ])
