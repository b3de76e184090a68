from django.db import migrations, models


class Migration(migrations.Migration):
    """What may stand in both columns is said by the manifests; the database keeps no list of it."""

    dependencies = [("geodata", "0041_plans_stand_where_their_steps_led")]
    operations = [
        migrations.AlterField("accessentry", "action", models.CharField(max_length=20, verbose_name="action")),
        migrations.AlterField("notice", "kind", models.CharField(max_length=20, verbose_name="kind")),
    ]
