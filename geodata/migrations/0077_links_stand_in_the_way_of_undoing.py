"""A link of an account has no number of its own: it stands in the way of taking its account back, whatever its key is called."""

from django.db import migrations

from geodata.sql import install

WEB = "gridmap_web"


class Migration(migrations.Migration):

    dependencies = [
        ('geodata', '0076_undoing_leaves_later_columns'),
    ]

    operations = [
        migrations.RunSQL(f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {WEB}", migrations.RunSQL.noop),
        install("undo_obstacles"),
    ]
