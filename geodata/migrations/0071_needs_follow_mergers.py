"""Needs follow a household into the one in which it goes on, and an import or a change of the register notes it."""

from django.db import migrations

from geodata.sql import install


class Migration(migrations.Migration):
    dependencies = [("geodata", "0070_changes_across_two_villages")]

    operations = [
        install("needs_go_on", "DROP FUNCTION needs_go_on CASCADE"),
        install("import_tables"),
        install("note_import"),
    ]
