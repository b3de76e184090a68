"""One-time links have a row: until when, and a keyed hash."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('geodata', '0061_files_that_are_given_out_once'),
    ]

    operations = [
        migrations.CreateModel(
            name='OneTimeLink',
            fields=[
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='link', serialize=False, to=settings.AUTH_USER_MODEL, verbose_name='account')),
                ('digest', models.CharField(max_length=64)),
                ('issued_at', models.DateTimeField(verbose_name='issued at')),
                ('until', models.DateTimeField(verbose_name='valid until')),
            ],
            options={
                'verbose_name': 'one-time link',
                'verbose_name_plural': 'one-time links',
                'constraints': [models.CheckConstraint(condition=models.Q(('until__gt', models.F('issued_at'))), name='a_link_is_valid_for_a_while')],
            },
        ),
        migrations.RunSQL(
            "GRANT SELECT, INSERT, UPDATE, DELETE ON geodata_onetimelink TO gridmap_web;",
            migrations.RunSQL.noop,
        ),
    ]
