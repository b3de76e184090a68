"""State and level of a need are held to its steps by statements that are planned once: the service moves many at a time."""

from django.db import migrations

from geodata.sql import install

NO_LONGER = """
DROP TRIGGER IF EXISTS stands_where_its_steps_led ON geodata_need;
DROP TRIGGER IF EXISTS stands_where_its_steps_led ON geodata_needstep;
"""


class Migration(migrations.Migration):
    dependencies = [("geodata", "0074_who_is_invented")]

    operations = [
        migrations.RunSQL(NO_LONGER, migrations.RunSQL.noop),
        install("stands_where_its_steps_led"),
        install("need_stands_at_its_level"),
    ]
