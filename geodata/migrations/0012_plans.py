"""Boundary plans, their steps, the lineage of grids, and notices; who may see them, and what the web role may write."""

import uuid

import django.contrib.gis.db.models.fields
import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from geodata.sql.together import together


WEB = "gridmap_web"
VILLAGES = "ARRAY(SELECT unnest(nullif(current_setting('gridmap.villages', true), '')::bigint[]))"
PLANS = "ARRAY(SELECT unnest(nullif(current_setting('gridmap.plans', true), '')::bigint[]))"
KNOWN = f"villages <@ {PLANS} OR (state IN ('published', 'superseded') AND villages && {VILLAGES})"
OF_PLAN = "EXISTS (SELECT FROM geodata_boundaryplan p WHERE p.id = plan_id)"
OWN = "user_id = (SELECT nullif(current_setting('gridmap.user', true), '')::bigint)"
POLICIES = {
    "boundaryplan": (KNOWN, f"villages <@ {PLANS}"),
    "plangrid": (OF_PLAN, OF_PLAN),
    "planstep": (OF_PLAN, OF_PLAN),
    "lineage": (OF_PLAN, OF_PLAN),
    "notice": (OWN, "true"),
}

# Publishing writes areas, borders and placements: in columns that publishing moves, and never takes a row away.
GRANTS = f"""
GRANT SELECT, INSERT, UPDATE ON geodata_boundaryplan TO {WEB};
GRANT SELECT, INSERT, UPDATE, DELETE ON geodata_plangrid TO {WEB};
GRANT SELECT, INSERT ON geodata_planstep, geodata_lineage, geodata_notice TO {WEB};
GRANT UPDATE (read_on) ON geodata_notice TO {WEB};
GRANT INSERT, UPDATE (period, name) ON geodata_area TO {WEB};
GRANT INSERT, UPDATE (period, geometry) ON geodata_boundary TO {WEB};
GRANT INSERT, UPDATE (period, grid_id) ON geodata_placement TO {WEB};
CREATE INDEX plans_by_village ON geodata_boundaryplan USING gin (villages);
"""


