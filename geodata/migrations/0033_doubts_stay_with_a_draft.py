"""What was found wrong with a file's grids stays with the draft until somebody closes it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("geodata", "0032_phones")]
    operations = [
        migrations.AddField(
            model_name="plangrid",
            name="doubt",
            field=models.CharField(blank=True, default="", max_length=10, verbose_name="doubt"),
            preserve_default=False,
        ),
    ]
