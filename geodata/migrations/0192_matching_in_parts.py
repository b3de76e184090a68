"""Whoever matches villages takes their marks away in the same transaction."""

from django.db import migrations

from geodata.sql import install

NO_MORE = "DROP FUNCTION IF EXISTS unmark_villages_to_match"


class Migration(migrations.Migration):
    dependencies = [
        ("geodata", "0191_rules_ask_more"),
    ]

    operations = [install("matching_follows"), migrations.RunSQL(migrations.RunSQL.noop, NO_MORE)]
