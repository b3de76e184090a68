"""What children told of their coverage, and how it went to fetch it."""

from django.db import migrations, models

from geodata.sql import install

ID = models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


class Migration(migrations.Migration):
    dependencies = [
        ("geodata", "0250_coverage_is_published"),
    ]

    operations = [
        migrations.CreateModel(
            name="GatheredCoverage",
            fields=[
                ("id", ID),
                ("child", models.CharField(max_length=60, verbose_name="installation")),
                ("area", models.CharField(max_length=6, verbose_name="area code")),
                ("name", models.CharField(max_length=60, verbose_name="name")),
                ("day", models.DateField(verbose_name="day")),
                ("payload", models.TextField(verbose_name="signed text")),
                ("signature", models.CharField(max_length=88, verbose_name="digital signature")),
                ("key", models.CharField(max_length=44, verbose_name="public key")),
                ("totals", models.JSONField(verbose_name="counts of the county")),
                ("taken_at", models.DateTimeField(verbose_name="taken at")),
            ],
            options={
                "verbose_name": "gathered coverage",
                "verbose_name_plural": "gathered coverage",
                "constraints": [
                    models.UniqueConstraint(fields=("area", "day"), name="coverage_of_a_day_is_gathered_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="GatheringStep",
            fields=[
                ("id", ID.clone()),
                ("area", models.CharField(max_length=6, verbose_name="area code")),
                ("at", models.DateTimeField(verbose_name="at")),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("taken", "Fetched and checked."),
                            ("unreachable", "The server did not answer in time."),
                            ("not_let_in", "The server refused the token."),
                            ("not_published", "Nothing is published there."),
                            ("too_large", "The response is larger than allowed."),
                            ("unreadable", "The response cannot be read."),
                            ("forged", "The signature is not from this county's key."),
                            ("elsewhere", "The figures are of another area."),
                            ("to_come", "The figures are of a day that is not over."),
                            ("not_a_sum", "The parts add up to more than the whole."),
                            ("changed", "Figures of a day that were fetched before have changed."),
                        ],
                        max_length=20,
                        verbose_name="outcome",
                    ),
                ),
                ("day", models.DateField(null=True, verbose_name="day")),
            ],
            options={
                "verbose_name": "step of gathering",
                "verbose_name_plural": "steps of gathering",
                "indexes": [models.Index(fields=["area", "at"], name="the_last_step_of_gathering")],
            },
        ),
        install("grants"),
    ]
