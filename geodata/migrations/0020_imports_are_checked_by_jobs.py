"""An import may be with a job while it is checked, and not only while it is written."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("geodata", "0019_line_layers")]
    operations = [
        migrations.AlterField(
            model_name="importrun",
            name="state",
            field=models.CharField(
                choices=[
                    ("uploaded", "uploaded"),
                    ("mapped", "columns confirmed"),
                    ("checking", "being checked"),
                    ("checked", "checked"),
                    ("applying", "being written"),
                    ("applied", "written"),
                    ("undone", "taken back"),
                    ("abandoned", "given up"),
                ],
                default="uploaded",
                max_length=10,
                verbose_name="state",
            ),
        ),
    ]
