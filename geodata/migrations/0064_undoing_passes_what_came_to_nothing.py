"""What was refused, withdrawn or undone does not stand in the way of undoing what made its household."""

from django.db import migrations

from geodata.sql import install


class Migration(migrations.Migration):

    dependencies = [
        ('geodata', '0063_changes_are_noted_together'),
    ]

    operations = [
        install("change_obstacles"),
    ]
