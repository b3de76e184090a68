"""A county's group chat is not told the number of a sensitive need: whoever it is about may read along."""

from django.db import migrations

from geodata.sql import install


class Migration(migrations.Migration):

    dependencies = [
        ('geodata', '0085_open_needs_in_the_order_of_pages'),
    ]

    operations = [
        install("queue_notices"),
    ]
