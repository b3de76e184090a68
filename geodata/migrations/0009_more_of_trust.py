"""What keeps the second line quick, and what history and retention need."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("geodata", "0008_second_line_on_signing_in")]
    operations = []
