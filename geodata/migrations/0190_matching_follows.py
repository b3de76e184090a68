"""What rules ask of a household leaves a mark when it changes; workers match it anew within seconds."""

from django.db import migrations, models

from geodata.sql import install

NO_MORE = """
DROP FUNCTION mark_matching CASCADE;
DROP FUNCTION mark_villages_to_match, take_match_marks, match_marks_wait
"""


class Migration(migrations.Migration):
    dependencies = [
        ("geodata", "0170_lists_come_by_imports"),
    ]

    operations = [
        migrations.CreateModel(
            name="MatchMark",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("village_id", models.BigIntegerField(null=True)),
                ("household_id", models.BigIntegerField(null=True)),
            ],
            options={
                "verbose_name": "mark of a matching",
                "verbose_name_plural": "marks of matchings",
                "indexes": [models.Index(fields=["household_id"], name="marks_of_households")],
            },
        ),
        install("matching_follows", NO_MORE),
        install("grants"),
    ]
