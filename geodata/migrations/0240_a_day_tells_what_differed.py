"""How many facts differed from history is told by the day on which they were compared."""

from django.db import migrations, models

WEB = "gridmap_web"


class Migration(migrations.Migration):
    dependencies = [
        ("geodata", "0192_matching_in_parts"),
    ]

    operations = [
        migrations.AddField(
            model_name="begunday",
            name="facts_differing",
            field=models.PositiveIntegerField(null=True),
        ),
        migrations.RunSQL(
            f"GRANT UPDATE (facts_differing) ON geodata_begunday TO {WEB};",
            f"REVOKE UPDATE (facts_differing) ON geodata_begunday FROM {WEB};",
        ),
    ]
