"""A day's counts by grid are kept when it is over, and what reaches back into such a day is noted."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from geodata.sql import install

NO_MORE = """
DROP FUNCTION past_follows_periods, past_follows_visits, past_follows_points, past_follows_rules, past_follows_categories,
    past_follows_areas CASCADE;
DROP FUNCTION past_changed_below
"""


class Migration(migrations.Migration):

    dependencies = [
        ('geodata', '0087_files_are_added_to_needs'),
    ]

    operations = [
        migrations.CreateModel(
            name='PastChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateField(verbose_name='since')),
                ('village', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='geodata.area')),
            ],
            options={
                'verbose_name': "change of a village's past",
                'verbose_name_plural': "changes of villages' pasts",
            },
        ),
        migrations.CreateModel(
            name='KeptCounts',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(verbose_name='day')),
                ('version', models.IntegerField(verbose_name='version of the figures')),
                ('numbers', django.contrib.postgres.fields.ArrayField(base_field=models.PositiveIntegerField(), size=None, verbose_name='numbers')),
                ('grid', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='geodata.area')),
                ('village', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='geodata.area')),
            ],
            options={
                'verbose_name': 'kept counts of a day',
                'verbose_name_plural': 'kept counts of days',
                'constraints': [models.UniqueConstraint(fields=('village', 'day', 'grid'), name='counts_of_a_day_are_kept_once', nulls_distinct=False)],
            },
        ),
        install("past_changes", NO_MORE),
        install("kept_by_the_verb"),
        install("policies/keptcounts"),
        install("grants"),
    ]
