"""A step says where it began too, and a plan stands where its last step has led: laws made from the table of its life."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from geodata.sql import install
from geodata.sql.together import together

# Where each step began is where the one before it had led. A plan that stands further than its steps tell gets the steps
# that are the only way there, by nobody, at the moment of its last change.
FILL = """
UPDATE geodata_planstep s SET before = l.was
FROM (SELECT id, lag(state) OVER (PARTITION BY plan_id ORDER BY id) AS was FROM geodata_planstep) l
WHERE l.id = s.id AND l.was IS NOT NULL;

WITH way (goal, n, before, move, after) AS (VALUES
    ('submitted', 1, 'draft', 'submit', 'submitted'),
    ('approved', 1, 'draft', 'submit', 'submitted'), ('approved', 2, 'submitted', 'approve', 'approved'),
    ('published', 1, 'draft', 'submit', 'submitted'), ('published', 2, 'submitted', 'approve', 'approved'),
    ('published', 3, 'approved', 'publish', 'published'),
    ('superseded', 1, 'draft', 'submit', 'submitted'), ('superseded', 2, 'submitted', 'approve', 'approved'),
    ('superseded', 3, 'approved', 'publish', 'published'), ('superseded', 4, 'published', 'supersede', 'superseded'),
    ('rejected', 1, 'draft', 'submit', 'submitted'), ('rejected', 2, 'submitted', 'reject', 'rejected'),
    ('withdrawn', 1, 'draft', 'withdraw', 'withdrawn')),
stands AS (
    SELECT p.id, p.state, p.changed_at, coalesce(
        (SELECT s.state FROM geodata_planstep s WHERE s.plan_id = p.id ORDER BY s.id DESC LIMIT 1), 'draft') AS led
    FROM geodata_boundaryplan p)
INSERT INTO geodata_planstep (plan_id, by_id, at, before, move, state, remarks)
SELECT p.id, NULL, greatest(p.changed_at, (SELECT max(s.at) FROM geodata_planstep s WHERE s.plan_id = p.id)), w.before, w.move, w.after, ''
FROM stands p JOIN way w ON w.goal = p.state
WHERE p.led <> p.state AND w.n > coalesce(
    (SELECT d.n FROM way d WHERE d.goal = p.state AND d.after = p.led), CASE p.led WHEN 'draft' THEN 0 ELSE 9 END)
ORDER BY p.id, w.n;

-- Keys are asked now: no table is altered while they are still to be.
SET CONSTRAINTS ALL IMMEDIATE;
"""
UNDO = """
DROP TRIGGER stands_where_its_steps_led ON geodata_boundaryplan; DROP TRIGGER stands_where_its_steps_led ON geodata_planstep;
DROP TRIGGER steps_stay ON geodata_planstep; DROP FUNCTION stands_where_its_steps_led; DROP FUNCTION steps_stay;
"""

class Migration(migrations.Migration):

    dependencies = [
        ('geodata', '0040_a_full_disk_costs_no_page'),
    ]

    operations = together([
        migrations.AlterField(
            model_name='planstep',
            name='state',
            field=models.CharField(choices=[('draft', 'draft'), ('submitted', 'submitted'), ('approved', 'approved'), ('published', 'published'), ('rejected', 'rejected'), ('withdrawn', 'withdrawn'), ('superseded', 'superseded')], db_column='state', max_length=10, verbose_name='state'),
        ),
        migrations.RenameField(
            model_name='planstep',
            old_name='state',
            new_name='after',
        ),
        migrations.AlterField(
            model_name='planstep',
            name='remarks',
            field=models.TextField(blank=True, db_column='remarks', max_length=2000, verbose_name='remarks'),
        ),
        migrations.RenameField(
            model_name='planstep',
            old_name='remarks',
            new_name='reason',
        ),
        migrations.AddField(
            model_name='planstep',
            name='before',
            field=models.CharField(blank=True, choices=[('draft', 'draft'), ('submitted', 'submitted'), ('approved', 'approved'), ('published', 'published'), ('rejected', 'rejected'), ('withdrawn', 'withdrawn'), ('superseded', 'superseded')], max_length=10, verbose_name='state before'),
        ),
        migrations.AlterField(
            model_name='planstep',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by'),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name='boundaryplan',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'submitted', 'approved', 'published', 'rejected', 'withdrawn', 'superseded'])), name='plan_is_in_a_state_of_its_life'),
        ),
        migrations.AddConstraint(
            model_name='planstep',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('after', 'draft'), ('before', ''), ('move', 'create')), models.Q(('after', 'submitted'), ('before', 'draft'), ('move', 'submit')), models.Q(('after', 'withdrawn'), ('before', 'draft'), ('move', 'withdraw')), models.Q(('after', 'draft'), ('before', 'draft'), ('move', 'rebase')), models.Q(('after', 'approved'), ('before', 'submitted'), ('move', 'approve')), models.Q(('after', 'rejected'), ('before', 'submitted'), ('move', 'reject')), models.Q(('after', 'withdrawn'), ('before', 'submitted'), ('move', 'withdraw')), models.Q(('after', 'draft'), ('before', 'submitted'), ('move', 'rebase')), models.Q(('after', 'published'), ('before', 'approved'), ('move', 'publish')), models.Q(('after', 'rejected'), ('before', 'approved'), ('move', 'reject')), models.Q(('after', 'withdrawn'), ('before', 'approved'), ('move', 'withdraw')), models.Q(('after', 'draft'), ('before', 'approved'), ('move', 'rebase')), models.Q(('after', 'superseded'), ('before', 'published'), ('move', 'supersede')), _connector='OR'), name='step_of_a_plan_is_in_its_table'),
        ),
        install("stands_where_its_steps_led", UNDO),
    ])
