"""What the daily round of visits needs."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("geodata", "0013_pairing")]
    operations = []
