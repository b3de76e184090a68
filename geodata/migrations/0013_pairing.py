"""Staged pairings and printed cards."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("geodata", "0012_plans")]
    operations = []
