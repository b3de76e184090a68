"""Proposals of contacts follow a merger, and its undoing."""

from django.db import migrations

from geodata.sql import install


class Migration(migrations.Migration):

    dependencies = [
        ('geodata', '0065_households_may_be_one'),
    ]

    operations = [
        install("import_tables"),
        install("note_import"),
    ]
