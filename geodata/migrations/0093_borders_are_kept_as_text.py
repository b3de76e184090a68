"""Borders are kept as they are sent: to write them anew cost more than the rest of an answer."""

import django.contrib.gis.db.models.fields
import django.contrib.gis.db.models.functions
from django.db import migrations, models

from geodata.sql import install


class Migration(migrations.Migration):

    dependencies = [
        ('geodata', '0090_tallies_of_today'),
    ]

    operations = [
        migrations.AddField(
            model_name='boundary',
            name='as_text',
            field=models.GeneratedField(db_persist=True, expression=django.contrib.gis.db.models.functions.AsGeoJSON(models.Func('geometry', function='ST_ForcePolygonCCW', output_field=django.contrib.gis.db.models.fields.MultiPolygonField(srid=4326)), precision=6), output_field=models.TextField()),
        ),
        install("import_image"),
    ]
