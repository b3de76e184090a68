"""household_states says in its comment where the key of a rule is read today; 0014 named the file of its time."""

from django.db import migrations

from geodata.sql import install


class Migration(migrations.Migration):
    dependencies = [("geodata", "0047_duties_are_posts")]

    operations = [install("household_states")]
