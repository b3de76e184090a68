"""Who comes with a request, and what the scope follows from, is asked in one question with its beginning."""

from django.db import migrations

from geodata.sql import install


class Migration(migrations.Migration):

    dependencies = [
        ('geodata', '0078_needs_come_from_lists'),
    ]

    operations = [
        install("duties_of", "DROP FUNCTION IF EXISTS duties_of"),
        install("arrive", "DROP FUNCTION IF EXISTS arrive"),
    ]
