"""Households without a phone, and those that are away for a season, are found by small indexes."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("geodata", "0056_imports_write_what_concepts_name"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="household",
            index=models.Index(
                condition=models.Q(("phones", [])), fields=["id"], name="household_without_phone"
            ),
        ),
        migrations.AddIndex(
            model_name="occupancyperiod",
            index=models.Index(
                condition=models.Q(("occupancy", "seasonal")),
                fields=["household"],
                name="occupancy_for_a_season",
            ),
        ),
    ]
