"""Households and residents that come to be while the demo is made are marked as invented."""

from django.db import migrations, models

import geodata.people.inventing
from geodata.sql.together import together


class Migration(migrations.Migration):

    dependencies = [
        ("geodata", "0073_abilities_of_members_have_days"),
    ]

    operations = together([
        migrations.AlterField(
            model_name=name,
            name="synthetic",
            field=models.BooleanField(default=geodata.people.inventing.is_invented, verbose_name="invented"),
        )
        for name in ("household", "householdevent", "resident", "residentevent")
    ])
