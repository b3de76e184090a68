"""Lines of roads and rivers, along which grids may rather end. They lead to nobody: the web role reads them all."""


import django.contrib.gis.db.models.fields
import django.db.models.deletion
from django.db import migrations, models

WEB = "gridmap_web"


class Migration(migrations.Migration):
    dependencies = [("geodata", "0018_facts_of_the_placed_alone")]
    operations = [
        migrations.CreateModel(
            name="LayerLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(choices=[("road", "roads"), ("river", "rivers")], max_length=10, verbose_name="kind")),
                ("name", models.CharField(blank=True, max_length=100, verbose_name="name")),
                ("geometry", django.contrib.gis.db.models.fields.LineStringField(srid=4326, verbose_name="geometry")),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="source")),
                ("county", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="geodata.area", verbose_name="county")),
            ],
            options={"verbose_name": "line of a layer", "verbose_name_plural": "lines of layers", "ordering": ["pk"]},
        ),
        migrations.RunSQL(f"GRANT SELECT ON geodata_layerline TO {WEB}", ""),
    ]
