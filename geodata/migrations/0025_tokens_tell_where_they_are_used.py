"""API tokens tell with what, from where and when they were last used."""

from django.db import migrations, models

WEB = "gridmap_web"


class Migration(migrations.Migration):
    dependencies = [("geodata", "0024_who_drew_and_who_looks_after")]
    operations = [
        migrations.AddField("apitoken", "device", models.CharField(blank=True, max_length=200, verbose_name="device", default=""), preserve_default=False),
        migrations.AddField("apitoken", "network", models.CharField(blank=True, max_length=45, verbose_name="network", default=""), preserve_default=False),
        migrations.AddField("apitoken", "used_at", models.DateTimeField(null=True, verbose_name="last used")),
        migrations.RunSQL(
            f"GRANT UPDATE (used_at, device, network) ON geodata_apitoken TO {WEB}",
            f"REVOKE UPDATE (used_at, device, network) ON geodata_apitoken FROM {WEB}",
        ),
    ]
