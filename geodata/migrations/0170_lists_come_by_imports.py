"""A department's list comes in as an import, and goes again with its lines when the import is taken back."""

from django.db import migrations

from geodata.sql import install


class Migration(migrations.Migration):
    dependencies = [("geodata", "0185_roll_calls_go_on")]

    operations = [install("import_tables"), install("note_import")]
