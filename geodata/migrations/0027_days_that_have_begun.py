"""Which days have begun, and when: /healthz tells whether today has. And since when a job waits, which it tells too."""


from django.db import migrations, models

WEB = "gridmap_web"

GRANTS = f"""
GRANT SELECT, INSERT ON geodata_begunday TO {WEB};
GRANT SELECT (job_id, type, at) ON procrastinate_events TO {WEB};
"""
BACK = f"REVOKE SELECT (job_id, type, at) ON procrastinate_events FROM {WEB};"


class Migration(migrations.Migration):
    dependencies = [("geodata", "0026_files_keep_the_rights_they_were_made_with")]
    operations = [
        migrations.CreateModel(
            name="BegunDay",
            fields=[
                ("day", models.DateField(primary_key=True, serialize=False, verbose_name="day")),
                ("at", models.DateTimeField(verbose_name="begun")),
            ],
            options={"verbose_name": "day that has begun", "verbose_name_plural": "days that have begun", "ordering": ["-day"]},
        ),
        migrations.RunSQL(GRANTS, BACK),
    ]
