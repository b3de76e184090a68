"""What an import or a change noted of a row before its table got a column says nothing of that column."""

from django.db import migrations

from geodata.sql import install


class Migration(migrations.Migration):

    dependencies = [
        ('geodata', '0075_needs_are_held_to_their_steps'),
    ]

    operations = [
        install("undo_import"),
    ]
