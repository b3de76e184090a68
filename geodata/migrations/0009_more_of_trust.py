"""What keeps the second line quick, and what history and retention need."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("geodata", "0009_policies_are_filters")]
    operations = []
