"""The calendar of working days, and what has changed in it."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import django.db.models.functions.comparison
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


WEB = "gridmap_web"
GRANTS = f"""
GRANT SELECT, INSERT, UPDATE, DELETE ON geodata_workday TO {WEB};
GRANT SELECT, INSERT ON geodata_calendarversion TO {WEB};
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {WEB};
"""


class Migration(migrations.Migration):

    dependencies = [
        ('geodata', '0059_departments'),
    ]

    operations = [
        migrations.CreateModel(
            name='CalendarVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(verbose_name='at')),
                ('days', django.contrib.postgres.fields.ArrayField(base_field=models.DateField(), size=None, verbose_name='days that changed')),
            ],
            options={
                'verbose_name': 'version of the calendar',
                'verbose_name_plural': 'versions of the calendar',
            },
        ),
        migrations.CreateModel(
            name='WorkDay',
            fields=[
                ('day', models.DateField(primary_key=True, serialize=False, verbose_name='day')),
                ('works', models.BooleanField(verbose_name='working day')),
                ('name', models.CharField(blank=True, max_length=60, verbose_name='name')),
                ('source', models.CharField(choices=[('published', 'published by the State Council'), ('statutory', 'by law; adjusted days not yet published'), ('county', 'set by the county')], max_length=10, verbose_name='source')),
            ],
            options={
                'verbose_name': 'working day or day off',
                'verbose_name_plural': 'working days and days off',
                'ordering': ['day'],
            },
        ),
        migrations.AddField(
            model_name='calendarversion',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by'),
        ),
        migrations.RunSQL(GRANTS, migrations.RunSQL.noop),
    ]
