"""Long work in the background: jobs and their files."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("geodata", "0009_more_of_trust")]
    operations = []
