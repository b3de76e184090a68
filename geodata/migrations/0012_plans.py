"""Boundary plans, their steps, and the lineage of grids."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("geodata", "0011_imports")]
    operations = []
