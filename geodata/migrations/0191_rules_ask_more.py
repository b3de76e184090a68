"""Rules ask for phones, points, contacts and what is received: when one of these changes, the household is matched anew."""

from django.db import migrations

from geodata.sql import install


class Migration(migrations.Migration):
    dependencies = [
        ("geodata", "0200_industry"),
    ]

    operations = [install("matching_follows")]
