"""import_obstacles refuses the web role while no scope is in force, as the policy of imports does."""

from django.db import migrations

from geodata.sql import install


class Migration(migrations.Migration):
    dependencies = [("geodata", "0048_states_name_their_source")]

    operations = [install("import_obstacles")]
