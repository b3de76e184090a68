"""No question looks for visits by place, and each visit had to keep the index up: 140 MB at a million."""

from django.contrib.gis.db.models import PointField
from django.db import migrations

POINT = PointField("position", srid=4326, null=True, blank=True, spatial_index=False)


class Migration(migrations.Migration):

    dependencies = [
        ('geodata', '0083_policies_look_up_in_a_hash_table'),
    ]

    operations = [
        migrations.AlterField(model_name="visit", name="point", field=POINT),
        migrations.AlterField(model_name="visitevent", name="point", field=POINT),
    ]
