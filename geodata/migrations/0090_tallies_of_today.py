"""What coverage counts of each grid today is kept, and marked by every event that changes it. Workers count it; until then facts answer."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from geodata.sql import install

NO_MORE = """
DROP FUNCTION mark_tallies CASCADE;
DROP FUNCTION old_tallies, take_tally_marks, tallies_are_due
"""


class Migration(migrations.Migration):

    dependencies = [
        ('geodata', '0092_what_changes_leaves_marks'),
    ]

    operations = [
        migrations.CreateModel(
            name='TallyMark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('village_id', models.BigIntegerField(null=True)),
                ('household_id', models.BigIntegerField(null=True)),
            ],
            options={
                'verbose_name': 'mark of a tally',
                'verbose_name_plural': 'marks of tallies',
            },
        ),
        migrations.CreateModel(
            name='Tally',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('part', models.CharField(max_length=10)),
                ('day', models.DateField(verbose_name='day')),
                ('version', models.CharField(max_length=16)),
                ('numbers', django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), size=None)),
                ('mended_on', models.DateField(null=True)),
                ('grid', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='geodata.area')),
                ('village', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='geodata.area')),
            ],
            options={
                'verbose_name': 'tally of a grid',
                'verbose_name_plural': 'tallies of grids',
                'constraints': [models.UniqueConstraint(fields=('village', 'part', 'grid'), name='one_tally_of_a_place', nulls_distinct=False)],
            },
        ),
        install("tallies_follow", NO_MORE),
        install("policies/tally"),
        install("grants"),
    ]
