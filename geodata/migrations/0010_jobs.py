"""Long work in the background: jobs and their files, each seen by nobody but its user."""

import django.db.models.deletion
import uuid

from django.conf import settings
from django.db import migrations, models
from geodata.sql.together import together

WEB = "gridmap_web"
ME = "(SELECT nullif(current_setting('gridmap.user', true), '')::bigint)"
POLICIES = {
    "job": (f"by_id = {ME}",) * 2,
    "jobfile": (f"owner_id = {ME}",) * 2,
    "filepiece": ("EXISTS (SELECT FROM geodata_jobfile f WHERE f.id = file_id)",) * 2,
}

# The worker signs in as the web role too. The queue holds keys and nothing else.
GRANTS = f"""
GRANT SELECT, INSERT, UPDATE ON geodata_job TO {WEB};
GRANT SELECT, INSERT, UPDATE, DELETE ON geodata_jobfile TO {WEB};
GRANT SELECT, INSERT, DELETE ON geodata_filepiece TO {WEB};
GRANT USAGE ON SEQUENCE geodata_filepiece_id_seq, procrastinate_jobs_id_seq, procrastinate_events_id_seq TO {WEB};
GRANT SELECT, INSERT, UPDATE, DELETE ON procrastinate_jobs, procrastinate_workers TO {WEB};
GRANT SELECT, INSERT ON procrastinate_events TO {WEB};
GRANT SELECT, UPDATE ON procrastinate_periodic_defers TO {WEB};
-- Spreadsheets and PDFs are compressed already.
ALTER TABLE geodata_filepiece ALTER COLUMN content SET STORAGE EXTERNAL;
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
    dependencies = [
        ("geodata", "0009_more_of_trust"),
        ("procrastinate", "0041_post_retry_failed_job"),
    ]

    operations = together([
        migrations.CreateModel(
            name='Job',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=60, verbose_name='kind')),
                ('subject', models.CharField(blank=True, max_length=20, verbose_name='area')),
                ('about', models.CharField(blank=True, max_length=200, verbose_name='about')),
                ('arguments', models.JSONField(default=dict)),
                ('language', models.CharField(max_length=16)),
                ('state', models.CharField(choices=[('queued', 'waiting'), ('running', 'running'), ('done', 'done'), ('failed', 'failed'), ('cancelled', 'cancelled')], default='queued', max_length=10, verbose_name='state')),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('cancel_asked', models.BooleanField(default=False)),
                ('done', models.PositiveBigIntegerField(default=0, verbose_name='done')),
                ('total', models.PositiveBigIntegerField(default=0)),
                ('step', models.CharField(blank=True, max_length=200, verbose_name='step')),
                ('step_began', models.DateTimeField(null=True)),
                ('moved', models.DateTimeField(null=True)),
                ('created', models.DateTimeField(verbose_name='created')),
                ('started', models.DateTimeField(null=True, verbose_name='begun')),
                ('finished', models.DateTimeField(null=True, verbose_name='ended')),
                ('result', models.JSONField(default=dict)),
                ('error', models.TextField(blank=True, verbose_name='error')),
                ('request_id', models.CharField(blank=True, max_length=64, verbose_name='request id')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='jobs', to=settings.AUTH_USER_MODEL, verbose_name='started by')),
            ],
            options={
                'verbose_name': 'job',
                'verbose_name_plural': 'jobs',
                'ordering': ['-created', '-id'],
            },
        ),
        migrations.CreateModel(
            name='JobFile',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('role', models.CharField(choices=[('input', 'given'), ('output', 'made')], max_length=6)),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('content_type', models.CharField(max_length=120)),
                ('size', models.PositiveBigIntegerField(default=0, verbose_name='size')),
                ('sha256', models.CharField(blank=True, max_length=64)),
                ('personal', models.BooleanField(default=True)),
                ('created', models.DateTimeField()),
                ('kept_until', models.DateField(verbose_name='kept until')),
                ('job', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='files', to='geodata.job')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'file of a job',
                'verbose_name_plural': 'files of jobs',
                'ordering': ['created', 'id'],
            },
        ),
        migrations.CreateModel(
            name='FilePiece',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('content', models.BinaryField()),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pieces', to='geodata.jobfile')),
            ],
            options={
                'verbose_name': 'piece of a file',
                'verbose_name_plural': 'pieces of files',
            },
        ),
        migrations.AddIndex(
            model_name='job',
            index=models.Index(fields=['by', '-created'], name='jobs_of_a_user'),
        ),
        migrations.AddConstraint(
            model_name='job',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('finished__isnull', False), ('state__in', ('done', 'failed', 'cancelled'))), models.Q(('finished__isnull', True), ('state__in', ('queued', 'running'))), _connector='OR'), name='a_job_that_ended_has_its_time'),
        ),
        migrations.AddIndex(
            model_name='jobfile',
            index=models.Index(fields=['kept_until'], name='files_by_their_last_day'),
        ),
        migrations.AddConstraint(
            model_name='filepiece',
            constraint=models.UniqueConstraint(fields=('file', 'number'), name='one_piece_of_each_number'),
        ),
        migrations.RunSQL(GRANTS, migrations.RunSQL.noop),
        *[policy(table, *rules) for table, rules in POLICIES.items()],
    ])
