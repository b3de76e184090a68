"""Workers write on a day what differed, also where its grants were given anew meanwhile."""

from django.db import migrations

from geodata.sql import install


class Migration(migrations.Migration):
    dependencies = [
        ("geodata", "0225_livelihood_projects"),
    ]

    operations = [
        install("grants"),
    ]
