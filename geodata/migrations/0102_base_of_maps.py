"""What lies below the areas of a map, imported by the operator. It leads to nobody: the web role reads it all."""

import django.contrib.gis.db.models.fields
from django.db import migrations, models

from geodata.sql import install


class Migration(migrations.Migration):

    dependencies = [
        ('geodata', '0094_assignments_hold_whom_they_are_about'),
    ]

    operations = [
        migrations.CreateModel(
            name='BaseShape',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('relief', 'relief'), ('water', 'waters'), ('river', 'rivers'), ('road', 'roads'), ('settlement', 'settlements')], max_length=10, verbose_name='kind')),
                ('rank', models.PositiveSmallIntegerField(verbose_name='rank')),
                ('name', models.CharField(blank=True, max_length=60, verbose_name='name')),
                ('geometry', django.contrib.gis.db.models.fields.GeometryField(srid=4326, verbose_name='geometry')),
                ('credit', models.CharField(max_length=200, verbose_name='credit')),
                ('version', models.CharField(max_length=16, verbose_name='version')),
                ('synthetic', models.BooleanField(default=False, verbose_name='invented')),
            ],
            options={
                'verbose_name': 'shape of the base map',
                'verbose_name_plural': 'shapes of the base map',
                'ordering': ['pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('rank__gte', 1), ('rank__lte', 3)), name='base_shape_has_a_rank_from_1_to_3'), models.CheckConstraint(condition=models.Q(('credit', ''), _negated=True), name='base_shape_says_whose_it_is')],
            },
        ),
        install("grants"),
    ]