def policy(table: str, using: str, check: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"""
    ALTER TABLE geodata_{table} ENABLE ROW LEVEL SECURITY;
    ALTER TABLE geodata_{table} FORCE ROW LEVEL SECURITY;
    CREATE POLICY web_sees_its_scope ON geodata_{table} TO {WEB} USING (coalesce({using}, false)) WITH CHECK ({check});
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


class Migration(migrations.Migration):
    dependencies = [("geodata", "0011_imports")]
    operations = together([
        migrations.AlterField(
            model_name='accessentry',
            name='action',
            field=models.CharField(choices=[('sign_in', 'signed in'), ('sign_in_refused', 'sign-in refused'), ('locked_out', 'locked out after failed sign-ins'), ('sign_out', 'signed out'), ('session_ended', 'ended a session'), ('password_set', 'set a password'), ('step_set_up', 'set up the second step'), ('step_removed', 'removed the second step'), ('codes_made', 'made new recovery codes'), ('identity_added', 'connected an outside identity'), ('identity_removed', 'disconnected an outside identity'), ('account_opened', 'opened an account'), ('account_closed', 'closed an account'), ('account_reopened', 'opened a closed account again'), ('link_issued', 'issued a one-time link'), ('menu_viewed', 'looked at the menu of an account'), ('post_filled', 'filled a post'), ('post_ended', 'ended a post'), ('open_household', 'opened a household with care records'), ('export', 'exported'), ('plan_opened', 'opened the drawing of a boundary plan'), ('plan_moved', 'moved a boundary plan on')], max_length=20, verbose_name='action'),
        ),
        migrations.CreateModel(
            name='BoundaryPlan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100, verbose_name='name')),
                ('reason', models.TextField(blank=True, max_length=2000, verbose_name='reason')),
                ('villages', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None, verbose_name='villages')),
                ('state', models.CharField(choices=[('draft', 'draft'), ('submitted', 'submitted'), ('approved', 'approved'), ('published', 'published'), ('rejected', 'rejected'), ('withdrawn', 'withdrawn'), ('superseded', 'superseded')], default='draft', max_length=10, verbose_name='state')),
                ('version', models.PositiveIntegerField(default=1, verbose_name='version')),
                ('effective', models.DateField(blank=True, null=True, verbose_name='effective day')),
                ('fingerprint', models.CharField(max_length=64, verbose_name='fingerprint of the base')),
                ('base_day', models.DateField(blank=True, null=True, verbose_name='drawn on the borders of')),
                ('proposal', models.JSONField(blank=True, null=True, verbose_name='proposal')),
                ('loose', django.contrib.gis.db.models.fields.MultiLineStringField(blank=True, null=True, srid=4326, verbose_name='lines that divide nothing')),
                ('changed_at', models.DateTimeField(verbose_name='changed at')),
                ('published_at', models.DateTimeField(null=True, verbose_name='published at')),
                ('took_effect', models.BooleanField(default=False, verbose_name='took effect')),
                ('approved_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('base_plan', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='geodata.boundaryplan', verbose_name='drawn on the plan')),
                ('changed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='changed by')),
                ('county', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='geodata.area', verbose_name='county')),
                ('drawn_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='drawn by')),
                ('reverts', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reverted_by', to='geodata.boundaryplan', verbose_name='reverts')),
                ('submitted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'boundary plan',
                'verbose_name_plural': 'boundary plans',
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='Lineage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('split', 'split from'), ('merged', 'merged into'), ('redrawn', 'redrawn from')], max_length=10, verbose_name='kind')),
                ('day', models.DateField(verbose_name='day')),
                ('households', models.PositiveIntegerField(verbose_name='households that moved')),
                ('square_metres', models.FloatField(verbose_name='land that moved, m²')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lineage', to='geodata.boundaryplan', verbose_name='plan')),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='went_to', to='geodata.area', verbose_name='from the grid')),
                ('target', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='came_from', to='geodata.area', verbose_name='to the grid')),
            ],
            options={
                'verbose_name': 'lineage of a grid',
                'verbose_name_plural': 'lineage of grids',
                'ordering': ['day', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('plan_submitted', 'A boundary plan waits for your approval.'), ('plan_approved', 'Your boundary plan was approved.'), ('plan_rejected', 'Your boundary plan was rejected.'), ('grids_redrawn', 'The grids of your area are redrawn.')], max_length=20, verbose_name='kind')),
                ('subject', models.CharField(max_length=200, verbose_name='subject')),
                ('link', models.CharField(blank=True, max_length=200, verbose_name='address')),
                ('at', models.DateTimeField(verbose_name='at')),
                ('read_on', models.DateField(null=True, verbose_name='read on')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notices', to=settings.AUTH_USER_MODEL, verbose_name='account')),
            ],
            options={
                'verbose_name': 'notice',
                'verbose_name_plural': 'notices',
                'ordering': ['-at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='PlanGrid',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=32, verbose_name='key')),
                ('code', models.CharField(blank=True, max_length=15, verbose_name='code')),
                ('name', models.CharField(blank=True, max_length=100, verbose_name='name')),
                ('geometry', django.contrib.gis.db.models.fields.MultiPolygonField(srid=4326, verbose_name='geometry')),
                ('locked', models.BooleanField(default=False, verbose_name='locked')),
                ('in_pieces', models.BooleanField(default=False, verbose_name='may be in several pieces')),
                ('area', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='geodata.area', verbose_name='goes on from')),
                ('leader_from', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='geodata.area', verbose_name='leader from')),
                ('made', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='geodata.area', verbose_name='grid made')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='grids', to='geodata.boundaryplan', verbose_name='plan')),
                ('village', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='geodata.area', verbose_name='village')),
            ],
            options={
                'verbose_name': 'grid of a plan',
                'verbose_name_plural': 'grids of a plan',
                'ordering': ['key'],
            },
        ),
        migrations.CreateModel(
            name='PlanStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('move', models.CharField(choices=[('create', 'created'), ('submit', 'submitted'), ('approve', 'approved'), ('reject', 'rejected'), ('withdraw', 'withdrawn'), ('publish', 'published'), ('rebase', 'rebased'), ('supersede', 'superseded')], max_length=10, verbose_name='move')),
                ('state', models.CharField(choices=[('draft', 'draft'), ('submitted', 'submitted'), ('approved', 'approved'), ('published', 'published'), ('rejected', 'rejected'), ('withdrawn', 'withdrawn'), ('superseded', 'superseded')], max_length=10, verbose_name='state')),
                ('at', models.DateTimeField(verbose_name='at')),
                ('remarks', models.TextField(blank=True, max_length=2000, verbose_name='remarks')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='geodata.boundaryplan', verbose_name='plan')),
            ],
            options={
                'verbose_name': 'step of a plan',
                'verbose_name_plural': 'steps of a plan',
                'ordering': ['at', 'pk'],
            },
        ),
        migrations.AddConstraint(
            model_name='boundaryplan',
            constraint=models.CheckConstraint(condition=models.Q(('villages__len__gte', 1), models.Q(('name', ''), _negated=True)), name='plan_is_for_a_village_or_more'),
        ),
        migrations.AddConstraint(
            model_name='boundaryplan',
            constraint=models.CheckConstraint(condition=models.Q(('approved_by__isnull', True), models.Q(('approved_by', models.F('submitted_by')), _negated=True), _connector='OR'), name='plan_is_approved_by_another_person', violation_error_message='Somebody else has to approve the plan.'),
        ),
        migrations.AddConstraint(
            model_name='boundaryplan',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('published', 'superseded')), _negated=True), models.Q(('approved_by__isnull', False), ('effective__isnull', False), ('published_at__isnull', False), ('submitted_by__isnull', False)), _connector='OR'), name='published_plan_was_approved_and_has_a_day'),
        ),
        migrations.AddConstraint(
            model_name='lineage',
            constraint=models.UniqueConstraint(fields=('plan', 'source', 'target'), name='one_lineage_per_plan_and_pair'),
        ),
        migrations.AddConstraint(
            model_name='lineage',
            constraint=models.CheckConstraint(condition=models.Q(('source', models.F('target')), _negated=True), name='a_grid_does_not_come_from_itself'),
        ),
        migrations.AddIndex(
            model_name='notice',
            index=models.Index(condition=models.Q(('read_on__isnull', True)), fields=['user', '-at'], name='notices_not_read'),
        ),
        migrations.AddConstraint(
            model_name='plangrid',
            constraint=models.UniqueConstraint(fields=('plan', 'key'), name='one_grid_per_key_in_a_plan'),
        ),
        migrations.AddConstraint(
            model_name='plangrid',
            constraint=models.UniqueConstraint(fields=('plan', 'area'), name='a_grid_goes_on_once_in_a_plan', violation_error_message='A grid goes on in one grid of the plan.'),
        ),
        migrations.AddConstraint(
            model_name='plangrid',
            constraint=models.UniqueConstraint(condition=models.Q(('code', ''), _negated=True), fields=('plan', 'code'), name='one_grid_per_code_in_a_plan', violation_error_message='Two grids of the plan have the same code.'),
        ),
        migrations.RunSQL(GRANTS, "DROP INDEX plans_by_village;"),
        *[policy(table, *rules) for table, rules in POLICIES.items()],
    ])
