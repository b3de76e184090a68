"""household_states says how many rows it gives, so that no list of a county is looked through once for each household."""

from django.db import migrations

from geodata.sql import install


class Migration(migrations.Migration):
    dependencies = [("geodata", "0120_policies")]

    operations = [install("household_states")]
