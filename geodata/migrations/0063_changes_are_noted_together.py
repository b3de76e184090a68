"""Many changes of the register are written as sets: the tables note whose doing each row is."""

from django.db import migrations

from geodata.sql import install


class Migration(migrations.Migration):

    dependencies = [
        ('geodata', '0062_accounts_have_one_time_links'),
    ]

    operations = [
        install("note_import"),
        install("stands_where_its_steps_led"),
    ]
