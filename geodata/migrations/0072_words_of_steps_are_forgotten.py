"""A step of a household that left long ago loses the words of its reason, and nothing else."""

from django.db import migrations

from geodata.sql import install


class Migration(migrations.Migration):

    dependencies = [
        ('geodata', '0071_needs_follow_mergers'),
    ]

    operations = [
        install("stands_where_its_steps_led"),
    ]
