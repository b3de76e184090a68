"""Requests are counted where there is room; without, pages are read uncounted."""

from django.db import migrations

from geodata.sql import install


class Migration(migrations.Migration):
    dependencies = [("geodata", "0039_met_visits_have_their_maker")]

    operations = [install("count_request", undo="DROP FUNCTION count_request(text, bigint)")]
