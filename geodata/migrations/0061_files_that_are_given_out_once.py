"""Files that are given out once have an end, after which anybody's worker takes them away."""

from django.db import migrations, models

from geodata.sql import install


class Migration(migrations.Migration):
    dependencies = [
        ("geodata", "0060_a_calendar_of_working_days"),
    ]

    operations = [
        migrations.AddField(
            model_name="jobfile",
            name="once_until",
            field=models.DateTimeField(null=True, verbose_name="given out once, until"),
        ),
        install("forget_once_files", "DROP FUNCTION forget_once_files"),
    ]
