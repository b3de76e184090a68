"""Web imports: what was uploaded, decided and applied."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("geodata", "0010_jobs")]
    operations = []
